import { isDelivery, type DeliveryHandler } from "../delivery-request.js";
import { fromWeb, serveWeb, type WebContext } from "./web-request.js";

export type { WebContext } from "./web-request.js";

const FIX =
  "Call the receiver before anything reads the request: in Hono webAdapter(receiver)(c.req.raw) without c.req.json() before it, " +
  "elsewhere remove the request.json() or request.text() that comes first, or read a request.clone() there.";

/** Handles a request and returns its response. */
export type WebHandler = (request: Request, context?: WebContext) => Promise<Response>;

/** Handles a delivery and returns its response; undefined for any other request. */
export type WebDeliveryHandler = (request: Request, context?: WebContext) => Promise<Response | undefined>;

/**
 * For every framework with `Request` and `Response`: Hono, Remix, SvelteKit, Astro, Bun, Deno, Cloudflare Workers.
 *
 * With `onlyDeliveries: true` it returns undefined for a request that is not a POST with at least one `Harbor-*` header, so that
 * the application can handle it.
 *
 * @example
 * const harbor = webAdapter(receiver);
 * export default { fetch: (request, env, ctx) => harbor(request, ctx) };
 */
export function webAdapter(receiver: DeliveryHandler): WebHandler;
export function webAdapter(
  receiver: DeliveryHandler,
  options: { readonly onlyDeliveries: boolean },
): WebDeliveryHandler;
export function webAdapter(
  receiver: DeliveryHandler,
  { onlyDeliveries }: { readonly onlyDeliveries: boolean } = { onlyDeliveries: false },
): WebDeliveryHandler {
  return async (request, context) => {
    const delivery = fromWeb(request, FIX, context);
    return onlyDeliveries && !isDelivery(delivery, receiver) ? undefined : serveWeb(receiver, delivery);
  };
}
