import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Demand, fairShares, newTurns, totalOf } from "./fair-share.js";
import { LANES } from "./queued.js";
import { UNSHARED } from "./slot-shares.js";

function demand(
  key: number,
  due: { byHand?: number; first?: number; retry?: number },
  freeSlots = 1000,
  tokens = Infinity,
): Demand {
  const { byHand = 0, first = 0, retry = 0 } = due;
  const claimant = { key, environmentId: 1, destinationId: `dest_${key}` };
  return {
    ...claimant,
    freeSlots,
    tokens,
    due: { [LANES.byHand]: byHand, [LANES.first]: first, [LANES.retry]: retry },
  };
}

function counts(demands: Demand[], limit: number, turns = newTurns()): Record<number, number> {
  return Object.fromEntries(
    fairShares(demands, { limit, shares: UNSHARED, turns }).map(({ key, lanes }) => [key, totalOf(lanes)]),
  );
}

function lanesOf(due: Parameters<typeof demand>[1], limit: number, turns = newTurns()) {
  const [grant] = fairShares([demand(1, due)], { limit, shares: UNSHARED, turns });
  return [grant?.lanes[LANES.byHand], grant?.lanes[LANES.retry], grant?.lanes[LANES.first]];
}

describe("fairShares between destinations", () => {
  it("gives equal shares; what one does not need goes to the others", () => {
    expect(
      counts([demand(1, { first: 300 }), demand(2, { first: 3 }), demand(3, { retry: 300 })], 43),
    ).toEqual({
      1: 20,
      2: 3,
      3: 20,
    });
  });

  it("gives no more than the free slots", () => {
    expect(
      counts([demand(1, { first: 300 }, 2), demand(2, { first: 300 }, 0), demand(3, { first: 300 }, -1)], 50),
    ).toEqual({ 1: 2 });
  });

  it("continues behind the destination that was served last", () => {
    const turns = newTurns();
    const demands = [1, 2, 3, 4, 5].map((key) => demand(key, { first: 10 }));
    const served = [1, 2, 3, 4, 5].map(() => Object.keys(counts(demands, 2, turns)).map(Number));
    expect(served).toEqual([
      [1, 2],
      [3, 4],
      [1, 5],
      [2, 3],
      [4, 5],
    ]);
  });

  it("never exceeds a bound, and leaves nothing while there is room", () => {
    const demands = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5), fc.integer({ min: -1, max: 8 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(demands, fc.nat(20), (list, limit) => {
        const all = list.map(([byHand, first, retry, free], key) =>
          demand(key + 1, { byHand, first, retry }, free),
        );
        const grants = fairShares(all, { limit, shares: UNSHARED, turns: newTurns() });
        for (const { key, lanes } of grants) {
          const asked = all.find((each) => each.key === key);
          for (const lane of Object.values(LANES))
            expect(lanes[lane]).toBeLessThanOrEqual(asked?.due[lane] ?? 0);
          expect(totalOf(lanes)).toBeLessThanOrEqual(asked?.freeSlots ?? 0);
        }
        const given = grants.reduce((sum, { lanes }) => sum + totalOf(lanes), 0);
        const wanted = all.reduce(
          (sum, { due, freeSlots }) => sum + Math.max(0, Math.min(freeSlots, totalOf(due))),
          0,
        );
        expect(given).toBe(Math.min(limit, wanted));
      }),
    );
  });
});

describe("fairShares within a destination", () => {
  it("serves by hand first, then retries and first attempts half and half", () => {
    expect(lanesOf({ byHand: 2, first: 20, retry: 20 }, 12)).toEqual([2, 5, 5]);
    expect(lanesOf({ byHand: 5, first: 20, retry: 20 }, 3)).toEqual([3, 0, 0]);
  });

  it("lets one lane have what the other does not need", () => {
    expect(lanesOf({ first: 20, retry: 3 }, 20)).toEqual([0, 3, 17]);
    expect(lanesOf({ first: 3, retry: 20 }, 20)).toEqual([0, 17, 3]);
  });

  it("gives odd slots in turn", () => {
    const turns = newTurns();
    const taken = [1, 2, 3, 4].map(() => lanesOf({ first: 10, retry: 10 }, 1, turns));
    expect(taken).toEqual([
      [0, 0, 1],
      [0, 1, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
  });
});

describe("fairShares with a rate limit", () => {
  it("takes as many by schedule as there are tokens; those by hand come first and count", () => {
    const of = (due: Parameters<typeof demand>[1], tokens: number) => {
      const limits = { limit: 1000, shares: UNSHARED, turns: newTurns() };
      const [grant] = fairShares([demand(1, due, 100, tokens)], limits);
      return [grant?.lanes[LANES.byHand] ?? 0, grant === undefined ? 0 : totalOf(grant.lanes)];
    };
    expect(of({ first: 5, retry: 5 }, 4)).toEqual([0, 4]);
    expect(of({ byHand: 3, first: 5 }, 4)).toEqual([3, 4]);
    expect(of({ byHand: 6, first: 5 }, 4)).toEqual([6, 6]);
    expect(of({ byHand: 6, first: 5 }, 0)).toEqual([6, 6]);
    expect(of({ first: 5 }, 0)).toEqual([0, 0]);
    expect(of({ first: 200 }, 150)).toEqual([0, 100]);
  });
});
