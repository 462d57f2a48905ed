import { errnoOf } from "@harbor/shared/connection-errors";
import { ApiError, docUrlOf, type ErrorDetail } from "../errors.js";
import { unavailableError } from "../unavailable-error.js";

/** The body and headers of error responses (docs/contract.md §3, Errors). */

export interface ErrorBody {
  code: string;
  message: string;
  doc_url: string;
  request_id: string;
  details?: ErrorDetail[];
}

export function errorObject({ code, message, extra }: ApiError, requestId: string): ErrorBody {
  return {
    code,
    message,
    doc_url: docUrlOf(code),
    request_id: requestId,
    ...(extra.details !== undefined && { details: extra.details }),
  };
}

export function errorJson(error: ApiError, requestId: string): string {
  return JSON.stringify({ error: errorObject(error, requestId) });
}

/** The headers of an error response. */
export function errorHeaders({ code, extra }: ApiError): Record<string, string> {
  return {
    ...(code === "unauthorized" && { "www-authenticate": "Bearer" }),
    ...(extra.retryAfterSeconds !== undefined && { "retry-after": String(extra.retryAfterSeconds) }),
  };
}

/** The API error for a thrown value; `internal_error` for everything unexpected. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const unavailable = unavailableError(error);
  if (unavailable !== null) return unavailable;
  const known = FRAMEWORK_ERRORS.get(errnoOf(error));
  if (known !== undefined) return known;
  return isRefusedByFramework(error)
    ? new ApiError("invalid_request", "The request is not well-formed.")
    : new ApiError("internal_error");
}

/** Fastify refuses a request with a code of its own and a 4xx: the fault is in the request. */
function isRefusedByFramework(error: unknown): boolean {
  const { statusCode } = error as { statusCode?: unknown };
  return (
    errnoOf(error)?.startsWith("FST_ERR_") === true && typeof statusCode === "number" && statusCode < 500
  );
}

/** Errors that Fastify and Node raise about a request. */
const FRAMEWORK_ERRORS = new Map<string | undefined, ApiError>([
  ["FST_ERR_CTP_INVALID_MEDIA_TYPE", new ApiError("unsupported_media_type")],
  ["FST_ERR_CTP_BODY_TOO_LARGE", new ApiError("request_too_large")],
  ["FST_ERR_BAD_URL", new ApiError("not_found")],
  ["FST_ERR_NOT_FOUND", new ApiError("not_found")],
  ["ECONNRESET", new ApiError("invalid_request", "The connection closed before the request was complete.")],
  [
    "HPE_HEADER_OVERFLOW",
    new ApiError("request_too_large", "The request headers are too large (maximum 16 KB)."),
  ],
  [
    "ERR_HTTP_REQUEST_TIMEOUT",
    new ApiError("invalid_request", "The request did not arrive in time. Send it again."),
  ],
]);

/** Errors of Node's HTTP parser, raised before there is a request. */
export function toProtocolError(error: unknown): ApiError {
  return (
    FRAMEWORK_ERRORS.get(errnoOf(error)) ??
    new ApiError("invalid_request", "The request is not well-formed HTTP.")
  );
}
