import type { DeliveryStatus, Millis } from "./domain.js";
import { type DeadDelivery, LANES, type QueuedDelivery } from "./queued.js";

/** Why a retry by hand or a DLQ replay is refused. */
export type RetryRefusal =
  | "delivery_not_found"
  | "delivery_too_old"
  | "event_erased"
  | "delivery_not_retryable"
  | "destination_deleted";

/** The state that both calls check. */
export interface RetryCandidate {
  status: DeliveryStatus;
  inFlight: boolean;
  /** It waits behind another one with its ordering key. */
  behind: boolean;
  /** Environment time. */
  eventCreatedAt: Millis;
  isErased: boolean;
  destination: "active" | "paused" | "deleted";
}

/** An event as old as this, in environment time, is past its retention. */
export function retainedSince(now: Millis, retentionMs: Millis): Millis {
  return now - retentionMs;
}

/** One attempt now: also when paused, but not of one that has succeeded, is in flight or waits for its turn. */
export function refuseRetry(delivery: RetryCandidate, since: Millis): RetryRefusal | null {
  const refusal = refuseBoth(delivery, since);
  if (refusal !== null) return refusal;
  const { status, inFlight, behind } = delivery;
  return status === "succeeded" || inFlight || behind ? "delivery_not_retryable" : null;
}

/** Out of the DLQ: dead ones only, and not while the destination is paused. */
export function refuseReplay(
  delivery: RetryCandidate,
  since: Millis,
): RetryRefusal | "destination_paused" | null {
  const refusal = refuseBoth(delivery, since);
  if (refusal !== null) return refusal;
  if (delivery.status !== "dead") return "delivery_not_retryable";
  return delivery.destination === "paused" ? "destination_paused" : null;
}

function refuseBoth(
  { eventCreatedAt, isErased, destination }: RetryCandidate,
  since: Millis,
): RetryRefusal | null {
  if (eventCreatedAt <= since) return "delivery_too_old";
  if (isErased) return "event_erased";
  return destination === "deleted" ? "destination_deleted" : null;
}

/** Queued for one attempt by hand at `now`. One that waits for such an attempt already stays as it is. */
export function queuedByHand(queued: QueuedDelivery, now: Millis): QueuedDelivery {
  if (queued.lane === LANES.byHand) return queued;
  const { status, due_at } = queued;
  return { ...queued, ...byHand(now), before: { status, due_at, dead_reason: null } };
}

/** As above, from the DLQ. `createdAt` is the delivery's: an attempt by hand has no budget to measure. */
export function deadQueuedByHand(
  dead: DeadDelivery,
  { now, createdAt }: { now: Millis; createdAt: Millis },
): QueuedDelivery {
  const { dead_reason, retry_count, attempt_count } = dead;
  const before = { status: "dead", due_at: null, dead_reason } as const;
  return { ...byHand(now), retry_count, attempt_count, budget_started_at: createdAt, before };
}

function byHand(now: Millis) {
  return { lane: LANES.byHand, behind: false, status: "retrying", due_at: now, updated_at: now } as const;
}

/** Replayed from the DLQ: count, schedule and budget start again; attempts are numbered on. */
export function revived({ attempt_count }: DeadDelivery, now: Millis): QueuedDelivery {
  return {
    lane: LANES.retry,
    behind: false,
    status: "retrying",
    due_at: now,
    retry_count: null,
    attempt_count,
    budget_started_at: now,
    updated_at: now,
    before: null,
  };
}
