import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isEventType, isPattern, isReservedEventType, matches } from "./event-patterns.js";

describe("isEventType", () => {
  it.each(["a", "order.created", "Order-1.line_item.added", "x".repeat(256), "harbor", "0.1.2"])(
    "accepts %s",
    (type) => {
      expect(isEventType(type)).toBe(true);
    },
  );

  it.each([
    "",
    ".",
    "order.",
    ".order",
    "order..created",
    "order created",
    "order.*",
    "**",
    "örder",
    "order/created",
    "order\n",
    "\norder",
    "order.created\u0000",
    "x".repeat(257),
  ])("refuses %j", (type) => {
    expect(isEventType(type)).toBe(false);
  });

  it("is done with a long hostile text at once", () => {
    expect(isEventType("a.".repeat(127) + "!")).toBe(false);
    expect(isPattern("*.".repeat(127) + "!")).toBe(false);
  });
});

describe("isPattern", () => {
  it.each([
    "*",
    "**",
    "order.created",
    "order.*",
    "*.created",
    "order.*.added",
    "order.**",
    "*.**",
    "harbor.**",
    "*.*",
  ])("accepts %s", (pattern) => {
    expect(isPattern(pattern)).toBe(true);
  });

  it.each([
    "",
    "***",
    "**.created",
    "order.**.added",
    "ord*",
    "order.*ed",
    "order.**x",
    "order.",
    ".*",
    "order..*",
    "order.>",
    "#",
    "* ",
    "x".repeat(257),
  ])("refuses %j", (pattern) => {
    expect(isPattern(pattern)).toBe(false);
  });
});

describe("matches", () => {
  it.each([
    ["order.created", "order.created", true],
    ["order.created", "order.Created", false],
    ["order.created", "order.created.late", false],
    ["order.*", "order.created", true],
    ["order.*", "order.line_item.added", false],
    ["order.*", "order", false],
    ["order.**", "order.created", true],
    ["order.**", "order.line_item.added", true],
    ["order.**", "order", false],
    ["*.created", "order.created", true],
    ["*.created", "shop.order.created", false],
    ["*.created", "created", false],
    ["**", "harbor", true],
    ["harbor", "harbor", true],
    ["order.*.added", "order.line_item.added", true],
    ["order.*.added", "order.added", false],
    ["*.**", "order", false],
    ["*.**", "order.created", true],
    ["*", "order", true],
    ["*", "order.created", false],
    ["**", "order", true],
    ["**", "a.b.c.d", true],
  ])("%s on %s is %s", (pattern, type, expected) => {
    expect(matches(pattern, type)).toBe(expected);
  });

  it.each([
    ["**", false],
    ["*.**", false],
    ["*.destination.paused", false],
    ["harbor.**", true],
    ["harbor.destination.*", true],
    ["harbor.destination.paused", true],
    ["harbor.*", false],
  ])("%s takes harbor.destination.paused: %s", (pattern, expected) => {
    expect(matches(pattern, "harbor.destination.paused")).toBe(expected);
  });

  it("treats a producer's type that only looks like Harbor's as its own", () => {
    expect(isReservedEventType("harbor")).toBe(false);
    expect(isReservedEventType("harbormaster.arrived")).toBe(false);
    expect(isReservedEventType("harbor.arrived")).toBe(true);
    expect(matches("**", "harbormaster.arrived")).toBe(true);
    expect(matches("*", "harbor")).toBe(true);
  });

  const segment = fc.stringMatching(/^[a-c]{1,2}$/);
  const type = fc.array(segment, { minLength: 1, maxLength: 5 });
  const wanted = fc
    .tuple(
      fc.array(fc.oneof(segment, fc.constant("*")), { maxLength: 4 }),
      fc.oneof(segment, fc.constant("*"), fc.constant("**")),
    )
    .map(([head, last]) => [...head, last]);

  it("agrees with the same rule written as a regular expression", () => {
    fc.assert(
      fc.property(wanted, type, (pattern, parts) => {
        const source = pattern
          .map((s) => (s === "**" ? "[^.]+(\\.[^.]+)*" : s === "*" ? "[^.]+" : s))
          .join("\\.");
        expect(isPattern(pattern.join("."))).toBe(true);
        expect(matches(pattern.join("."), parts.join("."))).toBe(
          new RegExp(`^${source}$`).test(parts.join(".")),
        );
      }),
    );
  });
});
