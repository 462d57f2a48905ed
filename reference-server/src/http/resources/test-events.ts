import type { Delivery, Event } from "../../domain/domain.js";
import { eventFault } from "../../ingest/check-event.js";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { eventBodyOf } from "./event-input.js";
import { presentDelivery } from "./present.js";

const DEFAULT_TYPE = "harbor.test";
const DEFAULT_BODY = Buffer.from('{"message":"A test event from Harbor"}');

export const testEvents: Pick<Handlers, "testDestination"> = { testDestination };

async function testDestination(context: Context, call: Call<"testDestination">): Promise<ApiResponse> {
  const { store, newId } = context;
  const { environment } = call.caller;
  return await idempotent(context, call, {
    status: 202,
    json: (delivery: Delivery) => JSON.stringify(presentDelivery(delivery, environment.mode)),
    about: ({ id, event_id, destination_id }) => ({ delivery_id: id, event_id, destination_id }),
    async perform(request) {
      const event = testEvent(context, call);
      const delivery = { id: newId("del"), destination_id: call.path.id };
      if (!isId("dest", call.path.id)) return "destination_not_found";
      return await store.events.createTest(
        { owner: call.caller.scope.owner, event, delivery, now: call.now },
        request,
      );
    },
  });
}

function testEvent({ newId, config }: Context, call: Call<"testDestination">): Omit<Event, "tenant"> {
  const { type = DEFAULT_TYPE } = call.body;
  const body = (call.json === null ? undefined : eventBodyOf(call.json)) ?? DEFAULT_BODY;
  const apiKeyId = type === DEFAULT_TYPE ? null : call.caller.keyId;
  const fault = eventFault({ type, body, apiKeyId }, config.limits);
  if (fault !== null) throw fault;
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
