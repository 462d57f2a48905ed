// Generated from openapi.yaml by tools/generate.mjs. Do not edit.
import type { Caller } from "../caller.js";
import type { HarborList } from "../harbor-list.js";
import type { HarborPromise } from "../harbor-promise.js";
import type { HarborStream } from "../harbor-stream.js";
import type { RequestOptions, StreamOptions } from "../request-options.js";
import type { operations } from "./openapi.js";
import type {
  DeadDeliveryReplay,
  DeadDeliveryReplayInput,
  Delivery,
  DeliveryWithRetries,
  Destination,
  DestinationInput,
  DestinationUpdate,
  DestinationWithSecret,
  Event,
  EventReplay,
  EventReplayInput,
  EventWithDeliveries,
  SigningKeyRotation,
  SigningKeyRotationInput,
  Stats,
  StreamEvent,
  Subscription,
  SubscriptionInput,
  SubscriptionUpdate,
  TestClock,
  TestClockAdvanceInput,
  TestEventInput,
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

/** The query of `stats.get`. */
export type GetStatsQuery = NonNullable<operations["getStats"]["parameters"]["query"]>;

/** The query of `stream.deliveries`. */
export type StreamDeliveriesQuery = NonNullable<operations["streamDeliveries"]["parameters"]["query"]>;

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
   * Registers a URL. The answer holds `signing_secret`, shown this once: store it where the receiver can read it.
   * With an `Idempotency-Key`, a lost answer can be fetched again for 24 hours.
   *
   * Live destinations must be `https`; test destinations may be `http`. A host that is, or resolves to, a loopback,
   * private, link-local or otherwise special address is `invalid_url`, and is refused again at each delivery.
   *
   * Fails with `invalid_url`, `url_not_reachable`, `over_destination_limit`, `idempotency_key_conflict`.
   */
  create(body: DestinationInput, options: RequestOptions = {}): HarborPromise<DestinationWithSecret> {
    return this.#caller.send({ method: "POST", path: "/destinations", body }, options);
  }

  /**
   * List destinations.
   *
   * All destinations of the environment, newest first. Signing secrets are never part of it.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListDestinationsQuery = {}, options: RequestOptions = {}): HarborList<Destination> {
    return this.#caller.list({ method: "GET", path: "/destinations", query }, options);
  }

  /**
   * Get a destination.
   *
   * The destination and its state. The signing secret is never part of it.
   *
   * Fails with `destination_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<Destination> {
    return this.#caller.send({ method: "GET", path: "/destinations/{id}", params: { id } }, options);
  }

  /**
   * Change, pause or resume a destination.
   *
   * Changes the fields that are given and leaves the rest. Inside `retry_policy` too, fields that are not given keep
   * their value. `headers` and `metadata` are replaced as a whole.
   *
   * `status: paused` holds first attempts, each for an hour, after which its delivery is dead (`destination_paused`);
   * retries already scheduled go on. `status: active` sends what is held and resets the circuit breaker.
   *
   * Fails with `invalid_url`, `url_not_reachable`, `destination_not_found`.
   */
  update(id: string, body: DestinationUpdate, options: RequestOptions = {}): HarborPromise<Destination> {
    return this.#caller.send({ method: "PATCH", path: "/destinations/{id}", params: { id }, body }, options);
  }

  /**
   * Delete a destination.
   *
   * Its subscriptions are deleted with it. Its unfinished deliveries are dead (`destination_deleted`) and stay in the
   * dead-letter queue for the record, but cannot be retried.
   *
   * Fails with `destination_not_found`.
   */
  delete(id: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/destinations/{id}", params: { id } }, options);
  }

  /**
   * Rotate the signing key.
   *
   * Makes a new signing secret, shown this once. During the grace period deliveries are signed with both secrets, so the
   * receiver can be moved over without losing one.
   *
   * `grace_period_days: 0` ends every earlier secret at once and is always accepted: use it for a leaked secret.
   * Any other rotation inside a grace period is `rotation_in_progress`.
   *
   * Fails with `destination_not_found`, `rotation_in_progress`, `idempotency_key_conflict`.
   */
  rotateSigningKey(id: string, body: SigningKeyRotationInput = {}, options: RequestOptions = {}): HarborPromise<SigningKeyRotation> {
    return this.#caller.send({ method: "POST", path: "/destinations/{id}/signing-keys/rotate", params: { id }, body }, options);
  }

  /**
   * Send a test event to a destination.
   *
   * Sends an event to this destination only, whatever its subscriptions, paused or not. It is signed, retried and
   * recorded like any other.
   *
   * Fails with `invalid_event_type`, `body_too_deep`, `destination_not_found`, `idempotency_key_conflict`, `body_too_large`.
   */
  test(id: string, body: TestEventInput = {}, options: RequestOptions = {}): HarborPromise<Delivery> {
    return this.#caller.send({ method: "POST", path: "/destinations/{id}/test", params: { id }, body }, options);
  }
}

