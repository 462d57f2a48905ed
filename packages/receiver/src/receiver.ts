import type { DeliveryHandler, DeliveryRequest, DeliveryResponse } from "./delivery-request.js";
import type {
  BodyOf,
  ContextOf,
  EventSchemas,
  Handler,
  TypeOf,
  Wildcard,
  WildcardContext,
} from "./events.js";
import { handle } from "./handle.js";
import type { CommitTxOf, IdempotencyStore } from "./idempotency.js";
import { settingsOf, type ReceiverOptions, type StandardReceiverOptions } from "./options.js";
import type { AnyHandler } from "./routes.js";
import type { SchemeName } from "./scheme.js";

/** Verifies deliveries that an adapter passes to it and calls the handler of their type. */
export interface Receiver<
  Events extends EventSchemas,
  Store,
  Scheme extends SchemeName = "harbor",
> extends DeliveryHandler {
  /**
   * Handles one event type, or all that match a wildcard pattern (`order.*`, `order.**`, `*`, `**`). Exactly one handler runs
   * for an event: the exact name takes precedence over a pattern, and a more specific pattern over a less specific one.
   *
   * @throws TypeError if `type` is not a pattern, or has a handler already
   */
  on<Type extends TypeOf<Events>>(
    type: Type,
    handler: Handler<BodyOf<Events, Type>, ContextOf<Events, Type, CommitTxOf<Store>, Scheme>>,
  ): this;
  on<Pattern extends Wildcard>(
    pattern: Pattern,
    handler: Handler<unknown, WildcardContext<Events, Pattern, CommitTxOf<Store>, Scheme>>,
  ): this;
  /** Handles every type that no `on` matches. */
  otherwise(handler: Handler<unknown, WildcardContext<EventSchemas, "**", CommitTxOf<Store>, Scheme>>): this;
  /** Handles one request. Every adapter calls it. Never rejects. */
  handle(request: DeliveryRequest): Promise<DeliveryResponse>;
  /**
   * Checks, before the first delivery, what only a call can show: that a function returns a usable secret, and that the store
   * is reachable and has its table. Await it before the server listens.
   *
   * @throws Error with the reason and the remedy
   */
  ready(): Promise<void>;
  /** Resolves when no handler runs any more, late ones included: await it before the process ends. */
  idle(): Promise<void>;
}

/**
 * Creates a receiver: it verifies deliveries, calls typed handlers and responds with the status that makes Harbor act as the
 * handler decided: https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#7-receiver-toolkit
 *
 * With `scheme: "standard"` it accepts deliveries of any sender that follows Standard Webhooks:
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#standard-webhooks
 *
 * @throws TypeError or RangeError for invalid options, also for a secret that is undefined or invalid
 * @example
 * const receiver = createReceiver({
 *   secret: process.env.HARBOR_SIGNING_SECRET,
 *   events: { "order.created": z.object({ order_id: z.string() }) },
 * }).on("order.created", async (order, ctx) => {
 *   await orders.insert(order.order_id, { signal: ctx.signal });
 * });
 */
export function createReceiver<
  Events extends EventSchemas = EventSchemas,
  Store extends IdempotencyStore = IdempotencyStore,
>(options: StandardReceiverOptions<Events, Store>): Receiver<Events, Store, "standard">;
export function createReceiver<
  Events extends EventSchemas = EventSchemas,
  Store extends IdempotencyStore = IdempotencyStore,
>(options: ReceiverOptions<Events, Store>): Receiver<Events, Store>;
export function createReceiver<Events extends EventSchemas, Store extends IdempotencyStore>(
  options: ReceiverOptions<Events, Store> | StandardReceiverOptions<Events, Store>,
): Receiver<Events, Store, SchemeName> {
  const settings = settingsOf(options);
  const working = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    working.add(work);
    void work.then(() => working.delete(work));
  };
  const receiver: Receiver<Events, Store, SchemeName> = {
    on(pattern: string, handler: unknown) {
      settings.routes.add(pattern, handler as AnyHandler);
      return receiver;
    },
    otherwise(handler) {
      settings.routes.addOtherwise(handler as AnyHandler);
      return receiver;
    },
    maxBodyBytes: settings.maxBodyBytes,
    headerNames: settings.scheme.headerNames,
    handle: (request) => handle(settings, request, track),
    async ready() {
      await settings.readSecrets();
      await settings.idempotency?.store.check?.();
    },
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
  };
  return receiver;
}
