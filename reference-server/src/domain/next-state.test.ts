import { describe, expect, it } from "vitest";
import type { Attempt } from "./domain.js";
import { countsAsDeath, die, type HeldDelivery, nextState } from "./next-state.js";
import { LANES, newQueued } from "./queued.js";

const NOW = 5000;
const attempt: Attempt = {
  number: 0,
  trigger: "schedule",
  started_at: 4000,
  latency_ms: 10,
  request_headers: null,
  response_code: 503,
  response_headers: null,
  response_body: "down",
  error: null,
  outcome: "failed",
};
const first: HeldDelivery = {
  queued: newQueued(1000),
  trigger: "schedule",
  token: null,
  dead: null,
  startsBudget: false,
};
const retried: HeldDelivery = {
  ...first,
  queued: { ...newQueued(1000), lane: LANES.retry, status: "retrying", retry_count: 1, attempt_count: 2 },
};

describe("nextState", () => {
  it("finishes with a success", () => {
    const next = nextState(first, { attempt, retry_count: 0, decision: { status: "succeeded" } }, NOW);
    expect(next).toEqual({ kind: "succeeded", retry_count: 0, completed_at: NOW });
  });

  it("queues a retry in whole milliseconds, in the retry lane, under the same budget", () => {
    const decision = { status: "retrying", due_at: 9000.4 } as const;
    expect(nextState(first, { attempt, retry_count: 0, decision }, NOW)).toEqual({
      kind: "queued",
      queued: {
        lane: LANES.retry,
        behind: false,
        status: "retrying",
        due_at: 9000,
        retry_count: 0,
        attempt_count: 1,
        budget_started_at: 1000,
        updated_at: NOW,
        before: null,
      },
    });
  });

  it("returns a pending delivery to the first attempts", () => {
    const decision = { status: "pending", due_at: 1000 } as const;
    expect(nextState(first, { attempt: null, retry_count: 0, decision }, NOW)).toMatchObject({
      queued: { lane: LANES.first, status: "pending", retry_count: null, attempt_count: 0 },
    });
  });

  it("counts an attempt by hand, but not as a retry", () => {
    const byHand = { ...retried, trigger: "manual" } as const;
    const decision = { status: "retrying", due_at: 9000 } as const;
    expect(nextState(byHand, { attempt, retry_count: 7, decision }, NOW)).toMatchObject({
      queued: { retry_count: 1, attempt_count: 3 },
    });
  });

  it("counts a probe before the time of a retry as an attempt, but not as that retry", () => {
    const probe = { ...retried, trigger: "probe" } as const;
    const decision = { status: "retrying", due_at: 9000 } as const;
    expect(nextState(probe, { attempt, retry_count: 7, decision }, NOW)).toMatchObject({
      queued: { retry_count: 1, attempt_count: 3 },
    });
  });

  it("counts nothing where nothing was sent", () => {
    const decision = { status: "dead", dead_reason: "budget_exhausted" } as const;
    expect(nextState(retried, { attempt: null, retry_count: 9, decision }, NOW)).toEqual({
      kind: "dead",
      dead: {
        dead_reason: "budget_exhausted",
        retry_count: 1,
        attempt_count: 2,
        updated_at: NOW,
        completed_at: NOW,
      },
    });
  });

  it("leaves dead a delivery that died during the attempt, for any response", () => {
    const dead = die(first.queued, "destination_deleted", 4500);
    const next = nextState(
      { ...first, dead },
      { attempt, retry_count: 0, decision: { status: "succeeded" } },
      NOW,
    );
    expect(next).toEqual({
      kind: "dead",
      dead: {
        dead_reason: "destination_deleted",
        retry_count: 0,
        attempt_count: 1,
        updated_at: NOW,
        completed_at: 4500,
      },
    });
  });
});

describe("countsAsDeath", () => {
  const decision = { status: "dead", dead_reason: "rejected" } as const;
  const counts = (held: HeldDelivery) =>
    countsAsDeath(held, nextState(held, { attempt, retry_count: 0, decision }, NOW));

  it("counts each delivery once", () => {
    expect(counts(first)).toBe(true);
    expect(counts({ ...first, trigger: "manual" })).toBe(false);
    expect(counts({ ...first, dead: die(first.queued, "destination_deleted", 1) })).toBe(false);
    const succeeded = nextState(first, { attempt, retry_count: 0, decision: { status: "succeeded" } }, NOW);
    expect(countsAsDeath(first, succeeded)).toBe(false);
  });
});
