/** One table: code, status, message. The codes are the API's; `openapi.yaml` lists which operation answers which. */
export const ERRORS = {
  invalid_request: [400, "The request does not match the API's specification."],
  invalid_url: [400, "The URL is not one that Harbor delivers to."],
  url_not_reachable: [400, "The URL's host name does not resolve."],
  invalid_cursor: [400, "The cursor is not one that this list gave out for these filters."],
  invalid_event_type: [400, "The event type is not valid."],
  invalid_event_type_pattern: [400, "The event type pattern is not valid."],
  invalid_filter: [400, "The filter is not valid."],
  destination_not_subscribed: [400, "The destination has no subscription that matches this event."],
  unauthorized: [401, "A valid API key is required: Authorization: Bearer hk_test_… or hk_live_…."],
  forbidden: [403, "This API key may not make this call."],
  not_found: [404, "There is nothing at this path."],
  destination_not_found: [404, "There is no such destination."],
  subscription_not_found: [404, "There is no such subscription."],
  event_not_found: [404, "There is no such event."],
  delivery_not_found: [404, "There is no such delivery."],
  method_not_allowed: [405, "This path does not take this method."],
  rotation_in_progress: [409, "A key rotation is still in its grace period."],
  idempotency_key_conflict: [409, "The idempotency key was used with a different request."],
  over_destination_limit: [409, "The environment has as many destinations as it may have."],
  delivery_not_retryable: [409, "The delivery cannot be retried in its present state."],
  destination_deleted: [409, "The delivery's destination has been deleted."],
  destination_paused: [409, "The delivery's destination is paused."],
  event_too_old: [410, "The event is past its retention."],
  delivery_too_old: [410, "The delivery's event is past its retention."],
  body_too_large: [413, "The event body is too large."],
  request_too_large: [413, "The request is too large."],
  unsupported_media_type: [415, "The request body must be application/json."],
  rate_limited: [429, "Too many requests."],
  internal_error: [500, "Something went wrong on Harbor's side."],
  overloaded: [503, "Harbor is taking more than it can store right now."],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** `path` is a JSON Pointer behind `body`, `query` or `headers`: `body/retry_policy/jitter`. */
export interface ErrorDetail {
  path: string;
  message: string;
}

/** An answer that the API promises: thrown by handlers, turned into the error shape in one place. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code][1],
    readonly extra: { details?: ErrorDetail[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = ERRORS[code][0];
  }
}
