/**
 * The port. Everything above the store knows this file, never a database.
 *
 * Rules that every implementation keeps (store/conformance.ts proves them):
 * - Each method is one transaction, but for those that say they go in steps. What a resolved promise says is durable: fsynced
 *   before `commit` and every other change resolves; `claim` and `settle` may be lost in a power cut, which only means that an
 *   attempt is sent again.
 * - `now` is wall time, in ms. The store adds the environment's clock offset where a time of the environment is meant (due times,
 *   budgets, holds, retention, idempotency windows, key expiry). Leases are wall time.
 * - A change to what routing or signing depends on (destination, signing key, subscription, API key, clock offset) bumps the
 *   environment's `version` in its own transaction.
 * - Lists are newest first, ordered by id, and take the last id of the page before as `after`.
 */
import type {
  ActiveOrPaused,
  ApiKey,
  Attempt,
  AttemptTrigger,
  StateBefore,
  Delivery,
  DeliveryStatus,
  DeliveryWithAttempts,
  Destination,
  Event,
  Millis,
  Environment,
  Sealed,
  SealedValue,
  SigningKey,
  Subscription,
} from "../domain/domain.js";
import type { RetryRefusal } from "../domain/by-hand.js";
import type { DestinationPatch } from "../domain/change-destination.js";
import type { Shares } from "../domain/slot-shares.js";
import type { Decision } from "../domain/retry-policy.js";
import type { BreakerChange, StoreNotice } from "./notices.js";
import type { Idempotent, IdempotentRequest, RequestKey, StoredResponse } from "./idempotency.js";
import type { StatsBucket, StatsStore } from "./stats-store.js";

export type { BreakerChange, Decision, DestinationPatch, RetryRefusal, StoreNotice };
export type { Idempotent, IdempotentRequest, RequestKey, StatsBucket, StatsStore, StoredResponse };
export { StoreFailedError, type StoreHealth, StoreTooNewError, StoreUnavailableError } from "./failures.js";

export interface Store {
  /** Brings the schema up to date. Throws `StoreTooNewError` if the database is newer than this program. */
  migrate(): Promise<{ from: number; to: number }>;
  /** For /readyz: resolves when the store takes writes. */
  ping(): Promise<void>;
  /**
   * Calls `listener` after each transaction that concerns it, before the promise of the call that made the change resolves.
   * Returns the function that ends the subscription.
   */
  subscribe(listener: (notice: StoreNotice) => void): () => void;
  close(): Promise<void>;
  /** How long the store's own thread has worked; 0 where it runs in the caller's. */
  busyMs(): number;

  /**
   * Commits many events durably, with one result for each, in order. A wide fan-out goes in several transactions. With `request`
   * the batch is one idempotent request: one transaction, or `stale` as a whole.
   */
  commit(
    batch: NewEvent[],
    options: CommitOptions,
    request?: IdempotentRequest<CommitResult[]>,
  ): Promise<Idempotent<CommitResult[]> | "stale">;
  /** Leases due deliveries that may be sent now. */
  claim(options: ClaimOptions): Promise<ClaimResult>;
  /** As `claim`, for one environment and without leasing anything. For the test clock. */
  upcoming(environmentId: number, times: ClaimTimes): Promise<Pick<ClaimResult, "waiting" | "nextDueInMs">>;
  /**
   * Records attempts and their decisions, many in ONE transaction, each guarded by its lease token. With `next` the slots that
   * this frees are given in the same transaction to deliveries that wait for them.
   */
  settle(batch: Settlement[], now: Millis, next?: NextOptions): Promise<SettleResult>;
  /** Returns leased deliveries that were not sent to their queue. Tokens that hold no lease any more are ignored. */
  release(leaseTokens: readonly string[], now: Millis): Promise<void>;
  /** Periodic maintenance: holds that ran out, retention, old idempotency keys. Bounded work per call. */
  sweep(options: SweepOptions): Promise<SweepResult>;

  /** Everything routing, signing and authentication of one environment depend on, under one version. */
  snapshot(environmentId: number): Promise<EnvironmentSnapshot>;
  /** Deliveries of the environment in flight now, in whatever process, that fell due by then (environment time). For the test clock. */
  inFlight(environmentId: number, dueBy: Millis): Promise<number>;
  /** Adds to the environment's clock offset, which only grows; returns the new one. */
  advanceClock(
    environmentId: number,
    byMs: number,
    request?: IdempotentRequest<number>,
  ): Promise<Idempotent<number>>;

