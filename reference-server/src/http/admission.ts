import type { FastifyReply, FastifyRequest } from "fastify";
import type { Authenticate } from "./authenticate.js";
import { invalid } from "./json/json-body.js";
import type { Operation } from "./operations.js";
import type { RateLimits, Taken } from "./rate-limits.js";
import { refuseAnnouncedSize } from "./request-body.js";

/** What a request passes before its handler runs: key, limits and size first, then the body, then the schema. */
export interface Admission {
  onRequest: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  preValidation: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;
  preHandler: (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => void;
}

export interface Gate {
  authenticate: Authenticate;
  rateLimits: RateLimits;
}

export function createAdmission(operation: Operation, { authenticate, rateLimits }: Gate): Admission {
  return {
    async onRequest(request, reply) {
      const { harbor, headers } = request;
      harbor.operation = operation;
      const caller =
        operation.cost === "event"
          ? await authenticate.cached(headers.authorization)
          : await authenticate.fresh(headers.authorization);
      harbor.caller = caller;
      if (operation.cost === "management") charge(rateLimits.take("management", caller.keyId, 1), reply);
      if (operation.cost === "event")
        charge(rateLimits.take("ingest", String(caller.environment.id), 1), reply);
      // How many there are is known once the body has been read; until then the headers tell the state.
      if (operation.cost === "events")
        show(rateLimits.take("ingest", String(caller.environment.id), 0), reply);
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

    preHandler({ harbor, body }, reply, done) {
      try {
        if (operation.cost === "events" && harbor.caller !== null) {
          charge(rateLimits.take("ingest", String(harbor.caller.environment.id), eventsIn(body)), reply);
        }
        done();
      } catch (error) {
        done(error instanceof Error ? error : new Error("the rate limit failed", { cause: error }));
      }
    },
  };
}

/** Throws `ApiError` `rate_limited`; the headers say what is left either way. */
function charge(taken: Taken | null, reply: FastifyReply): void {
  show(taken, reply);
  if (taken !== null && taken.refusal !== null) throw taken.refusal;
}

function show(taken: Taken | null, reply: FastifyReply): void {
  if (taken !== null) void reply.headers(taken.headers);
}

/** What a request for a path or a method that there is not passes: whoever may not ask gets no other answer. */
export async function admitUnknownPath(
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticate, rateLimits }: Gate,
): Promise<void> {
  const { keyId } = await authenticate.fresh(request.headers.authorization);
  charge(rateLimits.take("management", keyId, 1), reply);
}

function eventsIn(body: unknown): number {
  return (body as { events: unknown[] }).events.length;
}
