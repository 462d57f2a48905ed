import type { IncomingMessage, ServerResponse } from "node:http";
import { alreadyParsed, BodyError, bytesOf, concat, tooLarge } from "../body.js";
import type { Answer, DeliveryHandler, DeliveryRequest } from "../delivery-request.js";

/** A Node request as frameworks decorate it: several keep the bytes in `rawBody` beside a parsed `body`. */
export type NodeRequest = IncomingMessage & { body?: unknown; rawBody?: unknown };

/** Where body parsers leave what they have read, mostly on the request itself. */
export interface Parsed {
  readonly body?: unknown;
  readonly rawBody?: unknown;
}

/** A Node request for the core. `fix` names the line to change in the framework at hand where a body parser came first. */
export function fromNode(request: NodeRequest, fix: string, parsed: Parsed = request): DeliveryRequest {
  return {
    method: request.method ?? "",
    headers: request.headers,
    async body(maxBytes) {
      const kept = bytesOf(parsed.rawBody) ?? bytesOf(parsed.body);
      if (kept !== undefined) return kept;
      if (request.readableDidRead) throw alreadyParsed(fix);
      const bytes = await readStream(request, maxBytes);
      // Some platforms parse from a buffer of their own and leave an empty stream behind.
      if (bytes.byteLength === 0 && Object.keys(parsed.body ?? {}).length > 0) throw alreadyParsed(fix);
      return bytes;
    },
  };
}

/** Handles one request and responds. Never rejects: if it cannot respond, it closes the connection, and Harbor retries. */
export async function serveNode(
  receiver: DeliveryHandler,
  request: DeliveryRequest,
  response: ServerResponse,
): Promise<void> {
  try {
    answerNode(response, await receiver.handle(request));
  } catch (error) {
    response.destroy(error instanceof Error ? error : new Error("The receiver failed.", { cause: error }));
  }
}

function answerNode(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

/** Not `for await`: leaving that loop early destroys the socket, and the answer with it. */
function readStream(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    const fail = (error: BodyError): void => {
      request.removeListener("data", onData);
      request.resume();
      reject(error);
    };
    const unreadable = (cause?: unknown): void => {
      fail(new BodyError("body_unreadable", "The connection ended before the body did.", { cause }));
    };
    const onData = (chunk: Uint8Array): void => {
      length += chunk.byteLength;
      if (length > maxBytes) fail(tooLarge(maxBytes));
      else parts.push(chunk);
    };
    request.on("data", onData);
    request.once("end", () => resolve(concat(parts, length)));
    request.once("error", unreadable);
    // After "end" the promise is settled and this says nothing more.
    request.once("close", unreadable);
  });
}
