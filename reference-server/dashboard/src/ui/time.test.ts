import { expect, it } from "vitest";
import { formatRelative } from "./time.js";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-03-29T01:10:00Z");

it.each([
  [0, "now"],
  [-0.9 * SECOND, "now"],
  // Within a step of the page's clock.
  [9 * SECOND, "now"],
  [-1 * SECOND, "1 sec. ago"],
  [-59.9 * SECOND, "59 sec. ago"],
  [11 * SECOND, "in 11 sec."],
  [-59.9 * MINUTE, "59 min. ago"],
  [59.9 * MINUTE, "in 59 min."],
  [-23.9 * HOUR, "23 hr. ago"],
  // The day before yesterday, late in the evening.
  [-26.5 * HOUR, "1 day ago"],
  [30 * HOUR, "in 1 day"],
  [-1.9 * DAY, "1 day ago"],
  [-400 * DAY, "400 days ago"],
])("says %i ms from now as %s", (ms, text) => {
  expect(formatRelative(new Date(NOW + ms).toISOString(), NOW)).toBe(text);
});
