import { ApiError, docUrlOf, type ErrorDetail } from "../errors.js";

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

/** Headers that belong to an error beside its body. */
export function errorHeaders({ code, extra }: ApiError): Record<string, string> {
  return {
    ...(code === "unauthorized" && { "www-authenticate": "Bearer" }),
    ...(extra.retryAfterSeconds !== undefined && { "retry-after": String(extra.retryAfterSeconds) }),
  };
}

/** What a thrown value means to the caller; what nobody foresaw is `internal_error` and says nothing. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return FRAMEWORK_ERRORS.get(codeOf(error)) ?? new ApiError("internal_error");
}

/** Fastify's and Node's own complaints about a request. */
const FRAMEWORK_ERRORS = new Map<string | undefined, ApiError>([
  ["FST_ERR_CTP_INVALID_MEDIA_TYPE", new ApiError("unsupported_media_type")],
  ["FST_ERR_CTP_BODY_TOO_LARGE", new ApiError("request_too_large")],
  ["FST_ERR_BAD_URL", new ApiError("not_found")],
  ["FST_ERR_NOT_FOUND", new ApiError("not_found")],
  ["ECONNRESET", new ApiError("invalid_request", "The request broke off.")],
  ["HPE_HEADER_OVERFLOW", new ApiError("request_too_large", "The request's headers are too large.")],
  ["ERR_HTTP_REQUEST_TIMEOUT", new ApiError("invalid_request", "The request did not arrive in time.")],
]);

/** For what Node's HTTP parser refuses before there is a request. */
export function toProtocolError(error: unknown): ApiError {
  return (
    FRAMEWORK_ERRORS.get(codeOf(error)) ??
    new ApiError("invalid_request", "The request is not well-formed HTTP.")
  );
}

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}
