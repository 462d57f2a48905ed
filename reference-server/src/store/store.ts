/**
 * The port. Everything above the store knows this file, never a database.
 *
 * Rules that every implementation keeps (store/conformance.ts proves them):
 * - Each method is one transaction,except for those that are documented to run in steps. A resolved promise means durable: fsynced
 *   before `commit` and every other change resolves; `claim` and `settle` may be lost in a power cut, which only means that an
 *   attempt is sent again.
 * - `now` is wall time, in ms. The store adds the environment's clock offset where a time of the environment is meant (due times,
 *   budgets, holds, retention, idempotency windows, key expiry). Leases are wall time.
 * - A change to what routing or signing depends on (destination, signing key, subscription, API key, clock offset) bumps the
 *   environment's `version` in its own transaction.
 * - Lists are newest first, ordered by id, and take the last id of the page before as `after`.
 */
import type { Millis, Sealed, SealedValue } from "../domain/domain.js";
import type { Idempotent, IdempotentRequest, RequestKey, StoredResponse } from "./idempotency.js";
import type { StoreNotice } from "./notices.js";
import type {
  Announcement,
  NewEvent,
  CommitOptions,
  CommitResult,
  ClaimOptions,
  ClaimResult,
  ClaimTimes,
  Settlement,
  NextOptions,
  SettleResult,
  SweepOptions,
  SweepResult,
  Upcoming,
  EnvironmentSnapshot,
} from "./pipeline.js";
import type {
  ProjectStore,
  ApiKeyStore,
  PortalSessionStore,
  DestinationStore,
  SubscriptionStore,
  EventStore,
  EventTypeStore,
  TenantStore,
  DeliveryStore,
} from "./resources.js";
import type { Peers } from "./peers.js";
import type { StatsStore } from "./stats-store.js";
import type { TunnelStore } from "./tunnel-store.js";

export type { RetryRefusal } from "../domain/by-hand.js";
export type { DestinationPatch } from "../domain/change-destination.js";
export type { Decision } from "../domain/retry-policy.js";
export { ruleOf } from "./event-type-row.js";
export {
  isFault,
  StoreFailedError,
  type StoreHealth,
  StoreTooNewError,
  StoreUnavailableError,
} from "./failures.js";
export {
  answerId,
  type Idempotent,
  type IdempotentRequest,
  type RequestKey,
  requestFor,
  resultOf,
  type StoredResponse,
} from "./idempotency.js";
export { leasedDelivery } from "./leased-delivery.js";
export type { DestinationStatusChange, StoreNotice } from "./notices.js";
export type * from "./peers.js";
export type * from "./pipeline.js";
export type * from "./resources.js";
export type { TenantFilter, Visible } from "./scope.js";
export type { DestinationCounts, StatsBucket, StatsCounts, StatsFilter, StatsStore } from "./stats-store.js";
export type * from "./tunnel-store.js";

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
  /** The work of one environment, read at one moment and without leasing anything. For the test clock. */
  upcoming(environmentId: number, times: ClaimTimes): Promise<Upcoming>;
  /**
   * Records attempts and their decisions, many in ONE transaction, each guarded by its lease token. With `next` the slots that
   * this frees are given in the same transaction to deliveries that wait for them.
   */
  settle(batch: Settlement[], now: Millis, next?: NextOptions): Promise<SettleResult>;
  /** Returns leased deliveries that were not sent to their queue. Tokens that hold no lease any more are ignored. */
  release(leaseTokens: readonly string[], now: Millis): Promise<void>;
  /** Periodic maintenance: holds that ran out, retention, old idempotency keys, keys about to expire. Bounded work per call. */
  sweep(options: SweepOptions): Promise<SweepResult>;

  /**
   * The oldest operational events to be sent, behind the number `after`: those that changes have written in their transactions, for
   * environments with an active subscription whose pattern begins with `harbor.`. Committing the event of one removes it.
   */
  announcements(page: { after: number; limit: number }): Promise<Announcement[]>;

  /** Everything routing, signing and authentication of one environment depend on, under one version. */
  snapshot(environmentId: number): Promise<EnvironmentSnapshot>;
  /** Adds to the environment's clock offset, which only grows; returns the new one. */
  advanceClock(
    environmentId: number,
    byMs: number,
    request?: IdempotentRequest<number>,
  ): Promise<Idempotent<number>>;

  /**
   * For a new sealing key: replaces by the result of `make` each sealed value that does not begin with `prefix`, at most
   * `limit` in one transaction. Resolves with how many there were.
   */
  reseal(
    options: { prefix: Uint8Array; limit: number },
    make: (value: SealedValue) => Sealed,
  ): Promise<number>;

  readonly projects: ProjectStore;
  readonly apiKeys: ApiKeyStore;
  readonly portalSessions: PortalSessionStore;
  readonly destinations: DestinationStore;
  readonly subscriptions: SubscriptionStore;
  readonly eventTypes: EventTypeStore;
  readonly tenants: TenantStore;
  readonly events: EventStore;
  readonly deliveries: DeliveryStore;
  readonly stats: StatsStore;
  readonly tunnels: TunnelStore;
  /** Null where one process owns the database. */
  readonly peers: Peers | null;
  /** Null while no request and no event has the key, or once its window has ended. */
  findResponse(environmentId: number, request: RequestKey): Promise<StoredResponse | null>;
}