/** Which event types, and which bodies, go to which destination. */
export class SubscriptionsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Subscribe a destination to event types.
   *
   * Events accepted after this answer are routed by the subscription. However many of a destination's subscriptions
   * match an event, the destination gets one delivery.
   *
   * Fails with `invalid_event_type_pattern`, `invalid_filter`, `destination_not_found`, `idempotency_key_conflict`.
   */
  create(body: SubscriptionInput, options: RequestOptions = {}): HarborPromise<Subscription> {
    return this.#caller.send({ method: "POST", path: "/subscriptions", body }, options);
  }

  /**
   * List subscriptions.
   *
   * All subscriptions of the environment, newest first.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListSubscriptionsQuery = {}, options: RequestOptions = {}): HarborList<Subscription> {
    return this.#caller.list({ method: "GET", path: "/subscriptions", query }, options);
  }

  /**
   * Get a subscription.
   *
   * The subscription and its state.
   *
   * Fails with `subscription_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<Subscription> {
    return this.#caller.send({ method: "GET", path: "/subscriptions/{id}", params: { id } }, options);
  }

  /**
   * Change, pause or resume a subscription.
   *
   * Changes the fields that are given. A paused subscription matches nothing: events accepted meanwhile are not
   * delivered by it, and are not made up for when it is resumed (replay them if they matter).
   *
   * Fails with `invalid_event_type_pattern`, `invalid_filter`, `subscription_not_found`.
   */
  update(id: string, body: SubscriptionUpdate, options: RequestOptions = {}): HarborPromise<Subscription> {
    return this.#caller.send({ method: "PATCH", path: "/subscriptions/{id}", params: { id }, body }, options);
  }

  /**
   * Delete a subscription.
   *
   * Later events are not routed by it. Deliveries that it already made go on.
   *
   * Fails with `subscription_not_found`.
   */
  delete(id: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/subscriptions/{id}", params: { id } }, options);
  }
}

/** Immutable JSON bodies with a type. Sending one is what starts deliveries. */
export class EventsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List events.
   *
   * Events of the last 30 days, newest first, without their deliveries.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListEventsQuery = {}, options: RequestOptions = {}): HarborList<Event> {
    return this.#caller.list({ method: "GET", path: "/events", query }, options);
  }

  /**
   * Get an event.
   *
   * The event with its body as submitted and the state of each of its deliveries.
   *
   * Fails with `event_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<EventWithDeliveries> {
    return this.#caller.send({ method: "GET", path: "/events/{id}", params: { id } }, options);
  }

  /**
   * Deliver an event again.
   *
   * Makes new deliveries of the event, with the same event id, so a receiver that remembers ids will recognise it.
   * They go to all destinations whose subscriptions match now, or to the named ones among them. Events older than 30
   * days are `event_too_old`.
   *
   * Fails with `destination_not_subscribed`, `event_not_found`, `idempotency_key_conflict`, `event_too_old`.
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
   * Deliveries of the last 30 days, newest first, each with its last attempt.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListDeliveriesQuery = {}, options: RequestOptions = {}): HarborList<Delivery> {
    return this.#caller.list({ method: "GET", path: "/deliveries", query }, options);
  }

  /**
   * Get a delivery.
   *
   * The delivery with every attempt that was made, in order.
   *
   * Fails with `delivery_not_found`.
   */
  get(id: string, options: RequestOptions = {}): HarborPromise<DeliveryWithRetries> {
    return this.#caller.send({ method: "GET", path: "/deliveries/{id}", params: { id } }, options);
  }

  /**
   * Make one attempt now.
   *
   * One attempt, outside the retry count and the time budget, also while the destination is paused. If it fails, a dead
   * delivery is dead again and a scheduled one keeps its schedule. A delivery that has succeeded or is in flight is
   * `delivery_not_retryable`.
   *
   * Fails with `delivery_not_found`, `delivery_not_retryable`, `destination_deleted`, `idempotency_key_conflict`, `delivery_too_old`.
   */
  retry(id: string, options: RequestOptions = {}): HarborPromise<Delivery> {
    return this.#caller.send({ method: "POST", path: "/deliveries/{id}/retry", params: { id } }, options);
  }
}

