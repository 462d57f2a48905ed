import { expect, it } from "vitest";
import { slotsOf } from "./worker-slots.js";

const WORKERS = [3, 4, 8, 12, 40];
const DESTINATIONS = Array.from({ length: 100 }, (_, index) => index + 1);

/** Every number of workers, destination and number of slots. */
const divisions = WORKERS.flatMap((_, index) =>
  DESTINATIONS.flatMap((destination) =>
    Array.from({ length: 13 }, (__, slots) => ({
      workers: WORKERS.slice(0, index + 1),
      destination,
      slots,
    })),
  ),
);

it("divides all slots equally", () => {
  for (const division of divisions) {
    const parts = division.workers.map((worker) => slotsOf(worker, division));
    expect(parts.reduce((sum, part) => sum + part, 0)).toBe(division.slots);
    expect(Math.max(...parts) - Math.min(...parts)).toBeLessThanOrEqual(1);
  }
});

it("takes nothing from those that stay when a worker leaves and keeps any of its part", () => {
  const shrunk: unknown[] = [];
  for (const division of divisions) {
    for (const leaving of division.workers) {
      const workers = division.workers.filter((worker) => worker !== leaving);
      for (let kept = 0; kept <= slotsOf(leaving, division); kept += 1) {
        const after = { ...division, workers, slots: division.slots - kept };
        const isLess = (worker: number) => slotsOf(worker, after) < slotsOf(worker, division);
        if (workers.some(isLess)) shrunk.push({ ...after, leaving });
      }
    }
  }
  expect(shrunk).toEqual([]);
});

it("gives each worker the slots that are left over of about as many destinations", () => {
  const workers = [17, 18, 19];
  const counts = workers.map((worker) => {
    let count = 0;
    for (let destination = 1; destination <= 3000; destination += 1)
      count += slotsOf(worker, { workers, destination, slots: 1 });
    return count;
  });
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(100);
});

it("gives nothing to one that is not among the workers", () => {
  expect(slotsOf(5, { workers: WORKERS, destination: 1, slots: 50 })).toBe(0);
});
