import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterTaking, type Bucket, fillMs, tokensIn, tokenTaken, waitMs } from "./rate-limit.js";

const full = (perSecond: number): Bucket => ({ perSecond, fullInMs: -1000 });
const later = ({ perSecond, fullInMs }: Bucket, ms: number): Bucket => ({
  perSecond,
  fullInMs: fullInMs - ms,
});
const rates = fc.double({ min: 0.1, max: 10_000, noNaN: true });

describe("a token bucket", () => {
  it.each([
    [0.1, 1],
    [10, 1],
    [19, 1],
    [20, 2],
    [10_000, 1000],
  ])("of %d per second holds %d", (perSecond, capacity) => {
    const bucket = full(perSecond);
    expect(tokensIn(bucket)).toBe(capacity);
    expect(tokensIn(afterTaking(bucket, capacity))).toBe(0);
    expect(tokensIn(afterTaking(bucket, capacity - 1))).toBe(1);
  });

  it("gets a token after one over the rate, to the millisecond", () => {
    const empty = afterTaking(full(0.1), 1);
    expect(waitMs(empty)).toBe(10_000);
    expect(tokensIn(later(empty, 9999))).toBe(0);
    expect(tokensIn(later(empty, 10_000))).toBe(1);
    expect(waitMs(later(empty, 4000))).toBe(6000);
  });

  it("collects tokens for a while where they come fast", () => {
    const empty = afterTaking(full(10_000), 1000);
    expect(tokensIn(later(empty, waitMs(empty)))).toBe(250);
  });

  it("goes into debt, by at most a minute", () => {
    const inDebt = afterTaking(full(1), 11);
    expect(tokensIn(inDebt)).toBe(0);
    expect(waitMs(inDebt)).toBe(11_000);
    expect(waitMs(afterTaking(full(1), 1000))).toBe(61_000);
    expect(tokensIn(later(afterTaking(full(1), 1000), 61_000))).toBe(1);
  });

  it("starts again when the clock was set back", () => {
    const taken = afterTaking(full(1), 1000);
    expect(tokensIn(later(taken, -3_600_000))).toBe(1);
    expect(waitMs(later(taken, -100))).toBeLessThanOrEqual(61_000);
  });

  it("never gives more than its capacity and the rate in any window", () => {
    const calls = fc.array(fc.record({ pause: fc.nat(3000), wish: fc.nat(2000) }), { maxLength: 40 });
    fc.assert(
      fc.property(rates, calls, (perSecond, asked) => {
        let bucket: Bucket = full(perSecond);
        let now = 0;
        const given: { at: number; count: number }[] = [];
        for (const { pause, wish } of asked) {
          now += pause;
          bucket = later(bucket, pause);
          const count = Math.min(wish, tokensIn(bucket));
          if (count === 0) continue;
          bucket = afterTaking(bucket, count);
          given.push({ at: now, count });
        }
        given.forEach(({ at: from }, first) => {
          let sum = 0;
          for (const { at, count } of given.slice(first)) {
            sum += count;
            const allowed = Math.max(1, perSecond / 10) + (perSecond * (at - from)) / 1000;
            expect(sum).toBeLessThanOrEqual(allowed + 0.001);
          }
        });
      }),
    );
  });

  it("has a token once the wait is over, and is full in time", () => {
    fc.assert(
      fc.property(rates, fc.integer({ min: 1, max: 3000 }), (perSecond, count) => {
        const taken = afterTaking(full(perSecond), count);
        expect(tokensIn(later(taken, waitMs(taken)))).toBeGreaterThanOrEqual(1);
        const again = later(taken, taken.fullInMs);
        expect(tokensIn(again)).toBe(tokensIn(full(perSecond)));
        expect(tokensIn(later(afterTaking(full(perSecond), 1), fillMs(perSecond)))).toBe(tokensIn(again));
      }),
    );
  });
});

it("a token says how long its delivery was due, and is of use for a second", () => {
  const token = tokenTaken({ now: 5000, dueAt: 2000, claimedAt: 90_000 });
  expect(token).toEqual({ waited_ms: 3000, use_by: 91_000 });
  expect(tokenTaken({ now: 5000, dueAt: 5001, claimedAt: 0 }).waited_ms).toBe(0);
});
