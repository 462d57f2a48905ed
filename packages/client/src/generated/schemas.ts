// Generated from openapi.yaml by tools/generate.mjs. Do not edit.
import type { components } from "./openapi.js";

/** `dest_` and a ULID. */
export type DestinationId = components["schemas"]["DestinationId"];
/** `sub_` and a ULID. */
export type SubscriptionId = components["schemas"]["SubscriptionId"];
/** `evt_` and a ULID. */
export type EventId = components["schemas"]["EventId"];
/** `del_` and a ULID. */
export type DeliveryId = components["schemas"]["DeliveryId"];
/** `req_` and a ULID; also in the `Harbor-Request-Id` header of every answer. */
export type RequestId = components["schemas"]["RequestId"];
/** The environment of the API key. */
export type Environment = components["schemas"]["Environment"];
/** `whsec_` and the base64 of 32 random bytes. The whole string is the HMAC key. */
export type SigningSecret = components["schemas"]["SigningSecret"];
/** `paused` holds first attempts; retries already scheduled go on. */
export type DestinationStatus = components["schemas"]["DestinationStatus"];
/** A `paused` subscription matches nothing. */
export type SubscriptionStatus = components["schemas"]["SubscriptionStatus"];
/**
 * `pending`: no attempt yet, or held. `retrying`: the last attempt failed and another one is scheduled. `succeeded`: the
 * destination answered 2xx. `dead`: given up, see `dead_reason`.
 */
export type DeliveryStatus = components["schemas"]["DeliveryStatus"];
/** Yours to use, up to 8 KB as JSON. Harbor does not look inside. */
export type Metadata = components["schemas"]["Metadata"];
/** A URL that Harbor delivers to, with how it is retried and whether it is paused. */
export type Destination = components["schemas"]["Destination"];
/** A new destination with its signing secret, which no other answer shows. */
export type DestinationWithSecret = components["schemas"]["DestinationWithSecret"];
/** A page of destinations, newest first. */
export type DestinationPage = components["schemas"]["DestinationPage"];
/** What a new destination is to be; what is left out has its default. */
export type DestinationInput = components["schemas"]["DestinationInput"];
/** What is to change of a destination; what is left out stays as it is. */
export type DestinationUpdate = components["schemas"]["DestinationUpdate"];
/**
 * Up to 20 headers that every delivery carries, values up to 1 KB. On an update they replace the earlier ones; `{}`
 * removes them. Not allowed: `Host`, `Connection`, `Content-*`, `Transfer-Encoding`, `TE`, `Trailer`, `Upgrade`,
 * `Expect`, `User-Agent`, `traceparent`, `Proxy-*`, `Harbor-*`.
 */
export type CustomHeaders = components["schemas"]["CustomHeaders"];
/** The policy in force, defaults filled in. */
export type RetryPolicy = components["schemas"]["RetryPolicy"];
/**
 * Delay before retry n = min(shape[n] x base, max) x (1 +- jitter), shape being 1, 4, 20, 120, 720, 2880 and then x4 each.
 * By default 30 s, 2 min, 10 min, 1 h, 6 h, 24 h.
 */
export type RetryPolicyInput = components["schemas"]["RetryPolicyInput"];
/** How long the earlier secrets go on signing. */
export type SigningKeyRotationInput = components["schemas"]["SigningKeyRotationInput"];
/** The destination with its new signing secret, which no other answer shows. */
export type SigningKeyRotation = components["schemas"]["SigningKeyRotation"];
/** What to send; left out, a `harbor.test` event with a short message. */
export type TestEventInput = components["schemas"]["TestEventInput"];
/** The body of the operational event `harbor.destination.paused`. */
export type DestinationPausedBody = components["schemas"]["DestinationPausedBody"];
/** Which events go to a destination: a pattern of their type and, if there is one, a filter of their body. */
export type Subscription = components["schemas"]["Subscription"];
/** A page of subscriptions, newest first. */
export type SubscriptionPage = components["schemas"]["SubscriptionPage"];
/** What a new subscription is to be. */
export type SubscriptionInput = components["schemas"]["SubscriptionInput"];
/** What is to change of a subscription; what is left out stays as it is. */
export type SubscriptionUpdate = components["schemas"]["SubscriptionUpdate"];
/**
 * An event type in which `*` stands for one whole segment and a final `**` for one or more: `order.*` takes
 * `order.created`, `order.**` also `order.line_item.added`. Types that begin with `harbor.` are only matched by patterns
 * that begin with `harbor`.
 */
