import { describe, expect, it } from "vitest";
import {
  deadQueuedByHand,
  queuedByHand,
  refuseReplay,
  refuseRetry,
  type RetryCandidate,
  retainedSince,
  revived,
} from "./by-hand.js";
import { LANES, newQueued } from "./queued.js";

const since = retainedSince(10_000, 4000);
const dead: RetryCandidate = {
  status: "dead",
  inFlight: false,
  behind: false,
  eventCreatedAt: 9000,
  isErased: false,
  destination: "active",
};

describe("refusals", () => {
  it("lets dead, pending and retrying ones be retried, paused or not", () => {
    for (const status of ["dead", "pending", "retrying"] as const) {
      expect(refuseRetry({ ...dead, status }, since)).toBeNull();
      expect(refuseRetry({ ...dead, status, destination: "paused" }, since)).toBeNull();
    }
  });

  it("refuses a retry of what has succeeded or is in flight", () => {
    expect(refuseRetry({ ...dead, status: "succeeded" }, since)).toBe("delivery_not_retryable");
    expect(refuseRetry({ ...dead, status: "pending", inFlight: true }, since)).toBe("delivery_not_retryable");
  });

  it("refuses both of what is erased, in any state", () => {
    for (const status of ["dead", "pending", "retrying", "succeeded"] as const) {
      const erased = { ...dead, status, isErased: true };
      expect(refuseRetry(erased, since)).toBe("event_erased");
      expect(refuseReplay(erased, since)).toBe("event_erased");
    }
  });

  it("replays dead ones only, and not while paused", () => {
    expect(refuseReplay(dead, since)).toBeNull();
    expect(refuseReplay({ ...dead, status: "retrying" }, since)).toBe("delivery_not_retryable");
    expect(refuseReplay({ ...dead, destination: "paused" }, since)).toBe("destination_paused");
  });

  it("refuses both at the end of the retention, then for a deleted destination", () => {
    for (const refuse of [refuseRetry, refuseReplay]) {
      expect(refuse({ ...dead, eventCreatedAt: 6001 }, since)).toBeNull();
      expect(refuse({ ...dead, eventCreatedAt: 6000, destination: "deleted" }, since)).toBe(
        "delivery_too_old",
      );
      expect(refuse({ ...dead, destination: "deleted" }, since)).toBe("destination_deleted");
    }
  });
});

describe("the queued state", () => {
  const scheduled = {
    ...newQueued(1000),
    lane: LANES.retry,
    behind: false,
    status: "retrying",
    due_at: 8000,
    retry_count: 2,
  } as const;

  it("remembers the schedule that a failed attempt by hand restores", () => {
    expect(queuedByHand(scheduled, 5000)).toEqual({
      ...scheduled,
      lane: LANES.byHand,
      status: "retrying",
      due_at: 5000,
      updated_at: 5000,
      before: { status: "retrying", due_at: 8000, dead_reason: null },
    });
  });

  it("is the same for one that waits for such an attempt already", () => {
    const once = queuedByHand(scheduled, 5000);
    expect(queuedByHand(once, 6000)).toBe(once);
  });

  it("remembers the reason of a dead one", () => {
    const died = {
      dead_reason: "rejected",
      retry_count: 3,
      attempt_count: 4,
      updated_at: 1,
      completed_at: 1,
    } as const;
    expect(deadQueuedByHand(died, { now: 5000, createdAt: 1000 })).toMatchObject({
      retry_count: 3,
      attempt_count: 4,
      before: { status: "dead", due_at: null, dead_reason: "rejected" },
    });
    expect(revived(died, 5000)).toEqual({
      lane: LANES.retry,
      behind: false,
      status: "retrying",
      due_at: 5000,
      retry_count: null,
      attempt_count: 4,
      budget_started_at: 5000,
      updated_at: 5000,
      before: null,
    });
  });
});
