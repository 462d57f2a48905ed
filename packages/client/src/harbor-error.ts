import type { components } from "./generated/openapi.js";
import type { ErrorDetail } from "./generated/schemas.js";

/** What Harbor itself answers; openapi.yaml lists the codes of each operation. */
export type ErrorCode = components["schemas"]["ErrorCode"];

/**
 * What goes wrong on the way to Harbor or back.
 *
 * - `network_error`: no answer, or it broke off
 * - `timeout`: an attempt took longer than `timeoutMs`, or the call longer than `deadlineMs`
 * - `aborted`: the caller's signal; `cause` is its reason
 * - `unexpected_response`: an answer that is not Harbor's, such as a proxy's HTML page or an empty body
 * - `invalid_event`: an event that does not fit the client's `events`; nothing was sent
 * - `queue_full`: more events wait in a batcher than it may hold; this one was not taken
 */
export type ClientErrorCode =
  "network_error" | "timeout" | "aborted" | "unexpected_response" | "invalid_event" | "queue_full";

/** What a `HarborError` is made of. */
export interface HarborErrorInit {
  code: ErrorCode | ClientErrorCode;
  message: string;
  status?: number | null;
  requestId?: string | null;
  details?: ErrorDetail[];
  retryable?: boolean;
  cause?: unknown;
}

/**
 * The one error that calls fail with.
 *
 * @example
 * ```ts
 * try {
 *   await harbor.destinations.create({ url });
 * } catch (error) {
 *   if (error instanceof HarborError && error.code === "url_not_reachable") console.log(error.details);
 *   else throw error;
 * }
 * ```
 */
export class HarborError extends Error {
  override readonly name = "HarborError";
  /** What went wrong, for programs. */
  readonly code: ErrorCode | ClientErrorCode;
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;
  /** Harbor's id of the request; null when the answer was not Harbor's. */
  readonly requestId: string | null;
  /** The places of the request that are at fault, as JSON Pointers behind `body`, `query` or `headers`. */
  readonly details: ErrorDetail[];
  /** Whether the same request may succeed later. The client has then already tried `maxRetries` times. */
  readonly retryable: boolean;

  constructor(init: HarborErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? null;
    this.requestId = init.requestId ?? null;
    this.details = init.details ?? [];
    this.retryable = init.retryable ?? false;
  }
}