/** The dead-letter queue, deliveries that Harbor has given up on. */
export class DlqApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * List dead deliveries.
   *
   * Deliveries that Harbor has given up on, newest first; `dead_reason` says why.
   *
   * Fails with `invalid_cursor`.
   */
  list(query: ListDeadDeliveriesQuery = {}, options: RequestOptions = {}): HarborList<Delivery> {
    return this.#caller.list({ method: "GET", path: "/dlq", query }, options);
  }

  /**
   * Replay many dead deliveries.
   *
   * Replays every dead delivery that matches, all of them without a filter. Deliveries whose destination is paused or
   * deleted, or whose event is older than 30 days, are skipped and stay dead.
   *
   * Fails with `idempotency_key_conflict`.
   */
  replayAll(body: DeadDeliveryReplayInput = {}, options: RequestOptions = {}): HarborPromise<DeadDeliveryReplay> {
    return this.#caller.send({ method: "POST", path: "/dlq/replay", body }, options);
  }

  /**
   * Delete a dead delivery.
   *
   * Removes the delivery and its attempts for good. One that is not dead is `delivery_not_found`.
   *
   * Fails with `delivery_not_found`.
   */
  delete(deliveryId: string, options: RequestOptions = {}): HarborPromise<void> {
    return this.#caller.send({ method: "DELETE", path: "/dlq/{delivery_id}", params: { delivery_id: deliveryId } }, options);
  }

  /**
   * Replay a dead delivery.
   *
   * The delivery becomes `retrying`, due at once; its retry count, schedule and time budget start afresh. One that is
   * not dead is `delivery_not_retryable`. While the destination is paused this is `destination_paused`: resume it first.
   *
   * Fails with `delivery_not_found`, `delivery_not_retryable`, `destination_paused`, `destination_deleted`, `idempotency_key_conflict`, `delivery_too_old`.
   */
  replay(deliveryId: string, options: RequestOptions = {}): HarborPromise<Delivery> {
    return this.#caller.send({ method: "POST", path: "/dlq/{delivery_id}/replay", params: { delivery_id: deliveryId } }, options);
  }
}

/** Counts, success rates and latencies over time, and what is waiting now. */
export class StatsApi {
  readonly #caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.#caller = caller;
  }

  /**
   * Get delivery statistics.
   *
   * Counts and latencies over time, and what is waiting now. Without `since`, the last 24 hours. The range is widened to
   * whole buckets, which the answer shows; it may span 1,440 buckets (a day of minutes, 60 days of hours), more is
   * `invalid_request`.
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
   * windows and key expiry. Answers when everything that fell due has been attempted. Signature timestamps, ids,
   * timeouts and rate limits keep real time.
   *
   * `forbidden` with a live key, and where the server does not have `HARBOR_TEST_CLOCK=on`.
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
   * Server-Sent Events, one per change of a delivery's state, from now on or from `Last-Event-ID` on.
   *
   * `event: delivery` carries a `Delivery`, as it is after the change. `event: gap` carries `{}`: what happened since
   * `Last-Event-ID` is no longer kept, list deliveries to catch up.
   *
   * A comment line goes out every 15 seconds as a heartbeat. A reader that does not keep up is disconnected; it can
   * reconnect with the last id it saw.
   */
  deliveries(query: StreamDeliveriesQuery = {}, options: StreamOptions = {}): HarborStream<StreamEvent> {
    return this.#caller.stream({ method: "GET", path: "/stream", query }, options);
  }
}

/** Every group of calls. `Harbor` extends it. */
export class Resources {
  /** URLs that Harbor delivers to, each with its signing secret, retry policy and state. */
  readonly destinations: DestinationsApi;
  /** Which event types, and which bodies, go to which destination. */
  readonly subscriptions: SubscriptionsApi;
  /** Immutable JSON bodies with a type. Sending one is what starts deliveries. */
  readonly events: EventsApi;
  /** One event on its way to one destination, with all its attempts. */
  readonly deliveries: DeliveriesApi;
  /** The dead-letter queue, deliveries that Harbor has given up on. */
  readonly dlq: DlqApi;
  /** Counts, success rates and latencies over time, and what is waiting now. */
  readonly stats: StatsApi;
  /** Moves the time of a test environment, so that hours of retries run at once. */
  readonly testClock: TestClockApi;
  /** A live view of deliveries as they change state. */
  readonly stream: StreamApi;

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
  }
}
