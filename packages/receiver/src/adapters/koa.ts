import type { IncomingMessage } from "node:http";
import { isDelivery, type DeliveryHandler } from "../delivery-request.js";
import { fromNode, type NextOptions } from "./node-request.js";

export type { NextOptions } from "./node-request.js";

const FIX =
  "In Koa, move the line that mounts koaAdapter(receiver) above app.use(bodyParser()), " +
  "or keep the parser off this path.";

/** The part of Koa's context that is used. */
export interface KoaContext {
  readonly req: IncomingMessage;
  /** Body parsers store what they have read here. */
  readonly request: object;
  status: number;
  body: unknown;
  set(headers: Record<string, string>): void;
}

/**
 * For Koa. It reads the body itself: mount it above any body parser, for all methods.
 *
 * @example
 * router.all("/webhooks/harbor", koaAdapter(receiver));
 */
export function koaAdapter(
  receiver: DeliveryHandler,
  { onlyDeliveries = false }: NextOptions = {},
): (context: KoaContext, next?: () => Promise<unknown>) => Promise<void> {
  return async (context, next) => {
    const delivery = fromNode(context.req, FIX, context.request);
    if (onlyDeliveries && next !== undefined && !isDelivery(delivery, receiver)) {
      await next();
      return;
    }
    const { status, headers, body } = await receiver.handle(delivery);
    context.status = status;
    context.set(headers);
    context.body = body;
  };
}
