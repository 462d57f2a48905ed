import type {
  Attempt,
  AttemptTrigger,
  DeadReason,
  Delivery,
  Destination,
  Event,
  Millis,
  StateBefore,
  WaitingFor,
} from "./domain.js";

/** The queues of a destination, the most urgent first. The numbers are stored. */
export const LANES = { byHand: 0, first: 1, retry: 2 } as const;
export type Lane = (typeof LANES)[keyof typeof LANES];

/** Deliveries that wait behind others are stored in lanes of their own, from which nothing is claimed. */
export const BEHIND = 3;

/** A lane, or the one of those that wait behind others until it is theirs. */
export function storedLane({ lane, behind }: Pick<QueuedDelivery, "lane" | "behind">): number {
  return behind ? lane + BEHIND : lane;
}

export function laneFrom(stored: number): Pick<QueuedDelivery, "lane" | "behind"> {
  const behind = stored >= BEHIND;
  return { lane: (behind ? stored - BEHIND : stored) as Lane, behind };
}

/** Never changes once the delivery is created. */
export interface DeliveryIdentity {
  id: string;
  environment_id: number;
  tenant: string | null;
  event_id: string;
  event_type: string;
  destination_id: string;
  created_at: Millis;
}

/** A delivery that waits for an attempt or is in one. Times are environment time. */
export interface QueuedDelivery {
  lane: Lane;
  /** An earlier one with its ordering key is not finished: it is not attempted until it is the first of them. */
  behind: boolean;
  status: "pending" | "retrying";
  due_at: Millis;
  /** `Harbor-Retry-Count` of the last scheduled attempt; null before the first one, and again after a DLQ replay. */
  retry_count: number | null;
  /** Attempts so far, with any trigger. */
  attempt_count: number;
  budget_started_at: Millis;
  updated_at: Millis;
  /** The state that a failed attempt by hand restores; null before one by schedule. */
  before: StateBefore | null;
}

/** A delivery in the dead-letter queue. */
export interface DeadDelivery {
  dead_reason: DeadReason;
  retry_count: number | null;
  attempt_count: number;
  updated_at: Millis;
  completed_at: Millis;
}

/** The fields of the last attempt that `Delivery` shows. */
export type LastAttempt = Pick<Attempt, "response_code" | "response_body" | "latency_ms" | "error">;

/** Before its first attempt. */
export function newQueued(createdAt: Millis): QueuedDelivery {
  return {
    lane: LANES.first,
    behind: false,
    status: "pending",
    due_at: createdAt,
    retry_count: null,
    attempt_count: 0,
    budget_started_at: createdAt,
    updated_at: createdAt,
    before: null,
  };
}

/**
 * A test event waits neither for the end of a pause, where it is sent by hand, nor for the rate limit of its destination, where it has
 * an urgent first attempt.
 */
export function newTestQueued(
  createdAt: Millis,
  { status, max_per_second }: Pick<Destination, "status" | "max_per_second">,
): QueuedDelivery {
  const queued = newQueued(createdAt);
  if (status === "active") return max_per_second === null ? queued : { ...queued, lane: LANES.byHand };
  return {
    ...queued,
    lane: LANES.byHand,
    before: { status: "pending", due_at: createdAt, dead_reason: null },
  };
}

/**
 * `probe`: the lane from which a claim takes the probe of a breaker's destination; null without one. In the lane by hand a test event can
 * have its first attempt.
 */
export function triggerOf(
  { lane, before }: Pick<QueuedDelivery, "lane" | "before">,
  { probe }: { probe: Lane | null },
): AttemptTrigger {
  if (lane === LANES.byHand) return before === null ? "schedule" : "manual";
  return lane === probe ? "probe" : "schedule";
}

/**
 * Whether an attempt is outside the retry schedule: by hand, or as the probe of a breaker before its time. If it fails, the delivery has
 * the same retries left as before.
 */
export function isExtra({ trigger, lane }: { trigger: AttemptTrigger; lane: Lane }): boolean {
  return trigger === "manual" || (trigger === "probe" && lane === LANES.retry);
}

