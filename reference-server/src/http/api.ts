import type { Readable } from "node:stream";
import type { Deps } from "../deps.js";
import type { CallerRole, Capability, Environment, Millis } from "../domain/domain.js";
import type { operations } from "../generated/openapi-types.js";
import type { Metrics } from "../metrics.js";
import type { UrlGuard } from "../net/url-guard.js";
import type { Pipeline } from "../pipeline.js";
import type { Visible } from "../store/store.js";
import type { JsonBody } from "./json/json-body.js";

/** Requests and responses of the API's operations, with the types generated from openapi.yaml. */

export interface HttpDeps extends Deps {
  pipeline: Pipeline;
  urlGuard: UrlGuard;
  metrics: Metrics;
  /** The URL that it listens on, once it does. */
  ownUrl(): string;
}

/** The operations of the API. The `receive…` operations describe requests that Harbor sends. */
export type OperationId = Exclude<keyof operations, `receive${string}`>;

type JsonOf<Content> = Content extends { content: { "application/json": infer Body } } ? Body : never;
type Parameters<Id extends OperationId> = operations[Id]["parameters"];

/** An operation without a body accepts an empty object or no body. */
export type Body<Id extends OperationId> = [NonNullable<operations[Id]["requestBody"]>] extends [never]
  ? Record<string, never>
  : JsonOf<NonNullable<operations[Id]["requestBody"]>>;
export type Query<Id extends OperationId> = NonNullable<Parameters<Id>["query"]>;
export type Path<Id extends OperationId> = NonNullable<Parameters<Id>["path"]>;

/** The portal session of a request. */
export interface CallingSession {
  id: string;
  tenant: string;
  capability: Capability;
  returnUrl: string | null;
  /** Wall time. */
  expiresAt: Millis;
}

/** The owner of the request's API key or portal token. */
export interface Caller {
  environment: Environment;
  /** All that the caller may see and change: every call of the store that serves it is within the scope. */
  scope: Visible;
  /** Of a session the key that created it. */
  keyId: string;
  /** Null for a request with an API key. */
  session: CallingSession | null;
  role: CallerRole;
  /** How far the test clock has moved the environment's time. Not set for ingest, which reads it from the environment cache. */
  clockOffsetMs: Millis;
  /** The environment's version when the key was looked up: snapshots of this version and later know the key. */
  version: number;
}

/** Who shares the limits of the caller: the requests of one key, or of all sessions of one tenant. */
export function limitedAs({ environment, keyId, session }: Caller): string {
  return session === null ? keyId : `${environment.id}/${session.tenant}`;
}

/** Where work of one environment waits for each other: that of sessions apart, so that tenants do not hold up the sender. */
export function laneOf({ environment, session }: Caller): string {
  return session === null ? `${environment.id}` : `${environment.id}/sessions`;
}

/** A request that is authenticated, within its limits and valid by the specification. */
export interface Call<Id extends OperationId> {
  caller: Caller;
  path: Path<Id>;
  query: Query<Id>;
  body: Body<Id>;
  /** The body's bytes; null without a body. */
  json: JsonBody | null;
  idempotencyKey: string | null;
  lastEventId: string | null;
  /** As they came. */
  traceparent: string | null;
  tracestate: string | null;
  /** Method and path, without the query. */
  target: string;
  requestId: string;
  /** Wall time. */
  now: Millis;
  /**
   * For a handler that has waited for something outside the store. Throws `ApiError` (`forbidden`) if the key or session has been revoked
   * since the request was let in.
   */
  authenticateAgain(): Promise<void>;
}

export interface ApiResponse {
  status: number;
  /** JSON text, a stream of Server-Sent Events, or nothing. */
  content: string | Readable | null;
  /** A stored response to an earlier request with the same idempotency key. */
  replayed?: boolean;
  /** For the log. */
  about?:
    | { event_id?: string; delivery_id?: string; destination_id?: string; subscription_id?: string }
    | undefined;
}

/** The environment's time, used for everything except ids, leases and signatures. */
export function environmentNow({ now, caller }: { now: Millis; caller: Caller }): Millis {
  return now + caller.clockOffsetMs;
}

export function respond(status: number, value: unknown, about?: ApiResponse["about"]): ApiResponse {
  return { status, content: JSON.stringify(value), about };
}
