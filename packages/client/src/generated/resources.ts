// Generated from openapi.yaml by npm run generate. Do not edit.
import type { Caller } from "../caller.js";
import type { HarborList } from "../harbor-list.js";
import type { HarborPromise } from "../harbor-promise.js";
import type { HarborStream } from "../harbor-stream.js";
import type { RequestOptions, StreamOptions } from "../request-options.js";
import type { operations } from "./openapi.js";
import type {
  ApiKey,
  ApiKeyInput,
  ApiKeyWithKey,
  CallerIdentity,
  DeadDeliveryGroups,
  DeadDeliveryReplay,
  DeadDeliveryReplayInput,
  Delivery,
  DeliveryWithRetries,
  Destination,
  DestinationInput,
  DestinationReplacement,
  DestinationUpdate,
  DestinationWithSecret,
  Event,
  EventReplay,
  EventReplayInput,
  EventType,
  EventTypeInput,
  EventWithDeliveries,
  PortalSession,
  PortalSessionInput,
  PortalSessionWithToken,
  Recovery,
  RecoveryInput,
  SigningKeyRotation,
  SigningKeyRotationInput,
  Stats,
  StreamEvent,
  Subscription,
  SubscriptionInput,
  SubscriptionPreview,
  SubscriptionPreviewInput,
  SubscriptionUpdate,
  TenantSummary,
  TestClock,
  TestClockAdvanceInput,
  TestEventInput,
  UpdatedDestination,
} from "./schemas.js";

/** The query of `destinations.list`. */
export type ListDestinationsQuery = NonNullable<operations["listDestinations"]["parameters"]["query"]>;

/** The query of `subscriptions.list`. */
export type ListSubscriptionsQuery = NonNullable<operations["listSubscriptions"]["parameters"]["query"]>;

/** The query of `events.list`. */
export type ListEventsQuery = NonNullable<operations["listEvents"]["parameters"]["query"]>;

/** The query of `deliveries.list`. */
export type ListDeliveriesQuery = NonNullable<operations["listDeliveries"]["parameters"]["query"]>;

/** The query of `dlq.list`. */
export type ListDeadDeliveriesQuery = NonNullable<operations["listDeadDeliveries"]["parameters"]["query"]>;

/** The query of `dlq.groups`. */
export type ListDeadDeliveryGroupsQuery = NonNullable<operations["listDeadDeliveryGroups"]["parameters"]["query"]>;

/** The query of `stats.get`. */
export type GetStatsQuery = NonNullable<operations["getStats"]["parameters"]["query"]>;

/** The query of `stream.deliveries`. */
export type StreamDeliveriesQuery = NonNullable<operations["streamDeliveries"]["parameters"]["query"]>;

/** The query of `apiKeys.list`. */
export type ListApiKeysQuery = NonNullable<operations["listApiKeys"]["parameters"]["query"]>;

/** The query of `portalSessions.list`. */
export type ListPortalSessionsQuery = NonNullable<operations["listPortalSessions"]["parameters"]["query"]>;

/** The query of `portalSessions.revokeAll`. */
export type RevokePortalSessionsQuery = NonNullable<operations["revokePortalSessions"]["parameters"]["query"]>;

/** The query of `eventTypes.list`. */
export type ListEventTypesQuery = NonNullable<operations["listEventTypes"]["parameters"]["query"]>;

/** The query of `tenants.list`. */
export type ListTenantsQuery = NonNullable<operations["listTenants"]["parameters"]["query"]>;

