import type { ServerResponse } from "node:http";
import type { DeliveryHandler } from "../delivery-request.js";
import { fromNode, serveNode, type NodeRequest } from "./node-request.js";
import { fromWeb, serveWeb, type WebContext } from "./web-request.js";

export type { NodeRequest } from "./node-request.js";
export type { WebContext } from "./web-request.js";

const APP_FIX =
  "In Next.js, remove the await request.json() or request.text() in front of nextAdapter's handler in route.ts, " +
  "or read a request.clone() there.";

const PAGES_FIX =
  "In Next.js, add export const config = { api: { bodyParser: false } } to this file in pages/api; " +
  "it must be in the file itself, where Next.js reads it at build time.";

/** A handler of the App Router. */
export type RouteHandler = (request: Request) => Promise<Response>;

/** A handler of the Pages Router. Next.js awaits the promise before it ends the request. */
export type ApiRoute = (request: NodeRequest, response: ServerResponse) => Promise<void>;

/** All methods, because Next.js responds with 405 to a method that a route does not export, and Harbor gives up after a 405. */
export type Method = "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS";

/**
 * For the App Router.
 *
 * @param context `{ waitUntil: after }` with `after` from `next/server` keeps a serverless function alive for a handler that runs
 * longer than its response
 * @example
 * // app/webhooks/harbor/route.ts
 * export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = nextAdapter(receiver);
 */
export function nextAdapter(receiver: DeliveryHandler, context?: WebContext): Record<Method, RouteHandler> {
  const route: RouteHandler = (request) => serveWeb(receiver, fromWeb(request, APP_FIX, context));
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
