import { expect, it } from "vitest";
import { delayBefore } from "../../../../src/domain/retry-policy.js";
import { retrySchedule } from "./retry-schedule.js";

const policy = {
  max_retries: 9,
  base_delay_seconds: 2,
  max_delay_seconds: 7000,
  total_budget_seconds: 10_000,
  jitter: 0.25,
  circuit_breaker_threshold: null,
};

it("is the schedule of the server: planned, with the least jitter and with the most", () => {
  const sums = { at: 0, earliest: 0, latest: 0 };
  for (const retry of retrySchedule(policy)) {
    for (const [name, random] of [
      ["at", 0.5],
      ["earliest", 0],
      ["latest", 1],
    ] as const) {
      sums[name] += delayBefore(retry.number, { policy, retryAfterMs: null, random }) / 1000;
      expect(retry[name]).toBeCloseTo(sums[name]);
    }
    expect(retry.inBudget).toBe(sums.at <= policy.total_budget_seconds);
  }
  expect(retrySchedule(policy)).toHaveLength(9);
});
