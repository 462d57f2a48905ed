import type {
  ActiveOrPaused,
  ApiKey,
  DeadReason,
  Delivery,
  DeliveryStatus,
  DeliveryWithAttempts,
  Destination,
  Environment,
  Event,
  EventType,
  KeyRole,
  Millis,
  PortalSession,
  ReadableEvent,
  SignatureScheme,
  SigningKey,
  Subscription,
} from "../domain/domain.js";
import type { RetryRefusal } from "../domain/by-hand.js";
import type { DestinationPatch } from "../domain/change-destination.js";
import type { StoredTrace } from "../domain/trace-context.js";
import type { Idempotent, IdempotentRequest } from "./idempotency.js";
import type { Scope, TenantFilter, Visible } from "./scope.js";

/** The parts of the store by resource. */

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
  create(key: NewApiKey, request?: IdempotentRequest<ApiKey>): Promise<Idempotent<ApiKey>>;
  /** Of several processes that call it for the same environments one creates its keys. False if one of these ever had a key. */
  createFirst(keys: readonly NewApiKey[]): Promise<boolean>;
  /** By SHA-256 of the whole key; revoked ones too, so that the caller can distinguish 403 from 401. */
  findByHash(hash: Uint8Array): Promise<FoundApiKey | null>;
  /** All keys of both environments, newest first. */
  listOfProject(projectId: string): Promise<ApiKey[]>;
  list(environmentId: number, page: Page): Promise<Listed<ApiKey>>;
  /** Null when the environment has no such key. `last_admin_key` for the only admin key of an environment that is not revoked: no key could create another one. */
  revoke(key: { environmentId: number; id: string; now: Millis }): Promise<ApiKey | null | "last_admin_key">;
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
  role: KeyRole;
  hash: Uint8Array;
  hint: string;
  name: string | null;
  created_at: Millis;
}

/** Times are wall times, which no test clock moves. */
export interface PortalSessionStore {
  create(
    session: NewPortalSession,
    request?: IdempotentRequest<PortalSession>,
  ): Promise<Idempotent<PortalSession>>;
  /** By SHA-256 of the whole token; revoked and expired ones too, so that the caller can distinguish 403 from 401. */
  findByHash(hash: Uint8Array): Promise<FoundPortalSession | null>;
  /** Those that are neither revoked nor expired, newest first. */
  list(
    environmentId: number,
    filter: { tenant?: string; now: Millis },
    page: Page,
  ): Promise<Listed<PortalSession>>;
  /** False when the environment has no such session. One that has ended stays as it is. */
  revoke(session: { environmentId: number; id: string; now: Millis }): Promise<boolean>;
  revokeOfTenant(sessions: { environmentId: number; tenant: string; now: Millis }): Promise<void>;
  /** Those of the ids whose session is neither revoked nor expired. */
  inForce(ids: readonly string[], now: Millis): Promise<string[]>;
}

export interface NewPortalSession extends PortalSession {
  hash: Uint8Array;
}

/** A session with what the request that it came with needs to know of its environment, as of now. */
export interface FoundPortalSession extends NewPortalSession {
  /** It, or the key that created it. */
  isRevoked: boolean;
  clockOffsetMs: Millis;
  version: number;
}

/** A key of each kind, of which the store takes the one that the destination needs. */
export interface OfferedKeys {
  secret: SigningKey;
  key_pair: SigningKey;
  /** Of `key_pair`. */
  publicKey: string;
}

/** `oldKeysExpireAt` is environment time. */
export interface RotationInput {
  keys: OfferedKeys;
  oldKeysExpireAt: Millis;
  endNow: boolean;
  /** The secret is the sender's own, which a destination with a key pair refuses. */
  isImported?: boolean;
}

export interface NewSignature extends RotationInput {
  signature: SignatureScheme;
}

export interface Updated {
  destination: Destination;
  /** Whether the current key is one of those that were offered. */
  hasNewKey: boolean;
}

export interface NewDestination {
  destination: Destination;
  signingKey: SigningKey;
  subscriptions?: NewSubscription[];
  limit: number;
  /** The portal session that creates it, and the wall time: it must still be in force, so that nothing follows the deletion of a tenant. */
  session?: { id: string; now: Millis };
}

/** `session_ended`: the portal session is not in force any more. */
export type CreateRefusal = "over_destination_limit" | "uid_taken" | "session_ended";

export type RotateRefusal = "destination_not_found" | "rotation_in_progress" | "invalid_signing_secret";

/** `paused_by_sender`: an owner cannot resume it. */
export type UpdateRefusal =
  "destination_not_found" | "rotation_in_progress" | "paused_by_sender" | "uid_taken";

/** Its id, or the sender's own. */
export type DestinationName = string | { uid: string };

