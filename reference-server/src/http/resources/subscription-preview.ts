import type { ReadableEvent } from "../../domain/domain.js";
import { compileRoute } from "../../domain/route-event.js";
import type { components } from "../../generated/openapi-types.js";
import { type ApiResponse, type Call, environmentNow, laneOf, respond } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { jsonOf } from "../json/json-body.js";
import { timeRange } from "../pages.js";
import { formatTime } from "../time.js";
import { matchAll, WALK_PAGE } from "./event-walk.js";
import { checkMatching, newSubscription } from "./subscriptions.js";

const MAX_EVENTS = 100;

export const subscriptionPreview: Pick<Handlers, "previewSubscription"> = { previewSubscription };

type Previewed = components["schemas"]["PreviewedEvent"];

async function previewSubscription(
  context: Context,
  call: Call<"previewSubscription">,
): Promise<ApiResponse> {
  const { environment } = call.caller;
  const { event_type } = call.body;
  const filter = jsonOf(call.json, "filter") ?? null;
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
  const route = compileRoute([{ ...subscription, tenant: null }], {
    onFilterError: () => undefined,
    isInternal: () => false,
  });
  const data = await context.eventWalks.loading.run(laneOf(call.caller), () =>
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
  { store, config, eventWalks }: Context,
  call: Call<"previewSubscription">,
  matches: (event: ReadableEvent) => boolean,
): Promise<Previewed[]> {
  const { since } = call.body;
  const range = timeRange(typeof since === "string" ? { since } : {}, call, config.times.retentionMs);
  const found: Previewed[] = [];
  for (let after: string | null = null, more = true; more && found.length < MAX_EVENTS;) {
    const page = { ...WALK_PAGE, after, limit: MAX_EVENTS - found.length };
    const listed = await store.events.list(call.caller.scope, range, page);
    for (const { event, matches: isMatch } of await matchAll(eventWalks, listed.items, matches)) {
      const { id, type, created_at } = event;
      found.push({ id, type, created_at: formatTime(created_at), matches: isMatch });
    }
    more = listed.more;
    after = listed.items.at(-1)?.id ?? null;
  }
  return found;
}
