import { describe, expect, it } from "vitest";
import { bySpecificity, isEventType, isPattern, matches } from "./patterns.js";

describe("patterns", () => {
  it.each([
    ["order.created", "order.created", true],
    ["order.created", "Order.created", false],
    ["order.*", "order.created", true],
    ["order.*", "order.line_item.added", false],
    ["order.*", "order", false],
    ["order.**", "order.created", true],
    ["order.**", "order.line_item.added", true],
    ["order.**", "order", false],
    ["*.created", "order.created", true],
    ["*.created", "created", false],
    ["order.*.added", "order.line_item.added", true],
    ["*", "order", true],
    ["*", "order.created", false],
    ["**", "order", true],
    ["**", "order.line_item.added", true],
    ["**", "harbor", true],
    ["*", "harbor", true],
    ["harbor", "harbor", true],
    ["**", "harbor.destination.paused", false],
    ["*.destination.paused", "harbor.destination.paused", false],
    ["harbor.**", "harbor.destination.paused", true],
    ["harbor.destination.*", "harbor.destination.paused", true],
  ])("%s against %s: %s", (pattern, type, expected) => {
    expect(matches(pattern, type)).toBe(expected);
  });

  it.each(["order.created", "*", "**", "*.*", "order.*.added", "a-b.c_d", "x".repeat(256)])(
    "%s is a pattern",
    (text) => {
      expect(isPattern(text)).toBe(true);
    },
  );

  it.each([
    "",
    ".",
    "order.",
    "**.created",
    "order.cre*",
    "order..created",
    "order created",
    "x".repeat(257),
  ])("%j is not a pattern", (text) => {
    expect(isPattern(text)).toBe(false);
  });

  it("knows event types from patterns", () => {
    expect(isEventType("order.created")).toBe(true);
    expect(isEventType("order.*")).toBe(false);
  });

  it("sorts patterns that take the same type, the most specific first", () => {
    const sorted = ["**", "order.**", "*.*.added", "order.*.**", "order.*.added", "order.line_item.*"].sort(
      bySpecificity,
    );
    expect(sorted).toEqual([
      "order.line_item.*",
      "order.*.added",
      "order.*.**",
      "order.**",
      "*.*.added",
      "**",
    ]);
    expect(sorted.every((pattern) => matches(pattern, "order.line_item.added"))).toBe(true);
  });
});
