import type { PatternRoom } from "./pattern-room.js";
import { SchemaError } from "./schema-error.js";
import { type Check, escapeToken } from "./schema-run.js";

/** Where a keyword stands, and what it needs to compile what is inside it. */
export interface Keyword {
  name: string;
  value: unknown;
  /** A JSON Pointer to the keyword. */
  pointer: string;
  /** The schema that the keyword is part of. */
  siblings: Readonly<Record<string, unknown>>;
  patternRoom: PatternRoom;
  /** A schema for members of the instance. */
  member(schema: unknown, pointer: string): Check;
  /** A schema for the instance itself: it must not lead back to this one. */
  same(schema: unknown, pointer: string): Check;
  /** The target of a reference, for the instance itself. */
  reference(target: string): Check;
}

/** Null: nothing to check. Throws `SchemaError`. */
export type CompileKeyword = (keyword: Keyword) => Check | null;

export function below(pointer: string, token: string | number): string {
  return `${pointer}/${escapeToken(token)}`;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function objectOf({ value, pointer }: Keyword): Record<string, unknown> {
  if (isObject(value)) return value;
  throw new SchemaError(pointer, "must be an object");
}

export function textOf({ value, pointer }: Keyword): string {
  if (typeof value === "string") return value;
  throw new SchemaError(pointer, "must be a string");
}

export function numberOf({ value, pointer }: Keyword): number {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new SchemaError(pointer, "must be a number");
}

export function countOf({ value, pointer }: Keyword): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
  throw new SchemaError(pointer, "must be an integer that is not negative");
}

export function namesOf({ value, pointer }: Pick<Keyword, "value" | "pointer">): string[] {
  const names = Array.isArray(value) && value.every((name) => typeof name === "string") ? value : null;
  if (names !== null && new Set(names).size === names.length) return names;
  throw new SchemaError(pointer, "must be an array of different strings");
}

export function schemasOf({ value, pointer }: Keyword): unknown[] {
  if (Array.isArray(value) && value.length > 0) return value;
  throw new SchemaError(pointer, "must be an array with at least one schema");
}
