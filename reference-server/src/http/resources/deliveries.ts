import type { Delivery } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import { isEventType } from "@harbor/shared/event-patterns";
import type { DeliveryFilter } from "../../store/store.js";
import { respond, type ApiResponse, type Call } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { tenantFilter, timeRange } from "../pages.js";
import { presentDelivery, presentDeliveryWithRetries } from "./present.js";

export const deliveries: Pick<Handlers, "listDeliveries" | "getDelivery" | "retryDelivery"> = {
  listDeliveries,
  getDelivery,
  retryDelivery,
};

async function listDeliveries(
  { store, config, respondWithPage }: Context,
  call: Call<"listDeliveries">,
): Promise<ApiResponse> {
  const { caller, query } = call;
  const { event_id, destination_id, status, event_type } = query;
  const filter: DeliveryFilter = {
    ...timeRange(query, call, config.times.retentionMs),
    ...tenantFilter(query),
    ...(event_id !== undefined && { event_id }),
    ...(destination_id !== undefined && { destination_id }),
    ...(status !== undefined && { status }),
    ...(event_type !== undefined && { event_type }),
  };
  return await respondWithPage({
    name: "listDeliveries",
    query,
    caller,
    fetch: canMatch(query) ? (page) => store.deliveries.list(caller.scope, filter, page) : null,
    json: (delivery) => JSON.stringify(presentDelivery(delivery, caller.environment.mode)),
  });
}

function canMatch({ event_id, destination_id, event_type }: Call<"listDeliveries">["query"]): boolean {
  return (
    (event_id === undefined || isId("evt", event_id)) &&
    (destination_id === undefined || isId("dest", destination_id)) &&
    (event_type === undefined || isEventType(event_type))
  );
}

async function getDelivery({ store }: Context, { caller, path }: Call<"getDelivery">): Promise<ApiResponse> {
  const found = isId("del", path.id) ? await store.deliveries.get(caller.scope, path.id) : null;
  if (found === null) throw new ApiError("delivery_not_found");
  return respond(200, presentDeliveryWithRetries(found, caller.environment.mode));
}

async function retryDelivery(context: Context, call: Call<"retryDelivery">): Promise<ApiResponse> {
  return await queueByHand(context, call, { id: call.path.id, change: "forceRetry" });
}

/** Queues one delivery at a client's request. */
export async function queueByHand(
  context: Context,
  call: Call<"retryDelivery" | "replayDeadDelivery">,
  { id, change }: { id: string; change: "forceRetry" | "replayDead" },
): Promise<ApiResponse> {
  const { store, config, pipeline } = context;
  const { environment } = call.caller;
  return await idempotent(context, call, {
    status: 200,
    json: (delivery: Delivery) => JSON.stringify(presentDelivery(delivery, environment.mode)),
    stored: {
      json: (delivery) =>
        JSON.stringify(presentDelivery({ ...delivery, response_body: null }, environment.mode)),
    },
    about: ({ event_id }) => ({ delivery_id: id, event_id }),
    async perform(request) {
      if (!isId("del", id)) return "delivery_not_found";
      const { retentionMs } = config.times;
      const input = { ...call.caller.scope, id, now: call.now, retentionMs };
      for (;;) {
        const outcome = await store.deliveries[change](input, request);
        // A delivery that waits for a slot in memory is leased, but its attempt has not begun.
        const mayWait = change === "forceRetry" && outcome === "delivery_not_retryable";
        if (!mayWait || !(await pipeline.recall(id))) return outcome;
      }
    },
  });
}
