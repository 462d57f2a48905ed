import { type Dispatcher, fetch } from "undici";
import type { Fetch } from "./options.js";

/**
 * A `fetch` that sends through an undici dispatcher: an `Agent` with its own pool, keep-alive and TLS settings, or a
 * `ProxyAgent`.
 *
 * @example
 * ```ts
 * import { Agent } from "undici";
 * import { Harbor } from "@harbor/client";
 * import { undiciFetch } from "@harbor/client/undici";
 *
 * const agent = new Agent({ connections: 32 });
 * const harbor = new Harbor({ fetch: undiciFetch(agent) });
 * ```
 */
export function undiciFetch(dispatcher: Dispatcher): Fetch {
  return (url, init) => fetch(url, { ...init, dispatcher });
}
