import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError } from "../errors.js";
import { type JsonBody, parseJsonBody } from "./json/json-body.js";
import type { Operation } from "./operations.js";

/**
 * Accepts JSON only. A fault is stored in the request's state and thrown in `preValidation`: Fastify closes the connection when a
 * parser fails, and a client that is still sending would see a reset instead of the response. Bytes over the limit are discarded.
 */
export function addJsonParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", (request, payload, done) => {
    const limit = request.harbor.operation?.maxBytes ?? 0;
    request.harbor.fault = encodingFault(request.headers);
    readAll(payload, limit).then(
      (raw) => {
        accept(request, raw);
        done(null, request.harbor.json?.value);
      },
      (error: unknown) => {
        done(
          error instanceof Error
            ? error
            : new Error("the connection closed before the request was complete", { cause: error }),
          undefined,
        );
      },
    );
  });
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]*)/i;

function encodingFault(headers: IncomingMessage["headers"]): ApiError | null {
  const charset = CHARSET.exec(headers["content-type"] ?? "")?.[1];
  if (charset !== undefined && !/^utf-?8$/i.test(charset)) {
    return new ApiError("unsupported_media_type", `The charset must be UTF-8, not ${charset}.`);
  }
  const coding = headers["content-encoding"] ?? "identity";
  if (/^identity$/i.test(coding)) return null;
  return new ApiError("unsupported_media_type", `The request body must not be compressed (${coding}).`);
}

/** The first two bytes of gzip, which no JSON text starts with. */
function isGzip(raw: Buffer): boolean {
  return raw[0] === 0x1f && raw[1] === 0x8b;
}

function accept({ harbor }: FastifyRequest, raw: Buffer | "too large"): void {
  if (harbor.fault !== null) return;
  if (raw === "too large") harbor.fault = tooLarge(harbor.operation);
  else if (isGzip(raw)) {
    harbor.fault = new ApiError("unsupported_media_type", "The request body must not be compressed (gzip).");
  } else if (raw.length > 0) {
    const parsed = parseOrFault(raw);
    if (parsed instanceof ApiError) harbor.fault = parsed;
    else harbor.json = parsed;
  }
}

function parseOrFault(raw: Buffer): JsonBody | ApiError {
  try {
    return parseJsonBody(raw);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
}

function readAll(payload: IncomingMessage, limit: number): Promise<Buffer | "too large"> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let length = 0;
    payload.on("data", (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limit) chunks.push(chunk);
      else {
        chunks = [];
        resolve("too large");
      }
    });
    payload.on("end", () => {
      resolve(Buffer.concat(chunks));
    });
    payload.on("error", reject);
  });
}

/** Throws if the announced body is over the limit, before anything is read. */
export function refuseAnnouncedSize(contentLength: string | undefined, operation: Operation): void {
  if (contentLength !== undefined && Number(contentLength) > operation.maxBytes) throw tooLarge(operation);
}

function tooLarge(operation: Operation | null): ApiError {
  const limit = operation === null ? "" : ` (maximum ${operation.maxBytes} bytes)`;
  return new ApiError(operation?.tooLarge ?? "request_too_large", `The request is too large${limit}.`);
}
