import { expect, test } from "vitest";
import { durationSeconds } from "./duration.js";

test.each([
  [90, 90],
  [0, 0],
  ["90s", 90],
  ["2m", 120],
  ["1h30m", 5400],
  ["1d", 86_400],
  ["250ms", 0.25],
  ["1.5h", 5400],
  ["1h 30m", 5400],
])("%j is %d seconds", (duration, seconds) => {
  expect(durationSeconds(duration)).toBe(seconds);
});

test.each(["", "soon", "2", "-2m", "2m later", "m"])("%j is not a duration", (duration) => {
  expect(() => durationSeconds(duration)).toThrow(TypeError);
});

test.each([-1, NaN, Infinity])("%d is not a duration", (duration) => {
  expect(() => durationSeconds(duration)).toThrow(TypeError);
});
