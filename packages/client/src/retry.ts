const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Whether the same request may succeed later: 408, 429, 5xx, and a 409 with `Retry-After` (the first request under this
 * idempotency key is still running). The result of any other status is final.
 */
export function isRetryable(status: number, retryAfterMs: number | null): boolean {
  if (status === 409) return retryAfterMs !== null;
  return status === 408 || status === 429 || status >= 500;
}

export interface BackoffOptions {
  /** 0 before the first retry. */
  retry: number;
  baseMs: number;
  maxMs: number;
  /** Requested by the response; null without `Retry-After`. */
  retryAfterMs: number | null;
  /** In [0, 1). */
  random: number;
}

/** Exponential back-off with full jitter, never sooner than `Retry-After`, which is capped at a minute. */
export function backoffMs({ retry, baseMs, maxMs, retryAfterMs, random }: BackoffOptions): number {
  const jittered = random * Math.min(maxMs, baseMs * 2 ** retry);
  return Math.max(jittered, Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}
