/** Keeps a very long number finite. */
const MAX_SECONDS = 1e9;

/** IMF-fixdate and RFC 850, then asctime (RFC 9110 §5.6.7). */
const HTTP_DATES = [
  /^[A-Z][a-z]{2,8}, (?<day>\d\d)[ -](?<month>[A-Z][a-z]{2})[ -](?<year>\d{4}|\d\d) (?<time>\d\d:\d\d:\d\d) GMT$/,
  /^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) (?<day>[ \d]\d) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/,
];

/** A `Retry-After` in ms from now: whole seconds or an HTTP date (RFC 9110 §10.2.3). Null when it is neither. */
export function readRetryAfterMs(value: string, now: number): number | null {
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAX_SECONDS) * 1000;
  // Not every engine reads the two older forms, and each reads almost anything else as a date: 1.5 is a day of 2001.
  const date = HTTP_DATES.map((form) => form.exec(value)?.groups).find(Boolean);
  const at = date ? Date.parse(`${date.day} ${date.month} ${date.year} ${date.time} GMT`) : NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
