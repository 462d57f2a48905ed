import { ApiError } from "../../errors.js";
import type { components } from "../../generated/openapi-types.js";
import {
  type EventFilter,
  type Idempotent,
  type IdempotentRequest,
  type RecoveryTally,
  resultOf,
} from "../../store/store.js";
import { type ApiResponse, type Call, environmentNow, laneOf, respond } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { timeRange } from "../pages.js";
import { matchAll, WALK_PAGE } from "./event-walk.js";

export const recovery: Pick<Handlers, "recoverDestination"> = { recoverDestination };

/** A recovery leaves out what is accepted while it runs, or it might never end. The clocks of several processes may differ by this. */
const CLOCK_SLACK_MS = 1000;

type Request = IdempotentRequest<RecoveryTally> | undefined;

async function recoverDestination(context: Context, call: Call<"recoverDestination">): Promise<ApiResponse> {
  if (call.body.dry_run === true) {
    const tally = resultOf(await recover(context, call, undefined));
    if (tally === null) throw new Error("A dry run has a stored response.");
    return respond(200, shown(tally));
  }
  return await idempotent(context, call, {
    status: 202,
    json: (tally: RecoveryTally) => JSON.stringify(shown(tally)),
    about: () => ({ destination_id: call.path.id }),
    perform: (request) => recover(context, call, request),
  });
}

function shown({ created, revived, skipped }: RecoveryTally): components["schemas"]["Recovery"] {
  return { matched: created + revived + skipped, created, revived, skipped };
}

/** From the oldest event to the newest, a page at a time, so that ordered ones are queued in this order; the response is stored with the last one. */
async function recover(
  context: Context,
  call: Call<"recoverDestination">,
  request: Request,
): Promise<Idempotent<RecoveryTally>> {
  const filter = await recoverable(context, call);
  const { loading } = context.eventWalks;
  let progress: Progress = { after: null, tally: { created: 0, revived: 0, skipped: 0 } };
  for (;;) {
    const step = await loading.run(laneOf(call.caller), () =>
      recoverPage(context, call, { filter, request, ...progress }),
    );
    if (step.next === null) return step.outcome;
    progress = step.next;
  }
}

/** The events that the destination might get: with a tenant only those of it. */
async function recoverable(
  { store, config }: Context,
  call: Call<"recoverDestination">,
): Promise<EventFilter> {
  const { id } = call.path;
  const destination = isId("dest", id) ? await store.destinations.get(call.caller.scope, id) : null;
  if (destination === null) throw new ApiError("destination_not_found");
  const { tenant } = destination;
  return {
    until: environmentNow(call) + CLOCK_SLACK_MS,
    ...timeRange(call.body, call, config.times.retentionMs),
    ...(tenant !== null && { tenant }),
    withoutTests: true,
    oldestFirst: true,
  };
}

interface Progress {
  /** The last event of the page before. */
  after: string | null;
  tally: RecoveryTally;
}

async function recoverPage(
  { store, pipeline, eventWalks, newId }: Context,
  { caller, path, body, now }: Call<"recoverDestination">,
  { filter, request, after, tally }: Progress & { filter: EventFilter; request: Request },
): Promise<{ outcome: Idempotent<RecoveryTally>; next: Progress | null }> {
  const environmentId = caller.environment.id;
  const { items, more } = await store.events.list(environmentId, filter, { ...WALK_PAGE, after });
  for (;;) {
    const { snapshot, route } = await pipeline.environments.get(environmentId);
    const found = await matchAll(eventWalks, items, (event) => route(event).includes(path.id));
    const events = found.flatMap(({ event: { id, type, tenant, ordering_key }, matches }) =>
      matches ? [{ event: { id, type, tenant, ordering_key }, deliveryId: newId("del") }] : [],
    );
    const step = {
      ...caller.scope,
      destinationId: path.id,
      events,
      version: snapshot.version,
      now,
      tally,
      dryRun: body.dry_run === true,
    };
    const outcome = await store.deliveries.recover(step, more ? undefined : request);
    if (outcome === "stale") continue;
    if (outcome === "destination_not_found" || outcome === "destination_paused") throw new ApiError(outcome);
    const next = more ? { after: items.at(-1)?.id ?? after, tally: resultOf(outcome) ?? tally } : null;
    return { outcome, next };
  }
}
