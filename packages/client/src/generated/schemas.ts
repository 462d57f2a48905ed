// Generated from openapi.yaml by npm run generate. Do not edit.
import type { components } from "./openapi.js";

/** `dest_` and a ULID. */
export type DestinationId = components["schemas"]["DestinationId"];
/**
 * Your own id of a destination: 1-128 of `A-Z a-z 0-9 _ . : -`, beginning with a letter or digit, unique in the
 * environment.
 */
export type DestinationUid = components["schemas"]["DestinationUid"];
/** `sub_` and a ULID. */
export type SubscriptionId = components["schemas"]["SubscriptionId"];
/** `evt_` and a ULID. */
export type EventId = components["schemas"]["EventId"];
/** `del_` and a ULID. */
export type DeliveryId = components["schemas"]["DeliveryId"];
/** `req_` and a ULID; also in the `Harbor-Request-Id` header of every response. */
export type RequestId = components["schemas"]["RequestId"];
/** An API key's id. */
export type ApiKeyId = components["schemas"]["ApiKeyId"];
/** A portal session's id. */
export type PortalSessionId = components["schemas"]["PortalSessionId"];
/** The environment of the API key. */
export type Environment = components["schemas"]["Environment"];
/** A tenant; empty stands for the items without one. */
export type TenantSelector = components["schemas"]["TenantSelector"];
/** A tenant. */
export type TenantName = components["schemas"]["TenantName"];
/**
 * One of your own customers: a string that you choose, 1-128 of `A-Z a-z 0-9 _ . : -`, beginning with a letter or digit.
 * Null: none.
 */
export type Tenant = components["schemas"]["Tenant"];
/**
 * `whsec_` and the base64 of 32 random bytes, or the secret that you gave. With the signature `harbor` the whole string is the
 * HMAC key.
 */
export type SigningSecret = components["schemas"]["SigningSecret"];
/** `whpk_` and the base64 of the 32 bytes of an Ed25519 public key. */
export type PublicKey = components["schemas"]["PublicKey"];
/**
 * The headers that prove a delivery. `harbor`: `Harbor-Signature`. `standard`: `webhook-id`, `webhook-timestamp` and
 * `webhook-signature` of Standard Webhooks 1.0, version `v1`; the HMAC key is the base64-decoded part of the secret.
 * `standard_ed25519`: the same headers, version `v1a`, signed with a private key that only Harbor has.
 */
export type SignatureScheme = components["schemas"]["SignatureScheme"];
/** `paused` holds first attempts; scheduled retries continue. */
export type DestinationStatus = components["schemas"]["DestinationStatus"];
/** A `paused` subscription matches nothing. */
export type SubscriptionStatus = components["schemas"]["SubscriptionStatus"];
/**
 * `pending`: no attempt yet, or held. `retrying`: the last attempt failed and another one is scheduled. `succeeded`: the
 * destination returned 2xx. `dead`: failed for good, see `dead_reason`.
 */
export type DeliveryStatus = components["schemas"]["DeliveryStatus"];
/** Custom data, up to 8 KB as JSON. Harbor stores it and does not interpret it. */
export type Metadata = components["schemas"]["Metadata"];
/** A URL that Harbor delivers to, with its retry policy and state. */
export type Destination = components["schemas"]["Destination"];
/** A new destination with its signing secret, which no other response contains. */
export type DestinationWithSecret = components["schemas"]["DestinationWithSecret"];
/** The destination after the change, with the new secret if a new `signature` needed one. */
export type UpdatedDestination = components["schemas"]["UpdatedDestination"];
/** A page of destinations, newest first. */
export type DestinationPage = components["schemas"]["DestinationPage"];
/** The order in which a destination gets events. */
export type Ordering = components["schemas"]["Ordering"];
/** A new destination. Omitted fields get their defaults. */
export type DestinationInput = components["schemas"]["DestinationInput"];
/** A destination as a whole. Omitted fields get their defaults. */
export type DestinationReplacement = components["schemas"]["DestinationReplacement"];
/** The fields of a destination to change. Omitted fields keep their values. */
export type DestinationUpdate = components["schemas"]["DestinationUpdate"];
/**
 * Up to 20 headers that Harbor adds to every delivery, with values up to 1 KB. An update replaces all of them; `{}`
 * removes them. Not allowed: `Host`, `Connection`, `Keep-Alive`, `Content-*`, `Transfer-Encoding`, `TE`, `Trailer`,
 * `Upgrade`, `Expect`, `User-Agent`, `traceparent`, `tracestate`, `baggage`, `Proxy-*`, `Harbor-*`, `webhook-*`, `svix-*`.
 */
