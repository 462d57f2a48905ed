import { expect, it } from "vitest";
import { lonePoints } from "./plot.js";

it.each([
  { values: [null, null, 5], lone: [2] },
  { values: [5, null, 5, 6, null, 7, null], lone: [0, 5] },
  { values: [0], lone: [0] },
  { values: [1, 2, 3], lone: [] },
  { values: [null, undefined], lone: [] },
])("of $values those at $lone have no line", ({ values, lone }) => {
  expect(lonePoints(values)).toEqual(lone);
});