/** A scheduled attempt counts on from the last scheduled one; one outside the schedule repeats its number. */
export function retryCountHeader({ retry_count, lane }: QueuedDelivery, trigger: AttemptTrigger): number {
  if (retry_count === null) return 0;
  return isExtra({ trigger, lane }) ? retry_count : retry_count + 1;
}

/** The state that a failed attempt by hand restores; for a scheduled attempt the state it started from. */
export function stateBefore({ before, status, due_at }: QueuedDelivery): StateBefore {
  return before ?? { status, due_at, dead_reason: null };
}

export function identityOf(
  event: Pick<Event, "id" | "environment_id" | "tenant" | "type" | "created_at">,
  to: { id: string; destination_id: string },
): DeliveryIdentity {
  return {
    id: to.id,
    environment_id: event.environment_id,
    tenant: event.tenant,
    event_id: event.id,
    event_type: event.type,
    destination_id: to.destination_id,
    created_at: event.created_at,
  };
}

/**
 * The reason why one that is not in flight is not attempted. A pause holds first attempts only. A retry waits for a token as well once
 * its `next_retry_at` has passed, but the stores read deliveries without a clock.
 */
export function waitingFor(
  { lane, behind }: Pick<QueuedDelivery, "lane" | "behind">,
  { status, max_per_second }: { status: Destination["status"] | "deleted"; max_per_second: number | null },
): WaitingFor | null {
  if (behind) return "key";
  if (lane !== LANES.first) return null;
  if (status === "paused") return "resume";
  return max_per_second === null ? null : "token";
}

export function showQueued(
  identity: DeliveryIdentity,
  queued: QueuedDelivery,
  at: { last: LastAttempt | null; waiting: WaitingFor | null },
): Delivery {
  return shown(identity, at.last, {
    status: queued.status,
    retry_count: queued.retry_count,
    next_retry_at: queued.status === "retrying" && !queued.behind ? queued.due_at : null,
    waiting_for: at.waiting,
    dead_reason: null,
    updated_at: queued.updated_at,
    completed_at: null,
  });
}

export function showDead(identity: DeliveryIdentity, dead: DeadDelivery, last: LastAttempt | null): Delivery {
  return shown(identity, last, {
    status: "dead",
    retry_count: dead.retry_count,
    next_retry_at: null,
    waiting_for: null,
    dead_reason: dead.dead_reason,
    updated_at: dead.updated_at,
    completed_at: dead.completed_at,
  });
}

export function showSucceeded(
  identity: DeliveryIdentity,
  { retry_count, completed_at }: { retry_count: number | null; completed_at: Millis },
  last: LastAttempt | null,
): Delivery {
  return shown(identity, last, {
    status: "succeeded",
    retry_count,
    next_retry_at: null,
    waiting_for: null,
    dead_reason: null,
    updated_at: completed_at,
    completed_at,
  });
}

interface Shown extends Pick<
  Delivery,
  "status" | "next_retry_at" | "waiting_for" | "dead_reason" | "updated_at" | "completed_at"
> {
  retry_count: number | null;
}

/** Written out: for each delivery, spreads take ten times as long. */
function shown(identity: DeliveryIdentity, last: LastAttempt | null, state: Shown): Delivery {
  return {
    id: identity.id,
    environment_id: identity.environment_id,
    tenant: identity.tenant,
    event_id: identity.event_id,
    event_type: identity.event_type,
    destination_id: identity.destination_id,
    status: state.status,
    retry_count: state.retry_count ?? 0,
    response_code: last === null ? null : last.response_code,
    response_body: last === null ? null : last.response_body,
    latency_ms: last === null ? null : last.latency_ms,
    error: last === null ? null : last.error,
    next_retry_at: state.next_retry_at,
    waiting_for: state.waiting_for,
    dead_reason: state.dead_reason,
    created_at: identity.created_at,
    updated_at: state.updated_at,
    completed_at: state.completed_at,
  };
}
