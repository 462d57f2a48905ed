import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_RETRY_POLICY } from "./domain.js";
import { LANES } from "./queued.js";
import { budgetEnd, decide, delayBefore, outcomeOf, type DecideInput } from "./retry-policy.js";

type Result = DecideInput["result"];

const MIDDLE = 0.5;
const policy = { ...DEFAULT_RETRY_POLICY, jitter: 0 };

function result(code: number | null, asked: Partial<Result> = {}): Result {
  const error = code === null ? ("connection_reset" as const) : null;
  return { response_code: code, error, retry_requested: false, retry_after_ms: null, ...asked };
}

function input(
  code: number | null,
  over: Partial<DecideInput["delivery"]> = {},
  asked: Partial<Result> = {},
): DecideInput {
  const delivery: DecideInput["delivery"] = {
    trigger: "schedule",
    lane: LANES.first,
    retry_count: 0,
    budget_started_at: 0,
    token: null,
    before: { status: "pending", due_at: 0, dead_reason: null },
    ...over,
  };
  return { policy, delivery, result: result(code, asked), now: 1000, random: MIDDLE };
}

describe("the outcome of a result", () => {
  test.each([
    [200, "succeeded"],
    [299, "succeeded"],
    [301, "failed"],
    [308, "failed"],
    [400, "rejected"],
    [410, "rejected"],
    [499, "rejected"],
    [500, "failed"],
    [599, "failed"],
    [999, "failed"],
    [null, "failed"],
  ])("%s is %s", (code, outcome) => {
    expect(outcomeOf(result(code))).toBe(outcome);
  });

  test("a 4xx that asks for a retry is a failure, not a rejection", () => {
    expect(outcomeOf(result(401, { retry_requested: true }))).toBe("failed");
    expect(decide(input(401, {}, { retry_requested: true }))).toEqual({ status: "retrying", due_at: 31_000 });
  });
});

describe("the schedule", () => {
  test("defaults: 30 s, 2 m, 10 m, 1 h, 6 h, 24 h, then dead", () => {
    const delays = [1, 2, 3, 4, 5, 6].map(
      (retry) => delayBefore(retry, { policy, retryAfterMs: null, random: MIDDLE }) / 1000,
    );
    expect(delays).toEqual([30, 120, 600, 3600, 21_600, 86_400]);
    expect(decide(input(500, { retry_count: 6 }))).toEqual({
      status: "dead",
      dead_reason: "retries_exhausted",
    });
  });

  test("beyond the table each delay is four times the one before, up to max_delay", () => {
    const quick = { ...policy, base_delay_seconds: 0.05, max_delay_seconds: 3000 };
    const at = (retry: number) => delayBefore(retry, { policy: quick, retryAfterMs: null, random: MIDDLE });
    expect([at(6), at(7), at(8), at(20)]).toEqual([144_000, 576_000, 2_304_000, 3_000_000]);
  });

  test("jitter spreads evenly around the delay", () => {
    const jittery = { ...policy, jitter: 0.2 };
    expect(delayBefore(1, { policy: jittery, retryAfterMs: null, random: 0 })).toBe(24_000);
    expect(delayBefore(1, { policy: jittery, retryAfterMs: null, random: MIDDLE })).toBe(30_000);
    expect(delayBefore(1, { policy: jittery, retryAfterMs: null, random: 0.999999 })).toBe(36_000);
  });

  test("Retry-After is a floor, capped by max_delay", () => {
    expect(delayBefore(1, { policy, retryAfterMs: 10_000, random: MIDDLE })).toBe(30_000);
    expect(delayBefore(1, { policy, retryAfterMs: 90_000, random: MIDDLE })).toBe(90_000);
    expect(delayBefore(1, { policy, retryAfterMs: 10 ** 9, random: MIDDLE })).toBe(86_400_000);
  });

  test("max_retries 0 means no retry", () => {
    const once = { ...input(500), policy: { ...policy, max_retries: 0 } };
    expect(decide(once)).toEqual({ status: "dead", dead_reason: "retries_exhausted" });
  });

  test("a retry that would start after the budget is not waited for; one that starts at its end is", () => {
    const tight = { ...policy, total_budget_seconds: 31 };
    expect(decide({ ...input(500), policy: tight })).toEqual({ status: "retrying", due_at: 31_000 });
    expect(decide({ ...input(500), policy: tight, now: 1001 })).toEqual({
      status: "dead",
      dead_reason: "budget_exhausted",
    });
  });

  test("property: never later than the budget, never earlier than the jittered delay allows, never retried when final", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 25 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 10 ** 8 }), { nil: null }),
        fc.constantFrom(200, 301, 404, 500, null),
        (retry_count, random, retry_after_ms, code) => {
          const retry_requested = retry_after_ms !== null;
          const given = {
            ...input(code, { retry_count }, { retry_after_ms, retry_requested }),
            policy: DEFAULT_RETRY_POLICY,
            random,
          };
          const decision = decide(given);
          if (decision.status !== "retrying") return;
          expect(retry_count).toBeLessThan(DEFAULT_RETRY_POLICY.max_retries);
          expect(decision.due_at).toBeLessThanOrEqual(budgetEnd(DEFAULT_RETRY_POLICY, given.delivery));
          const earliest = delayBefore(retry_count + 1, {
            policy: { ...DEFAULT_RETRY_POLICY },
            retryAfterMs: null,
            random: 0,
          });
          expect(decision.due_at - given.now).toBeGreaterThanOrEqual(earliest);
        },
      ),
    );
  });
});

describe("by hand", () => {
  test("a success is a success", () => {
    expect(decide(input(200, { trigger: "manual" }))).toEqual({ status: "succeeded" });
  });

  test("a dead delivery is dead again, for its own reason", () => {
    const before = { status: "dead" as const, due_at: null, dead_reason: "retries_exhausted" as const };
    expect(decide(input(400, { trigger: "manual", before }))).toEqual({
      status: "dead",
      dead_reason: "retries_exhausted",
    });
  });

  test("a scheduled delivery keeps its schedule, for any result", () => {
    const before = { status: "retrying" as const, due_at: 77_000, dead_reason: null };
    for (const code of [400, 500, null]) {
      expect(decide(input(code, { trigger: "manual", before, retry_count: 6 }))).toEqual({
        status: "retrying",
        due_at: 77_000,
      });
    }
  });

  test("a held one is held again", () => {
    const before = { status: "pending" as const, due_at: 5, dead_reason: null };
    expect(decide(input(500, { trigger: "manual", before }))).toEqual({ status: "pending", due_at: 5 });
  });
});

describe("a probe", () => {
  const before = { status: "retrying" as const, due_at: 77_000, dead_reason: null };
  const early = { trigger: "probe" as const, lane: LANES.retry, retry_count: 6, before };

  test("before the time of a retry leaves the retry as it is when it fails", () => {
    expect(decide(input(500, early))).toEqual({ status: "retrying", due_at: 77_000 });
    expect(decide(input(400, early))).toEqual({ status: "dead", dead_reason: "rejected" });
    expect(decide(input(200, early))).toEqual({ status: "succeeded" });
  });

  test("with a first attempt is that attempt", () => {
    const first = { ...early, lane: LANES.first, retry_count: 0 };
    expect(decide(input(500, first))).toEqual({ status: "retrying", due_at: 31_000 });
  });
});
