import type { Caller, RequestOptions } from "./caller.js";
import type { EventSchemas, EventToSend } from "./define-events.js";
import { type BatcherOptions, EventBatcher } from "./event-batcher.js";
import { checkEvent } from "./event-input.js";
import { EventsApi } from "./generated/resources.js";
import type { EventWithDeliveries } from "./generated/schemas.js";
import { HarborPromise } from "./harbor-promise.js";

/** The event calls, and two ways to send that know the application's own events. */
export class TypedEventsApi<Sendable extends EventToSend = EventToSend> extends EventsApi {
  readonly #schemas: EventSchemas | undefined;

  /** @hidden */
  constructor(caller: Caller, schemas: EventSchemas | undefined) {
    super(caller);
    this.#schemas = schemas;
  }

  /**
   * Sends one event, as `create` does. Where the client knows the `events`, the body is checked against its schema first; it
   * is sent as it was given, not as the schema puts it out.
   *
   * Fails with `invalid_event` before anything is sent, and as `create` does (docs/contract.md §3).
   *
   * @example
   * ```ts
   * const harbor = new Harbor({ events });
   * await harbor.events.send({ type: "order.created", body: { order_id: "ord_123", amount_cents: 4500 } });
   * ```
   */
  send(
    event: Sendable,
    options: Omit<RequestOptions, "idempotencyKey"> = {},
  ): HarborPromise<EventWithDeliveries> {
    const answer = this.#send(event, options);
    return new HarborPromise(() => answer);
  }

  async #send(event: EventToSend, options: RequestOptions) {
    const input = await checkEvent(event, this.#schemas);
    return await this.create(input, options).withResponse();
  }

  /**
   * A sender that gathers many events into few requests, each event with its own result.
   *
   * @throws RangeError for an option out of its range
   * @example
   * ```ts
   * const batcher = harbor.events.batcher();
   * await Promise.all(orders.map((body) => batcher.send({ type: "order.created", body })));
   * await batcher.close();
   * ```
   */
  batcher(options: BatcherOptions = {}): EventBatcher<Sendable> {
    return new EventBatcher(this, this.#schemas, options);
  }
}
