import { expect, test } from "vitest";
import retryAfter from "./retry-after-cases.json" with { type: "json" };
import { readRetryAfterMs } from "./retry-after.js";

test.each(retryAfter.cases as [string, number | null][])("%j is %s ms", (value, ms) => {
  expect(readRetryAfterMs(value, Date.parse(retryAfter.now))).toBe(ms);
});
