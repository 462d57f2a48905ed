import type { ServerResponse } from "node:http";
import { failedEarlier } from "../body.js";
import type { DeliveryHandler } from "../delivery-request.js";
import {
  fromNode,
  nodeListener,
  serveNode,
  type NextOptions,
  type NodeListener,
  type NodeRequest,
} from "./node-request.js";

const FIX =
  "In Express, move app.use(path, expressAdapter(receiver)) above app.use(express.json()); " +
  "or keep the bytes: express.json({ verify: (req, res, buf) => { req.rawBody = buf; } }).";

/** An error handler of Express. */
export type ExpressErrorHandler = (
  error: unknown,
  request: NodeRequest,
  response: ServerResponse,
  next: unknown,
) => void;

/**
 * For Express 4 and 5, and for platforms that call a function with Express's request and response. It reads the body itself:
 * mount it with `app.use`, above any body parser.
 *
 * @example
 * app.use("/webhooks/harbor", expressAdapter(receiver));
 */
export function expressAdapter(receiver: DeliveryHandler, options?: NextOptions): NodeListener {
  return nodeListener(receiver, FIX, options);
}

/**
 * Needed only if a body parser runs before {@link expressAdapter} and cannot be moved. Express responds to the errors of a parser
 * (`express.raw` over its limit, malformed JSON) with a 4xx, after which Harbor would give up; this responds with 500.
 *
 * @example
 * app.use("/webhooks/harbor", express.raw({ type: "application/json" }), expressAdapter(receiver));
 * app.use("/webhooks/harbor", expressErrorHandler(receiver));
 */
export function expressErrorHandler(receiver: DeliveryHandler): ExpressErrorHandler {
  // Express recognises an error handler by its four parameters.
  return (error, request, response, _next) => {
    const body = failedEarlier(error, FIX);
    void serveNode(receiver, { ...fromNode(request, FIX), body }, response);
  };
}
