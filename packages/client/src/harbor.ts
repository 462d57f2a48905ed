import { Caller } from "./caller.js";
import type { EventSchemas, EventToSend } from "./define-events.js";
import { Resources } from "./generated/resources.js";
import { type HarborOptions, resolveOptions } from "./options.js";
import { TypedEventsApi } from "./typed-events-api.js";

/**
 * The client. One instance serves a whole process; it holds no connections of its own.
 *
 * Calls fail with a `HarborError`. They are retried on network errors, 408, 429, 5xx and a 409 with `Retry-After`. POSTs
 * carry an `Idempotency-Key` that stays the same over the retries, so that none takes effect twice.
 *
 * @example
 * ```ts
 * const harbor = new Harbor({ apiKey: "hk_test_…" });
 * const destination = await harbor.destinations.create({ url: "https://example.com/hooks" });
 * await harbor.subscriptions.create({ destination_id: destination.id, event_type: "order.*" });
 * await harbor.events.send({ type: "order.created", body: { order_id: "ord_123" } });
 * ```
 */
export class Harbor<Events extends EventSchemas = EventSchemas> extends Resources {
  override readonly events: TypedEventsApi<EventToSend<Events>>;

  /** @throws TypeError when an option is missing or invalid, or a live key is used in a web page */
  constructor({ events, ...options }: HarborOptions<Events> = {}) {
    const caller = new Caller(resolveOptions(options));
    super(caller);
    this.events = new TypedEventsApi(caller, events);
  }
}
