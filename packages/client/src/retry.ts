const MAX_RETRY_AFTER_MS = 60_000;

/**
 * Whether the same request may succeed later: 408, 429, 5xx, and a 409 with `Retry-After` (the first request under this
 * idempotency key is still running). The result of any other status is final.
 */
export function isRetryable(status: number, retryAfterMs: number | undefined): boolean {
  if (status === 409) return retryAfterMs !== undefined;
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

/** Keeps a very long number finite. */
const MAX_RETRY_AFTER_SECONDS = 1e9;

/** IMF-fixdate and RFC 850, then asctime (RFC 9110 §5.6.7). */
const HTTP_DATES = [
  /^[A-Z][a-z]{2,8}, (?<day>\d\d)[ -](?<month>[A-Z][a-z]{2})[ -](?<year>\d{4}|\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];

/** `Retry-After` in ms from now: whole seconds or an HTTP date (RFC 9110 §10.2.3). Undefined when missing or unreadable. */
export function readRetryAfterMs(headers: Headers, now = Date.now()): number | undefined {
  const value = headers.get("retry-after") ?? "";
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAX_RETRY_AFTER_SECONDS) * 1000;
  // Not every engine reads the two older forms, and each reads almost anything else as a date: 1.5 is a day of 2001.
  const date = HTTP_DATES.map((form) => form.exec(value)?.groups).find(Boolean);
  const at = date ? Date.parse(`${date.day} ${date.month} ${date.year} ${date.time} GMT`) : NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