export type CustomHeaders = components["schemas"]["CustomHeaders"];
/** The current retry policy, including defaults. */
export type RetryPolicy = components["schemas"]["RetryPolicy"];
/**
 * Delay before retry n = min(shape[n] x base, max) x (1 +- jitter), where shape is 1, 4, 20, 120, 720, 2880, then x4 each.
 * By default 30 s, 2 min, 10 min, 1 h, 6 h, 24 h.
 */
export type RetryPolicyInput = components["schemas"]["RetryPolicyInput"];
/** The grace period of a rotation, and the new secret if it is yours. */
export type SigningKeyRotationInput = components["schemas"]["SigningKeyRotationInput"];
/** The destination with its new signing secret, which no other response contains. */
export type SigningKeyRotation = components["schemas"]["SigningKeyRotation"];
/** The event to send. Default: a `harbor.test` event with a short message. */
export type TestEventInput = components["schemas"]["TestEventInput"];
/** The body of the operational event `harbor.destination.paused`. */
export type DestinationPausedBody = components["schemas"]["DestinationPausedBody"];
/** The body of the operational event `harbor.destination.resumed`. */
export type DestinationResumedBody = components["schemas"]["DestinationResumedBody"];
/** The body of the operational event `harbor.destination.failing`. */
export type DestinationFailingBody = components["schemas"]["DestinationFailingBody"];
/** The body of the operational event `harbor.destination.created`. */
export type DestinationCreatedBody = components["schemas"]["DestinationCreatedBody"];
/** The body of the operational event `harbor.destination.deleted`. */
export type DestinationDeletedBody = components["schemas"]["DestinationDeletedBody"];
/** The body of the operational event `harbor.delivery.dead`. */
export type DeliveryDeadBody = components["schemas"]["DeliveryDeadBody"];
/** The body of the operational event `harbor.signing_key.rotated`. */
export type SigningKeyRotatedBody = components["schemas"]["SigningKeyRotatedBody"];
/** The body of the operational event `harbor.signing_key.expiring`. */
export type SigningKeyExpiringBody = components["schemas"]["SigningKeyExpiringBody"];
/** Routes events to a destination: a pattern for the type and an optional filter for the body. */
export type Subscription = components["schemas"]["Subscription"];
/** A page of subscriptions, newest first. */
export type SubscriptionPage = components["schemas"]["SubscriptionPage"];
/** A new subscription. */
export type SubscriptionInput = components["schemas"]["SubscriptionInput"];
/** A subscription of the destination in the same request. */
export type SubscriptionOfDestination = components["schemas"]["SubscriptionOfDestination"];
/** The pattern and filter of a possible subscription. */
export type SubscriptionPreviewInput = components["schemas"]["SubscriptionPreviewInput"];
/** The latest events and which of them a subscription would match. */
export type SubscriptionPreview = components["schemas"]["SubscriptionPreview"];
/** An event, without its body. */
export type PreviewedEvent = components["schemas"]["PreviewedEvent"];
/** The fields of a subscription to change. Omitted fields keep their values. */
export type SubscriptionUpdate = components["schemas"]["SubscriptionUpdate"];
/**
 * An event type in which `*` matches one segment and a final `**` one or more: `order.*` matches `order.created`,
 * `order.**` also matches `order.line_item.added`. Only patterns that begin with `harbor` match types that begin with
 * `harbor.`.
 */
export type EventTypePattern = components["schemas"]["EventTypePattern"];
/**
 * `{ "<JSONPath>": condition }`: all conditions must hold. `$or: [filter, …]` at the top level lists alternatives. A
 * condition is a value to equal, or an object of `$eq $ne $gt $gte $lt $lte $in $nin $exists $prefix`. Paths are RFC 9535
 * with names, indexes and wildcards. A condition holds if any selected node meets it; `$ne` and `$nin` hold if `$eq` and
 * `$in` do not. Maximum: 20 conditions, depth 8, 4 KB.
 */
