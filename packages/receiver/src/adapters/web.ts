import { alreadyParsed, BodyError, concat, tooLarge } from "../body.js";
import type { DeliveryHandler } from "../delivery-request.js";

const FIX =
  "Pass the request on before anything reads it: in Hono webAdapter(receiver)(c.req.raw) with no c.req.json() before, " +
  "elsewhere remove the request.json() or request.text() that comes first, or read a request.clone() there.";

/** A worker's execution context fits as it is. */
export interface WebContext {
  /** Keeps the platform alive for a handler that outlives its answer. */
  waitUntil?(work: Promise<unknown>): void;
}

/**
 * For everything that speaks `Request` and `Response`: Hono, Remix, SvelteKit, Astro, Bun, Deno, Cloudflare Workers.
 *
 * @example
 * const harbor = webAdapter(receiver);
 * export default { fetch: (request, env, ctx) => harbor(request, ctx) };
 */
export function webAdapter(
  receiver: DeliveryHandler,
): (request: Request, context?: WebContext) => Promise<Response> {
  return webHandler(receiver, FIX);
}

/** `fix` names the line to change in the framework at hand where something has read the body before. */
export function webHandler(
  receiver: DeliveryHandler,
  fix: string,
): (request: Request, context?: WebContext) => Promise<Response> {
  return async (request, context) => {
    const { status, headers, body } = await receiver.handle({
      method: request.method,
      headers: request.headers,
      body: async (maxBytes) => {
        if (request.bodyUsed) throw alreadyParsed(fix);
        return readBody(request, maxBytes);
      },
      waitUntil: (work) => context?.waitUntil?.(work),
    });
    return new Response(body, { status, headers });
  };
}

async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let chunk = await nextOf(reader); chunk !== undefined; chunk = await nextOf(reader)) {
    length += chunk.byteLength;
    if (length > maxBytes) {
      void discard(reader);
      throw tooLarge(maxBytes);
    }
    parts.push(chunk);
  }
  return concat(parts, length);
}

/** Not `cancel`: React Router's Node server closes the stream at the request's end once more, and the process dies of it. */
async function discard(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // The sender went away: there is nothing left to discard.
  }
}

async function nextOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch (cause) {
    throw new BodyError("body_unreadable", "The connection ended before the body did.", { cause });
  }
}
