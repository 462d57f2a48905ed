import { builtInEventTypes, TEST_BODY } from "../../domain/built-in-event-types.js";
import type { Delivery, EventType, ReadableEvent } from "../../domain/domain.js";
import { isEventType } from "@harbor/shared/event-patterns";
import { eventFault } from "../../ingest/check-event.js";
import { ruleOf } from "../../store/store.js";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { isId } from "../is-id.js";
import { eventBodyOf, traceOfCall } from "./event-input.js";
import { presentDelivery } from "./present.js";

const DEFAULT_TYPE = "harbor.test";

export const testEvents: Pick<Handlers, "testDestination"> = { testDestination };

async function testDestination(context: Context, call: Call<"testDestination">): Promise<ApiResponse> {
  const { store, newId } = context;
  const { environment } = call.caller;
  return await idempotent(context, call, {
    status: 202,
    json: (delivery: Delivery) => JSON.stringify(presentDelivery(delivery, environment.mode)),
    about: ({ id, event_id, destination_id }) => ({ delivery_id: id, event_id, destination_id }),
    async perform(request) {
      const event = await testEvent(context, call);
      const delivery = { id: newId("del"), destination_id: call.path.id };
      if (!isId("dest", call.path.id)) return "destination_not_found";
      return await store.events.createTest(
        { owner: call.caller.scope.owner, event, trace: traceOfCall(call), delivery, now: call.now },
        request,
      );
    },
  });
}

async function testEvent(
  context: Context,
  call: Call<"testDestination">,
): Promise<Omit<ReadableEvent, "tenant">> {
  const { newId, config, pipeline } = context;
  const { environment, keyId, session } = call.caller;
  const { type = DEFAULT_TYPE } = call.body;
  const given = call.json === null ? undefined : eventBodyOf(call.json);
  const isDefault = type === DEFAULT_TYPE;
  const entry = await entryOf(context, { environmentId: environment.id, type });
  // A portal session does not learn that an internal type exists.
  const known = session !== null && entry?.visibility === "internal" ? null : entry;
  const body = given ?? Buffer.from(known?.example ?? TEST_BODY);
  const event = { environmentId: environment.id, type, body };
  const fault =
    eventFault({ type, body, apiKeyId: isDefault ? null : keyId }, config.limits) ??
    (await pipeline.bodies.fault(known === null ? undefined : ruleOf(known), event));
  if (fault !== null) throw fault;
  return {
    id: newId("evt"),
    environment_id: environment.id,
    type,
    body,
    idempotency_key: null,
    ordering_key: null,
    occurred_at: null,
    created_at: environmentNow(call),
    erased_at: null,
  };
}

/** Read for each event: unlike an event's commit, that of a test event does not depend on the environment's version. */
async function entryOf(
  { store }: Context,
  { environmentId, type }: { environmentId: number; type: string },
): Promise<EventType | null> {
  const builtIn = builtInEventTypes(environmentId).find((entry) => entry.type === type);
  return builtIn ?? (isEventType(type) ? await store.eventTypes.get(environmentId, type) : null);
}
