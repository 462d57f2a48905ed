import type { Delivery } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import type { DeliveryFilter } from "../../store/store.js";
import type { ApiResponse, Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { isId } from "../is-id.js";
import { timeRange } from "../pages.js";
import { presentDelivery } from "./present.js";
import { parseTime } from "../time.js";

export const deadLetters: Pick<
  Handlers,
  "listDeadDeliveries" | "replayDeadDelivery" | "deleteDeadDelivery" | "replayDeadDeliveries"
> = { listDeadDeliveries, replayDeadDelivery, deleteDeadDelivery, replayDeadDeliveries };

async function listDeadDeliveries(
  { store, config, respondWithPage }: Context,
  call: Call<"listDeadDeliveries">,
): Promise<ApiResponse> {
  const { caller, query } = call;
  const { destination_id } = query;
  const filter: DeliveryFilter = {
    ...timeRange(query, call, config.times.retentionMs),
    status: "dead",
    ...(destination_id !== undefined && { destination_id }),
  };
  const possible = destination_id === undefined || isId("dest", destination_id);
  return await respondWithPage({
    name: "listDeadDeliveries",
    query,
    caller,
    fetch: possible ? (page) => store.deliveries.list(caller.environment.id, filter, page) : null,
    json: (delivery) => JSON.stringify(presentDelivery(delivery, caller.environment.mode)),
  });
}

async function replayDeadDelivery(context: Context, call: Call<"replayDeadDelivery">): Promise<ApiResponse> {
  const { store, config } = context;
  const { environment } = call.caller;
  return await context.runOnce(call, {
    status: 200,
    json: (delivery: Delivery) => JSON.stringify(presentDelivery(delivery, environment.mode)),
    about: ({ id, event_id }) => ({ delivery_id: id, event_id }),
    async perform(once) {
      const id = call.path.delivery_id;
      if (!isId("del", id)) throw new ApiError("delivery_not_found");
      const replay = {
        environmentId: environment.id,
        id,
        now: call.now,
        retentionMs: config.times.retentionMs,
      };
      const replayed = await store.deliveries.replayDead(replay, once);
      if (typeof replayed === "string") throw new ApiError(replayed);
      return replayed;
    },
  });
}

async function deleteDeadDelivery(
  { store }: Context,
  { caller, path }: Call<"deleteDeadDelivery">,
): Promise<ApiResponse> {
  const id = path.delivery_id;
  const deleted = isId("del", id) && (await store.deliveries.deleteDead(caller.environment.id, id));
  if (!deleted) throw new ApiError("delivery_not_found");
  return { status: 204, content: null, about: { delivery_id: id } };
}

interface Replayed {
  replayed: number;
  skipped: number;
}

async function replayDeadDeliveries(
  context: Context,
  call: Call<"replayDeadDeliveries">,
): Promise<ApiResponse> {
  const { store, config } = context;
  const { environment } = call.caller;
  const { destination_id, since, until } = call.body;
  return await context.runOnce(call, {
    status: 202,
    json: ({ replayed, skipped }: Replayed) => JSON.stringify({ replayed, skipped }),
    async perform(once) {
      const replay = {
        environmentId: environment.id,
        ...(destination_id !== undefined && { destination_id: storableId(destination_id) }),
        ...(since !== undefined && { since: parseTime(since) }),
        ...(until !== undefined && { until: parseTime(until) }),
        now: call.now,
        retentionMs: config.times.retentionMs,
      };
      return await store.deliveries.replayAllDead(replay, once);
    },
  });
}

/** A malformed destination id matches nothing, like an unknown one: no destination has the empty id. */
function storableId(id: string): string {
  return isId("dest", id) ? id : "";
}