/** URLs that Harbor delivers to, each with its signing secret, retry policy and state. */
export class DestinationsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Register a destination.
   *
   * Registers a URL. The response contains `signing_secret`, which is shown only once: store it where the receiver can read it.
   * With an `Idempotency-Key`, a lost response can be fetched again for 24 hours. A destination with the signature
   * `standard_ed25519` has no secret: its receiver verifies with `public_key`.
   *
   * Live destinations must be `https`; test destinations can be `http`. A host that is, or resolves to, a loopback,
   * private, link-local or otherwise special address is `invalid_url`, and is refused again at each delivery.
   *
   * Fails with `invalid_url`, `url_not_reachable`, `invalid_event_type_pattern`, `invalid_filter`, `invalid_signing_secret`, `over_destination_limit`, `over_subscription_limit`, `uid_taken`, `idempotency_key_conflict`.
   */
  create(body: DestinationInput, options: RequestOptions = {}): HarborPromise<DestinationWithSecret> {
    return this.#caller.send({ method: "POST", path: "/destinations", body }, options);
  }

  /**
   * List destinations.
   *
   * Returns all destinations of the environment, newest first, without signing secrets.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListDestinationsQuery = {}, options: RequestOptions = {}): HarborList<Destination> {
    return this.#caller.list({ method: "GET", path: "/destinations", query }, options);
  }

  /**
   * Get a destination by its uid.
   *
   * Returns the destination that has this `uid`, without the signing secret.
   *
   * Fails with `destination_not_found`.
   */
  getByUid(uid: string, options: RequestOptions = {}): HarborPromise<Destination> {
    return this.#caller.send({ method: "GET", path: "/destinations/by-uid/{uid}", params: { uid } }, options);
  }

  /**
   * Create or replace a destination by its uid.
   *
   * Creates the destination with this `uid`, or replaces the one that has it: omitted fields get their defaults. The status, the
   * keys of an existing destination stay; without a `signature` its signature does, and without `subscriptions` they do. The same
   * request again changes nothing.
   *
   * A new destination is a 201 with its `signing_secret`, which is shown only once; of concurrent requests one gets it. A 200 has
   * a secret only if a new `signature` needed one. The `tenant` of a destination never changes: another one is
   * `tenant_mismatch`.
   *
   * Fails with `invalid_url`, `url_not_reachable`, `invalid_event_type_pattern`, `invalid_filter`, `invalid_signing_secret`, `rotation_in_progress`, `tenant_mismatch`, `over_destination_limit`, `over_subscription_limit`, `idempotency_key_conflict`.
   */
  putByUid(uid: string, body: DestinationReplacement, options: RequestOptions = {}): HarborPromise<UpdatedDestination | DestinationWithSecret> {
    return this.#caller.send({ method: "PUT", path: "/destinations/by-uid/{uid}", params: { uid }, body }, options);
  }

  /**
   * Delete a destination by its uid.
   *
   * Deletes the destination that has this `uid`, as `DELETE /v1/destinations/{id}` does. The `uid` is free for another one
   * afterwards.
   *
   * Fails with `destination_not_found`.
   */
  deleteByUid(uid: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/destinations/by-uid/{uid}", params: { uid } }, options);
  }

  /**
   * Get a destination.
   *
   * Returns the destination and its state, without the signing secret.
   *
   * Fails with `destination_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<Destination> {
    return this.#caller.send({ method: "GET", path: "/destinations/{id}", params: { id } }, options);
  }

  /**
   * Change, pause or resume a destination.
   *
   * Changes the given fields and keeps the others. `retry_policy` is merged field by field; `headers` and `metadata` are
   * replaced.
   *
   * `status: paused` holds first attempts for up to an hour, after which a held delivery is dead (`destination_paused`);
   * scheduled retries continue. `status: active` sends held deliveries and resets the circuit breaker.
   *
   * A new `signature` starts a grace period, as a rotation of the key does: until `old_key_expires_at` deliveries have the
   * headers of both. Between `harbor` and `standard` the secret stays. To and from `standard_ed25519` the keys are new, and
   * a new secret is in the response, once.
   *
   * Fails with `invalid_url`, `url_not_reachable`, `destination_not_found`, `rotation_in_progress`, `uid_taken`, `idempotency_key_conflict`.
   */
  update(id: string, body: DestinationUpdate, options: RequestOptions = {}): HarborPromise<UpdatedDestination> {
    return this.#caller.send({ method: "PATCH", path: "/destinations/{id}", params: { id }, body }, options);
  }

  /**
   * Delete a destination.
   *
   * Also deletes its subscriptions. Its unfinished deliveries become dead (`destination_deleted`). They stay in the dead-letter
   * queue but cannot be retried.
   *
   * Fails with `destination_not_found`.
   */
  delete(id: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/destinations/{id}", params: { id } }, options);
  }

  /**
   * Rotate the signing key.
   *
   * Creates a new signing secret, which is shown only once, or with `standard_ed25519` a new pair of keys. During the grace
   * period Harbor signs with both, so that the receiver can switch without losing a delivery.
   *
   * `grace_period_days: 0` ends every earlier secret at once and is always accepted: use it for a leaked secret.
   * Any other rotation during a grace period is `rotation_in_progress`.
   *
   * Fails with `invalid_signing_secret`, `destination_not_found`, `rotation_in_progress`, `idempotency_key_conflict`.
   */
  rotateSigningKey(id: string, body: SigningKeyRotationInput = {}, options: RequestOptions = {}): HarborPromise<SigningKeyRotation> {
    return this.#caller.send({ method: "POST", path: "/destinations/{id}/signing-keys/rotate", params: { id }, body }, options);
  }

  /**
   * Send a test event to a destination.
   *
   * Sends an event to this destination only, even if it is paused and regardless of its subscriptions. The event is signed,
   * retried and recorded like any other.
   *
   * Fails with `invalid_event_type`, `invalid_event_body`, `body_too_deep`, `destination_not_found`, `idempotency_key_conflict`, `body_too_large`.
   */
  test(id: string, body: TestEventInput = {}, options: RequestOptions = {}): HarborPromise<Delivery> {
    return this.#caller.send({ method: "POST", path: "/destinations/{id}/test", params: { id }, body }, options);
  }

  /**
   * Recover what a destination missed.
   *
   * Delivers the events of a time range that the destination has not received. Events are routed as of now: a subscription
   * that is newer than an event counts. If an event has no delivery to the destination, one is created; if its deliveries
   * are dead, the last one is replayed. Events that were delivered or may still be delivered are skipped. Test events are
   * ignored. With `dry_run` it changes and stores nothing, and returns the numbers.
   *
   * If the destination is paused, the error is `destination_paused`: resume it first. Works in steps: if the request fails,
   * repeat it; what is recovered already is skipped.
   *
   * Fails with `destination_not_found`, `destination_paused`, `idempotency_key_conflict`.
   */
  recover(id: string, body: RecoveryInput, options: RequestOptions = {}): HarborPromise<Recovery> {
    return this.#caller.send({ method: "POST", path: "/destinations/{id}/recover", params: { id }, body }, options);
  }
}

