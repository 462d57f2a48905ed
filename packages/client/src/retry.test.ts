import { describe, expect, test } from "vitest";
import { backoffMs, isRetryable } from "./retry.js";

describe("isRetryable", () => {
  test.each([408, 429, 500, 502, 503, 504])("%i is", (status) =>
    expect(isRetryable(status, null)).toBe(true),
  );

  test.each([301, 400, 401, 403, 404, 409, 410, 413, 415, 422])("%i is not", (status) =>
    expect(isRetryable(status, null)).toBe(false),
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
