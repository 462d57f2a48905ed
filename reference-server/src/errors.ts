/**
 * Every error code of the API. `message` is the default text of the response; docs/errors.md is generated from the whole table,
 * and `openapi.yaml` lists which operation returns which code.
 */
export const ERRORS = {
  invalid_request: {
    status: 400,
    message: "The request does not match the API specification.",
    cause:
      "A field, parameter or header is missing, unknown or has a wrong value, or the body is not valid JSON.",
    remedy: "Fix each place listed in `details`, then send the request again.",
  },
  invalid_url: {
    status: 400,
    message: "The URL is not allowed as a destination.",
    cause:
      "The URL is malformed, contains credentials, uses a scheme that is not allowed (`https` only with a live key), or its host is " +
      "or resolves to a loopback, private, link-local or otherwise special address.",
    remedy:
      "Use a public `https` URL. To receive test deliveries on your own machine, use `harbor listen`, or start the server with `HARBOR_TEST_NETWORKS`.",
  },
  url_not_reachable: {
    status: 400,
    message: "The host name of the URL does not resolve.",
    cause: "A DNS lookup of the host name failed or timed out. Harbor opens no connection at registration.",
    remedy: "Check the spelling of the host name and its public DNS records, then try again.",
  },
  invalid_cursor: {
    status: 400,
    message: "The cursor is not valid for this list and these filters.",
    cause: "The cursor was changed, or comes from another list, environment or set of filters.",
    remedy: "Send `next_cursor` unchanged with the same filters, or start again without a cursor.",
  },
  invalid_event_type: {
    status: 400,
    message: "The event type is not valid.",
    cause:
      "An event type has 1-256 characters in dotted segments of `A-Z a-z 0-9 _ -`. Types that begin with `harbor.` are reserved.",
    remedy: "Use a type such as `order.created`.",
  },
  invalid_event_type_pattern: {
    status: 400,
    message: "The event type pattern is not valid.",
    cause: "`*` must be a whole segment, and `**` must be the last one.",
    remedy: "Use an event type, or a pattern such as `order.*`, `order.**` or `**`.",
  },
  invalid_filter: {
    status: 400,
    message: "The filter is not valid.",
    cause:
      "A path, operator or value of the filter is not supported, or the filter has more than 20 conditions, 8 levels or 4 KB.",
    remedy: "Fix the part of the filter that `details` names.",
  },
  invalid_signing_secret: {
    status: 400,
    message: "The signing secret is not valid.",
    cause:
      "A secret of your own is `whsec_` and the base64 of 24 to 64 bytes, with its padding. A destination with the signature `standard_ed25519` has none.",
    remedy: "Send the whole secret as its receiver has it, or leave it out: Harbor creates one.",
  },
  invalid_schema: {
    status: 400,
    message: "The JSON Schema is not valid.",
    cause:
      "The `schema` of an event type is not JSON Schema 2020-12, is larger than 64 KB, refers to another document or to itself without end, or has a pattern with look-around or a back-reference.",
    remedy: "Fix the part of the schema that `details` names.",
  },
  invalid_event_body: {
    status: 400,
    message: "The body does not match the schema of its event type.",
    cause:
      "The catalogue has a schema for the type, and the body or the example of the type does not match it, or is too costly to check.",
    remedy:
      "Fix the parts of the body that `details` names, or change the schema: `GET /v1/event-types/{type}` shows it.",
  },
  body_too_deep: {
    status: 400,
    message: "The event body is nested too deeply (maximum 512 levels).",
    cause:
      "Objects and arrays in the event body are nested more than 512 levels deep. Many JSON parsers cannot read such a body.",
    remedy: "Send a flatter body.",
  },
  destination_not_subscribed: {
    status: 400,
    message: "The destination has no subscription that matches this event.",
    cause: "A replay names a destination without an active subscription for the event's type and body.",
    remedy: "Create a matching subscription, or leave the destination out of `destination_ids`.",
  },
  unauthorized: {
    status: 401,
    message: "A valid API key is required: Authorization: Bearer hk_test_… or hk_live_….",
    cause:
      "The `Authorization` header is missing or malformed, or the server does not know the key or the token.",
    remedy: "Send a key of this server as a bearer token. `harbor-server keys create` creates one.",
  },
  forbidden: {
    status: 403,
    message: "This API key or portal session is not allowed to make this request.",
    cause:
      "The key or the portal session is revoked or has expired, it does not allow the operation, or the operation requires a test key or a " +
      "setting that is off.",
    remedy: "Use another key or session. The message names the reason.",
  },
  not_found: {
    status: 404,
    message: "This path does not exist.",
    cause: "The API has no such path. Paths start with `/v1` and are case-sensitive.",
    remedy: "Check the path and the base URL.",
  },
  destination_not_found: {
    status: 404,
    message: "Destination not found in this environment.",
    cause: "The id is unknown, the destination is deleted, or it belongs to another project or environment.",
    remedy: "Check the id, and whether the key belongs to the right environment (live or test).",
  },
  subscription_not_found: {
    status: 404,
    message: "Subscription not found in this environment.",
    cause: "The id is unknown, the subscription is deleted, or it belongs to another project or environment.",
    remedy: "Check the id, and whether the key belongs to the right environment (live or test).",
  },
  event_not_found: {
    status: 404,
    message: "Event not found in this environment.",
    cause:
      "The id is unknown, the event is past its retention, or it belongs to another project or environment.",
    remedy: "Check the id, and whether the key belongs to the right environment (live or test).",
  },
  delivery_not_found: {
    status: 404,
    message: "Delivery not found in this environment.",
    cause:
      "The id is unknown, the delivery is past its retention or discarded, or it belongs to another project or environment.",
    remedy: "Check the id, and whether the key belongs to the right environment (live or test).",
  },
  event_type_not_found: {
    status: 404,
    message: "Event type not found in this environment.",
    cause: "The catalogue of the environment has no entry for the type.",
    remedy: "Check the type: `GET /v1/event-types` lists the catalogue.",
  },
  api_key_not_found: {
    status: 404,
    message: "API key not found in this environment.",
    cause: "The id is unknown, or it belongs to another project or environment.",
    remedy: "Check the id: `GET /v1/api-keys` lists the keys of the environment.",
  },
  portal_session_not_found: {
    status: 404,
    message: "Portal session not found in this environment.",
    cause:
      "The id is unknown, the session ended more than a month ago, or it belongs to another project or environment.",
    remedy: "Check the id: `GET /v1/portal-sessions` lists the sessions in force.",
  },
  method_not_allowed: {
    status: 405,
    message: "This path does not support this method; see the Allow header.",
    cause: "The path exists, but not with this method.",
    remedy: "Use a method that the `Allow` header lists.",
  },
  rotation_in_progress: {
    status: 409,
    message: "The destination has a key rotation in its grace period.",
    cause: "An earlier signing key or signature is still in force until `old_key_expires_at`.",
    remedy:
      "Wait until then, or send `grace_period_days: 0`, which ends every earlier key and signature at once.",
  },
  idempotency_key_conflict: {
    status: 409,
    message: "The idempotency key was already used with a different request.",
    cause: "Another request, or the same one with a different body, used this key within the last 24 hours.",
    remedy: "Use a new key for a new request. Repeat a request with exactly the same body.",
  },
  uid_taken: {
    status: 409,
    message: "Another destination of the environment has this uid.",
    cause: "The `uid` of a destination is unique in its environment.",
    remedy:
      "Change the destination that has the `uid` (`GET /v1/destinations/by-uid/{uid}` shows it), delete it, or choose another one.",
  },
  tenant_mismatch: {
    status: 409,
    message: "The destination with this uid belongs to another tenant.",
    cause:
      "The tenant of a destination never changes, and without `tenant` the request means one without a tenant.",
    remedy: "Send the `tenant` of the destination, or use another `uid`.",
  },
  over_destination_limit: {
    status: 409,
    message: "Destination limit reached (1,000 per environment, 50 per tenant).",
    cause:
      "The tenant, or the environment without the tenants, already has the maximum number of destinations.",
    remedy:
      "Delete destinations that are not in use, or raise `HARBOR_MAX_DESTINATIONS` or `HARBOR_MAX_TENANT_DESTINATIONS`.",
  },
  over_subscription_limit: {
    status: 409,
    message: "Subscription limit reached (100 per destination).",
    cause: "The destination already has the maximum number of subscriptions.",
    remedy:
      "Delete subscriptions that are not in use, use wider patterns, or raise `HARBOR_MAX_SUBSCRIPTIONS`.",
  },
  over_event_type_limit: {
    status: 409,
    message: "Event type limit reached (1,000 per environment).",
    cause: "The catalogue of the environment already has the maximum number of event types.",
    remedy: "Delete event types that are not in use, or raise `HARBOR_MAX_EVENT_TYPES`.",
  },
  last_admin_key: {
    status: 409,
    message: "The last admin key of an environment cannot be revoked.",
    cause: "No other key of the environment could create keys afterwards.",
    remedy: "Create another admin key (`POST /v1/api-keys`), then revoke this one with it.",
  },
  delivery_not_retryable: {
    status: 409,
    message: "The delivery cannot be retried in its current state.",
    cause:
      "The delivery has succeeded, an attempt is in progress, or it waits for an earlier one with its ordering key.",
    remedy:
      "Read the delivery: with `waiting_for: key`, retry the first one of its key. To send the event again, replay the event.",
  },
  destination_deleted: {
    status: 409,
    message: "The destination of this delivery is deleted.",
    cause: "A deleted destination receives no more deliveries.",
    remedy: "Register a new destination, subscribe it, and replay the event.",
  },
  destination_paused: {
    status: 409,
    message: "The destination is paused.",
    cause: "The destination was paused by hand or by its circuit breaker.",
    remedy: 'Resume the destination (`{"status":"active"}`), then repeat the request.',
  },
  event_erased: {
    status: 409,
    message: "The event is erased.",
    cause:
      "The body of the event was erased, alone or with everything of its tenant. It is never sent again.",
    remedy: "Send a new event if the data may be sent again.",
  },
  event_too_old: {
    status: 410,
    message: "The event is past its retention.",
    cause: "Harbor keeps events for 30 days (`HARBOR_RETENTION_SECONDS`).",
    remedy: "Send the event again as a new event.",
  },
  delivery_too_old: {
    status: 410,
    message: "The event of this delivery is past its retention.",
    cause:
      "Harbor keeps events for 30 days (`HARBOR_RETENTION_SECONDS`), and a retry needs the event's body.",
    remedy: "Send the event again as a new event.",
  },
  body_too_large: {
    status: 413,
    message: "The event body is too large.",
    cause: "An event body has at most 256 KB as submitted, a batch 5 MB.",
    remedy: "Send a reference to the data instead of the data, or split the batch.",
  },
  request_too_large: {
    status: 413,
    message: "The request is too large.",
    cause: "The request body or the request headers exceed the limit of this operation.",
    remedy: "Send less in one request.",
  },
  unsupported_media_type: {
    status: 415,
    message: "The request body must be application/json in UTF-8, without Content-Encoding.",
    cause:
      "The `Content-Type` is missing or not `application/json`, names another charset, or the body is compressed.",
    remedy: "Send uncompressed JSON in UTF-8 with `Content-Type: application/json`.",
  },
  rate_limited: {
    status: 429,
    message: "Rate limit exceeded; see the Retry-After header.",
    cause:
      "The key (600 `GET` requests and 60 others a minute) or the environment (1,000 events a second) is over its limit.",
    remedy: "Wait for `Retry-After` seconds. Send events in batches and follow the `RateLimit` header.",
  },
  internal_error: {
    status: 500,
    message: "Internal error. Quote the request id when you report it.",
    cause: "A fault in Harbor. The server logs it under the request id.",
    remedy: "Repeat the request, a POST with the same idempotency key. Report it if it happens again.",
  },
  overloaded: {
    status: 503,
    message: "Harbor is overloaded; nothing was stored. See the Retry-After header.",
    cause:
      "Harbor receives more than it can store at the moment, its disk is full, or it is out of file descriptors.",
    remedy: "Wait for `Retry-After` seconds, then repeat the request.",
  },
} as const satisfies Record<string, ErrorRow>;

