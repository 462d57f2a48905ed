const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Whether the same request may succeed later: 408, 429 and 5xx, and a 409 that names a time to come back (the first
 * request under this idempotency key is still running). Any other answer will be the same again.
 */
export function isRetryable({ status, headers }: Pick<Response, "status" | "headers">): boolean {
  if (status === 409) return headers.has("retry-after");
  return status === 408 || status === 429 || status >= 500;
}

export interface BackoffOptions {
  /** 0 before the first retry. */
  retry: number;
  baseMs: number;
  maxMs: number;
  /** What the answer asked for; undefined when it did not. */
  retryAfterMs: number | undefined;
  /** In [0, 1). */
  random: number;
}

/** Exponential back-off with full jitter, never sooner than `Retry-After`, of which at most a minute is obeyed. */
export function backoffMs({ retry, baseMs, maxMs, retryAfterMs = 0, random }: BackoffOptions): number {
  const jittered = random * Math.min(maxMs, baseMs * 2 ** retry);
  return Math.max(jittered, Math.min(retryAfterMs, MAX_RETRY_AFTER_MS));
}

/** `Retry-After` in milliseconds from now: seconds or an HTTP date. Undefined when absent or unreadable. */
export function readRetryAfterMs(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
