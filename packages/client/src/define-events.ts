import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { RawJson } from "./raw-json.js";

/** Event type -> Standard Schema (zod, valibot, arktype, …) of its body. */
export type EventSchemas = Record<string, StandardSchemaV1>;

/** One event of a type, as `send` accepts it. Its fields are spelled as in the API. */
export interface EventOf<Type extends string, Body> {
  type: Type;
  /** The schema's input, not its output: the receiver runs the same schema. Or the exact JSON text. */
  body: Body | RawJson;
  /** Within 24 hours, the same event under the same key is accepted once. 1-255 characters. Default: a random one. */
  idempotency_key?: string | null | undefined;
  /**
   * Destinations with `ordering: "key"` get the events with the same key one at a time, in the order of their acceptance. 1-128 characters,
   * such as the id of an order. Default: none, and any order.
   */
  ordering_key?: string | null | undefined;
  /** When the event happened, as a `Date` or an RFC 3339 time. Stored with the event; it has no other effect. */
  occurred_at?: Date | string | null | undefined;
  /** Your customer that the event is about: only its destinations and your own get it. Default: none, and only your own get it. */
  tenant?: string | null | undefined;
}

/** The events that `send` accepts: with `events`, the listed types, each with its schema's input as body; without, any. */
export type EventToSend<Events extends EventSchemas = EventSchemas> = string extends keyof Events
  ? EventOf<string, unknown>
  : {
      [Type in keyof Events & string]: EventOf<Type, StandardSchemaV1.InferInput<Events[Type]>>;
    }[keyof Events & string];

/** Dotted segments. Types that begin with `harbor.` are reserved. */
const EVENT_TYPE = /^(?!harbor\.)(?=.{1,256}$)[\w-]+(\.[\w-]+)*$/;

/**
 * The events of an application, in a module that sender and receiver share. `new Harbor({ events })` then sends only what
 * the schemas describe, and `createReceiver({ events })` of `@harbor/receiver` handles only that.
 *
 * @throws TypeError for a name that is not a valid
 * [event type](https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#3-api)
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
    if (!EVENT_TYPE.test(type)) {
      const form =
        "dotted segments of letters, digits, _ and -, at most 256 characters, not beginning with harbor.";
      throw new TypeError(`${JSON.stringify(type)} is not an event type: it must be ${form}`);
    }
  }
  return events;
}
