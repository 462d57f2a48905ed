import type { CallLimits } from "./options.js";

/** Options of one call. */
export interface RequestOptions extends CallLimits {
  /** Ends the call; it then fails with `aborted`. */
  signal?: AbortSignal | undefined;
  /** Sent with this call's requests. */
  headers?: Record<string, string> | undefined;
  /** The `Idempotency-Key` of a POST, PUT or PATCH, with which it can be repeated for 24 hours. Default: a random one per call. */
  idempotencyKey?: string | undefined;
}

/** The methods of `harbor.request`. */
export type HttpMethod = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

/** A request to an operation that the client has no method for, with the options of a call. */
export interface CustomRequest extends RequestOptions {
  /** Values for the `{names}` of the path; they are encoded. */
  params?: Record<string, string> | undefined;
  /** Sent as the query; `undefined` and `null` are left out. */
  query?: object | undefined;
  /** Sent as JSON. `rawJson` keeps its exact bytes. */
  body?: unknown;
}

/** Options of sending. An event has its idempotency key in `idempotency_key`. */
export type SendOptions = Omit<RequestOptions, "idempotencyKey">;

/** Options of a stream. `timeoutMs` and `deadlineMs` apply to connecting. */
export interface StreamOptions extends CallLimits {
  /** Ends the stream; iterating then fails with `aborted`. */
  signal?: AbortSignal | undefined;
  headers?: Record<string, string> | undefined;
  /** Resume after this event. */
  lastEventId?: string | undefined;
  /** Reconnect when nothing, not even a heartbeat, has arrived for this long. In ms, default 45,000. */
  idleTimeoutMs?: number | undefined;
}
