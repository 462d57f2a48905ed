import { expect, test } from "vitest";
import { takes } from "./replay-recent.js";

test.each([
  ["order.created", "order.created", true],
  ["order.*", "order.created", true],
  ["order.*", "order.line_item.added", false],
  ["order.**", "order.line_item.added", true],
  ["order.**", "order", false],
  ["*", "ping", true],
  ["*", "order.created", false],
  ["**", "order.created", true],
  ["*.created", "order.created", true],
  ["**", "harbor", true],
  ["**", "harbor.destination.paused", false],
  ["harbor.**", "harbor.destination.paused", true],
])("%s matches %s: %s", (pattern, type, expected) => {
  expect(takes(pattern, type)).toBe(expected);
});