export interface DestinationStore {
  /** `over_destination_limit` when the tenant, or the environment without a tenant, already has `limit` destinations. */
  create(
    input: NewDestination,
    request?: IdempotentRequest<Destination>,
  ): Promise<Idempotent<Destination> | CreateRefusal>;
  get(scope: Scope, name: DestinationName): Promise<Destination | null>;
  list(
    scope: Scope,
    filter: TenantFilter & { status?: ActiveOrPaused },
    page: Page,
  ): Promise<Listed<Destination>>;
  /**
   * Resuming resets the breaker's count; pausing starts the holds of pending deliveries. A new signature changes the keys as `rotate`
   * does. The subscriptions replace those of the destination; equal ones stay as they are. With `uid` it is changed only while it has
   * this uid, and left untouched, version included, if nothing would change.
   */
  update(
    input: Visible & {
      id: string;
      uid?: string;
      patch: DestinationPatch;
      signing?: NewSignature;
      subscriptions?: NewSubscription[];
      now: Millis;
    },
    request?: IdempotentRequest<Updated>,
  ): Promise<Idempotent<Updated> | UpdateRefusal>;
  /**
   * In steps, the first of which takes it out of sight: its subscriptions go, then its unfinished deliveries die
   * (`destination_deleted`), with a notice for each step. An attempt in flight is still recorded; the delivery stays dead. Returns its id, or null when it is missing.
   */
  delete(scope: Scope, name: DestinationName, options: { now: Millis }): Promise<string | null>;
  /**
   * `oldKeysExpireAt` (environment time) ends the earlier keys then; with `endNow` every earlier key ends at once and a running grace
   * period does not prevent it.
   */
  rotate(
    input: Visible & {
      id: string;
      rotation: RotationInput;
      now: Millis;
    },
    request?: IdempotentRequest<Destination>,
  ): Promise<Idempotent<Destination> | RotateRefusal>;
}

/** Its tenant is its destination's. */
export type NewSubscription = Omit<Subscription, "tenant">;

export interface SubscriptionInput extends NewSubscription, Pick<Visible, "owner"> {
  /** Of the destination; missing: none. */
  limit?: number;
}

export interface SubscriptionStore {
  create(
    subscription: SubscriptionInput,
    request?: IdempotentRequest<Subscription>,
  ): Promise<Idempotent<Subscription> | "destination_not_found" | "over_subscription_limit">;
  get(scope: Scope, id: string): Promise<Subscription | null>;
  list(
    scope: Scope,
    filter: TenantFilter & { destination_id?: string },
    page: Page,
  ): Promise<Listed<Subscription>>;
  update(
    scope: Scope,
    id: string,
    patch: Partial<Pick<Subscription, "status" | "filter" | "event_type">> & { now: Millis },
  ): Promise<Subscription | null>;
  delete(scope: Scope, id: string): Promise<boolean>;
}

/** A customer of the sender, as its destinations and events show it. */
export interface Tenant {
  tenant: string;
  destinations: number;
  paused_destinations: number;
  /** Of its destinations. */
  dead_deliveries: number;
  /** Environment time, of events that are not erased. */
  last_event_at: Millis | null;
}

export interface TenantStore {
  /**
   * By name; `after` of the page is a tenant. Those that have a destination, or an event that is neither erased nor older than
   * `notBefore`.
   */
  list(environmentId: number, filter: { notBefore: Millis }, page: Page): Promise<Listed<Tenant>>;
  /** As `EventStore.erase`, all events of the tenant that are accepted by now, in any number. */
  erase(input: { environmentId: number; tenant: string; now: Millis }): Promise<void>;
}

export interface EventTypeStore {
  /** By type; `after` of the page is a type. Of a tenant only the public ones. */
  list(scope: Scope, page: Page): Promise<Listed<EventType>>;
  get(scope: Scope, type: string): Promise<EventType | null>;
  /** Replaces what is there. `over_event_type_limit` when the environment already has `limit` others. */
  put(input: {
    eventType: EventType;
    limit: number;
  }): Promise<"created" | "replaced" | "over_event_type_limit">;
  /** False when it is missing. */
  delete(environmentId: number, type: string): Promise<boolean>;
}

/** `since` inclusive, `until` exclusive, on created_at. `notBefore` hides what is past its retention. */
export interface TimeRange {
  since?: Millis;
  until?: Millis;
  notBefore: Millis;
}

export interface EventFilter extends TimeRange, TenantFilter {
  type?: string;
  /** Of the events that were accepted with this key only the last one. */
  idempotency_key?: string;
  /** Leaves out test events. */
  withoutTests?: true;
  /** From the oldest on. */
  oldestFirst?: boolean;
}

