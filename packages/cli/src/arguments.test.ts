import { expect, test } from "vitest";
import { given, limit, list, moment, seconds, wholeNumber } from "./arguments.js";

test.each([
  ["15m", 15 * 60_000],
  ["2h", 7_200_000],
  ["7d", 604_800_000],
  ["0s", 0],
])("%s is so long ago", (text, agoMs) => {
  expect(Math.abs(Date.now() - agoMs - Date.parse(moment(text)))).toBeLessThan(1000);
});

test("a moment is RFC 3339 in UTC, however it was given", () => {
  expect(moment("2026-03-02T10:15:00+01:00")).toBe("2026-03-02T09:15:00.000Z");
  expect(moment("2026-03-02")).toBe("2026-03-02T00:00:00.000Z");
  for (const text of ["soon", "", "5 m", "-1h"]) expect(() => moment(text)).toThrow(/must be a time/);
});

test.each([
  ["900", 900],
  ["90s", 90],
  ["15m", 900],
  ["1h", 3600],
  ["1d", 86_400],
])("%s is %i seconds", (text, expected) => {
  expect(seconds(text)).toBe(expected);
});

test.each(["", "m", "1.5h", "-1m", "15 m", "1h30m", "soon"])("%j is not a duration", (text) => {
  expect(() => seconds(text)).toThrow(/number of seconds, or a duration/);
});

test("numbers are whole; a limit may be all; lists lose what is empty", () => {
  expect([wholeNumber("0"), wholeNumber("42"), limit("7"), limit("all")]).toEqual([0, 42, 7, Infinity]);
  for (const text of ["-1", "1.5", "1e3", "", "x"]) expect(() => wholeNumber(text)).toThrow(/whole number/);
  expect(list(" order.*, ,invoice.paid ")).toEqual(["order.*", "invoice.paid"]);
  expect(given({ a: 0, b: undefined, c: null })).toEqual({ a: 0, c: null });
});
