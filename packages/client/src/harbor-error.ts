import { isInstance } from "./brand.js";
import type { components } from "./generated/openapi.js";
import type { ErrorDetail } from "./generated/schemas.js";
import type { ReceivedResponse } from "./received-response.js";

/** Codes of the API. openapi.yaml lists those of each operation. */
export type ErrorCode = components["schemas"]["ErrorCode"];

/**
 * Codes of the client itself.
 *
 * - `network_error`: no response, or the connection broke while it was read
 * - `timeout`: an attempt took longer than `timeoutMs`, or the call longer than `deadlineMs`
 * - `aborted`: the caller's signal fired; `cause` is its reason
 * - `unexpected_response`: the response is not from Harbor, for example a proxy's HTML page or an empty body
 * - `invalid_event`: the event does not match its schema in the client's `events`; nothing was sent
 * - `queue_full`: the batcher's queue is full; the event was not accepted
 */
export type ClientErrorCode =
  "network_error" | "timeout" | "aborted" | "unexpected_response" | "invalid_event" | "queue_full";

/** Every code that this version knows. A newer server may send others, which are kept. */
export type HarborErrorCode = ErrorCode | ClientErrorCode | (string & Record<never, never>);

/** The fields of a new `HarborError`; those that are left out are null, empty or false. */
export interface HarborErrorInit {
  code: HarborErrorCode;
  message: string;
  status?: number | null;
  requestId?: string | null;
  method?: string | null;
  url?: string | null;
  details?: ErrorDetail[];
  docUrl?: string | null;
  retryable?: boolean;
  retryAfterMs?: number | null;
  response?: ReceivedResponse | null;
  cause?: unknown;
}

const BRAND = Symbol.for("@harbor/client HarborError");

/**
 * The error of every failed call. `instanceof` also recognises the errors of another copy of this package, such as its
 * CommonJS build beside its ES modules.
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
  /** The kind of failure, for programs. */
  readonly code: HarborErrorCode;
  /** The HTTP status; null without a response. */
  readonly status: number | null;
  /** Harbor's id of the request; null when the response is not from Harbor. */
  readonly requestId: string | null;
  /** The HTTP method of the request; null when there was no request. */
  readonly method: string | null;
  /** The URL of the request; null when there was no request. */
  readonly url: string | null;
  /** The invalid parts of the request, as JSON Pointers behind `body`, `query` or `headers`. */
  readonly details: ErrorDetail[];
  /** A page that explains the code; null when the response names none. */
  readonly docUrl: string | null;
  /** Whether the same request may succeed later. The client has already retried it `maxRetries` times. */
  readonly retryable: boolean;
  /** How long to wait before the next try, from `Retry-After`. In ms; null without one. */
  readonly retryAfterMs: number | null;
  readonly #response: ReceivedResponse | null;

  static override [Symbol.hasInstance](value: unknown): value is HarborError {
    return isHarborError(this, value);
  }

  constructor(init: HarborErrorInit) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.status = init.status ?? null;
    this.requestId = init.requestId ?? null;
    this.method = init.method ?? null;
    this.url = init.url ?? null;
    this.details = init.details ?? [];
    this.docUrl = init.docUrl ?? null;
    this.retryable = init.retryable ?? false;
    this.retryAfterMs = init.retryAfterMs ?? null;
    this.#response = init.response ?? null;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** The response with its headers and body; null without one. A getter, so that it does not fill the logs. */
  get response(): ReceivedResponse | null {
    return this.#response;
  }
}

/** Outside the class: one that names itself is `_HarborError` in a bundle, and Node.js prints the error with that name. */
function isHarborError(constructor: typeof HarborError, value: unknown): boolean {
  return isInstance(value, { constructor, of: HarborError, brand: BRAND });
}
