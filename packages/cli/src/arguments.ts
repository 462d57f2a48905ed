import { InvalidArgumentError } from "commander";

/** Parsers of option values. Commander reports their errors, with exit code 2. */

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** Commander takes null for an option without a value. */
export function numberOrNone(text: string): number | "none" {
  if (text === "none") return text;
  if (!/^\d{1,15}(\.\d{1,15})?$/.test(text))
    throw new InvalidArgumentError("It must be a number such as 2.5, or none.");
  return Number(text);
}

/** A maximum number of results, or `all`. */
export function limit(text: string): number {
  return text === "all" ? Infinity : wholeNumber(text);
}

export function list(text: string): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

const UNIT_MS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A time as the API takes it: from RFC 3339, an HTTP date, a day, Unix seconds or milliseconds, or how long ago (`90s`, `15m`, `2h`,
 * `7d`).
 */
export function moment(text: string): string {
  const date = new Date(millisOf(text));
  if (Number.isNaN(date.getTime())) {
    throw new InvalidArgumentError(
      "It must be a time such as 2026-03-02T09:15:00Z or 1772442900 (Unix), or how long ago: 15m, 2h, 7d.",
    );
  }
  return date.toISOString();
}

/** A number of seconds, or a duration: `90s`, `15m`, `2h`, `7d`. */
export function seconds(text: string): number {
  const ms = durationMs(text) ?? (/^\d{1,15}$/.test(text) ? Number(text) * 1000 : undefined);
  if (ms === undefined)
    throw new InvalidArgumentError("It must be a number of seconds, or a duration such as 90s, 15m or 2h.");
  return ms / 1000;
}

function durationMs(text: string): number | undefined {
  const [, count, unit = ""] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  return count === undefined ? undefined : Number(count) * (UNIT_MS[unit] ?? 0);
}

function millisOf(text: string): number {
  const agoMs = durationMs(text);
  if (agoMs !== undefined) return Date.now() - agoMs;
  if (/^\d{10}$/.test(text)) return Number(text) * 1000;
  return /^\d{13}$/.test(text) ? Number(text) : Date.parse(text);
}

/** The fields that are not undefined. */
export function given<T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}

/** The words of the command line before `--`. */
export function ownArguments(): string[] {
  return process.argv.slice(0, dashesAt());
}

/** The words after `--`: a command to start. Commander does not report which operands were there. */
export function argumentsAfterDashes(): string[] {
  return process.argv.slice(dashesAt() + 1);
}

function dashesAt(): number {
  const at = process.argv.indexOf("--");
  return at === -1 ? process.argv.length : at;
}
