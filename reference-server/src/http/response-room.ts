import type { FastifyInstance } from "fastify";
import type { Clock } from "../clock.js";
import { overloaded } from "../errors.js";
import { createByteBudget } from "./byte-budget.js";

const MB = 1_048_576;
const LIMITS = { totalBytes: 128 * MB, environmentBytes: 32 * MB };
/** Smaller responses are not counted: Node stops reading requests from a connection while a few of them are unread. */
const COUNTED_BYTES = 8192;
/** A client has this long to read a response, and longer for a large one. */
const MIN_WRITE_MS = 30_000;
const SLOWEST_BYTES_PER_MS = 32;
const RETRY_SECONDS = 1;
/** Responses to requests without a key share one part. */
const NO_ENVIRONMENT = 0;

/**
 * Bounds the responses that wait for their readers: how many bytes of them there are, and for how long. Beyond it a response
 * becomes 503 `overloaded`.
 */
export function addResponseRoom(app: FastifyInstance, { clock }: { clock: Pick<Clock, "after"> }): void {
  const budget = createByteBudget(LIMITS);
  app.addHook("onSend", (...[request, reply, payload, done]) => {
    const bytes = bytesOf(payload);
    // No response waits for a client that is gone, and its `close` event is over.
    if (bytes < COUNTED_BYTES || reply.raw.destroyed) {
      done(null, payload);
      return;
    }
    const room = budget.open(request.harbor.caller?.environment.id ?? NO_ENVIRONMENT);
    if (!room.grow(bytes)) {
      done(overloaded(RETRY_SECONDS));
      return;
    }
    const cancel = clock.after(MIN_WRITE_MS + bytes / SLOWEST_BYTES_PER_MS, () => {
      reply.raw.destroy();
      // A response that waits behind others of its connection emits no `close`.
      room.release();
    });
    reply.raw.once("close", () => {
      cancel();
      room.release();
    });
    done(null, payload);
  });
}

function bytesOf(payload: unknown): number {
  if (typeof payload === "string") return Buffer.byteLength(payload);
  return Buffer.isBuffer(payload) ? payload.length : 0;
}
