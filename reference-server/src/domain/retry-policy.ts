import type {
  AttemptOutcome,
  AttemptResult,
  AttemptTrigger,
  DeadReason,
  Millis,
  RetryPolicy,
  StateBefore,
} from "./domain.js";
import { isExtra, type Lane } from "./queued.js";
import type { Token } from "./rate-limit.js";

/** The state that an attempt leads to. Times in environment time. */
export type Decision =
  | { status: "succeeded" }
  | { status: "pending" | "retrying"; due_at: Millis }
  | { status: "dead"; dead_reason: DeadReason };

/** Multiples of the base delay before retry 1, 2, …; beyond the last each is four times the previous one. */
const SHAPE = [1, 4, 20, 120, 720, 2880] as const;
const SHAPE_GROWTH = 4;

/** 2xx succeeded; 4xx rejected unless it asks for a retry; everything else failed. */
export function outcomeOf(result: Pick<AttemptResult, "response_code" | "retry_requested">): AttemptOutcome {
  const code = result.response_code;
  if (code === null) return "failed";
  if (code >= 200 && code < 300) return "succeeded";
  return code >= 400 && code < 500 && !result.retry_requested ? "rejected" : "failed";
}

/** A delivery whose time is limited. */
export interface Budgeted {
  /** Environment time from which the time budget runs: creation, DLQ replay, or the first attempt of an ordered delivery. */
  budget_started_at: Millis;
  /** Of a rate limit: the wait for it does not count. */
  token: Token | null;
}

export interface DecideInput {
  policy: RetryPolicy;
  delivery: Budgeted & {
    trigger: AttemptTrigger;
    lane: Lane;
    retry_count: number;
    before: StateBefore;
  };
  result: Omit<AttemptResult, "response_body" | "response_headers">;
  /** Environment time. */
  now: Millis;
  /** Uniform in [0, 1). */
  random: number;
}

/** The state of a delivery after an attempt. Pure. */
export function decide(input: DecideInput): Decision {
  const outcome = outcomeOf(input.result);
  if (outcome === "succeeded") return { status: "succeeded" };
  if (input.delivery.trigger === "manual") return backTo(input.delivery.before, input.now);
  if (outcome === "rejected") return { status: "dead", dead_reason: "rejected" };
  return isExtra(input.delivery) ? backTo(input.delivery.before, input.now) : nextRetry(input);
}

function nextRetry({ policy, delivery, result, now, random }: DecideInput): Decision {
  const retry = delivery.retry_count + 1;
  if (retry > policy.max_retries) return { status: "dead", dead_reason: "retries_exhausted" };
  const due_at = now + delayBefore(retry, { policy, retryAfterMs: result.retry_after_ms, random });
  if (due_at > budgetEnd(policy, delivery)) return { status: "dead", dead_reason: "budget_exhausted" };
  return { status: "retrying", due_at };
}

/** A failed attempt outside the schedule changes nothing: a dead delivery stays dead for its reason, a scheduled one keeps its schedule. */
function backTo(before: StateBefore, now: Millis): Decision {
  if (before.status === "dead") return { status: "dead", dead_reason: before.dead_reason ?? "rejected" };
  return { status: before.status === "pending" ? "pending" : "retrying", due_at: before.due_at ?? now };
}

/** The hard ceiling: no scheduled attempt starts after it. */
export function budgetEnd(policy: RetryPolicy, { budget_started_at, token }: Budgeted): Millis {
  return budget_started_at + (token?.waited_ms ?? 0) + policy.total_budget_seconds * 1000;
}

/** Delay before retry n (1 first): max( min(shape x base, max_delay) x (1 +- jitter), min(Retry-After, max_delay) ), in ms. */
export function delayBefore(
  retry: number,
  { policy, retryAfterMs, random }: { policy: RetryPolicy; retryAfterMs: Millis | null; random: number },
): Millis {
  const maxMs = policy.max_delay_seconds * 1000;
  const scheduled = Math.min(shape(retry) * policy.base_delay_seconds * 1000, maxMs);
  const jittered = scheduled * (1 + policy.jitter * (2 * random - 1));
  return Math.round(Math.max(jittered, Math.min(retryAfterMs ?? 0, maxMs)));
}

function shape(retry: number): number {
  const last = SHAPE.length - 1;
  return SHAPE[retry - 1] ?? (SHAPE[last] ?? 1) * SHAPE_GROWTH ** (retry - 1 - last);
}