export interface EventStore {
  /** Past-retention events too, while their rows are there: the caller responds with 410 for them. */
  get(scope: Scope, id: string): Promise<Event | null>;
  list(scope: Scope, filter: EventFilter, page: Page): Promise<Listed<Event>>;
  /** In the order of their creation. */
  deliveriesOf(scope: Scope, eventId: string): Promise<Delivery[]>;
  /**
   * In steps, the first of which hides the body and the responses to it: its unfinished deliveries die (`event_erased`), with a notice for
   * each step; no attempt starts after that. `sweep` overwrites what is stored. False when the event is missing.
   */
  erase(event: { environmentId: number; id: string; now: Millis }): Promise<boolean>;
  /** Those of these events that are erased. */
  erasedOf(environmentId: number, ids: readonly string[]): Promise<string[]>;
  /** New `pending` deliveries of a stored event. Same version rule as `commit`; `stale` asks to route again. */
  replay(
    input: Visible & {
      event: Event;
      deliveries: { id: string; destination_id: string }[];
      version: number;
      now: Millis;
    },
    request?: IdempotentRequest<Delivery[]>,
  ): Promise<Idempotent<Delivery[]> | "stale" | "event_erased">;
  /**
   * One event for one destination only, regardless of subscriptions. The event gets the destination's tenant. If the destination is paused,
   * the first attempt is `manual`, so that the event is sent nevertheless.
   */
  createTest(
    input: Pick<Visible, "owner"> & {
      event: Omit<ReadableEvent, "tenant">;
      trace: StoredTrace | null;
      delivery: { id: string; destination_id: string };
      now: Millis;
    },
    request?: IdempotentRequest<Delivery>,
  ): Promise<Idempotent<Delivery> | "destination_not_found">;
  /** Null unless it is a test event. `destinationId` is null once its destination is deleted. */
  testOf(environmentId: number, eventId: string): Promise<{ destinationId: string | null } | null>;
}

export interface DeliveryFilter extends TimeRange, TenantFilter {
  event_id?: string;
  destination_id?: string;
  status?: DeliveryStatus;
  event_type?: string;
}

/** Dead deliveries of one destination with the same cause. */
export interface DeadGroup {
  destination_id: string;
  dead_reason: DeadReason;
  /** Of the last attempt; null without a response. */
  response_code: number | null;
  count: number;
  newest_delivery_id: string;
  newest_created_at: Millis;
}

export interface DeadReplay extends Visible, TenantFilter {
  destination_id?: string;
  since?: Millis;
  until?: Millis;
  now: Millis;
  retentionMs: Millis;
}

export interface DeadReplayTally {
  replayed: number;
  skipped: number;
}

/** Of a recovery, by event: a delivery was created, a dead one replayed, or neither is needed. */
export interface RecoveryTally {
  created: number;
  revived: number;
  skipped: number;
}

export interface RecoveryStep extends Visible {
  destinationId: string;
  /** Those that are routed to the destination as of `version`, with the id of a delivery that may have to be created. */
  events: { event: Pick<Event, "id" | "type" | "tenant" | "ordering_key">; deliveryId: string }[];
  version: number;
  now: Millis;
  /** Of the steps before. */
  tally: RecoveryTally;
  /** Changes nothing, and responds as if it had. */
  dryRun: boolean;
}

export interface DeliveryStore {
  get(scope: Scope, id: string): Promise<DeliveryWithAttempts | null>;
  /** `since` and `until` look at the delivery's creation, `notBefore` at its event's: retention counts from there. */
  list(scope: Scope, filter: DeliveryFilter, page: Page): Promise<Listed<Delivery>>;
  /** Counts the newest `limit` dead deliveries by cause, in steps. `complete`: there are no more. `TimeRange` as for `list`. */
  groupDead(
    scope: Scope,
    filter: TimeRange & TenantFilter & { destination_id?: string },
    limit: number,
  ): Promise<{ groups: DeadGroup[]; complete: boolean }>;
  /** One attempt now, outside count and budget, also when paused. An ordered one that is dead first waits for those before it. `now` wall. */
  forceRetry(
    input: Visible & { id: string; now: Millis; retentionMs: Millis },
    request?: IdempotentRequest<Delivery>,
  ): Promise<Idempotent<Delivery> | RetryRefusal>;
  /** Dead -> retrying, due at once; count, schedule and budget restart. */
  replayDead(
    input: Visible & { id: string; now: Millis; retentionMs: Millis },
    request?: IdempotentRequest<Delivery>,
  ): Promise<Idempotent<Delivery> | RetryRefusal | "destination_paused">;
  /** All dead ones that match, in bounded steps with a notice for each; those of paused or deleted destinations and too old ones are skipped. */
  replayAllDead(
    input: DeadReplay,
    request?: IdempotentRequest<DeadReplayTally>,
  ): Promise<Idempotent<DeadReplayTally>>;
  /** The result that `replayAllDead` would have. Changes nothing. */
  countReplayable(input: DeadReplay): Promise<DeadReplayTally>;
  /**
   * One step of a recovery, with the numbers up to it: of each event a missing delivery to the destination is created, and a dead one is
   * replayed unless another one is not dead; an erased event is skipped. Same version rule as `commit`. Only the last step has a `request`.
   */
  recover(
    step: RecoveryStep,
    request?: IdempotentRequest<RecoveryTally>,
  ): Promise<Idempotent<RecoveryTally> | "stale" | "destination_not_found" | "destination_paused">;
  /** Takes a dead delivery out of the DLQ for good: the row and its attempts are removed. */
  deleteDead(scope: Scope, id: string): Promise<boolean>;
}