export type EventTypePattern = components["schemas"]["EventTypePattern"];
/**
 * `{ "<JSONPath>": condition }`, all of which must hold; `$or: [filter, …]` at the top for alternatives. A condition is a
 * value to equal, or an object of `$eq $ne $gt $gte $lt $lte $in $nin $exists $prefix`. Paths are RFC 9535 with names,
 * indexes and wildcards; a condition holds if any selected node meets it, `$ne` and `$nin` if `$eq` and `$in` do not. At
 * most 20 conditions, depth 8, 4 KB.
 */
export type Filter = components["schemas"]["Filter"];
/** An immutable JSON body with a type, as it was submitted. */
export type Event = components["schemas"]["Event"];
/** An event with its deliveries, one for each destination. */
export type EventWithDeliveries = components["schemas"]["EventWithDeliveries"];
/** A delivery in short, as an event lists it. */
export type EventDelivery = components["schemas"]["EventDelivery"];
/** A page of events, newest first. */
export type EventPage = components["schemas"]["EventPage"];
/** An event to send to every destination that is subscribed to its type. */
export type EventInput = components["schemas"]["EventInput"];
/** 1 to 100 events, at most 5 MB in all; each stands or falls alone. */
export type EventBatchInput = components["schemas"]["EventBatchInput"];
/** One result for each event of the batch, in its order. */
export type EventBatch = components["schemas"]["EventBatch"];
/** An event that was taken: 202, or 200 when its idempotency key had made it before. */
export type EventBatchAccepted = components["schemas"]["EventBatchAccepted"];
/** An event that was refused, and why; the others of the batch are not affected. */
export type EventBatchRefused = components["schemas"]["EventBatchRefused"];
/** Which destinations get the event again; left out, all that are subscribed to it now. */
export type EventReplayInput = components["schemas"]["EventReplayInput"];
/** The new deliveries of the event. */
export type EventReplay = components["schemas"]["EventReplay"];
/** One event going to one destination: its state and the last attempt. */
export type Delivery = components["schemas"]["Delivery"];
/** A delivery with all its attempts. */
export type DeliveryWithRetries = components["schemas"]["DeliveryWithRetries"];
/** A page of deliveries, newest first. */
export type DeliveryPage = components["schemas"]["DeliveryPage"];
/** One request to the destination and what came of it. */
export type Attempt = components["schemas"]["Attempt"];
/** `blocked_address`: the host resolved to an address that Harbor does not deliver to. */
export type AttemptError = components["schemas"]["AttemptError"];
/**
 * `rejected`: the destination answered 4xx. `retries_exhausted`, `budget_exhausted`: the retry policy ran out.
 * `destination_paused`: held for an hour. `destination_deleted`: its destination is gone.
 */
export type DeadReason = components["schemas"]["DeadReason"];
/** Which dead deliveries to replay; left out, all of them. */
export type DeadDeliveryReplayInput = components["schemas"]["DeadDeliveryReplayInput"];
/** How many dead deliveries are on their way again, and how many could not be. */
export type DeadDeliveryReplay = components["schemas"]["DeadDeliveryReplay"];
/** One server-sent event, its `data` parsed. */
export type StreamEvent = components["schemas"]["StreamEvent"];
/** A delivery as it is after a change of its state. */
export type StreamDelivery = components["schemas"]["StreamDelivery"];
/** Changes since `Last-Event-ID` are no longer kept. The stream goes on from now; list deliveries to catch up. */
export type StreamGap = components["schemas"]["StreamGap"];
/** Counts and latencies over time, and what is dead or waiting now. */
export type Stats = components["schemas"]["Stats"];
/** The width of a bucket. Buckets begin on whole UTC minutes, hours or days. */
export type StatsResolution = components["schemas"]["StatsResolution"];
/** The counts of one minute, hour or day. */
export type StatsBucket = components["schemas"]["StatsBucket"];
/** Events, attempts and deliveries of a span of time, and the percentiles of the attempts' latency. */
export type StatsCounts = components["schemas"]["StatsCounts"];
/** What is waiting now. */
export type Backlog = components["schemas"]["Backlog"];
/** How far the time of the test environment is to move. */
export type TestClockAdvanceInput = components["schemas"]["TestClockAdvanceInput"];
/** The time of the test environment. */
export type TestClock = components["schemas"]["TestClock"];
/** The `error` of every error answer. */
export type ErrorObject = components["schemas"]["ErrorObject"];
/** One fault: where it is and what is wrong. */
export type ErrorDetail = components["schemas"]["ErrorDetail"];
/** What went wrong, for programs. */
export type ErrorCode = components["schemas"]["ErrorCode"];
