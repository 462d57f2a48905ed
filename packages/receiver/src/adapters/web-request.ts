import { alreadyParsed, BodyError, concat, DISCARDED_BYTES, tooLarge } from "../body.js";
import type { DeliveryHandler, DeliveryRequest } from "../delivery-request.js";

/** The part of a worker's execution context that is used. */
export interface WebContext {
  /** Keeps the platform alive for a handler that runs longer than its response. */
  waitUntil?(work: Promise<unknown>): void;
}

/** A web request for the core. `fix` names the line to change in this framework if something read the body first. */
export function fromWeb(request: Request, fix: string, context?: WebContext): DeliveryRequest {
  return {
    method: request.method,
    headers: request.headers,
    body: async (maxBytes) => {
      if (request.bodyUsed) throw alreadyParsed(fix);
      return readBody(request, maxBytes);
    },
    waitUntil: (work) => context?.waitUntil?.(work),
  };
}

export async function serveWeb(receiver: DeliveryHandler, request: DeliveryRequest): Promise<Response> {
  const { status, headers, body } = await receiver.handle(request);
  return new Response(body, { status, headers });
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

/**
 * Reads on for a while, so that the sender sees the response, then stops. Not `cancel`: React Router's Node server closes the
 * stream again at the end of the request, and the process would end.
 */
async function discard(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  try {
    let left = DISCARDED_BYTES;
    for (let chunk = await reader.read(); !chunk.done && left > 0; chunk = await reader.read()) {
      left -= chunk.value.byteLength;
    }
    reader.releaseLock();
  } catch {
    // The sender closed the connection.
  }
}

async function nextOf(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | undefined> {
  try {
    return (await reader.read()).value;
  } catch (cause) {
    throw new BodyError("body_unreadable", "The connection ended before the body did.", { cause });
  }
}
