import type { EventType } from "./domain.js";

type BuiltIn = Pick<EventType, "type" | "description"> & { schema: object; example: object };

const TEST_EXAMPLE = { message: "A test event from Harbor" };
/** The body of a test event whose type has no example. */
export const TEST_BODY = JSON.stringify(TEST_EXAMPLE);

type Schema = Readonly<Record<string, unknown>>;

const STRING = { type: "string" };
const TIME = { type: "string", format: "date-time" };
const PAUSED_REASON = { enum: ["manual", "circuit_breaker", "gone", "portal"] };
const SIGNATURE = { enum: ["harbor", "standard", "standard_ed25519"] };
const orNull = (schema: { type: string }) => ({ ...schema, type: [schema.type, "null"] });

const DESTINATION = {
  destination_id: STRING,
  name: orNull(STRING),
  url: STRING,
};

const DESTINATION_EXAMPLE = {
  destination_id: "dest_01KJPX728R3NF6M7PXVWPBB6VV",
  name: "Orders",
  url: "https://example.com/webhooks",
};

/** Every field is in every body. */
function operational(
  type: string,
  description: string,
  { fields, example }: { fields: Readonly<Record<string, Schema>>; example: object },
): BuiltIn {
  const properties = { ...DESTINATION, ...fields };
  return {
    type,
    description,
    schema: { type: "object", required: Object.keys(properties), properties },
    example: { ...DESTINATION_EXAMPLE, ...example },
  };
}

const ROTATION = {
  signature: "harbor",
  old_signature: "harbor",
  old_key_expires_at: "2026-03-09T09:15:02.881Z",
};

/** The events that Harbor itself sends. Their entries are part of every catalogue and cannot be changed. */
const TYPES: readonly BuiltIn[] = [
  operational(
    "harbor.delivery.dead",
    "A delivery went to the DLQ. Beyond 60 of a destination in a minute, one event has the number of the rest.",
    {
      fields: {
        delivery_id: orNull(STRING),
        event_id: orNull(STRING),
        event_type: orNull(STRING),
        dead_reason: {
          enum: ["rejected", "retries_exhausted", "budget_exhausted", "destination_paused", null],
        },
        response_code: orNull({ type: "integer" }),
        died_at: TIME,
        count: { type: "integer", minimum: 1 },
      },
      example: {
        delivery_id: "del_01KJPX8RB1D5DN21RK3W3F0XPC",
        event_id: "evt_01KJPX8RB1P17G0AVDQZTD2P3X",
        event_type: "order.created",
        dead_reason: "rejected",
        response_code: 422,
        died_at: "2026-03-02T09:15:03.114Z",
        count: 1,
      },
    },
  ),
  operational("harbor.destination.created", "A destination was created.", {
    fields: { created_at: TIME },
    example: { created_at: "2026-03-02T09:15:02.881Z" },
  }),
  operational("harbor.destination.deleted", "A destination was deleted.", {
    fields: { deleted_at: TIME },
    example: { deleted_at: "2026-03-02T11:02:54.007Z" },
  }),
  operational(
    "harbor.destination.failing",
    "The consecutive failures of a destination have reached 50, 70 or 90 % of its circuit breaker's threshold.",
    {
      fields: {
        consecutive_failures: { type: "integer", minimum: 1 },
        circuit_breaker_threshold: { type: "integer", minimum: 1 },
        percent: { enum: [50, 70, 90] },
        failed_at: TIME,
      },
      example: {
        consecutive_failures: 25,
        circuit_breaker_threshold: 50,
        percent: 50,
        failed_at: "2026-03-02T09:22:41.730Z",
      },
    },
  ),
  operational("harbor.destination.paused", "A destination was paused, by Harbor or by hand.", {
    fields: {
      paused_reason: PAUSED_REASON,
      paused_at: TIME,
      consecutive_failures: { type: ["integer", "null"], minimum: 1 },
    },
    example: {
      paused_reason: "circuit_breaker",
      paused_at: "2026-03-02T09:31:18.402Z",
      consecutive_failures: 50,
    },
  }),
  operational("harbor.destination.resumed", "A destination is active again.", {
    fields: { paused_reason: PAUSED_REASON, resumed_at: TIME },
    example: { paused_reason: "circuit_breaker", resumed_at: "2026-03-02T09:47:19.116Z" },
  }),
  operational(
    "harbor.signing_key.expiring",
    "The old key of a rotation stops signing in 24 hours, or sooner when the grace period is shorter.",
    {
      fields: { signature: SIGNATURE, old_signature: SIGNATURE, old_key_expires_at: TIME },
      example: ROTATION,
    },
  ),
  operational(
    "harbor.signing_key.rotated",
    "The signing key or the signature of a destination has changed.",
    {
      fields: {
        signature: SIGNATURE,
        old_signature: SIGNATURE,
        old_key_expires_at: orNull(TIME),
        rotated_at: TIME,
      },
      example: { ...ROTATION, rotated_at: "2026-03-02T09:15:02.881Z" },
    },
  ),
  {
    type: "harbor.test",
    description: "A test event for a destination.",
    schema: {},
    example: TEST_EXAMPLE,
  },
];

/** The entries of an environment, by type. */
export function builtInEventTypes(environmentId: number): EventType[] {
  return TYPES.map(({ schema, example, ...entry }) => ({
    ...entry,
    environment_id: environmentId,
    group: "harbor",
    visibility: "public",
    schema: JSON.stringify(schema),
    example: JSON.stringify(example),
    deprecated: false,
    validation: "off",
  }));
}
