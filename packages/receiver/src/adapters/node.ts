import type { IncomingMessage, ServerResponse } from "node:http";
import { alreadyParsed, BodyError, bytesOf, concat, tooLarge } from "../body.js";
import type { Answer, DeliveryHandler, DeliveryRequest } from "../delivery-request.js";

/** A Node request as frameworks decorate it. `rawBody` is where several platforms keep the bytes beside a parsed `body`. */
export type NodeRequest = IncomingMessage & { body?: unknown; rawBody?: unknown };

const FIX =
  "Call nodeAdapter(receiver) before anything reads the request, or set request.rawBody to its bytes.";

/**
 * For a plain `node:http` server, and for any framework that passes Node's request and response.
 *
 * @example
 * http.createServer(nodeAdapter(receiver)).listen(3000);
 */
export function nodeAdapter(
  receiver: DeliveryHandler,
): (request: NodeRequest, response: ServerResponse) => Promise<void> {
  return async (request, response) => answerNode(response, await receiver.handle(fromNode(request, FIX)));
}

/** A Node request for the core. `fix` names the line to change where a body parser came first. */
export function fromNode(request: NodeRequest, fix: string): DeliveryRequest {
  return {
    method: request.method ?? "",
    headers: request.headers,
    body: (maxBytes) => readNodeBody(request, maxBytes, fix),
  };
}

export function answerNode(response: ServerResponse, { status, headers, body }: Answer): void {
  if (response.headersSent) return;
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.end(body);
}

async function readNodeBody(request: NodeRequest, maxBytes: number, fix: string): Promise<Uint8Array> {
  const kept = bytesOf(request.rawBody) ?? bytesOf(request.body);
  if (kept !== undefined) return kept;
  if (request.readableDidRead) throw alreadyParsed(fix);
  const bytes = await readStream(request, maxBytes);
  // Some platforms parse from a buffer of their own and leave an empty stream behind.
  if (bytes.byteLength === 0 && Object.keys(request.body ?? {}).length > 0) throw alreadyParsed(fix);
  return bytes;
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
