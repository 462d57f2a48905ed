import type { Readable } from "node:stream";
import type { Deps } from "../deps.js";
import type { Millis, Environment } from "../domain/domain.js";
import type { operations } from "../generated/openapi-types.js";
import type { Metrics } from "../metrics.js";
import type { UrlGuard } from "../net/url-guard.js";
import type { Pipeline } from "../pipeline.js";
import type { JsonBody } from "./json/json-body.js";

/** Requests and answers of the API's operations, in the types that openapi.yaml generates. */

export interface HttpDeps extends Deps {
  pipeline: Pipeline;
  urlGuard: UrlGuard;
  metrics: Metrics;
}

/** The operations that are served; the others describe what Harbor itself sends. */
export type OperationId = Exclude<keyof operations, `receive${string}`>;

type JsonOf<Content> = Content extends { content: { "application/json": infer Body } } ? Body : never;
type Parameters<Id extends OperationId> = operations[Id]["parameters"];

/** An operation without a body takes an empty object or none. */
export type Body<Id extends OperationId> = [NonNullable<operations[Id]["requestBody"]>] extends [never]
  ? Record<string, never>
  : JsonOf<NonNullable<operations[Id]["requestBody"]>>;
export type Query<Id extends OperationId> = NonNullable<Parameters<Id>["query"]>;
export type Path<Id extends OperationId> = NonNullable<Parameters<Id>["path"]>;

/** Whose key the request came with. */
export interface Caller {
  environment: Environment;
  keyId: string;
  /** How far the test clock has moved the environment's time. Not looked up for ingest, which takes it from the routes. */
  clockOffsetMs: Millis;
}

/** A request that is authenticated, within its limits and valid by the specification. */
export interface Call<Id extends OperationId> {
  caller: Caller;
  path: Path<Id>;
  query: Query<Id>;
  body: Body<Id>;
  /** The body's bytes; null when there is none. */
  json: JsonBody | null;
  idempotencyKey: string | null;
  lastEventId: string | null;
  /** Method and path, without the query. */
  target: string;
  requestId: string;
  /** Wall time. */
  now: Millis;
}

export interface Answer {
  status: number;
  /** JSON text, a stream of Server-Sent Events, or nothing. */
  content: string | Readable | null;
  /** Answered before under the same idempotency key. */
  replayed?: boolean;
  /** For the log. */
  about?: { event_id?: string; delivery_id?: string; destination_id?: string; subscription_id?: string };
}

/** The environment's time, in which everything but ids, leases and signatures is. */
export function environmentNow({ now, caller }: { now: Millis; caller: Caller }): Millis {
  return now + caller.clockOffsetMs;
}

export function answer(status: number, value: unknown, about?: Answer["about"]): Answer {
  return { status, content: JSON.stringify(value), ...(about !== undefined && { about }) };
}
