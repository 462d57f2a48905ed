import type { Delivery, Event } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import { isEventType } from "@harbor/shared/event-patterns";
import type { EventFilter } from "../../store/store.js";
import { type ApiResponse, type Call, environmentNow, respond } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { tenantFilter, timeRange } from "../pages.js";
import { isStorable } from "../text.js";
import { eventInput, traceOfCall } from "./event-input.js";
import { eventJson, presentDelivery } from "./present.js";

export const events: Pick<
  Handlers,
  "createEvent" | "listEvents" | "getEvent" | "eraseEvent" | "replayEvent"
> = {
  createEvent,
  listEvents,
  getEvent,
  eraseEvent,
  replayEvent,
};

/** The hot path. */
async function createEvent({ pipeline }: Context, call: Call<"createEvent">): Promise<ApiResponse> {
  const { caller, body: input, json, idempotencyKey: header } = call;
  const { event, deliveries, duplicate } = await pipeline.ingest.one(
    eventInput({ caller, input, json, header, trace: traceOfCall(call) }),
  );
  return {
    status: duplicate ? 200 : 202,
    content: eventJson(event, caller.environment.mode, deliveries),
    replayed: duplicate,
    about: { event_id: event.id },
  };
}

async function listEvents(
  { store, config, respondWithPage }: Context,
  call: Call<"listEvents">,
): Promise<ApiResponse> {
  const { caller, query } = call;
  const { type, idempotency_key } = query;
  const filter: EventFilter = {
    ...timeRange(query, call, config.times.retentionMs),
    ...tenantFilter(query),
    ...(type !== undefined && { type }),
    ...(idempotency_key !== undefined && { idempotency_key }),
  };
  const possible =
    (type === undefined || isEventType(type)) &&
    (idempotency_key === undefined || isStorable(idempotency_key));
  return await respondWithPage({
    name: "listEvents",
    query,
    caller,
    fetch: possible ? (page) => store.events.list(caller.scope, filter, page) : null,
    json: (event) => eventJson(event, caller.environment.mode),
  });
}

async function getEvent(context: Context, call: Call<"getEvent">): Promise<ApiResponse> {
  const { environment } = call.caller;
  const event = await find(context, call);
  const deliveries = await context.store.events.deliveriesOf(call.caller.scope, event.id);
  return { status: 200, content: eventJson(event, environment.mode, deliveries) };
}

async function find({ store }: Context, { caller, path }: Call<"getEvent" | "replayEvent">): Promise<Event> {
  const found = isId("evt", path.id) ? await store.events.get(caller.scope, path.id) : null;
  if (found === null) throw new ApiError("event_not_found");
  return found;
}

/** By then no open stream has a response of its attempts left to send. */
async function eraseEvent(
  { store, streamGuard }: Context,
  { caller, path, now }: Call<"eraseEvent">,
): Promise<ApiResponse> {
  const { id } = path;
  const environmentId = caller.environment.id;
  const erased = isId("evt", id) && (await store.events.erase({ environmentId, id, now }));
  if (!erased) throw new ApiError("event_not_found");
  await streamGuard.checked(environmentId);
  return { status: 204, content: null, about: { event_id: id } };
}

async function replayEvent(context: Context, call: Call<"replayEvent">): Promise<ApiResponse> {
  const { store, newId } = context;
  const { environment } = call.caller;
  const present = (delivery: Delivery) => presentDelivery(delivery, environment.mode);
  if (call.body.dry_run === true) {
    const { destinationIds } = await planReplay(context, call);
    return respond(200, { count: destinationIds.length, data: [] });
  }
  return await idempotent(context, call, {
    status: 202,
    json: (created: Delivery[]) => JSON.stringify({ count: created.length, data: created.map(present) }),
    about: () => ({ event_id: call.path.id }),
    async perform(request) {
      for (;;) {
        const { event, destinationIds, version } = await planReplay(context, call);
        const deliveries = destinationIds.map((destination_id) => ({ id: newId("del"), destination_id }));
        const replay = { ...call.caller.scope, event, deliveries, version, now: call.now };
        const replayed = await store.events.replay(replay, request);
        if (replayed !== "stale") return replayed;
      }
    },
  });
}

/** The destinations of a replay, by the snapshot of this version. */
async function planReplay(
  context: Context,
  call: Call<"replayEvent">,
): Promise<{ event: Event; destinationIds: string[]; version: number }> {
  const event = await find(context, call);
  if (event.created_at + context.config.times.retentionMs <= environmentNow(call)) {
    throw new ApiError("event_too_old");
  }
  const { body } = event;
  if (body === null) throw new ApiError("event_erased");
  const { owner = null } = call.caller.scope;
  const view = await context.pipeline.environments.get(call.caller.environment.id);
  const test = await context.store.events.testOf(event.environment_id, event.id);
  const all =
    test === null ? view.route({ ...event, body }) : test.destinationId === null ? [] : [test.destinationId];
  const matching = all.filter((id) => owner === null || view.destination(id)?.tenant === owner);
  const destinationIds = chosen(matching, call.body.destination_ids, event.type);
  return { event, destinationIds, version: view.snapshot.version };
}

function chosen(matching: string[], named: string[] | undefined, type: string): string[] {
  if (named === undefined) return matching;
  const known = new Set(matching);
  const details = named.flatMap((id, at) =>
    known.has(id)
      ? []
      : { path: `body/destination_ids/${at}`, message: `has no subscription that matches ${type}` },
  );
  if (details.length > 0) throw new ApiError("destination_not_subscribed", undefined, { details });
  return [...new Set(named)];
}