/** Rules that route events to a destination, by event type and body. */
export class SubscriptionsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Subscribe a destination to event types.
   *
   * Applies to all events that are accepted after the response. A destination receives one delivery per event, even if several
   * of its subscriptions match.
   *
   * Fails with `invalid_event_type_pattern`, `invalid_filter`, `destination_not_found`, `over_subscription_limit`, `idempotency_key_conflict`.
   */
  create(body: SubscriptionInput, options: RequestOptions = {}): HarborPromise<Subscription> {
    return this.#caller.send({ method: "POST", path: "/subscriptions", body }, options);
  }

  /**
   * List subscriptions.
   *
   * Returns all subscriptions of the environment, newest first.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListSubscriptionsQuery = {}, options: RequestOptions = {}): HarborList<Subscription> {
    return this.#caller.list({ method: "GET", path: "/subscriptions", query }, options);
  }

  /**
   * Preview a subscription.
   *
   * Shows which of the latest 100 events a subscription with this pattern and filter would match. Nothing is created or sent.
   *
   * Fails with `invalid_event_type_pattern`, `invalid_filter`.
   */
  preview(body: SubscriptionPreviewInput, options: RequestOptions = {}): HarborPromise<SubscriptionPreview> {
    return this.#caller.send({ method: "POST", path: "/subscriptions/preview", body }, options);
  }

  /**
   * Get a subscription.
   *
   * Returns the subscription and its state.
   *
   * Fails with `subscription_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<Subscription> {
    return this.#caller.send({ method: "GET", path: "/subscriptions/{id}", params: { id } }, options);
  }

  /**
   * Change, pause or resume a subscription.
   *
   * Changes the given fields. A paused subscription matches nothing: events that are accepted meanwhile are not delivered
   * through it, and resuming does not deliver them later. Replay them if necessary.
   *
   * Fails with `invalid_event_type_pattern`, `invalid_filter`, `subscription_not_found`.
   */
  update(id: string, body: SubscriptionUpdate, options: RequestOptions = {}): HarborPromise<Subscription> {
    return this.#caller.send({ method: "PATCH", path: "/subscriptions/{id}", params: { id }, body }, options);
  }

  /**
   * Delete a subscription.
   *
   * Later events no longer match it. Existing deliveries continue.
   *
   * Fails with `subscription_not_found`.
   */
  delete(id: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/subscriptions/{id}", params: { id } }, options);
  }
}

