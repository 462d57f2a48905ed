import type { IncomingMessage } from "node:http";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { ApiError, overloaded } from "../errors.js";
import { type ByteBudget, createByteBudget } from "./byte-budget.js";
import { parseJsonBody } from "./json/json-body.js";
import { createPacer } from "../pacer.js";
import type { Operation } from "./operations.js";

const MB = 1_048_576;
/** Request bodies that are being received or handled. An environment can always send a few of the largest ones. */
const MAX_TOTAL_BYTES = 128 * MB;
const MAX_ENVIRONMENT_BYTES = 48 * MB;
/** Read and discarded beyond the limit, so that the client sees the response. A client that sends more is cut off. */
const MAX_DISCARDED_BYTES = 32 * MB;
const RETRY_SECONDS = 1;
/** Smaller bodies are handled as they arrive. */
const PACED_BYTES = 65_536;
/** Bytes of larger bodies that are parsed and handled in one turn of the event loop; always a whole body. */
const BYTES_PER_TURN = 262_144;

/**
 * Accepts JSON only. A fault is stored in the request's state and thrown in `preValidation`: Fastify closes the connection when a
 * parser fails, and a client that is still sending would see a reset instead of the response. Bytes over the limit are discarded.
 */
export function addJsonParser(app: FastifyInstance, { maxBatchBytes }: { maxBatchBytes: number }): void {
  const budget = createByteBudget({
    totalBytes: Math.max(MAX_TOTAL_BYTES, 8 * maxBatchBytes),
    environmentBytes: Math.max(MAX_ENVIRONMENT_BYTES, 4 * maxBatchBytes),
  });
  const pacer = createPacer(BYTES_PER_TURN);
  const inTurns = async (owner: number, cost: number, steps: (() => void)[]) => {
    for (const step of steps) await pacer.run(owner, () => ({ result: step(), cost }));
  };
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", (request, payload, done) => {
    request.harbor.fault = encodingFault(request.headers);
    readBody(request, payload, {
      budget,
      onBody(raw) {
        const parse = () => accept(request, raw);
        const handle = () => done(null, request.harbor.json?.value);
        const { caller } = request.harbor;
        if (raw instanceof ApiError || raw.length < PACED_BYTES || caller === null) {
          parse();
          handle();
        } else void inTurns(caller.environment.id, raw.length, [parse, handle]);
      },
      onFailure(error) {
        done(error, undefined);
      },
    });
  });
  // Not in `onResponse`, which never runs for a client that closed its connection.
  app.addHook("onSend", (...[request, , payload, done]) => {
    const { harbor } = request;
    harbor.room?.release();
    harbor.json = null;
    request.body = undefined;
    done(null, payload);
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

/** No JSON text starts with these two bytes. */
const GZIP_START = "\x1f\x8b";

function accept({ harbor }: FastifyRequest, raw: Buffer | ApiError): void {
  if (harbor.fault !== null) return;
  if (raw instanceof ApiError) harbor.fault = raw;
  else if (raw.toString("latin1", 0, 2) === GZIP_START) {
    harbor.fault = new ApiError("unsupported_media_type", "The request body must not be compressed (gzip).");
  } else if (raw.length > 0) {
    try {
      harbor.json = parseJsonBody(raw, harbor.operation?.shape);
    } catch (error) {
      // Thrown here, in an event of the socket, it would end the process.
      harbor.fault = error as Error;
    }
  }
}

interface Reading {
  budget: ByteBudget;
  onBody: (raw: Buffer | ApiError) => void;
  /** The connection closed before the request was complete. */
  onFailure: (error: Error) => void;
}

function readBody(
  { harbor }: FastifyRequest,
  payload: IncomingMessage,
  { budget, onBody, onFailure }: Reading,
): void {
  const { operation, caller } = harbor;
  if (operation === null || caller === null) {
    onBody(tooLarge(operation));
    return;
  }
  const room = budget.open(caller.environment.id);
  harbor.room = room;
  const chunks: Buffer[] = [];
  let length = 0;
  let isOver = false;
  const end = (raw: Buffer | ApiError) => {
    if (isOver) return;
    isOver = true;
    onBody(raw);
  };
  const refuse = (error: ApiError) => {
    chunks.length = 0;
    room.release();
    end(error);
  };
  payload.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (isOver) {
      if (length > operation.maxBytes + MAX_DISCARDED_BYTES) payload.destroy();
    } else if (length > operation.maxBytes) refuse(tooLarge(operation));
    else if (!room.grow(chunk.length)) refuse(overloaded(RETRY_SECONDS));
    else chunks.push(chunk);
  });
  payload.on("end", () => {
    end(Buffer.concat(chunks));
  });
  payload.on("error", (error) => {
    if (isOver) return;
    isOver = true;
    onFailure(error);
  });
}

/** Throws if the announced body is over the limit, before anything is read. */
export function refuseAnnouncedSize(contentLength: string | undefined, operation: Operation): void {
  if (contentLength !== undefined && Number(contentLength) > operation.maxBytes) throw tooLarge(operation);
}

function tooLarge(operation: Operation | null): ApiError {
  const code = operation?.tooLarge ?? "request_too_large";
  const limit = operation === null ? "" : ` (maximum ${operation.maxBytes} bytes)`;
  return new ApiError(code, `The request is too large${limit}.`);
}
