import type { Caller } from "./caller.js";
import type { EventSchemas, EventToSend } from "./define-events.js";
import { type BatchResult, toBatchResults } from "./event-batch-results.js";
import { type BatcherOptions, EventBatcher } from "./event-batcher.js";
import { type CheckedEvent, checkEvent } from "./event-input.js";
import { EventsApi } from "./generated/resources.js";
import type { EventBatch, EventWithDeliveries } from "./generated/schemas.js";
import { HarborPromise } from "./harbor-promise.js";
import type { SendOptions } from "./request-options.js";

/** The calls about events. Sending knows the application's own events. */
export class TypedEventsApi<Sendable extends EventToSend = EventToSend> extends EventsApi {
  readonly #caller: Caller;
  readonly #schemas: EventSchemas | undefined;

  /** @internal */
  constructor(caller: Caller, schemas: EventSchemas | undefined) {
    super(caller);
    this.#caller = caller;
    this.#schemas = schemas;
  }

  /**
   * Sends one event, as [`POST /events`](https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#3-api).
   * If the client knows the `events`, the body is first checked against its schema. The body is sent as it was given, not
   * as the schema's output.
   *
   * Fails with `invalid_event` before anything is sent, and with `invalid_event_type`, `body_too_large`,
   * `idempotency_key_conflict`.
   *
   * @example
   * ```ts
   * const harbor = new Harbor({ events });
   * await harbor.events.send({ type: "order.created", body: { order_id: "ord_123", amount_cents: 4500 } });
   * ```
   */
  send(event: Sendable, options: SendOptions = {}): HarborPromise<EventWithDeliveries> {
    const response = this.#send(event, options);
    return new HarborPromise(() => response);
  }

  async #send(event: EventToSend, options: SendOptions) {
    const body = await checkEvent(event, this.#schemas);
    return await this.#caller
      .send<EventWithDeliveries>({ method: "POST", path: "/events", body }, options)
      .withResponse();
  }

  /**
   * A sender that collects many events into few requests; each event has its own result.
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

  /** @internal One request with up to 100 events, already checked. */
  async sendBatch(events: CheckedEvent[], options: SendOptions): Promise<BatchResult[]> {
    const call = { method: "POST", path: "/events/batch", body: { events } } as const;
    return toBatchResults(await this.#caller.send<EventBatch>(call, options).withResponse(), events.length);
  }
}