/** Immutable JSON bodies with a type. Sending an event creates its deliveries. */
export class EventsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List events.
   *
   * Returns the events of the last 30 days, newest first, without their deliveries.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListEventsQuery = {}, options: RequestOptions = {}): HarborList<Event> {
    return this.#caller.list({ method: "GET", path: "/events", query }, options);
  }

  /**
   * Get an event.
   *
   * Returns the event with its body as submitted and the state of each of its deliveries.
   *
   * Fails with `event_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<EventWithDeliveries> {
    return this.#caller.send({ method: "GET", path: "/events/{id}", params: { id } }, options);
  }

  /**
   * Erase an event.
   *
   * Erases the body of the event and the responses to its deliveries. By the time of the response both are unreadable everywhere in
   * the API, and no attempt of it starts any more; one in flight may end. The stored bytes are overwritten soon after.
   *
   * The event stays in the lists with `body: null` and `erased_at`. Its unfinished deliveries become dead (`event_erased`). Replays
   * and retries of it are `event_erased`, and a repeat of its idempotency key returns it and sends nothing. Erasing it again
   * changes nothing.
   *
   * Fails with `event_not_found`.
   */
  erase(id: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/events/{id}/body", params: { id } }, options);
  }

  /**
   * Deliver an event again.
   *
   * Creates new deliveries of the event with the same event id, which receivers use to recognise duplicates. Sends to all
   * destinations with a subscription that matches now, or only to those in `destination_ids`. Events older than 30 days are
   * `event_too_old`, erased ones `event_erased`. With `dry_run` it creates and stores nothing, and returns the number.
   *
   * Fails with `destination_not_subscribed`, `event_not_found`, `event_erased`, `idempotency_key_conflict`, `event_too_old`.
   */
  replay(id: string, body: EventReplayInput = {}, options: RequestOptions = {}): HarborPromise<EventReplay> {
    return this.#caller.send({ method: "POST", path: "/events/{id}/replay", params: { id }, body }, options);
  }
}

/** One event on its way to one destination, with all its attempts. */
export class DeliveriesApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List deliveries.
   *
   * Returns the deliveries of the last 30 days, newest first, each with its last attempt.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListDeliveriesQuery = {}, options: RequestOptions = {}): HarborList<Delivery> {
    return this.#caller.list({ method: "GET", path: "/deliveries", query }, options);
  }

  /**
   * Get a delivery.
   *
   * Returns the delivery with all its attempts, in order.
   *
   * Fails with `delivery_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<DeliveryWithRetries> {
    return this.#caller.send({ method: "GET", path: "/deliveries/{id}", params: { id } }, options);
  }

  /**
   * Retry a delivery now.
   *
   * Sends one attempt outside the retry schedule and the time budget, even if the destination is paused. If it fails, the
   * delivery returns to its earlier state. A delivery that has succeeded, has an attempt in progress or waits for an earlier one with
   * its ordering key is `delivery_not_retryable`.
   *
   * Fails with `delivery_not_found`, `delivery_not_retryable`, `event_erased`, `destination_deleted`, `idempotency_key_conflict`, `delivery_too_old`.
   */
  retry(id: string, options: RequestOptions = {}): HarborPromise<Delivery> {
    return this.#caller.send({ method: "POST", path: "/deliveries/{id}/retry", params: { id } }, options);
  }
}