export type Filter = components["schemas"]["Filter"];
/** A JSON body with a type, as it was submitted. It never changes, but can be erased. */
export type Event = components["schemas"]["Event"];
/** An event with its deliveries, one for each destination. */
export type EventWithDeliveries = components["schemas"]["EventWithDeliveries"];
/** A summary of a delivery, as part of an event. */
export type EventDelivery = components["schemas"]["EventDelivery"];
/** A page of events, newest first. */
export type EventPage = components["schemas"]["EventPage"];
/** An event to send to all destinations with a matching subscription. */
export type EventInput = components["schemas"]["EventInput"];
/** 1 to 100 events, up to 5 MB in total. Each event is accepted or refused independently. */
export type EventBatchInput = components["schemas"]["EventBatchInput"];
/** One result for each event of the batch, in its order. */
export type EventBatch = components["schemas"]["EventBatch"];
/** An accepted event. */
export type EventBatchAccepted = components["schemas"]["EventBatchAccepted"];
/** A refused event and its error. The other events of the batch are not affected. */
export type EventBatchRefused = components["schemas"]["EventBatchRefused"];
/** The destinations of a replay. Default: all with a subscription that matches now. */
export type EventReplayInput = components["schemas"]["EventReplayInput"];
/** Only count. Changes nothing; an `Idempotency-Key` is ignored. */
export type DryRun = components["schemas"]["DryRun"];
/** The new deliveries of the event. */
export type EventReplay = components["schemas"]["EventReplay"];
/**
 * `key`: an earlier delivery with the same ordering key has not finished. `resume`: the destination is paused, which holds
 * first attempts; retries continue. `token`: the first attempt waits for `max_per_second` of the destination; a retry after its
 * `next_retry_at` waits for it too, without this value.
 */
export type WaitingFor = components["schemas"]["WaitingFor"];
/** One event going to one destination: its state and the last attempt. */
export type Delivery = components["schemas"]["Delivery"];
/** A delivery with all its attempts. */
export type DeliveryWithRetries = components["schemas"]["DeliveryWithRetries"];
/** A page of deliveries, newest first. */
export type DeliveryPage = components["schemas"]["DeliveryPage"];
/** One request to the destination and its result. */
export type Attempt = components["schemas"]["Attempt"];
/** A header of a request or a response. A name can occur more than once. */
export type AttemptHeader = components["schemas"]["AttemptHeader"];
/** `blocked_address`: the host resolved to an address that is not allowed. */
export type AttemptError = components["schemas"]["AttemptError"];
/**
 * `rejected`: the destination returned 4xx. `retries_exhausted`, `budget_exhausted`: the limit of the retry policy is reached.
 * `destination_paused`: held for an hour. `destination_deleted`: the destination was deleted.
 * `event_erased`: the event was erased.
 */
