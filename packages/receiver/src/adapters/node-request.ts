import type { IncomingMessage, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { alreadyParsed, BodyError, bytesOf, concat, DISCARDED_BYTES, tooLarge } from "../body.js";
import { isDelivery } from "../delivery-request.js";
import type { DeliveryHandler, DeliveryRequest, DeliveryResponse } from "../delivery-request.js";

/** A Node request, with the properties that frameworks add: several keep the bytes in `rawBody` beside a parsed `body`. */
export type NodeRequest = IncomingMessage & { body?: unknown; rawBody?: unknown };

/** Handles a request of `node:http`. It sends a response, or closes the connection, in every case. */
export type NodeListener = (
  request: NodeRequest,
  response: ServerResponse,
  next?: (error?: unknown) => void,
) => void;

/** The options of the adapters for frameworks with `next`. */
export interface NextOptions {
  /**
   * Handle deliveries only, and pass every other request to `next`: a health check on the same path, or the rest of an application
   * that is mounted below it. A delivery is a POST with at least one `Harbor-*` header. Default false: the response to any
   * other request is 500, because a 404 of the application would dead-letter a delivery that a proxy has changed.
   */
  readonly onlyDeliveries?: boolean | undefined;
}

/** Where body parsers store what they have read, usually on the request itself. */
export interface Parsed {
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

/** A Node request for the core. `fix` names the line to change in this framework if a body parser ran first. */
export function fromNode(request: NodeRequest, fix: string, parsed: Parsed = request): DeliveryRequest {
  return {
    method: request.method ?? "",
    headers: request.headers,
    async body(maxBytes) {
      const kept = bytesOf(parsed.rawBody) ?? bytesOf(parsed.body);
      if (kept !== undefined) return kept;
      if (request.readableDidRead) throw alreadyParsed(fix);
      const bytes = await readStream(request, maxBytes);
      // Some platforms parse from a buffer of their own and leave an empty stream.
      if (bytes.byteLength === 0 && Object.keys(parsed.body ?? {}).length > 0) throw alreadyParsed(fix);
      return bytes;
    },
  };
}

/** A listener for `node:http` and for frameworks that pass Node's request and response. */
export function nodeListener(
  receiver: DeliveryHandler,
  fix: string,
  { onlyDeliveries = false }: NextOptions = {},
): NodeListener {
  return (request, response, next) => {
    const delivery = fromNode(request, fix);
    if (onlyDeliveries && next !== undefined && !isDelivery(delivery, receiver)) next();
    else void serveNode(receiver, delivery, response);
  };
}

/** Handles one request and sends the response. Never rejects: if it fails it closes the connection, and Harbor retries. */
export async function serveNode(
  receiver: DeliveryHandler,
  request: DeliveryRequest,
  response: ServerResponse,
): Promise<void> {
  try {
    respond(response, await receiver.handle(request));
  } catch (error) {
    response.destroy(error instanceof Error ? error : new Error("The receiver failed.", { cause: error }));
  }
}

function respond(response: ServerResponse, { status, headers, body }: DeliveryResponse): void {
  if (response.headersSent) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

/** Not `for await`: leaving that loop early destroys the socket before the response is sent. */
export function readStream(stream: Readable, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    const stopListening = (): void => {
      stream.removeListener("data", onData).removeListener("end", onEnd).removeListener("close", onClose);
    };
    const onData = (chunk: Uint8Array): void => {
      length += chunk.byteLength;
      if (length <= maxBytes) {
        parts.push(chunk);
        return;
      }
      stopListening();
      discard(stream);
      reject(tooLarge(maxBytes));
    };
    const onEnd = (): void => {
      stopListening();
      resolve(concat(parts, length));
    };
    const onClose = (): void => {
      stopListening();
      reject(
        new BodyError("body_unreadable", "The connection ended before the body did.", {
          cause: stream.errored,
        }),
      );
    };
    stream.on("data", onData).once("end", onEnd).once("close", onClose);
    // The reason is in `stream.errored` when "close" follows.
    stream.on("error", () => undefined);
  });
}

/** Reads on for a while, so that the sender sees the response, then closes the connection. */
function discard(stream: Readable): void {
  let left = DISCARDED_BYTES;
  stream.on("data", (chunk: Uint8Array) => {
    left -= chunk.byteLength;
    if (left < 0) stream.destroy();
  });
}
