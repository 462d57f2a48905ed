import { expect, test } from "vitest";
import { takes } from "./listen-replay.js";
import { localUrl } from "./listen.js";

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
])("%s takes %s: %s", (pattern, type, expected) => {
  expect(takes(pattern, type)).toBe(expected);
});

test.each([
  ["3000", "http://localhost:3000/"],
  ["localhost:3000/hooks", "http://localhost:3000/hooks"],
  ["https://dev.example/hooks?a=1", "https://dev.example/hooks?a=1"],
])("--forward-to %s is %s", (text, url) => {
  expect(localUrl(text).href).toBe(url);
});

test.each(["http://", "user:pass@localhost:3000", "local host"])("--forward-to %j is none", (text) => {
  expect(() => localUrl(text)).toThrow(/--forward-to/);
});
