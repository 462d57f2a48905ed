import type { Erasure } from "../domain/erasure.js";
import type {
  Attempt,
  AttemptTrigger,
  Delivery,
  Destination,
  Environment,
  Event,
  EventTypeValidation,
  EventTypeVisibility,
  Millis,
  ReadableEvent,
  SigningKey,
  StateBefore,
  Subscription,
} from "../domain/domain.js";
import type { OperationalEvent } from "../domain/operational-events.js";
import type { Lane } from "../domain/queued.js";
import type { Token } from "../domain/rate-limit.js";
import type { Decision } from "../domain/retry-policy.js";
import type { StoredTrace } from "../domain/trace-context.js";
import type { Shares } from "../domain/slot-shares.js";
import type { DestinationStatusChange } from "./notices.js";

/** The parameters and results of the store that the stages of the pipeline use. */

export interface NewEvent {
  event: ReadableEvent;
  /** The trace that it was sent in. */
  trace: StoredTrace | null;
  /** End of the idempotency window in environment time; null without a key. */
  idempotencyExpiresAt: Millis | null;
  /** One delivery per matching destination. */
  deliveries: NewDelivery[];
  /** The version of the snapshot that these deliveries were routed by. */
  version: number;
  /** Of an operational event: `Announcement.seq`, which goes in the same transaction. */
  announcement?: number;
}

/** An operational event that is not sent yet. */
export interface Announcement extends OperationalEvent {
  seq: number;
}

export interface NewDelivery {
  id: string;
  destination_id: string;
  /**
   * The caller has room for it: it is sent at once or waits in the caller's memory. The store leases it to the caller if its
   * destination is active, has no rate limit, no older claimable delivery waiting and no unfinished one with its ordering key; otherwise
   * it is committed unleased. The caller keeps to `max_concurrent_deliveries`. A store that several workers share leases no more than the
   * destination has free slots.
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
  /** Same key, same type, tenant, ordering key and body bytes, which an erased event no longer has: the original. */
  | { status: "duplicate"; event: Event; deliveries: Delivery[] }
  /** Same key, another request. */
  | { status: "conflict" }
  /** The environment's version has moved: route again and commit again. */
  | { status: "stale" }
  /** Its announcement is gone, or another process sends it: nothing was stored. */
  | { status: "already_taken" }
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
  tenant: string | null;
  event_id: string;
  event_type: string;
  destination_id: string;
  /** Null once its event is erased. */
  body: Buffer | null;
  /** The trace that its event was sent in. */
  trace: StoredTrace | null;
  lease: Lease;
  lane: Lane;
  trigger: AttemptTrigger;
  /** `Harbor-Retry-Count` of this attempt. */
  retry_count: number;
  /** The number of earlier attempts, with any trigger. */
  attempt_number: number;
  /** Environment time from which the time budget runs: creation, DLQ replay, or the first attempt of an ordered delivery. */
  budget_started_at: Millis;
  /** Null without a rate limit, and for an attempt that did not wait for it. */
  token: Token | null;
  /** The time budget starts with this attempt. */
  starts_budget: boolean;
  before: StateBefore;
}

export interface ClaimResult {
  deliveries: LeasedDelivery[];
  /**
   * The environments whose due deliveries were left: they wait for a slot of their destination or for room at the caller. Those that
   * wait for their rate limit do not count.
   */
  waitingIn: number[];
  /**
   * Wall ms until there is something to do again: a delivery falls due, a probe may go, a rate limit allows the next request, a lease
   * runs out (claim then), or a hold runs out (sweep then). 0: more could have been claimed. Null: nothing scheduled. Due deliveries that only wait for a free
   * slot of their destination do not count, so claim again after a settle.
   */
  nextDueInMs: Millis | null;
}

/** The work of one environment, without destinations that have more due deliveries than their rate limits allow now. */
export interface Upcoming extends Pick<ClaimResult, "nextDueInMs"> {
  /** Due deliveries wait for a slot of their destination. */
  waiting: boolean;
  /** Deliveries in flight, in any process, that are due by now. */
  inFlight: number;
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
  /** In the order of the batch: false where the lease was lost (another worker has the delivery now). */
  recorded: boolean[];
  /** Their current state, null where the lease was lost. May be built when it is read, because only open streams need it. */
  readonly deliveries: (Delivery | null)[];
  /** Destinations that attempts paused or resumed in this transaction. */
  statusChanges: DestinationStatusChange[];
  /** Leased to the caller to replace those that it settled; empty without `NextOptions`. */
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
  /** Erased bytes are left that are not overwritten. */
  isErasing: boolean;
}

/** The part of an entry of the catalogue that accepting an event needs. */
export interface EventTypeRule {
  type: string;
  visibility: EventTypeVisibility;
  validation: EventTypeValidation;
  /** The same for equal texts; null without a schema. */
  schema_id: string | null;
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
  /** Of the whole catalogue. */
  eventTypes: EventTypeRule[];
  /** Ids of the keys that are not revoked. */
  apiKeyIds: string[];
  /** Of the last hours. */
  erasures: Erasure[];
  /** The version of the last erasure; 0 before the first one. */
  erasedVersion: number;
  /** Ids of later events have at least this time: a process whose clock is behind would take them for erased ones. */
  idsNotBefore: Millis;
}