/** The dead-letter queue: deliveries that failed for good. */
export class DlqApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List dead deliveries.
   *
   * Returns deliveries that failed for good, newest first, with their `dead_reason`.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListDeadDeliveriesQuery = {}, options: RequestOptions = {}): HarborList<Delivery> {
    return this.#caller.list({ method: "GET", path: "/dlq", query }, options);
  }

  /**
   * Count dead deliveries by cause.
   *
   * Counts the dead deliveries by destination, `dead_reason` and the response code of the last attempt, largest group first. Counts
   * the newest 100,000; `complete` is false if there are more.
   */
  groups(query: ListDeadDeliveryGroupsQuery = {}, options: RequestOptions = {}): HarborPromise<DeadDeliveryGroups> {
    return this.#caller.send({ method: "GET", path: "/dlq/groups", query }, options);
  }

  /**
   * Replay many dead deliveries.
   *
   * Replays all dead deliveries that match the filters. Skips deliveries whose destination is paused or deleted, or whose
   * event is older than 30 days; they stay dead. With `dry_run` it changes and stores nothing, and returns the numbers.
   *
   * Fails with `idempotency_key_conflict`.
   */
  replayAll(body: DeadDeliveryReplayInput = {}, options: RequestOptions = {}): HarborPromise<DeadDeliveryReplay> {
    return this.#caller.send({ method: "POST", path: "/dlq/replay", body }, options);
  }

  /**
   * Delete a dead delivery.
   *
   * Permanently removes the delivery and its attempts. A delivery that is not dead is `delivery_not_found`.
   *
   * Fails with `delivery_not_found`.
   */
  delete(deliveryId: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/dlq/{delivery_id}", params: { delivery_id: deliveryId } }, options);
  }

  /**
   * Replay a dead delivery.
   *
   * Sets the delivery to `retrying`, due at once, with a new retry count, schedule and time budget. A delivery that is
   * not dead is `delivery_not_retryable`. If the destination is paused, the error is `destination_paused`: resume it first.
   *
   * Fails with `delivery_not_found`, `delivery_not_retryable`, `event_erased`, `destination_paused`, `destination_deleted`, `idempotency_key_conflict`, `delivery_too_old`.
   */
  replay(deliveryId: string, options: RequestOptions = {}): HarborPromise<Delivery> {
    return this.#caller.send({ method: "POST", path: "/dlq/{delivery_id}/replay", params: { delivery_id: deliveryId } }, options);
  }
}

/** Counts, success rates and latencies over time, and the current backlog. */
export class StatsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Get delivery statistics.
   *
   * Returns counts and latencies over time, and the current backlog. Without `since`, covers the last 24 hours. The range is
   * widened to whole buckets, as the response shows. The maximum is 1,440 buckets (a day of minutes, 60 days of hours); more
   * is `invalid_request`.
   */
  get(query: GetStatsQuery = {}, options: RequestOptions = {}): HarborPromise<Stats> {
    return this.#caller.send({ method: "GET", path: "/stats", query }, options);
  }
}

/** Moves the time of a test environment, so that hours of retries run at once. */
export class TestClockApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Advance the test clock.
   *
   * Moves the time of this project's test environment forward: due times, time budgets, holds, retention, idempotency
   * windows and key expiry. Responds when all deliveries that became due have been attempted. Signature timestamps, ids,
   * timeouts and rate limits keep real time.
   *
   * `forbidden` with a live key, and on a server without `HARBOR_TEST_CLOCK=on`.
   *
   * Fails with `idempotency_key_conflict`.
   */
  advance(body: TestClockAdvanceInput, options: RequestOptions = {}): HarborPromise<TestClock> {
    return this.#caller.send({ method: "POST", path: "/test-clock/advance", body }, options);
  }
}

/** A live view of deliveries as they change state. */
export class StreamApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Stream deliveries as they change.
   *
   * Sends a Server-Sent Event for each change of a delivery's state, from now on or after `Last-Event-ID`.
   *
   * `event: delivery` carries the `Delivery` after the change. `event: gap` carries `{}`: the changes since `Last-Event-ID` are
   * no longer available; list deliveries to catch up.
   *
   * A comment line every 15 seconds is the heartbeat. A reader that falls 4 MB behind is disconnected; it can reconnect with
   * the last id that it received. A key can have 20 open streams and an environment 50; the portal sessions of a tenant can have 5,
   * and those of an environment 100. The stream of a key or session that is revoked ends, and that of a session that expires.
   */
  deliveries(query: StreamDeliveriesQuery = {}, options: StreamOptions = {}): HarborStream<StreamEvent> {
    return this.#caller.stream({ method: "GET", path: "/stream", query }, options);
  }
}

