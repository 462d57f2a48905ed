import type { ApiError } from "../errors.js";
import type { Answer, Caller } from "./api.js";
import type { ByteRoom } from "./byte-budget.js";
import type { JsonBody } from "./json/json-body.js";
import type { Operation } from "./operations.js";

declare module "fastify" {
  interface FastifyRequest {
    harbor: RequestState;
  }
}

/** What becomes known of a request on its way to the handler, and of its answer on the way back. */
export class RequestState {
  /** Null for a path that is no operation's. */
  operation: Operation | null = null;
  caller: Caller | null = null;
  json: JsonBody | null = null;
  /** What was wrong with the body, kept until everything that comes first has had its say. */
  fault: ApiError | null = null;
  /** The memory that the body takes; released with the response. */
  room: ByteRoom | null = null;
  about: Answer["about"] = undefined;
}
