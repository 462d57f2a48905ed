import { describe, expect, it } from "vitest";
import { claimable, hasDueWork, holdEnd, openLanes, type WaitingDestination } from "./claim-plan.js";
import { LANES } from "./queued.js";

const terms = { now: 1000, probeIntervalMs: 60, holdMs: 3600 };
const none = { [LANES.byHand]: null, [LANES.first]: null, [LANES.retry]: null };
const active: WaitingDestination = {
  status: "active",
  pausedReason: null,
  pausedAt: null,
  lastProbeAt: null,
  maxConcurrent: 10,
  inFlight: 4,
  bucket: null,
  firstDueAt: none,
  followerDueAt: null,
};

describe("claimable", () => {
  it("counts the free slots", () => {
    expect(claimable(active, terms).freeSlots).toBe(6);
    expect(claimable({ ...active, maxConcurrent: 2 }, terms).freeSlots).toBe(-2);
  });

  it("opens the lanes that are due and waits for the others", () => {
    const firstDueAt = { [LANES.byHand]: 1001, [LANES.first]: 1000, [LANES.retry]: 1050 };
    const may = claimable({ ...active, firstDueAt }, terms);
    expect(may.most).toEqual({ [LANES.byHand]: 0, [LANES.first]: Infinity, [LANES.retry]: 0 });
    expect(may.nextMs).toBe(1);
    expect(hasDueWork(may)).toBe(true);
    expect(hasDueWork(claimable(active, terms))).toBe(false);
    expect(claimable(active, terms).nextMs).toBeNull();
  });

  it("holds first attempts of a paused destination until their hold ends; the other lanes stay open", () => {
    const firstDueAt = { [LANES.byHand]: 900, [LANES.first]: 800, [LANES.retry]: 900 };
    const paused = {
      ...active,
      status: "paused",
      pausedReason: "manual",
      pausedAt: 900,
      firstDueAt,
    } as const;
    const may = claimable(paused, terms);
    expect(may.most).toEqual({ [LANES.byHand]: Infinity, [LANES.first]: 0, [LANES.retry]: Infinity });
    expect(may.nextMs).toBe(900 + 3600 - 1000);
  });

  it("lets one held delivery probe for the breaker, then waits an interval", () => {
    const firstDueAt = { ...none, [LANES.first]: 800 };
    const held = {
      ...active,
      status: "paused",
      pausedReason: "circuit_breaker",
      pausedAt: 930,
      firstDueAt,
    } as const;
    expect(claimable(held, terms)).toMatchObject({
      probe: LANES.first,
      most: { [LANES.first]: 1 },
      nextMs: 60,
    });
    expect(claimable({ ...held, lastProbeAt: 960 }, terms)).toMatchObject({
      probe: null,
      most: { [LANES.first]: 0 },
      nextMs: 20,
    });
  });

  it("opens the lanes by schedule as far as there are tokens", () => {
    const firstDueAt = { [LANES.byHand]: 900, [LANES.first]: 800, [LANES.retry]: 1200 };
    const limited = { ...active, firstDueAt, bucket: { perSecond: 2, fullInMs: 0 } };
    expect(claimable(limited, terms)).toMatchObject({ tokens: 1, waitsForToken: false, nextMs: 200 });
    const empty = { ...limited, bucket: { perSecond: 2, fullInMs: 300 } };
    const may = claimable(empty, terms);
    expect(may).toMatchObject({ tokens: 0, waitsForToken: true, nextMs: 200 });
    expect(may.most).toEqual({ [LANES.byHand]: Infinity, [LANES.first]: 0, [LANES.retry]: 0 });
    const later = { ...none, [LANES.retry]: 1200 };
    expect(claimable({ ...empty, firstDueAt: later }, terms)).toMatchObject({
      waitsForToken: false,
      nextMs: 200,
    });
    expect(hasDueWork(claimable({ ...empty, firstDueAt: { ...none, [LANES.first]: 800 } }, terms))).toBe(
      false,
    );
  });
});

describe("holdEnd", () => {
  it("counts from the later of creation and pause", () => {
    expect(holdEnd(100, { pausedAt: 200, holdMs: 10 })).toBe(210);
    expect(holdEnd(300, { pausedAt: 200, holdMs: 10 })).toBe(310);
    expect(holdEnd(null, { pausedAt: 200, holdMs: 10 })).toBeNull();
    expect(holdEnd(100, { pausedAt: null, holdMs: 10 })).toBeNull();
  });
});

describe("openLanes", () => {
  it("leaves out the first attempts that a pause holds", () => {
    expect(openLanes("active")).toContain(LANES.first);
    expect(openLanes("paused")).toEqual([LANES.byHand, LANES.retry]);
  });
});
