import type { FastifyReply, FastifyRequest } from "fastify";
import type { Authenticate } from "./authenticate.js";
import { invalid } from "./json-body.js";
import type { Operation } from "./operations.js";
import type { RateLimits } from "./rate-limits.js";
import { refuseAnnouncedSize } from "./request-body.js";

/** What a request passes before its handler runs: key, limits and size first, then the body, then the schema. */
export interface Admission {
  onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  preValidation: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;
  preHandler: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;
}

export function createAdmission(
  operation: Operation,
  { authenticate, rateLimits }: { authenticate: Authenticate; rateLimits: RateLimits },
): Admission {
  return {
    async onRequest(request, reply) {
      const { harbor, headers } = request;
      harbor.operation = operation;
      harbor.caller =
        operation.cost === "event"
          ? await authenticate.cached(headers.authorization)
          : await authenticate.fresh(headers.authorization);
      if (operation.cost !== "events") charge(request, reply, { operation, rateLimits, cost: 1 });
      refuseAnnouncedSize(headers["content-length"], operation);
    },

    preValidation(request, _reply, done) {
      const { harbor } = request;
      if (harbor.fault !== null) {
        done(harbor.fault);
      } else if (harbor.json !== null) {
        done();
      } else if (operation.body === "required") {
        done(invalid("body", "is required: a JSON object"));
      } else {
        request.body = {};
        done();
      }
    },

    preHandler(request, reply, done) {
      try {
        if (operation.cost === "events") {
          charge(request, reply, { operation, rateLimits, cost: eventsIn(request.body) });
        }
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error("the rate limit failed", { cause: error }));
      }
    },
  };
}

interface Charge {
  operation: Operation;
  rateLimits: RateLimits;
  cost: number;
}

/** Throws `ApiError` `rate_limited`; the headers say what is left either way. */
function charge(
  { harbor }: FastifyRequest,
  reply: FastifyReply,
  { operation, rateLimits, cost }: Charge,
): void {
  if (harbor.caller === null) return;
  const { scope, keyId } = harbor.caller;
  const taken =
    operation.cost === "management"
      ? rateLimits.take("management", keyId, cost)
      : rateLimits.take("ingest", String(scope.id), cost);
  if (taken === null) return;
  void reply.headers(taken.headers);
  if (taken.refusal !== null) throw taken.refusal;
}

function eventsIn(body: unknown): number {
  return (body as { events: unknown[] }).events.length;
}
