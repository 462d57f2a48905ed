import { describe, expect, test } from "vitest";
import { backoffMs, isRetryable, readRetryAfterMs } from "./retry.js";

describe("isRetryable", () => {
  test.each([408, 429, 500, 502, 503, 504])("%i is", (status) =>
    expect(isRetryable(status, undefined)).toBe(true),
  );

  test.each([301, 400, 401, 403, 404, 409, 410, 413, 415, 422])("%i is not", (status) =>
    expect(isRetryable(status, undefined)).toBe(false),
  );

  test("a 409 with Retry-After is", () => expect(isRetryable(409, 0)).toBe(true));
});

describe("backoffMs", () => {
  const base = { baseMs: 100, maxMs: 1_000, retryAfterMs: null };

  test.each([
    { retry: 0, random: 0.5, ms: 50 },
    { retry: 1, random: 0.5, ms: 100 },
    { retry: 3, random: 0.5, ms: 400 },
    { retry: 4, random: 0.5, ms: 500 },
    { retry: 2_000, random: 0.5, ms: 500 },
    { retry: 3, random: 0, ms: 0 },
  ])("retry $retry with random $random waits $ms ms", ({ ms, ...input }) =>
    expect(backoffMs({ ...base, ...input })).toBe(ms),
  );

  test("Retry-After is a lower bound", () => {
    expect(backoffMs({ ...base, retry: 0, random: 0.5, retryAfterMs: 2_000 })).toBe(2_000);
    expect(backoffMs({ ...base, retry: 3, random: 0.5, retryAfterMs: 10 })).toBe(400);
  });

  test("Retry-After is capped at a minute", () =>
    expect(backoffMs({ ...base, retry: 0, random: 0, retryAfterMs: 3_600_000 })).toBe(60_000));
});

describe("readRetryAfterMs", () => {
  const now = Date.parse("2026-03-02T09:00:00Z");
  test.each([
    ["2", 2_000],
    ["0", 0],
    ["Mon, 02 Mar 2026 09:00:30 GMT", 30_000],
    ["Mon, 02 Mar 2026 08:00:00 GMT", 0],
    ["soon", undefined],
  ])("%s is %s ms", (value, ms) =>
    expect(readRetryAfterMs(new Headers({ "retry-after": value }), now)).toBe(ms),
  );

  test("missing is undefined", () => expect(readRetryAfterMs(new Headers(), now)).toBeUndefined());
});
