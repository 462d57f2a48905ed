import type { Millis } from "../domain/domain.js";

const RFC_3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/;
const FIRST_MS = Date.parse("0000-01-01T00:00:00.000Z");
const LAST_MS = Date.parse("9999-12-31T23:59:59.999Z");

/** RFC 3339 -> ms, finer fractions cut off; NaN for anything else and for what has no four-digit year in UTC. */
export function parseTime(text: string): Millis {
  const found = RFC_3339.exec(text);
  if (found === null) return NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1, 7).map(Number);
  const fractionMs = Number((found[7] ?? "").slice(0, 3).padEnd(3, "0"));
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return NaN;
  // 60 is a leap second, which the Unix epoch does not count: it is the first moment of the next minute.
  if (hour > 23 || minute > 59 || second > 60) return NaN;
  const offsetMinutes = offsetOf(found[8], Number(found[9] ?? 0), Number(found[10] ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const ms = date.setUTCHours(hour, minute - offsetMinutes, second, fractionMs);
  return ms >= FIRST_MS && ms <= LAST_MS ? ms : NaN;
}

function offsetOf(sign: string | undefined, hours: number, minutes: number): number {
  if (hours > 23 || minutes > 59) return NaN;
  return (sign === "-" ? -1 : 1) * (hours * 60 + minutes);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** RFC 3339, UTC, milliseconds. */
export function formatTime(ms: Millis): string {
  return new Date(ms).toISOString();
}

export function formatOptionalTime(ms: Millis | null): string | null {
  return ms === null ? null : formatTime(ms);
}
