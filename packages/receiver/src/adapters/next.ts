import type { ServerResponse } from "node:http";
import type { DeliveryHandler } from "../delivery-request.js";
import { fromNode, serveNode, type NodeRequest } from "./node-request.js";
import { webHandler, type WebContext } from "./web.js";

const APP_FIX =
  "In Next.js, remove the await request.json() or request.text() in front of nextAdapter's handler in route.ts, " +
  "or read a request.clone() there.";

const PAGES_FIX =
  "In Next.js, add export const config = { api: { bodyParser: false } } to this file in pages/api; " +
  "it has to stand in the file itself, where Next.js reads it at build time.";

type RouteHandler = (request: Request) => Promise<Response>;

/** Next.js waits for the promise before it takes the request for done. */
type ApiRoute = (request: NodeRequest, response: ServerResponse) => Promise<void>;

/** All methods, because Next.js answers those that a route does not export with 405, which Harbor takes for a final no. */
type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/**
 * For the App Router.
 *
 * @param context `{ waitUntil: after }` with `after` from `next/server` keeps a serverless function alive for a handler
 * that outlives its answer
 * @example
 * // app/webhooks/harbor/route.ts
 * export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = nextAdapter(receiver);
 */
export function nextAdapter(receiver: DeliveryHandler, context?: WebContext): Record<Method, RouteHandler> {
  const handler = webHandler(receiver, APP_FIX);
  const route: RouteHandler = (request) => handler(request, context);
  return { GET: route, HEAD: route, POST: route, PUT: route, PATCH: route, DELETE: route, OPTIONS: route };
}

/**
 * For the Pages Router.
 *
 * @example
 * // pages/api/webhooks/harbor.ts
 * export const config = { api: { bodyParser: false } };
 * export default nextPagesAdapter(receiver);
 */
export function nextPagesAdapter(receiver: DeliveryHandler): ApiRoute {
  return (request, response) => serveNode(receiver, fromNode(request, PAGES_FIX), response);
}
