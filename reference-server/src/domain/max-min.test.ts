import { expect, test } from "vitest";
import { mayTakeOneMore } from "./max-min.js";

const may = (owner: number, held: Record<number, number>) =>
  mayTakeOneMore(owner, {
    held: new Map(Object.entries(held).map(([id, count]) => [Number(id), count])),
    total: 100,
  });

test("one alone may take all, and no more", () => {
  expect(may(1, { 1: 99 })).toBe(true);
  expect(may(1, { 1: 100 })).toBe(false);
});

test("one that holds little is not held back, however much another holds", () => {
  expect(may(2, { 1: 5000 })).toBe(true);
  expect(may(2, { 1: 5000, 2: 49 })).toBe(true);
  expect(may(2, { 1: 5000, 2: 50 })).toBe(false);
  expect(may(3, { 1: 5000, 2: 5000 })).toBe(true);
});

test("what those with little leave goes to the others", () => {
  expect(may(1, { 1: 89, 2: 5, 3: 5 })).toBe(true);
  expect(may(1, { 1: 90, 2: 5, 3: 5 })).toBe(false);
});

test("there are no more owners than the total has room for", () => {
  const all = Object.fromEntries(Array.from({ length: 100 }, (_, owner) => [owner + 1, 1]));
  expect(may(101, all)).toBe(false);
});
