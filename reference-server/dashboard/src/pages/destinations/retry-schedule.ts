import type { RetryPolicy } from "@harbor/client";
import { delayBefore } from "../../../../src/domain/retry-policy.js";

const MS_PER_SECOND = 1000;

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

/** When each retry of a delivery happens that never succeeds. */
export function retrySchedule(policy: RetryPolicy): ScheduledRetry[] {
  let [at, earliest, latest] = [0, 0, 0];
  return Array.from({ length: policy.max_retries }, (_, index) => {
    const delay = (random: number) =>
      delayBefore(index + 1, { policy, retryAfterMs: null, random }) / MS_PER_SECOND;
    at += delay(0.5);
    earliest += delay(0);
    latest += delay(1);
    return { number: index + 1, at, earliest, latest, inBudget: at <= policy.total_budget_seconds };
  });
}