/** Keys of the environment, each with a role that decides what it may do. */
export class ApiKeysApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Create an API key.
   *
   * Creates a key of the caller's environment. The response contains `key`, which is shown only once. With an `Idempotency-Key`, a
   * lost response can be fetched again for 24 hours.
   *
   * Fails with `idempotency_key_conflict`.
   */
  create(body: ApiKeyInput = {}, options: RequestOptions = {}): HarborPromise<ApiKeyWithKey> {
    return this.#caller.send({ method: "POST", path: "/api-keys", body }, options);
  }

  /**
   * List API keys.
   *
   * Returns all keys of the environment, newest first, revoked ones too. The keys themselves are not shown again.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListApiKeysQuery = {}, options: RequestOptions = {}): HarborList<ApiKey> {
    return this.#caller.list({ method: "GET", path: "/api-keys", query }, options);
  }

  /**
   * Revoke an API key.
   *
   * Later requests with the key are refused, in every process. The key stays in the list, with `revoked_at`. Revoking it again
   * changes nothing. The last admin key of an environment cannot be revoked.
   *
   * Fails with `api_key_not_found`, `last_admin_key`.
   */
  revoke(id: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/api-keys/{id}", params: { id } }, options);
  }
}

/** Access of a tenant to its destinations, events and deliveries. */
export class PortalSessionsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Create a portal session.
   *
   * Gives a tenant access to what belongs to its destinations, for a limited time. The response contains `token`, which is shown
   * only once: the tenant's program or page sends it like an API key, `Authorization: Bearer hp_…`. With an `Idempotency-Key`, a
   * lost response can be fetched again for 24 hours.
   *
   * `url` opens the session in a browser: the portal, a page of this server that shows the tenant what it may see.
   *
   * The session ends at `expires_at`, when it is revoked, and with the API key that created it.
   *
   * Fails with `idempotency_key_conflict`.
   */
  create(body: PortalSessionInput, options: RequestOptions = {}): HarborPromise<PortalSessionWithToken> {
    return this.#caller.send({ method: "POST", path: "/portal-sessions", body }, options);
  }

  /**
   * List portal sessions.
   *
   * Returns the sessions in force, newest first: those that are neither revoked nor expired. Their tokens are not shown again.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListPortalSessionsQuery = {}, options: RequestOptions = {}): HarborList<PortalSession> {
    return this.#caller.list({ method: "GET", path: "/portal-sessions", query }, options);
  }

  /**
   * Revoke all portal sessions of a tenant.
   *
   * Later requests with their tokens are refused and their open streams end, in every process. Sessions that are created afterwards
   * are not affected.
   */
  revokeAll(query: RevokePortalSessionsQuery, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/portal-sessions", query }, options);
  }

  /**
   * Revoke a portal session.
   *
   * Later requests with its token are refused and its open streams end, in every process. Revoking it again changes nothing.
   *
   * Fails with `portal_session_not_found`.
   */
  revoke(id: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/portal-sessions/{id}", params: { id } }, options);
  }
}

/** The API key or portal session of a request, and what it may do. */
export class CallerApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Get the caller.
   *
   * Returns the API key or the portal session that the request is made with: its environment, and what it may do. A page or a
   * program that is given a key or a token checks it with this request, because every key and every session may send it.
   */
  get(options: RequestOptions = {}): HarborPromise<CallerIdentity> {
    return this.#caller.send({ method: "GET", path: "/caller" }, options);
  }
}

