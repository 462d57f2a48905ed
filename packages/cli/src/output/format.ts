import type { Attempt, Delivery } from "@harbor/client";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, in a few characters: `12s`, `5m`, `3h`, `2d`; `in 5m` for a time to come. */
export function age(time: string | null, now: number = Date.now()): string {
  if (time === null) return "";
  const passedMs = now - Date.parse(time);
  const text = span(Math.abs(passedMs));
  return passedMs < -999 ? `in ${text}` : text;
}

function span(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / 1000)}s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)}h`;
  return `${Math.floor(ms / DAY_MS)}d`;
}

/** In the local time zone, to the second. */
export function localTime(time: string | null): string {
  if (time === null) return "-";
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${clockTime(date)}`;
}

export function clockTime(date: Date = new Date()): string {
  return [date.getHours(), date.getMinutes(), date.getSeconds()]
    .map((value) => String(value).padStart(2, "0"))
    .join(":");
}

/** The result of the last attempt: `200`, `connection_refused`, or nothing yet. */
export function result({
  response_code,
  error,
}: Pick<Delivery | Attempt, "response_code" | "error">): string {
  return response_code === null ? (error ?? "") : String(response_code);
}

export function millis(value: number | null): string {
  return value === null ? "" : `${value} ms`;
}
