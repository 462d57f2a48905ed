import type { SchemaRun } from "./schema-run.js";

/** Characters of a string that count as one step. */
export const CHARS_PER_STEP = 16;

/** Steps for each value and each name: they are copied into a text, names are sorted. */
const STEPS = 8;

/** The same text for equal JSON values, and for these only. */
export function canonical(value: unknown, run?: SchemaRun): string {
  if (typeof value === "string") {
    run?.spend(STEPS + value.length / CHARS_PER_STEP);
    return JSON.stringify(value);
  }
  run?.spend(STEPS);
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, run)).join(",")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const object = value as Record<string, unknown>;
  const names = Object.keys(object);
  for (const name of names) run?.spend(STEPS + name.length / CHARS_PER_STEP);
  const members = names.sort().map((name) => `${JSON.stringify(name)}:${canonical(object[name], run)}`);
  return `{${members.join(",")}}`;
}
