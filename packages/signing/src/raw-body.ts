import { SignatureError } from "./signature-error.js";

/** A body as it was received. A string counts as its UTF-8 bytes. */
export type RawBody = string | ArrayBufferView | ArrayBufferLike;

const PARSED =
  "It was parsed already, and serialising it again does not give the same bytes. " +
  'Express: express.raw({ type: "application/json" }) on this route. ' +
  'Fastify: addContentTypeParser("application/json", { parseAs: "buffer" }, …). ' +
  "Next.js: await request.arrayBuffer(), or in pages/api: config = { api: { bodyParser: false } }. " +
  "NestJS: NestFactory.create(App, { rawBody: true }) and request.rawBody. " +
  "Koa: no body parser on this route. Lambda: event.body, decoded if isBase64Encoded.";

/**
 * The body ready to be hashed, without a copy and without decoding anything.
 * @throws SignatureError with code `body_not_raw`.
 */
export function rawBody(body: unknown): string | Uint8Array {
  // `isView` and the tag hold across realms (jest, vm), where `instanceof` does not.
  if (typeof body === "string") return body;
  try {
    if (ArrayBuffer.isView(body)) return bytesOf(body);
    if (isArrayBuffer(body)) return new Uint8Array(body);
  } catch (cause) {
    throw new SignatureError("body_not_raw", "Its buffer has been transferred away.", { cause });
  }
  throw new SignatureError("body_not_raw", hintFor(body));
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return view instanceof Uint8Array ? view : new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function isArrayBuffer(body: unknown): body is ArrayBufferLike {
  const tag = Object.prototype.toString.call(body);
  return tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
}

function hintFor(body: unknown): string {
  if (body === undefined) return "It is undefined: nothing has read it yet, or a body parser was skipped.";
  if (typeof body !== "object" || body === null) return PARSED;
  if ("then" in body) return "It is a promise: await it.";
  if ("arrayBuffer" in body) return "Read it first: await body.arrayBuffer().";
  if ("getReader" in body || "pipe" in body) return "It is a stream: read it to its end and join the chunks.";
  return PARSED;
}
