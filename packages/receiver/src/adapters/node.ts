import type { ServerResponse } from "node:http";
import type { DeliveryHandler } from "../delivery-request.js";
import { fromNode, serveNode, type NodeRequest } from "./node-request.js";

export type { NodeRequest } from "./node-request.js";

/** Returns nothing to wait for: it always responds or closes the connection. */
export type NodeListener = (request: NodeRequest, response: ServerResponse) => void;

const FIX =
  "Call nodeAdapter(receiver) before anything reads the request, or set request.rawBody to its bytes.";

/**
 * For a plain `node:http` server, and for any framework that passes Node's request and response.
 *
 * @example
 * http.createServer(nodeAdapter(receiver)).listen(3000);
 */
export function nodeAdapter(receiver: DeliveryHandler): NodeListener {
  return nodeListener(receiver);
}

/** `fix` names the line to change in the framework at hand where a body parser came first. */
export function nodeListener(receiver: DeliveryHandler, fix = FIX): NodeListener {
  return (request, response) => void serveNode(receiver, fromNode(request, fix), response);
}
