import type { Answer, DeliveryHandler, DeliveryRequest } from "./delivery-request.js";
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
import { settingsOf, type ReceiverOptions } from "./options.js";
import type { AnyHandler } from "./routes.js";

/** Takes deliveries from an adapter, verifies them and calls the handler of their type. */
export interface Receiver<Events extends EventSchemas, Store> extends DeliveryHandler {
  /**
   * Handles one event type, or those that a wildcard pattern takes (`order.*`, `order.**`, `*`, `**`). The exact name
   * goes before a pattern and the more specific pattern before the vaguer one: one event, one handler.
   *
   * @throws TypeError for an invalid pattern, or one that already has a handler
   */
  on<Type extends TypeOf<Events>>(
    type: Type,
    handler: Handler<BodyOf<Events, Type>, ContextOf<Events, Type, CommitTxOf<Store>>>,
  ): this;
  on<Pattern extends Wildcard>(
    pattern: Pattern,
    handler: Handler<unknown, WildcardContext<Events, Pattern, CommitTxOf<Store>>>,
  ): this;
  /** Handles every type that no `on` takes. */
  otherwise(handler: Handler<unknown, WildcardContext<EventSchemas, "**", CommitTxOf<Store>>>): this;
  /** The core under every adapter: one request in, one answer out. Never rejects. */
  handle(request: DeliveryRequest): Promise<Answer>;
  /** Resolves when nothing is being handled any more, late handlers included: wait for it before the process ends. */
  idle(): Promise<void>;
}

/**
 * Makes a receiver: verification, typed handlers and the answers that make Harbor do the right thing next
 * (docs/contract.md §7).
 *
 * @throws TypeError or RangeError for wrong options, a secret that cannot be one among them
 * @example
 * const receiver = createReceiver({
 *   secret: () => process.env.HARBOR_SIGNING_SECRET,
 *   events: { "order.created": z.object({ order_id: z.string() }) },
 * }).on("order.created", async (order, ctx) => {
 *   await orders.insert(order.order_id, { signal: ctx.signal });
 * });
 */
export function createReceiver<
  Events extends EventSchemas = EventSchemas,
  Store extends IdempotencyStore = IdempotencyStore,
>(options: ReceiverOptions<Events, Store>): Receiver<Events, Store> {
  const settings = settingsOf(options);
  const working = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>): void => {
    working.add(work);
    void work.then(() => working.delete(work));
  };
  const receiver: Receiver<Events, Store> = {
    on(pattern: string, handler: unknown) {
      settings.routes.add(pattern, handler as AnyHandler);
      return receiver;
    },
    otherwise(handler) {
      settings.routes.addOtherwise(handler as AnyHandler);
      return receiver;
    },
    handle: (request) => handle(settings, request, track),
    async idle() {
      while (working.size > 0) await Promise.all(working);
    },
  };
  return receiver;
}
