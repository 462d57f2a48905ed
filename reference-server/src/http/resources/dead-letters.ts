import { ApiError } from "../../errors.js";
import type { components } from "../../generated/openapi-types.js";
import type { DeadGroup, DeadReplayTally, DeliveryFilter } from "../../store/store.js";
import { type ApiResponse, type Call, respond } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { tenantFilter, timeRange } from "../pages.js";
import { queueByHand } from "./deliveries.js";
import { presentDeadGroup, presentDelivery } from "./present.js";
import { parseTime } from "../time.js";

export const deadLetters: Pick<
  Handlers,
  | "listDeadDeliveries"
  | "listDeadDeliveryGroups"
  | "replayDeadDelivery"
  | "deleteDeadDelivery"
  | "replayDeadDeliveries"
> = {
  listDeadDeliveries,
  listDeadDeliveryGroups,
  replayDeadDelivery,
  deleteDeadDelivery,
  replayDeadDeliveries,
};

async function listDeadDeliveries(
  { store, config, respondWithPage }: Context,
  call: Call<"listDeadDeliveries">,
): Promise<ApiResponse> {
  const { caller, query } = call;
  const { destination_id } = query;
  const filter: DeliveryFilter = {
    ...timeRange(query, call, config.times.retentionMs),
    ...tenantFilter(query),
    status: "dead",
    ...(destination_id !== undefined && { destination_id }),
  };
  const possible = destination_id === undefined || isId("dest", destination_id);
  return await respondWithPage({
    name: "listDeadDeliveries",
    query,
    caller,
    fetch: possible ? (page) => store.deliveries.list(caller.scope, filter, page) : null,
    json: (delivery) => JSON.stringify(presentDelivery(delivery, caller.environment.mode)),
  });
}

const MAX_GROUPS = 1000;

async function listDeadDeliveryGroups(
  { store, config }: Context,
  call: Call<"listDeadDeliveryGroups">,
): Promise<ApiResponse> {
  const { caller, query } = call;
  const { destination_id } = query;
  const filter = {
    ...timeRange(query, call, config.times.retentionMs),
    ...tenantFilter(query),
    ...(destination_id !== undefined && { destination_id: storableId(destination_id) }),
  };
  const { maxGroupedDead } = config.limits;
  const { groups, complete } = await store.deliveries.groupDead(caller.scope, filter, maxGroupedDead);
  const newestFirst = (a: DeadGroup, b: DeadGroup) => (a.newest_delivery_id < b.newest_delivery_id ? 1 : -1);
  const sorted = groups.toSorted((a, b) => b.count - a.count || newestFirst(a, b));
  return respond(200, {
    data: sorted.slice(0, MAX_GROUPS).map(presentDeadGroup),
    complete: complete && groups.length <= MAX_GROUPS,
  } satisfies components["schemas"]["DeadDeliveryGroups"]);
}

async function replayDeadDelivery(context: Context, call: Call<"replayDeadDelivery">): Promise<ApiResponse> {
  return await queueByHand(context, call, { id: call.path.delivery_id, change: "replayDead" });
}

async function deleteDeadDelivery(
  { store }: Context,
  { caller, path }: Call<"deleteDeadDelivery">,
): Promise<ApiResponse> {
  const id = path.delivery_id;
  const deleted = isId("del", id) && (await store.deliveries.deleteDead(caller.scope, id));
  if (!deleted) throw new ApiError("delivery_not_found");
  return { status: 204, content: null, about: { delivery_id: id } };
}

async function replayDeadDeliveries(
  context: Context,
  call: Call<"replayDeadDeliveries">,
): Promise<ApiResponse> {
  const { store, config } = context;
  const { destination_id, since, until } = call.body;
  const replay = {
    ...call.caller.scope,
    ...tenantFilter(call.body),
    ...(destination_id !== undefined && { destination_id: storableId(destination_id) }),
    ...(since !== undefined && { since: parseTime(since) }),
    ...(until !== undefined && { until: parseTime(until) }),
    now: call.now,
    retentionMs: config.times.retentionMs,
  };
  const json = ({ replayed, skipped }: DeadReplayTally) => JSON.stringify({ replayed, skipped });
  if (call.body.dry_run === true) {
    return { status: 200, content: json(await store.deliveries.countReplayable(replay)) };
  }
  return await idempotent(context, call, {
    status: 202,
    json,
    perform: async (request) => await store.deliveries.replayAllDead(replay, request),
  });
}

/** A malformed destination id matches nothing, like an unknown one: no destination has the empty id. */
function storableId(id: string): string {
  return isId("dest", id) ? id : "";
}
