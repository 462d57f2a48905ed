import type { DeliveryHandler } from "../delivery-request.js";
import { nodeListener, type NextOptions, type NodeListener } from "./node-request.js";

export type { NextOptions, NodeListener, NodeRequest } from "./node-request.js";

const FIX =
  "Call nodeAdapter(receiver) before anything reads the request, or set request.rawBody to its bytes.";

/**
 * For a plain `node:http` server, and for any framework that passes Node's request and response.
 *
 * @example
 * http.createServer(nodeAdapter(receiver)).listen(3000);
 */
export function nodeAdapter(receiver: DeliveryHandler, options?: NextOptions): NodeListener {
  return nodeListener(receiver, FIX, options);
}
