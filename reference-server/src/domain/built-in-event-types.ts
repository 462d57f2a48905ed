import type { EventType } from "./domain.js";

type BuiltIn = Pick<EventType, "type" | "description"> & { schema: object; example: object };

const TEST_EXAMPLE = { message: "A test event from Harbor" };
/** The body of a test event whose type has no example. */
export const TEST_BODY = JSON.stringify(TEST_EXAMPLE);

/** The events that Harbor itself sends. Their entries are part of every catalogue and cannot be changed. */
const TYPES: readonly BuiltIn[] = [
  {
    type: "harbor.destination.paused",
    description: "Harbor paused a destination: its circuit breaker opened, or it returned 410 Gone.",
    schema: {
      type: "object",
      required: ["destination_id", "name", "url", "paused_reason", "paused_at", "consecutive_failures"],
      properties: {
        destination_id: { type: "string" },
        name: { type: ["string", "null"] },
        url: { type: "string" },
        paused_reason: { enum: ["circuit_breaker", "gone"] },
        paused_at: { type: "string", format: "date-time" },
        consecutive_failures: { type: ["integer", "null"], minimum: 1 },
      },
    },
    example: {
      destination_id: "dest_01KJPX728R3NF6M7PXVWPBB6VV",
      name: "Orders",
      url: "https://example.com/webhooks",
      paused_reason: "circuit_breaker",
      paused_at: "2026-03-02T09:15:02.881Z",
      consecutive_failures: 100,
    },
  },
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
