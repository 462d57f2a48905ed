import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { RawJson } from "./raw-json.js";

/** Event type -> Standard Schema (zod, valibot, arktype, …) of its body. */
export type EventSchemas = Record<string, StandardSchemaV1>;

/** One event of a type, as `send` takes it: in the client's own words, as its options are, where `create` has the wire's. */
export interface EventOf<Type extends string, Body> {
  type: Type;
  /** What the schema takes, not what it puts out: the receiver runs the same schema. Or its exact JSON text. */
  body: Body | RawJson;
  /** Within 24 hours, the same event under the same key is accepted once. 1-255 characters. Default: a random one. */
  idempotencyKey?: string | undefined;
  /** When it happened; an RFC 3339 time if text. Kept with the event; nothing depends on it. */
  occurredAt?: Date | string | undefined;
}

/** What `send` takes: with `events`, only the listed types, each with a body that its schema takes; without, anything. */
export type EventToSend<Events extends EventSchemas = EventSchemas> = string extends keyof Events
  ? EventOf<string, unknown>
  : {
      [Type in keyof Events & string]: EventOf<Type, StandardSchemaV1.InferInput<Events[Type]>>;
    }[keyof Events & string];

/** Dotted segments (docs/contract.md §3, Patterns). Those that begin with `harbor.` are Harbor's own. */
const EVENT_TYPE = /^(?!harbor\.)(?=.{1,256}$)[\w-]+(\.[\w-]+)*$/;

/**
 * The events of an application, in a module that sender and receiver share: `new Harbor({ events })` then sends, and
 * `createReceiver({ events })` of `@harbor/receiver` handles, only what the schemas describe.
 *
 * @throws TypeError for a name that is no event type (docs/contract.md §3)
 * @example
 * ```ts
 * import { defineEvents } from "@harbor/client";
 * import { z } from "zod";
 *
 * export const events = defineEvents({
 *   "order.created": z.object({ order_id: z.string(), amount_cents: z.int() }),
 * });
 * ```
 */
export function defineEvents<Events extends EventSchemas>(events: Events): Events {
  for (const type of Object.keys(events)) {
    if (!EVENT_TYPE.test(type)) throw new TypeError(`${JSON.stringify(type)} is not an event type.`);
  }
  return events;
}