  /**
   * For a new sealing key: puts the result of `make` in the place of each sealed value that does not begin with `prefix`, at most
   * `limit` in one transaction. Resolves with how many there were.
   */
  reseal(
    options: { prefix: Uint8Array; limit: number },
    make: (value: SealedValue) => Sealed,
  ): Promise<number>;

  readonly projects: ProjectStore;
  readonly apiKeys: ApiKeyStore;
  readonly destinations: DestinationStore;
  readonly subscriptions: SubscriptionStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly stats: StatsStore;
  readonly tunnels: TunnelStore;
  /** Null while no request and no event has the key, or once its window has ended. */
  findResponse(environmentId: number, request: RequestKey): Promise<StoredResponse | null>;
}

// --- the pipeline -----------------------------------------------------------------------------------------------------

export interface NewEvent {
  environment: Environment;
  event: Event;
  /** End of the idempotency window in environment time; null without a key. */
  idempotencyExpiresAt: Millis | null;
  /** One delivery per matching destination. */
  deliveries: NewDelivery[];
  /** The version of the snapshot that these deliveries were routed by. */
  version: number;
  /** The id of the API key that the request came with; null for Harbor's own events. */
  apiKeyId: string | null;
}

export interface NewDelivery {
  id: string;
  destination_id: string;
  /**
   * The caller has room for it: it is sent at once or waits in the caller's memory. The store leases it to the caller if its
   * destination is active and has no older claimable delivery waiting; otherwise it is committed unleased. The caller keeps to
   * `max_concurrent_deliveries`. A store that several workers share leases no more than the destination has free slots.
   */
  handOff: boolean;
}

export interface CommitOptions {
  now: Millis;
  /** Slack on top of the destination's own timeout. */
  leaseSlackMs: number;
}

export type CommitResult =
  | { status: "created"; event: Event; deliveries: { delivery: Delivery; lease: Lease | null }[] }
  /** Same key, same type and body bytes: the original. */
  | { status: "duplicate"; event: Event; deliveries: Delivery[] }
  /** Same key, another request. */
  | { status: "conflict" }
  /** The environment's version has moved: route again and commit again. */
  | { status: "stale" }
  /** The store could not take it, and has stored others of the batch: one with a wide fan-out goes in steps. */
  | { status: "failed"; error: unknown };

export interface Lease {
  /** Fencing token: only its holder may settle. */
  token: string;
  expires_at: Millis;
}

export interface ClaimOptions {
  now: Millis;
  limit: number;
  /** Bounds within `limit`, so that no environment and no destination takes all of it. */
  shares: Shares;
  leaseSlackMs: number;
  /** Least time between two probes of a destination that the breaker holds. */
  probeIntervalMs: number;
  /** How long a pending delivery of a paused destination is held: only for `nextDueInMs`; `sweep` ends the holds. */
  holdMs: number;
}

export type ClaimTimes = Pick<ClaimOptions, "now" | "probeIntervalMs" | "holdMs">;

/** A delivery leased to this worker, with all that sending it needs except the secrets, which the snapshot has. */
export interface LeasedDelivery {
  id: string;
  environment_id: number;
  /** The environment's version in the transaction that took the lease. */
  version: number;
  event_id: string;
  event_type: string;
  destination_id: string;
  body: Buffer;
  lease: Lease;
  trigger: AttemptTrigger;
  /** `Harbor-Retry-Count` of this attempt. */
  retry_count: number;
  /** How many attempts were made before, by whatever trigger. */
  attempt_number: number;
  /** Environment time from which the time budget runs: creation or DLQ replay. */
  budget_started_at: Millis;
  before: StateBefore;
}

export interface ClaimResult {
  deliveries: LeasedDelivery[];
  /** Due deliveries were left: they wait for a slot of their destination or for room at the caller. */
  waiting: boolean;
  /**
   * Wall ms until there is something to do again: a delivery falls due, a probe may go, a lease runs out (claim then), or a hold
   * runs out (sweep then). 0: more could have been claimed. Null: nothing scheduled. What is due and only waits for a free slot of
   * its destination does not count, so claim again after a settle.
   */
  nextDueInMs: Millis | null;
}

export interface Settlement {
  id: string;
  environment_id: number;
  destination_id: string;
  leaseToken: string;
  /** Null when nothing was sent (the budget had passed before dialling). */
  attempt: Attempt | null;
  /** The new `retry_count`. */
  retry_count: number;
  decision: Decision;
}

