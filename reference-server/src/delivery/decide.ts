import type { AttemptError, AttemptOutcome, Millis, RetryPolicy } from "../domain/domain.js";
import type { Decision, LeasedDelivery } from "../store/store.js";

/** What came back from one POST. */
export interface Answer {
  response_code: number | null;
  error: AttemptError | null;
  /** The response asked for a retry: `Harbor-Retry-Hint: true` or a `Retry-After` header. */
  retryRequested: boolean;
  /** `Retry-After` from now; null when absent or unreadable. */
  retryAfterMs: Millis | null;
}

/** Multiples of the base delay before retry 1, 2, …; from the last on each is four times the one before. */
const SHAPE = [1, 4, 20, 120, 720, 2880] as const;
const SHAPE_GROWTH = 4;

/** 2xx succeeded; 4xx rejected unless it asks for a retry; everything else failed. */
export function outcomeOf(answer: Answer): AttemptOutcome {
  const code = answer.response_code;
  if (code === null) return "failed";
  if (code >= 200 && code < 300) return "succeeded";
  return code >= 400 && code < 500 && !answer.retryRequested ? "rejected" : "failed";
}

export interface DecideInput {
  policy: RetryPolicy;
  delivery: Pick<LeasedDelivery, "trigger" | "retry_count" | "budget_started_at" | "before">;
  answer: Answer;
  /** Environment time. */
  now: Millis;
  /** Uniform in [0, 1). */
  random: number;
}

/** Pure: what becomes of a delivery after an attempt. */
export function decide(input: DecideInput): Decision {
  const outcome = outcomeOf(input.answer);
  if (outcome === "succeeded") return { status: "succeeded" };
  if (input.delivery.trigger === "manual") return backTo(input.delivery.before, input.now);
  if (outcome === "rejected") return { status: "dead", dead_reason: "rejected" };
  return nextRetry(input);
}

function nextRetry({ policy, delivery, answer, now, random }: DecideInput): Decision {
  const retry = delivery.retry_count + 1;
  if (retry > policy.max_retries) return { status: "dead", dead_reason: "retries_exhausted" };
  const due_at = now + delayBefore(retry, { policy, retryAfterMs: answer.retryAfterMs, random });
  if (due_at > budgetEnd(policy, delivery)) return { status: "dead", dead_reason: "budget_exhausted" };
  return { status: "retrying", due_at };
}

/** A failed attempt by hand changes nothing: dead stays dead for its reason, a scheduled delivery keeps its schedule. */
function backTo(before: LeasedDelivery["before"], now: Millis): Decision {
  if (before.status === "dead") return { status: "dead", dead_reason: before.dead_reason ?? "rejected" };
  return { status: before.status === "pending" ? "pending" : "retrying", due_at: before.due_at ?? now };
}

/** The hard ceiling: no scheduled attempt starts after it. */
export function budgetEnd(policy: RetryPolicy, delivery: Pick<LeasedDelivery, "budget_started_at">): Millis {
  return delivery.budget_started_at + policy.total_budget_seconds * 1000;
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
