import { describe, expect, it } from "vitest";
import { allocateFairly, type Claimant, newTurns, shareOut } from "./allocate-fairly.js";
import { type EnvironmentShare, type Responsiveness, type Shares, UNSHARED } from "./slot-shares.js";

interface Queue extends Claimant {
  waiting: number;
}

function queue(key: number, environmentId: number, waiting: number): Queue {
  return { key, environmentId, destinationId: `dest_${key}`, waiting };
}

/** How many each took, by key. */
function allocate(queues: Queue[], limit: number, { shares = UNSHARED, turns = newTurns() } = {}) {
  const taken: Record<number, number> = {};
  allocateFairly(queues, { limit, shares, turns }, (claimant, wanted) => {
    const count = Math.min(wanted, claimant.waiting);
    claimant.waiting -= count;
    if (count > 0) taken[claimant.key] = (taken[claimant.key] ?? 0) + count;
    return count;
  });
  return taken;
}

function sharesOf(
  known: Record<number, Responsiveness>,
  room: Omit<EnvironmentShare, "untried"> & { untried?: number },
): Shares {
  const destinations = Object.entries(known).map(
    ([key, responsiveness]) => [`dest_${key}`, { responsiveness, most: 100 }] as const,
  );
  return {
    ...UNSHARED,
    otherEnvironment: { untried: room.total, ...room },
    destinations: new Map(destinations),
  };
}

describe("allocateFairly", () => {
  it("shares between environments first, then between their destinations", () => {
    const hostile = [1, 2, 3, 4].map((key) => queue(key, 1, 1000));
    expect(allocate([...hostile, queue(5, 2, 1000)], 80)).toEqual({ 1: 10, 2: 10, 3: 10, 4: 10, 5: 40 });
  });

  it("gives what one environment does not need to the others", () => {
    expect(allocate([queue(1, 1, 1000), queue(2, 2, 5)], 100)).toEqual({ 1: 95, 2: 5 });
  });

  it("serves responsive destinations first, and silent ones within their bound", () => {
    const shares = sharesOf({ 1: "silent", 2: "silent", 3: "responsive" }, { total: 50, silent: 10 });
    const queues = [queue(1, 1, 1000), queue(2, 1, 1000), queue(3, 1, 20)];
    expect(allocate(queues, 100, { shares })).toEqual({ 1: 5, 2: 5, 3: 20 });
  });

  it("serves untried destinations within their bound, which the silent ones share", () => {
    const shares = sharesOf(
      { 1: "untried", 2: "silent", 3: "responsive" },
      { total: 50, silent: 10, untried: 15 },
    );
    const queues = [queue(1, 1, 12), queue(2, 1, 1000), queue(3, 1, 20)];
    expect(allocate(queues, 100, { shares })).toEqual({ 1: 12, 3: 20 });
    expect(allocate([queue(1, 1, 7), queue(2, 1, 1000)], 100, { shares })).toEqual({ 1: 7, 2: 3 });
  });

  it("starts with the others every eighth claim, so that responsive ones cannot starve them", () => {
    const turns = newTurns();
    const shares = sharesOf({ 1: "responsive", 2: "silent" }, { total: 1, silent: 1 });
    const served = Array.from({ length: 8 }, () =>
      Object.keys(allocate([queue(1, 1, 1000), queue(2, 1, 1000)], 1, { shares, turns })).map(Number),
    );
    expect(served.flat()).toEqual([1, 1, 1, 1, 1, 1, 1, 2]);
  });

  it("serves environments in turn when there is one slot at a time", () => {
    const turns = newTurns();
    const hostile = [1, 2, 3, 4].map((key) => queue(key, 1, 1000));
    const queues = [...hostile, queue(5, 2, 1000)];
    const served = Array.from({ length: 6 }, () => Object.keys(allocate(queues, 1, { turns })).map(Number));
    expect(served.flat()).toEqual([1, 5, 2, 5, 3, 5]);
  });

  it("never gives a destination more than its share", () => {
    const most = new Map([["dest_1", { responsiveness: "responsive" as const, most: 3 }]]);
    expect(allocate([queue(1, 1, 1000)], 100, { shares: { ...UNSHARED, destinations: most } })).toEqual({
      1: 3,
    });
  });
});

describe("shareOut", () => {
  it("gives equal shares, round by round", () => {
    const left = new Map([
      ["a", 1],
      ["b", 100],
      ["c", 100],
    ]);
    const taken = shareOut(31, [...left.keys()], (name, wanted) => {
      const count = Math.min(wanted, left.get(name) ?? 0);
      left.set(name, (left.get(name) ?? 0) - count);
      return count;
    });
    expect([taken, Object.fromEntries(left)]).toEqual([31, { a: 0, b: 85, c: 85 }]);
  });
});
