import { expect, test } from "vitest";
import { z } from "zod";
import { defineEvents } from "./index.js";

test("returns its argument", () => {
  const events = { "order.created": z.object({}), A_1: z.null() };
  expect(defineEvents(events)).toBe(events);
});

test.each(["", "order.", ".order", "order..created", "order.*", "order created", "harbor.x", "ä"])(
  "%j is not an event type",
  (type) => expect(() => defineEvents({ [type]: z.null() })).toThrow(TypeError),
);

test("a type has at most 256 characters", () => {
  expect(() => defineEvents({ ["a".repeat(257)]: z.null() })).toThrow(TypeError);
  expect(() => defineEvents({ ["a".repeat(256)]: z.null() })).not.toThrow();
});
