import { canonical, CHARS_PER_STEP } from "./canonical.js";
import {
  countOf,
  isObject,
  type CompileKeyword,
  type Keyword,
  namesOf,
  numberOf,
  textOf,
} from "./keyword.js";
import { compilePattern, type LinearPattern } from "./linear-pattern.js";
import { isMultipleOf } from "./multiple-of.js";
import { PatternError } from "./pattern-room.js";
import { SchemaError } from "./schema-error.js";
import type { Check } from "./schema-run.js";

const MAX_SHOWN = 100;
/** For numbers that are not integers: about two microseconds. */
const MULTIPLE_STEPS = 40;

const TYPES: Record<string, (value: unknown) => boolean> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  integer: (value) => Number.isInteger(value),
  array: Array.isArray,
  object: isObject,
};

const type: CompileKeyword = ({ value, pointer }) => {
  const names = typeof value === "string" ? [value] : namesOf({ value, pointer });
  const tests = names.map((name) => {
    const test = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined;
    if (test === undefined) {
      throw new SchemaError(pointer, `must be one of ${Object.keys(TYPES).join(", ")}, or an array of them`);
    }
    return test;
  });
  const message = `must be ${names.join(" or ")}`;
  const [only] = tests;
  if (tests.length === 1 && only !== undefined) return (given, run) => only(given) || run.fail(message);
  return (given, run) => tests.some((test) => test(given)) || run.fail(message);
};

/** Values of a schema may be shown, those of a body never. */
function listed(values: readonly unknown[]): string {
  const text = values.map((value) => JSON.stringify(value)).join(", ");
  return text.length <= MAX_SHOWN ? text : `the ${values.length} values of the schema`;
}

function oneOfValues(values: readonly unknown[], message: string): Check {
  const known = new Set(values.map((value) => canonical(value)));
  const isScalar = (value: unknown) => typeof value !== "object" || value === null;
  const hasOthers = values.some((value) => !isScalar(value));
  return (given, run) => {
    const isPossible = hasOthers || isScalar(given);
    return (isPossible && known.has(canonical(given, run))) || run.fail(message);
  };
}

const enumeration: CompileKeyword = ({ value, pointer }) => {
  if (!Array.isArray(value)) throw new SchemaError(pointer, "must be an array");
  return oneOfValues(value, `must be one of ${listed(value)}`);
};

const constant: CompileKeyword = ({ value }) => oneOfValues([value], `must be ${listed([value])}`);

function numeric(phrase: string, holds: (given: number, limit: number) => boolean): CompileKeyword {
  return (keyword) => {
    const limit = numberOf(keyword);
    const message = `must be ${phrase} ${limit}`;
    return (given, run) => typeof given !== "number" || holds(given, limit) || run.fail(message);
  };
}

const multipleOf: CompileKeyword = (keyword) => {
  const divisor = numberOf(keyword);
  if (divisor <= 0) throw new SchemaError(keyword.pointer, "must be greater than 0");
  const message = `must be a multiple of ${divisor}`;
  return (given, run) => {
    if (typeof given !== "number") return true;
    run.spend(MULTIPLE_STEPS);
    return isMultipleOf(given, divisor) || run.fail(message);
  };
};

/** Characters are code points, of which a string has at least half as many as UTF-16 units. */
const maxLength: CompileKeyword = (keyword) => {
  const limit = countOf(keyword);
  const message = `must have at most ${limit} characters`;
  return (given, run) => {
    if (typeof given !== "string" || given.length <= limit) return true;
    run.spend(given.length / CHARS_PER_STEP);
    return (given.length <= 2 * limit && codePoints(given) <= limit) || run.fail(message);
  };
};

const minLength: CompileKeyword = (keyword) => {
  const limit = countOf(keyword);
  const message = `must have at least ${limit} characters`;
  return (given, run) => {
    if (typeof given !== "string" || given.length >= 2 * limit) return true;
    run.spend(given.length / CHARS_PER_STEP);
    return (given.length >= limit && codePoints(given) >= limit) || run.fail(message);
  };
};

function codePoints(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at++) {
    count++;
    if ((text.codePointAt(at) ?? 0) > 0xffff) at++;
  }
  return count;
}

/** Throws `SchemaError`. */
export function patternOf(
  source: string,
  { pointer, patternRoom }: Pick<Keyword, "pointer" | "patternRoom">,
): LinearPattern {
  try {
    return compilePattern(source, patternRoom);
  } catch (error) {
    if (error instanceof PatternError) throw new SchemaError(pointer, `the pattern ${error.message}`);
    throw error;
  }
}

const pattern: CompileKeyword = (keyword) => {
  const source = textOf(keyword);
  const matches = patternOf(source, keyword);
  const message =
    source.length <= MAX_SHOWN ? `must match the pattern ${source}` : "must match the pattern of the schema";
  return (given, run) => typeof given !== "string" || matches(given, run) || run.fail(message);
};

export const SCALAR_KEYWORDS: Record<string, CompileKeyword> = {
  type,
  enum: enumeration,
  const: constant,
  multipleOf,
  maximum: numeric("at most", (given, limit) => given <= limit),
  exclusiveMaximum: numeric("less than", (given, limit) => given < limit),
  minimum: numeric("at least", (given, limit) => given >= limit),
  exclusiveMinimum: numeric("greater than", (given, limit) => given > limit),
  maxLength,
  minLength,
  pattern,
};