export type DeadReason = components["schemas"]["DeadReason"];
/** Dead deliveries, counted by cause. */
export type DeadDeliveryGroups = components["schemas"]["DeadDeliveryGroups"];
/** Dead deliveries of one destination with the same cause. */
export type DeadDeliveryGroup = components["schemas"]["DeadDeliveryGroup"];
/** The events to recover. */
export type RecoveryInput = components["schemas"]["RecoveryInput"];
/** Events that match the subscriptions of the destination, counted by what they needed. */
export type Recovery = components["schemas"]["Recovery"];
/** Filters for the dead deliveries to replay. Default: all. */
export type DeadDeliveryReplayInput = components["schemas"]["DeadDeliveryReplayInput"];
/** The number of replayed and of skipped dead deliveries. */
export type DeadDeliveryReplay = components["schemas"]["DeadDeliveryReplay"];
/** One server-sent event, its `data` parsed. */
export type StreamEvent = components["schemas"]["StreamEvent"];
/** A delivery after a change of its state. */
export type StreamDelivery = components["schemas"]["StreamDelivery"];
/** The changes since `Last-Event-ID` are no longer available. The stream continues from now; list deliveries to catch up. */
export type StreamGap = components["schemas"]["StreamGap"];
/** Counts and latencies over time, the number of dead deliveries and the backlog. */
export type Stats = components["schemas"]["Stats"];
/** The width of a bucket. Buckets begin on whole UTC minutes, hours or days. */
export type StatsResolution = components["schemas"]["StatsResolution"];
/** The field by which the counts are grouped. */
export type StatsGrouping = components["schemas"]["StatsGrouping"];
/** The counts of one destination over the whole range. */
export type StatsGroup = components["schemas"]["StatsGroup"];
/** The counts of one minute, hour or day. */
export type StatsBucket = components["schemas"]["StatsBucket"];
/** Events, attempts and deliveries of a span of time, and the percentiles of the attempts' latency. */
export type StatsCounts = components["schemas"]["StatsCounts"];
/** The deliveries that are due now. */
export type Backlog = components["schemas"]["Backlog"];
/** How far to move the time of the test environment. */
export type TestClockAdvanceInput = components["schemas"]["TestClockAdvanceInput"];
/** The time of the test environment. */
export type TestClock = components["schemas"]["TestClock"];
/**
 * The operations that a key may use. `admin`: everything. `send`: send events, and read events and deliveries. `read`: read everything except API keys and
 * portal sessions.
 */
export type KeyRole = components["schemas"]["KeyRole"];
/** A key of the environment, without the key itself. */
export type ApiKey = components["schemas"]["ApiKey"];
/** A new key, with the key itself. */
export type ApiKeyWithKey = components["schemas"]["ApiKeyWithKey"];
/** A page of API keys, newest first. */
export type ApiKeyPage = components["schemas"]["ApiKeyPage"];
/** A new API key. Omitted fields get their defaults. */
export type ApiKeyInput = components["schemas"]["ApiKeyInput"];
/** `read`: read what belongs to the tenant's destinations. `manage`: also change it; includes `read`. */
export type PortalCapability = components["schemas"]["PortalCapability"];
/** A portal session, without its token. */
export type PortalSession = components["schemas"]["PortalSession"];
/** A new portal session, with its token. */
export type PortalSessionWithToken = components["schemas"]["PortalSessionWithToken"];
/** A page of portal sessions, newest first. */
export type PortalSessionPage = components["schemas"]["PortalSessionPage"];
/** A new portal session. Omitted fields get their defaults. */
export type PortalSessionInput = components["schemas"]["PortalSessionInput"];
/** The API key or the portal session of a request. Fields that the other kind has are null. */
export type CallerIdentity = components["schemas"]["CallerIdentity"];
/** `internal` types are not shown to portal sessions and do not go to destinations of a tenant. */
export type EventTypeVisibility = components["schemas"]["EventTypeVisibility"];
/**
 * The treatment of an event whose body does not match the schema. `off`: it is not checked. `warn`: it is accepted, logged and
 * counted. `enforce`: it is refused with `invalid_event_body`.
 */
export type EventTypeValidation = components["schemas"]["EventTypeValidation"];
/**
 * A JSON Schema 2020-12 for the bodies of the type, up to 64 KB. References stay inside the schema; `format` is an annotation;
 * patterns have no look-around and no back-references.
 */
export type EventTypeSchema = components["schemas"]["EventTypeSchema"];
/** An entry of the catalogue: what a type of event means and what its body looks like. */
export type EventType = components["schemas"]["EventType"];
/** One of your own customers, with its destinations and its last event. */
export type TenantSummary = components["schemas"]["TenantSummary"];
/** A page of tenants, by name. */
export type TenantPage = components["schemas"]["TenantPage"];
/** A page of event types, in the order of the types. */
export type EventTypePage = components["schemas"]["EventTypePage"];
/** An entry of the catalogue. Omitted fields get their defaults. */
export type EventTypeInput = components["schemas"]["EventTypeInput"];
/** The `error` of every error response. */
export type ErrorObject = components["schemas"]["ErrorObject"];
/** One fault: its place and a message. */
export type ErrorDetail = components["schemas"]["ErrorDetail"];
/** The error code, for programs. */
export type ErrorCode = components["schemas"]["ErrorCode"];