/** Room of the process that settles, after the settled attempts have left. As in `ClaimOptions`. */
export type NextOptions = Omit<ClaimOptions, "now" | "holdMs">;

export interface SettleResult {
  /** In the order of the batch: null where the lease was lost (somebody else has the delivery now). */
  deliveries: (Delivery | null)[];
  /** Destinations that the circuit breaker paused, or a probe's success resumed, in this transaction. */
  breaker: BreakerChange[];
  /** Leased to the caller in place of those that it settled; empty without `NextOptions`. */
  next: LeasedDelivery[];
}

export interface SweepOptions {
  now: Millis;
  holdMs: Millis;
  retentionMs: Millis;
  /** Rows are purged this long after they stopped being visible. */
  purgeGraceMs: Millis;
  limit: number;
}

export interface SweepResult {
  /** Deliveries whose hold ran out (dead, `destination_paused`), and what a deletion that was cut short had left undone. */
  expired: Delivery[];
  purgedEvents: number;
}

export interface EnvironmentSnapshot {
  environment: Environment;
  version: number;
  clockOffsetMs: Millis;
  destinations: Destination[];
  /** Newest first per destination; expired ones may be among them. */
  signingKeys: SigningKey[];
  /** Active subscriptions only. */
  subscriptions: Subscription[];
  /** Ids of the keys that are not revoked. */
  apiKeyIds: string[];
}

// --- the nouns --------------------------------------------------------------------------------------------------------

export interface Page {
  /** Id of the last item of the page before; null for the first page. */
  after: string | null;
  limit: number;
  /** For events: ends the page before the body that would exceed this many bytes, but not before the first one. Default: no limit. */
  maxBytes?: number;
}

export interface Listed<T> {
  items: T[];
  more: boolean;
}

export interface ProjectStore {
  /** The project of this name, created under `id` if it is missing. Atomic: two processes that call it get the same project. */
  ensure(id: string, name: string, now: Millis): Promise<{ live: Environment; test: Environment }>;
  list(): Promise<{ id: string; name: string; live: Environment; test: Environment }[]>;
}

export interface ApiKeyStore {
  create(key: NewApiKey): Promise<ApiKey>;
  /** By SHA-256 of the whole key; revoked ones too, so that the caller can tell 403 from 401. */
  findByHash(hash: Uint8Array): Promise<FoundApiKey | null>;
  list(projectId: string): Promise<ApiKey[]>;
  revoke(id: string, now: Millis): Promise<ApiKey | null>;
  /** Coarse (about once a minute per key is enough); not durable. */
  touch(ids: string[], now: Millis): Promise<void>;
}

/** A key with what the request that it came with needs to know of its environment, as of now. */
export interface FoundApiKey extends ApiKey {
  hash: Uint8Array;
  clockOffsetMs: Millis;
  /** The environment's version: its snapshots of this version and later know the key. */
  version: number;
}

export interface NewApiKey {
  id: string;
  environment: Environment;
  hash: Uint8Array;
  hint: string;
  name: string | null;
  created_at: Millis;
}

export interface DestinationStore {
  /** `over_destination_limit` when the environment already has `limit` destinations. */
  create(
    input: { destination: Destination; signingKey: SigningKey; limit: number },
    request?: IdempotentRequest<Destination>,
  ): Promise<Idempotent<Destination> | "over_destination_limit">;
  get(environmentId: number, id: string): Promise<Destination | null>;
  list(environmentId: number, filter: { status?: ActiveOrPaused }, page: Page): Promise<Listed<Destination>>;
  /** Resuming resets the breaker's count; pausing starts the holds of pending deliveries. */
  update(
    environmentId: number,
    id: string,
    patch: DestinationPatch & { now: Millis },
  ): Promise<Destination | null>;
  /**
   * In steps, the first of which takes it out of sight: its subscriptions go, then its unfinished deliveries die
   * (`destination_deleted`). An attempt in flight is still recorded; the delivery stays dead. False when it is missing.
   */
  delete(
    environmentId: number,
    id: string,
    options: {
      now: Millis;
      /** Called with the deliveries of each step. */
      onDied?: (deliveries: Delivery[]) => void;
    },
  ): Promise<boolean>;
  /**
   * `oldKeysExpireAt` (environment time) ends the earlier keys then; with `endNow` every earlier key ends at once and a running grace
   * period does not prevent it.
   */
  rotate(
    input: {
      environmentId: number;
      id: string;
      key: SigningKey;
      oldKeysExpireAt: Millis;
      endNow: boolean;
      now: Millis;
    },
    request?: IdempotentRequest<Destination>,
  ): Promise<Idempotent<Destination> | "destination_not_found" | "rotation_in_progress">;
}

