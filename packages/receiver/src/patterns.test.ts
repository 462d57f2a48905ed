import { matches } from "@harbor/shared/event-patterns";
import { expect, it } from "vitest";
import { bySpecificity } from "./patterns.js";

it("sorts patterns that take the same type, the most specific first", () => {
  const sorted = ["**", "order.**", "*.*.added", "order.*.**", "order.*.added", "order.line_item.*"].sort(
    bySpecificity,
  );
  expect(sorted).toEqual(["order.line_item.*", "order.*.added", "order.*.**", "order.**", "*.*.added", "**"]);
  expect(sorted.every((pattern) => matches(pattern, "order.line_item.added"))).toBe(true);
});
