import { Caller } from "./caller.js";
import type { EventSchemas, EventToSend } from "./define-events.js";
import { Resources } from "./generated/resources.js";
import type { HarborPromise } from "./harbor-promise.js";
import { type HarborOptions, resolveOptions, withoutUndefined } from "./options.js";
import type { CustomRequest, HttpMethod } from "./request-options.js";
import { TypedEventsApi } from "./typed-events-api.js";

/**
 * The client. One instance serves a whole process; it holds no connections of its own.
 *
 * Calls fail with a `HarborError`. They are retried on network errors, 408, 429, 5xx and a 409 with `Retry-After`. POSTs, PUTs and
 * PATCHes carry an `Idempotency-Key` that stays the same over the retries, so that a request takes effect once.
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

  readonly #caller: Caller;
  readonly #options: HarborOptions<Events>;

  /** @throws TypeError when an option is missing or invalid, or a live key is used in a web page */
  constructor({ events, ...options }: HarborOptions<Events> = {}) {
    const settings = resolveOptions(options);
    const caller = new Caller(settings);
    super(caller);
    this.events = new TypedEventsApi(caller, events);
    this.#caller = caller;
    this.#options = { ...settings, events };
  }

  /**
   * A client with other defaults that shares the rest: key, server, `fetch` with its connections, hooks and events. `headers` are
   * added to those of this client. This client does not change.
   *
   * @throws TypeError for an invalid option
   * @example
   * ```ts
   * const patient = harbor.withOptions({ timeoutMs: 120_000, maxRetries: 10 });
   * const other = harbor.withOptions({ apiKey: "hk_test_…" });
   * ```
   */
  withOptions<Others extends EventSchemas = Events>(options: HarborOptions<Others>): Harbor<Others> {
    const headers = { ...this.#options.headers, ...options.headers };
    const merged = { ...this.#options, ...withoutUndefined(options), headers };
    return new Harbor(merged as HarborOptions<Others>);
  }

  /**
   * Calls an operation that this version of the client has no method for, with its key, retries, limits, hooks and errors. `path` is
   * below `/v1`. A POST, PUT or PATCH carries an `Idempotency-Key`.
   *
   * @throws TypeError for a path that does not begin with a slash, or has a query, a fragment or dots as a segment
   * @example
   * ```ts
   * const page = await harbor.request<Page<Thing>>("GET", "/things", { query: { limit: 10 } });
   * await harbor.request("DELETE", "/things/{id}", { params: { id: "thing_1" } });
   * ```
   */
  request<T = unknown>(
    method: HttpMethod,
    path: string,
    { params, query, body, ...options }: CustomRequest = {},
  ): HarborPromise<T> {
    if (!/^(\/(?!\.{0,2}(\/|$))[^/?#]*)+$/.test(path))
      throw new TypeError(
        `path must be like /events, with the query in \`query\`, not ${JSON.stringify(path)}.`,
      );
    return this.#caller.sendAny<T>({ method, path, params, query, body }, options);
  }
}