interface ErrorRow {
  status: number;
  /** The default message of the response. */
  message: string;
  cause: string;
  remedy: string;
}

export type ErrorCode = keyof typeof ERRORS;

const DOCS_URL = "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md";

/** The documentation of an error code, as in `doc_url` of an error response. */
export function docUrlOf(code: ErrorCode): string {
  return `${DOCS_URL}#${code}`;
}

/** `path` is `body`, `query`, `headers` or `path`, followed by a JSON Pointer: `body/retry_policy/jitter`. */
export interface ErrorDetail {
  path: string;
  message: string;
}

/** An error response that the API documents. Handlers throw it; one place turns it into the error body. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(
    readonly code: ErrorCode,
    message: string = ERRORS[code].message,
    readonly extra: { details?: ErrorDetail[]; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = ERRORS[code].status;
  }
}

const LIMITED = {
  over_destination_limit: "Destination",
  over_subscription_limit: "Subscription",
  over_event_type_limit: "Event type",
} as const;

/** @param per what has at most `limit` of them: `tenant` */
export function overLimit(code: keyof typeof LIMITED, limit: number, per: string): ApiError {
  return new ApiError(code, `${LIMITED[code]} limit reached (${limit.toLocaleString("en-US")} per ${per}).`);
}

/** Refuses a request that is not stored, because its client can send it again after this time. */
export function overloaded(retryAfterSeconds: number): ApiError {
  return new ApiError("overloaded", undefined, { retryAfterSeconds });
}
