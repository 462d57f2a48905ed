import { describe, expect, it } from "vitest";
import { createByteBudget } from "./byte-budget.js";

describe("byte budget", () => {
  it("refuses what does not fit an environment, and leaves room for others", () => {
    const budget = createByteBudget({ totalBytes: 100, environmentBytes: 60 });
    const first = budget.open(1);
    const second = budget.open(1);
    expect([first.grow(40), second.grow(20), second.grow(1)]).toEqual([true, true, false]);
    expect(budget.open(2).grow(40)).toBe(true);
    expect(budget.open(3).grow(1)).toBe(false);
  });

  it("has the bytes back once they are released, once only", () => {
    const budget = createByteBudget({ totalBytes: 100, environmentBytes: 100 });
    const room = budget.open(1);
    expect(room.grow(100)).toBe(true);
    room.release();
    room.release();
    expect([budget.open(1).grow(100), budget.open(1).grow(1)]).toEqual([true, false]);
  });
});
