import type { IncomingMessage } from "node:http";
import type { DeliveryHandler } from "../delivery-request.js";
import { fromNode } from "./node-request.js";

const FIX =
  "In Koa, move the line that mounts koaAdapter(receiver) above app.use(bodyParser()), " +
  "or keep the parser off this path.";

/** The part of Koa's context that is used. */
export interface KoaContext {
  readonly req: IncomingMessage;
  /** Body parsers leave what they have read here. */
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
export function koaAdapter(receiver: DeliveryHandler): (context: KoaContext) => Promise<void> {
  return async (context) => {
    const answer = await receiver.handle(fromNode(context.req, FIX, context.request));
    context.status = answer.status;
    context.set(answer.headers);
    context.body = answer.body;
  };
}
