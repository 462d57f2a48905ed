import type { Event } from "../../domain/domain.js";
import { compileRoute } from "../../domain/route-event.js";
import type { components } from "../../generated/openapi-types.js";
import { createPacer } from "../../pacer.js";
import { type ApiResponse, type Call, environmentNow, respond } from "../api.js";
import type { Context, Handlers, Previews } from "../context.js";
import { createKeyedLimit } from "../keyed-limit.js";
import { timeRange } from "../pages.js";
import { formatTime } from "../time.js";
import { checkMatching, filterOf, newSubscription } from "./subscriptions.js";

const MAX_EVENTS = 100;
/** Bodies in memory at once. One event always fits. */
const MAX_LOADED_BYTES = 1_048_576;
/** Bytes of bodies that are parsed and filtered in one turn of the event loop: at most one large body. */
const BYTES_PER_TURN = 65_536;

export function createPreviews(): Previews {
  return { loading: createKeyedLimit(1), filtering: createPacer(BYTES_PER_TURN) };
}

export const subscriptionPreview: Pick<Handlers, "previewSubscription"> = { previewSubscription };

type Previewed = components["schemas"]["PreviewedEvent"];

async function previewSubscription(
  context: Context,
  call: Call<"previewSubscription">,
): Promise<ApiResponse> {
  const { environment } = call.caller;
  const { event_type } = call.body;
  const filter = filterOf(call.json) ?? null;
  checkMatching(event_type, filter);
  const subscription = newSubscription({
    id: "",
    environment,
    destination_id: "",
    event_type,
    filter,
    now: environmentNow(call),
  });
  // As in routing, a filter that fails or exceeds its budget does not match.
  const route = compileRoute([{ ...subscription, tenant: null }], () => undefined);
  const data = await context.previews.loading.run(environment.id, () =>
    latestEvents(context, call, (event) => route(event).length > 0),
  );
  const matched = data.filter(({ matches }) => matches).length;
  return respond(200, {
    checked: data.length,
    matched,
    data,
  } satisfies components["schemas"]["SubscriptionPreview"]);
}

async function latestEvents(
  { store, config, previews }: Context,
  call: Call<"previewSubscription">,
  matches: (event: Event) => boolean,
): Promise<Previewed[]> {
  const environmentId = call.caller.environment.id;
  const { since } = call.body;
  const range = timeRange(typeof since === "string" ? { since } : {}, call, config.times.retentionMs);
  const found: Previewed[] = [];
  for (let after: string | null = null, more = true; more && found.length < MAX_EVENTS;) {
    const page = { after, limit: MAX_EVENTS - found.length, maxBytes: MAX_LOADED_BYTES };
    const listed = await store.events.list(call.caller.scope, range, page);
    for (const event of listed.items) {
      const { id, type, body, created_at } = event;
      const shown = await previews.filtering.run(environmentId, () => ({
        result: { id, type, created_at: formatTime(created_at), matches: matches(event) },
        cost: body.length,
      }));
      found.push(shown);
    }
    more = listed.more;
    after = listed.items.at(-1)?.id ?? null;
  }
  return found;
}
