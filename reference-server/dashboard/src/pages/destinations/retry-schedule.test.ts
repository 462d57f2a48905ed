import { expect, it } from "vitest";
import { retrySchedule } from "./retry-schedule.js";

const policy = {
  max_retries: 4,
  base_delay_seconds: 2,
  max_delay_seconds: 100,
  total_budget_seconds: 60,
  jitter: 0.25,
  circuit_breaker_threshold: null,
};

it("adds up the delays: planned, with the least jitter and with the most", () => {
  expect(retrySchedule(policy)).toEqual([
    { number: 1, at: 2, earliest: 1.5, latest: 2.5, inBudget: true },
    { number: 2, at: 10, earliest: 7.5, latest: 12.5, inBudget: true },
    { number: 3, at: 50, earliest: 37.5, latest: 62.5, inBudget: true },
    { number: 4, at: 150, earliest: 112.5, latest: 187.5, inBudget: false },
  ]);
});