/** The catalogue: what each type of event means and what its body looks like. */
export class EventTypesApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List event types.
   *
   * Returns the catalogue of the environment in the order of the types, with the entries of Harbor's own types (`harbor.*`) among
   * them.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListEventTypesQuery = {}, options: RequestOptions = {}): HarborList<EventType> {
    return this.#caller.list({ method: "GET", path: "/event-types", query }, options);
  }

  /**
   * Get an event type.
   *
   * Returns the entry of this type in the catalogue.
   *
   * Fails with `event_type_not_found`.
   */
  get(type: string, options: RequestOptions = {}): HarborPromise<EventType> {
    return this.#caller.send({ method: "GET", path: "/event-types/{type}", params: { type } }, options);
  }

  /**
   * Create or replace an event type.
   *
   * Stores the entry as a whole: omitted fields get their defaults. It applies to every event that is accepted after the
   * response. `validation` needs a `schema`, and `example` has to match it. Types that begin with `harbor.` are read-only.
   *
   * Fails with `invalid_event_type`, `invalid_schema`, `invalid_event_body`, `over_event_type_limit`.
   */
  put(type: string, body: EventTypeInput, options: RequestOptions = {}): HarborPromise<EventType> {
    return this.#caller.send({ method: "PUT", path: "/event-types/{type}", params: { type }, body }, options);
  }

  /**
   * Delete an event type.
   *
   * Removes the entry. Events of the type are accepted without validation afterwards, unless the server only takes types of the
   * catalogue. Types that begin with `harbor.` are read-only.
   *
   * Fails with `event_type_not_found`.
   */
  delete(type: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/event-types/{type}", params: { type } }, options);
  }
}

/** Your own customers, as your destinations and events name them. */
export class TenantsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List tenants.
   *
   * Returns the tenants of the environment by name: those that have a destination, or an event of the last 30 days that is not
   * erased. Tenants are not created.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListTenantsQuery = {}, options: RequestOptions = {}): HarborList<TenantSummary> {
    return this.#caller.list({ method: "GET", path: "/tenants", query }, options);
  }

  /**
   * Delete a tenant.
   *
   * Revokes the portal sessions of the tenant, erases all of its events that were accepted before, wherever they went, and deletes
   * its destinations. By the time of the response nothing of that can be read any more, and no attempt of it starts; one in flight
   * may end. The stored bytes are overwritten soon after.
   *
   * Events of the tenant that are accepted later are not touched. Deleting it again, or a tenant that does not exist, succeeds. An
   * interrupted request can be repeated.
   */
  delete(tenant: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/tenants/{tenant}", params: { tenant } }, options);
  }
}

/** Every group of calls. `Harbor` extends it. */
export class Resources {
  /** URLs that Harbor delivers to, each with its signing secret, retry policy and state. */
  readonly destinations: DestinationsApi;
  /** Rules that route events to a destination, by event type and body. */
  readonly subscriptions: SubscriptionsApi;
  /** Immutable JSON bodies with a type. Sending an event creates its deliveries. */
  readonly events: EventsApi;
  /** One event on its way to one destination, with all its attempts. */
  readonly deliveries: DeliveriesApi;
  /** The dead-letter queue: deliveries that failed for good. */
  readonly dlq: DlqApi;
  /** Counts, success rates and latencies over time, and the current backlog. */
  readonly stats: StatsApi;
  /** Moves the time of a test environment, so that hours of retries run at once. */
  readonly testClock: TestClockApi;
  /** A live view of deliveries as they change state. */
  readonly stream: StreamApi;
  /** Keys of the environment, each with a role that decides what it may do. */
  readonly apiKeys: ApiKeysApi;
  /** Access of a tenant to its destinations, events and deliveries. */
  readonly portalSessions: PortalSessionsApi;
  /** The API key or portal session of a request, and what it may do. */
  readonly caller: CallerApi;
  /** The catalogue: what each type of event means and what its body looks like. */
  readonly eventTypes: EventTypesApi;
  /** Your own customers, as your destinations and events name them. */
  readonly tenants: TenantsApi;

  /** @internal */
  constructor(caller: Caller) {
    this.destinations = new DestinationsApi(caller);
    this.subscriptions = new SubscriptionsApi(caller);
    this.events = new EventsApi(caller);
    this.deliveries = new DeliveriesApi(caller);
    this.dlq = new DlqApi(caller);
    this.stats = new StatsApi(caller);
    this.testClock = new TestClockApi(caller);
    this.stream = new StreamApi(caller);
    this.apiKeys = new ApiKeysApi(caller);
    this.portalSessions = new PortalSessionsApi(caller);
    this.caller = new CallerApi(caller);
    this.eventTypes = new EventTypesApi(caller);
    this.tenants = new TenantsApi(caller);
  }
}
