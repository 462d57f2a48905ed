import type { ApiResponse, Caller } from "./api.js";
import type { ByteRoom } from "./byte-budget.js";
import type { JsonBody } from "./json/json-body.js";
import type { Operation } from "./operations.js";

declare module "fastify" {
  interface FastifyRequest {
    harbor: RequestState;
  }
}

/** The state of a request, filled in on the way to the handler and back. */
export class RequestState {
  /** Null for a path without an operation. */
  operation: Operation | null = null;
  caller: Caller | null = null;
  json: JsonBody | null = null;
  /** The fault of the body, kept until the checks that come first are done. */
  fault: Error | null = null;
  /** The memory that the body takes, until a response is sent. */
  room: ByteRoom | null = null;
  about: ApiResponse["about"] = undefined;
  /** Whether its line is in the access log. */
  logged = false;
}