export interface SubscriptionStore {
  create(
    subscription: Subscription,
    request?: IdempotentRequest<Subscription>,
  ): Promise<Idempotent<Subscription> | "destination_not_found">;
  get(environmentId: number, id: string): Promise<Subscription | null>;
  list(environmentId: number, filter: { destination_id?: string }, page: Page): Promise<Listed<Subscription>>;
  update(
    environmentId: number,
    id: string,
    patch: Partial<Pick<Subscription, "status" | "filter" | "event_type">> & { now: Millis },
  ): Promise<Subscription | null>;
  delete(environmentId: number, id: string): Promise<boolean>;
}

/** `since` inclusive, `until` exclusive, on created_at. `notBefore` hides what is past its retention. */
export interface TimeRange {
  since?: Millis;
  until?: Millis;
  notBefore: Millis;
}

export interface EventStore {
  /** Past-retention events too, while their rows are there: the caller responds with 410 for them. */
  get(environmentId: number, id: string): Promise<Event | null>;
  list(environmentId: number, filter: TimeRange & { type?: string }, page: Page): Promise<Listed<Event>>;
  /** In the order in which they were made. */
  deliveriesOf(environmentId: number, eventId: string): Promise<Delivery[]>;
  /** New `pending` deliveries of a stored event. Same version rule as `commit`; `stale` asks to route again. */
  replay(
    input: {
      environmentId: number;
      event: Event;
      deliveries: { id: string; destination_id: string }[];
      version: number;
      now: Millis;
    },
    request?: IdempotentRequest<Delivery[]>,
  ): Promise<Idempotent<Delivery[]> | "stale">;
  /** One event for one destination only, whatever its subscriptions; while it is paused the first attempt is made by hand (`manual`), so that the event goes out all the same. */
  createTest(
    input: { event: Event; delivery: { id: string; destination_id: string }; now: Millis },
    request?: IdempotentRequest<Delivery>,
  ): Promise<Idempotent<Delivery> | "destination_not_found">;
}

export interface DeliveryFilter extends TimeRange {
  event_id?: string;
  destination_id?: string;
  status?: DeliveryStatus;
  event_type?: string;
}

export interface DeliveryStore {
  get(environmentId: number, id: string): Promise<DeliveryWithAttempts | null>;
  /** `since` and `until` look at the delivery's creation, `notBefore` at its event's: retention counts from there. */
  list(environmentId: number, filter: DeliveryFilter, page: Page): Promise<Listed<Delivery>>;
  /** One attempt now, outside count and budget, also when paused. `now` wall. */
  forceRetry(
    input: { environmentId: number; id: string; now: Millis; retentionMs: Millis },
    request?: IdempotentRequest<Delivery>,
  ): Promise<Idempotent<Delivery> | RetryRefusal>;
  /** Dead -> retrying, due at once; count, schedule and budget restart. */
  replayDead(
    input: { environmentId: number; id: string; now: Millis; retentionMs: Millis },
    request?: IdempotentRequest<Delivery>,
  ): Promise<Idempotent<Delivery> | RetryRefusal | "destination_paused">;
  /** All dead ones that match, in bounded steps inside; those of paused or deleted destinations and too old ones are skipped. */
  replayAllDead(
    input: {
      environmentId: number;
      destination_id?: string;
      since?: Millis;
      until?: Millis;
      now: Millis;
      retentionMs: Millis;
      /** Told of each step's deliveries once it is durable. */
      onReplayed?: (deliveries: Delivery[]) => void;
    },
    request?: IdempotentRequest<{ replayed: number; skipped: number }>,
  ): Promise<Idempotent<{ replayed: number; skipped: number }>>;
  /** Takes a dead delivery out of the DLQ for good: the row and its attempts are removed. */
  deleteDead(environmentId: number, id: string): Promise<boolean>;
}

/** When each tunnel's client was last there: what tells an abandoned one. */
export interface TunnelStore {
  /** Called before the destination itself is made, so that none is left behind unnoticed. Wall time. */
  seen(tunnels: readonly { environmentId: number; destinationId: string }[], now: Millis): Promise<void>;
  /** Not seen since, longest ago first. */
  abandoned(before: Millis): Promise<{ environmentId: number; destinationId: string }[]>;
  forget(destinationId: string): Promise<void>;
}
