import type { RetryPolicy } from "@harbor/client";

/** Multiples of the base delay before retry 1, 2, …; beyond the last each is four times the previous one (docs/contract.md). */
const SHAPE = [1, 4, 20, 120, 720, 2880];
const GROWTH = 4;

export interface ScheduledRetry {
  /** 1 is the first retry. */
  number: number;
  /** Seconds after the first attempt if every attempt fails at once: without jitter, with the least and with the most of it. */
  at: number;
  earliest: number;
  latest: number;
  /** Whether it is inside the time budget without jitter. */
  inBudget: boolean;
}

function delayBefore(retry: number, policy: RetryPolicy): number {
  const last = SHAPE.length;
  const multiple = SHAPE[Math.min(retry, last) - 1] ?? 1;
  const grown = multiple * GROWTH ** Math.max(0, retry - last);
  return Math.min(grown * policy.base_delay_seconds, policy.max_delay_seconds);
}

/** When each retry of a delivery happens that never succeeds. */
export function retrySchedule(policy: RetryPolicy): ScheduledRetry[] {
  let [at, earliest, latest] = [0, 0, 0];
  return Array.from({ length: policy.max_retries }, (_, index) => {
    const delay = delayBefore(index + 1, policy);
    at += delay;
    earliest += delay * (1 - policy.jitter);
    latest += delay * (1 + policy.jitter);
    return { number: index + 1, at, earliest, latest, inBudget: at <= policy.total_budget_seconds };
  });
}
