import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LATENCY_BOUNDS_MS, latencyClass } from "../../stats.js";
import { percentile } from "./stats.js";

function counted(latencies: readonly number[]): number[] {
  const counts = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  for (const latency of latencies) counts[latencyClass(latency)] = (counts[latencyClass(latency)] ?? 0) + 1;
  return counts;
}

describe("percentile", () => {
  it("is null of nothing", () => {
    expect(percentile([], 0.5)).toBeNull();
    expect(percentile(counted([]), 0.99)).toBeNull();
  });

  it("is the last bound where there is no upper one", () => {
    expect(percentile(counted([90_000]), 0.5)).toBe(30_000);
  });

  it("lies in the class of the true percentile", () => {
    const latencies = fc.array(fc.integer({ min: 0, max: 40_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(latencies, fc.constantFrom(0.5, 0.95, 0.99), (values, share) => {
        const sorted = [...values].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
        const lower = LATENCY_BOUNDS_MS[latencyClass(exact) - 1] ?? 0;
        const upper = LATENCY_BOUNDS_MS[latencyClass(exact)] ?? lower;
        const estimate = percentile(counted(values), share);
        expect(estimate).toBeGreaterThanOrEqual(lower);
        expect(estimate).toBeLessThanOrEqual(upper);
      }),
    );
  });
});
