import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError } from "../errors.js";
import { type JsonBody, parseJsonBody } from "./json/json-body.js";
import type { Operation } from "./operations.js";

/**
 * JSON and no other. Faults are kept for `requireBody`, not raised: Fastify closes the connection when a parser fails, and a client
 * that is still sending would then see a reset instead of the answer. What is over the limit is read and thrown away.
 */
export function addJsonParser(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", (request, payload, done) => {
    const limit = request.harbor.operation?.maxBytes ?? 0;
    readAll(payload, limit).then(
      (raw) => {
        accept(request, raw);
        done(null, request.harbor.json?.value);
      },
      (error: unknown) => {
        done(
          error instanceof Error ? error : new Error("the request broke off", { cause: error }),
          undefined,
        );
      },
    );
  });
}

function accept({ harbor }: FastifyRequest, raw: Buffer | "too large"): void {
  if (raw === "too large") harbor.fault = tooLarge(harbor.operation);
  else if (raw.length > 0) {
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

/** Throws when the body that is announced is over the limit: nothing of it need be read. */
export function refuseAnnouncedSize(contentLength: string | undefined, operation: Operation): void {
  if (contentLength !== undefined && Number(contentLength) > operation.maxBytes) throw tooLarge(operation);
}

function tooLarge(operation: Operation | null): ApiError {
  const limit = operation === null ? "" : ` At most ${operation.maxBytes} bytes are taken.`;
  return operation?.tooLarge === "body_too_large"
    ? new ApiError("body_too_large", `The request is too large.${limit}`)
    : new ApiError("request_too_large", `The request is too large.${limit}`);
}
