import type { Delivery, Event } from "../../domain/domain.js";
import { ApiError } from "../../errors.js";
import { isEventType, isReservedEventType } from "../../domain/pattern.js";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { isId } from "../is-id.js";
import { eventBodyOf } from "../json/event-body.js";
import { presentDelivery } from "./present.js";

const DEFAULT_TYPE = "harbor.test";
const DEFAULT_BODY = Buffer.from('{"message":"A test event from Harbor"}');

export const testEvents: Pick<Handlers, "testDestination"> = { testDestination };

async function testDestination(context: Context, call: Call<"testDestination">): Promise<ApiResponse> {
  const { store, newId } = context;
  const { environment } = call.caller;
  return await context.runOnce(call, {
    status: 202,
    json: (delivery: Delivery) => JSON.stringify(presentDelivery(delivery, environment.mode)),
    about: ({ id, event_id, destination_id }) => ({ delivery_id: id, event_id, destination_id }),
    async perform(once) {
      const event = testEvent(context, call);
      const delivery = { id: newId("del"), destination_id: call.path.id };
      const created = isId("dest", call.path.id)
        ? await store.events.createTest({ event, delivery, now: call.now }, once)
        : "destination_not_found";
      if (created === "destination_not_found") throw new ApiError(created);
      return created;
    },
  });
}

function testEvent({ newId, config }: Context, call: Call<"testDestination">): Event {
  const { type = DEFAULT_TYPE } = call.body;
  const body = (call.json === null ? undefined : eventBodyOf(call.json, "body")) ?? DEFAULT_BODY;
  if (!isEventType(type) || (isReservedEventType(type) && type !== DEFAULT_TYPE)) {
    const message = `must be dotted segments of A-Z, a-z, 0-9, _ and -; of the reserved types only ${DEFAULT_TYPE} is allowed`;
    throw new ApiError("invalid_event_type", undefined, { details: [{ path: "body/type", message }] });
  }
  const { maxBodyBytes } = config.limits;
  if (body.length > maxBodyBytes) {
    const message = `is ${body.length} bytes (maximum ${maxBodyBytes})`;
    throw new ApiError("body_too_large", undefined, { details: [{ path: "body/body", message }] });
  }
  return {
    id: newId("evt"),
    environment_id: call.caller.environment.id,
    type,
    body,
    idempotency_key: null,
    occurred_at: null,
    created_at: environmentNow(call),
  };
}
