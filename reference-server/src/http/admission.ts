import type { FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "../errors.js";
import { type Caller, limitedAs } from "./api.js";
import type { Authenticate } from "./authenticate.js";
import { invalid } from "./json/json-body.js";
import { MAX_BATCH_EVENTS, type Operation } from "./operations.js";
import { refuseTenant } from "./portal-rights.js";
import type { RateLimits, Taken } from "./rate-limits.js";
import { refuseAnnouncedSize } from "./request-body.js";
import type { RequestState } from "./request-state.js";

/** The checks before a handler runs: key, limits and size first, then the body, then the schema. They throw refusals. */
export interface Admission {
  onRequest: Hook;
  preValidation: Hook;
}

type Done = (error?: Error) => void;
type Hook = (request: FastifyRequest, reply: FastifyReply, done: Done) => void;

export interface Gate {
  authenticate: Authenticate;
  rateLimits: RateLimits;
}

export function createAdmission(operation: Operation, { authenticate, rateLimits }: Gate): Admission {
  const ownerOf = operation.cost === "event" ? authenticate.cached : authenticate.fresh;

  function admit(caller: Caller, { harbor, headers, query }: FastifyRequest, reply: FastifyReply): void {
    harbor.caller = caller;
    refuseRole(caller, operation);
    refuseTenant(caller, query as { tenant?: unknown });
    const environment = String(caller.environment.id);
    if (operation.cost === "management" || operation.cost === "read")
      charge(takeRequest(rateLimits, caller, operation.cost), reply);
    if (operation.cost === "event") charge(rateLimits.take("ingest", environment, 1), reply);
    // The number of events is known once the body has been read. Without room for one event the body is not read at all.
    if (operation.cost === "events") charge(rateLimits.check("ingest", environment), reply);
    refuseAnnouncedSize(headers["content-length"], operation);
  }

  return {
    onRequest(request, reply, done) {
      request.harbor.operation = operation;
      const caller = ownerOf(request.headers.authorization);
      if (caller instanceof Promise) {
        caller.then((owner) => admit(owner, request, reply)).then(() => done(), done);
        return;
      }
      admit(caller, request, reply);
      done();
    },

    preValidation(request, reply, done) {
      const { harbor, headers } = request;
      const isManagement =
        operation.body !== "none" && ownerOf === authenticate.fresh && harbor.caller !== null;
      if (operation.cost === "events" && harbor.caller !== null) {
        charge(rateLimits.take("ingest", String(harbor.caller.environment.id), costOf(harbor)), reply);
      }
      if (harbor.fault !== null) throw harbor.fault;
      if (harbor.json === null) request.body = withoutBody(operation);
      if (!isManagement) {
        done();
        return;
      }
      // The body may have taken minutes, and the key or session may have been revoked since.
      authenticate.fresh(headers.authorization).then((caller) => {
        harbor.caller = caller;
        done();
      }, done);
    },
  };
}

/** Before any limit is charged: a key must not use up the limit of operations that it may not use. */
function refuseRole({ role, session }: Caller, { access }: Operation): void {
  if (access.includes(role) || (role === "portal_manage" && access.includes("portal"))) return;
  if (session !== null) throw new ApiError("forbidden", "This portal session may not use this operation.");
  const allowed = access.length === 1 ? `the role ${access.join()}` : `one of the roles ${access.join(", ")}`;
  throw new ApiError("forbidden", `This API key has the role ${role}; the operation requires ${allowed}.`);
}

/** Charges a request that sends no events: all requests of a portal session to the limit of its tenant. */
export function takeRequest(
  rateLimits: RateLimits,
  caller: Caller,
  cost: "management" | "read",
): Taken | null {
  return rateLimits.take(caller.session === null ? cost : "portal", limitedAs(caller), 1);
}

/** A batch that is malformed or has too many events costs as much as the largest valid one: reading it can take as long. */
function costOf({ json, fault }: RequestState): number {
  return fault === null ? Math.max(1, json?.items.length ?? 0) : MAX_BATCH_EVENTS;
}

function withoutBody(operation: Operation): unknown {
  if (operation.body === "required") throw invalid("body", "is required: a JSON object");
  return {};
}

/** Throws `ApiError` `rate_limited`; the headers say what is left either way. */
function charge(taken: Taken | null, reply: FastifyReply): void {
  if (taken === null) return;
  void reply.headers(taken.headers);
  if (taken.refusal !== null) throw taken.refusal;
}

/** Authenticates requests for unknown paths and methods too, so that the API cannot be probed without a key. */
export async function admitUnknownPath(
  request: FastifyRequest,
  reply: FastifyReply,
  { authenticate, rateLimits }: Gate,
): Promise<void> {
  const caller = await authenticate.fresh(request.headers.authorization);
  charge(takeRequest(rateLimits, caller, "management"), reply);
}
