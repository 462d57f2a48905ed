import type { Attempt, AttemptTrigger, DeadReason, Millis } from "./domain.js";
import { type DeadDelivery, isExtra, LANES, type QueuedDelivery } from "./queued.js";
import type { Token } from "./rate-limit.js";
import type { Decision } from "./retry-policy.js";

/** A delivery whose attempt ends now. */
export interface HeldDelivery {
  queued: QueuedDelivery;
  trigger: AttemptTrigger;
  /** Null without a rate limit, and for an attempt that did not wait for it. */
  token: Token | null;
  /** Set when the delivery died during the attempt: its destination was deleted, or its event erased. It stays dead. */
  dead: DeadDelivery | null;
  startsBudget: boolean;
}

export interface AttemptEnding {
  /** Null when nothing was sent. */
  attempt: Attempt | null;
  /** The value of `Harbor-Retry-Count`. */
  retry_count: number;
  decision: Decision;
}

export type NextState =
  | { kind: "succeeded"; retry_count: number | null; completed_at: Millis }
  | { kind: "queued"; queued: QueuedDelivery }
  | { kind: "dead"; dead: DeadDelivery };

/** `now` is environment time. */
export function nextState(held: HeldDelivery, ending: AttemptEnding, now: Millis): NextState {
  const { attempt, decision } = ending;
  const { trigger, queued } = held;
  const scheduled = attempt !== null && !isExtra({ trigger, lane: queued.lane });
  const retry_count = scheduled ? ending.retry_count : queued.retry_count;
  const attempt_count = queued.attempt_count + (attempt === null ? 0 : 1);
  if (held.dead !== null) {
    return { kind: "dead", dead: { ...held.dead, retry_count, attempt_count, updated_at: now } };
  }
  switch (decision.status) {
    case "succeeded":
      return { kind: "succeeded", retry_count, completed_at: now };
    case "dead": {
      const { dead_reason } = decision;
      const dead = { dead_reason, retry_count, attempt_count, updated_at: now, completed_at: now };
      return { kind: "dead", dead };
    }
    case "pending":
    case "retrying": {
      const { status } = decision;
      const lane = status === "pending" ? LANES.first : LANES.retry;
      // Delays with jitter have fractions of a millisecond.
      const due_at = Math.round(decision.due_at);
      const budget_started_at = budgetStart(held, attempt);
      const before = null;
      const again = {
        lane,
        behind: false,
        status,
        due_at,
        retry_count,
        attempt_count,
        budget_started_at,
        before,
      };
      return { kind: "queued", queued: { ...again, updated_at: now } };
    }
  }
}

/** With an attempt by hand no budget begins. The wait for a rate limit is not part of it. */
function budgetStart(
  { startsBudget, trigger, token, queued }: HeldDelivery,
  attempt: Attempt | null,
): Millis {
  const begins = startsBudget && attempt !== null && trigger !== "manual";
  return begins ? attempt.started_at : queued.budget_started_at + (token?.waited_ms ?? 0);
}

/** A by-hand retry that fails returns a delivery to the dead; it is counted once, when it died first. */
export function countsAsDeath({ trigger, dead }: HeldDelivery, next: NextState): boolean {
  return next.kind === "dead" && dead === null && trigger !== "manual";
}

/** Its destination is deleted, its event erased, or its hold has run out. */
export function die(queued: QueuedDelivery, dead_reason: DeadReason, now: Millis): DeadDelivery {
  const { retry_count, attempt_count } = queued;
  return { dead_reason, retry_count, attempt_count, updated_at: now, completed_at: now };
}
