import { InvalidArgumentError } from "commander";

/** Parsers of option values; commander reports what they throw, with exit code 2. */

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
}

/** `50`, or `all`. */
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

/** A moment as the API takes it: RFC 3339, a day, or how long ago (`90s`, `15m`, `2h`, `7d`). */
export function moment(text: string): string {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? [];
  const at = count === undefined ? Date.parse(text) : Date.now() - Number(count) * (UNIT_MS[unit ?? ""] ?? 0);
  if (Number.isNaN(at)) {
    throw new InvalidArgumentError(
      "It must be a time such as 2026-03-02T09:15:00Z, or how long ago: 15m, 2h, 7d.",
    );
  }
  return new Date(at).toISOString();
}

/** Without the fields that were not given. */
export function given<T extends object>(fields: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}
