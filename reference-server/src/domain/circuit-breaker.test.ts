import { describe, expect, it } from "vitest";
import { afterAttempt, type BreakerState, probeTime } from "./circuit-breaker.js";
import type { AttemptOutcome } from "./domain.js";

const closed: BreakerState = { consecutiveFailures: 0, threshold: 3, paused: false, held: false };

function run(state: BreakerState, outcomes: (AttemptOutcome | "gone")[]) {
  const changes = [];
  let current = state;
  for (const outcome of outcomes) {
    const { state: next, change } = afterAttempt(current, attemptOf(outcome));
    current = next;
    changes.push(change);
  }
  return { state: current, changes };
}

const attemptOf = (outcome: AttemptOutcome | "gone") =>
  outcome === "gone"
    ? { outcome: "rejected" as const, response_code: 410 }
    : { outcome, response_code: null };

describe("afterAttempt", () => {
  it("pauses at the threshold, once, and keeps counting", () => {
    const { state, changes } = run(closed, ["failed", "failed", "failed", "failed"]);
    expect(changes).toEqual([null, null, "circuit_breaker", null]);
    expect(state).toEqual({ consecutiveFailures: 4, threshold: 3, paused: true, held: true });
  });

  it("starts again after a success", () => {
    expect(run(closed, ["failed", "failed", "succeeded", "failed", "failed"]).changes).toEqual(
      Array.from({ length: 5 }, () => null),
    );
  });

  it("neither counts nor resets for a rejection", () => {
    expect(run(closed, ["failed", "rejected", "failed", "rejected", "failed"]).changes.at(-1)).toBe(
      "circuit_breaker",
    );
    expect(run(closed, ["rejected", "rejected", "rejected"]).state).toEqual(closed);
  });

  it("resumes what it paused, and only that", () => {
    const held = { ...closed, consecutiveFailures: 3, paused: true, held: true };
    expect(run(held, ["succeeded"])).toEqual({ state: closed, changes: ["resumed"] });
    const byHand = { ...closed, consecutiveFailures: 2, paused: true };
    expect(run(byHand, ["succeeded"])).toEqual({
      state: { ...byHand, consecutiveFailures: 0 },
      changes: [null],
    });
    expect(run(byHand, ["failed", "failed"]).changes).toEqual([null, null]);
  });

  it("pauses what is gone at once, and a success does not resume it", () => {
    const gone = { ...closed, paused: true };
    expect(run(closed, ["gone", "gone", "succeeded"])).toEqual({
      state: gone,
      changes: ["gone", null, null],
    });
    expect(run({ ...closed, threshold: null }, ["gone"]).changes).toEqual(["gone"]);
  });

  it("gives up on what the breaker holds when it is gone, and leaves a pause by hand alone", () => {
    const held = { ...closed, consecutiveFailures: 3, paused: true, held: true };
    expect(run(held, ["gone", "succeeded"]).changes).toEqual(["gone", null]);
    expect(run({ ...closed, paused: true }, ["gone"]).changes).toEqual([null]);
  });

  it("never pauses without a threshold", () => {
    const off = { ...closed, threshold: null };
    expect(
      run(
        off,
        Array.from({ length: 100 }, () => "failed"),
      ).changes.every((change) => change === null),
    ).toBe(true);
  });
});

describe("probeTime", () => {
  const held = {
    pausedReason: "circuit_breaker",
    pausedAt: 1000,
    lastProbeAt: null,
    firstDueAt: 500,
  } as const;

  it("is an interval after the pause, then after the last probe, and not before a delivery is there", () => {
    expect(probeTime(held, 60)).toBe(1060);
    expect(probeTime({ ...held, lastProbeAt: 1100 }, 60)).toBe(1160);
    expect(probeTime({ ...held, firstDueAt: 2000 }, 60)).toBe(2000);
  });

  it("is null for a pause by hand, for an active destination and without a held delivery", () => {
    expect(probeTime({ ...held, pausedReason: "manual" }, 60)).toBeNull();
    expect(probeTime({ ...held, pausedReason: null, pausedAt: null }, 60)).toBeNull();
    expect(probeTime({ ...held, firstDueAt: null }, 60)).toBeNull();
  });
});
