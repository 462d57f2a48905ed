import { ApiError } from "../errors.js";
import { compilePath } from "./filter-path.js";
import { compileOperator, equals } from "./filter-operators.js";

const MAX_CONDITIONS = 20;
/** Levels of filters inside `$or`, and of lists and objects inside a value. */
const MAX_DEPTH = 8;
const MAX_BYTES = 4096;

/** Decides on a parsed event body. Never throws for a value that `JSON.parse` gave. */
export type BodyFilter = (body: unknown) => boolean;

/**
 * Makes a subscription's filter ready (docs/contract.md §3, Filters).
 *
 * Throws `ApiError` `invalid_filter`, whose `details` name the part at fault (`body/filter/$.amount/$gt`).
 *
 * @example
 * const wanted = compileFilter({ "$.amount": { $gte: 100 }, "$.items[*].sku": "A-1" });
 * wanted({ amount: 250, items: [{ sku: "A-1" }] }); // true
 */
export function compileFilter(filter: unknown): BodyFilter {
  const compiled = compileLevel(filter, { pointer: "body/filter", depth: 1, conditions: { count: 0 } });
  if (Buffer.byteLength(JSON.stringify(filter)) > MAX_BYTES) {
    throw fault("body/filter", `A filter is at most ${MAX_BYTES} bytes of JSON.`);
  }
  return compiled;
}

/** Where in the filter we are. `conditions` is one counter for the whole filter. */
interface Place {
  pointer: string;
  depth: number;
  conditions: { count: number };
}

function compileLevel(filter: unknown, place: Place): BodyFilter {
  if (!isObject(filter)) throw fault(place.pointer, "A filter is an object of JSONPath: condition.");
  if (place.depth > MAX_DEPTH) {
    throw fault(place.pointer, `A filter is at most ${MAX_DEPTH} levels deep.`);
  }
  const parts = Object.entries(filter).map(([key, value]) => {
    const inside = { ...place, pointer: below(place.pointer, key) };
    return key === "$or" ? compileOr(value, inside) : compileCondition(key, value, inside);
  });
  return (body) => parts.every((part) => part(body));
}

function compileOr(value: unknown, place: Place): BodyFilter {
  if (!Array.isArray(value) || value.length === 0) {
    throw fault(place.pointer, "$or takes a list of one or more filters.");
  }
  const parts = value.map((filter, at) =>
    compileLevel(filter, { ...place, pointer: below(place.pointer, String(at)), depth: place.depth + 1 }),
  );
  return (body) => parts.some((part) => part(body));
}

/** One node must pass all of the condition's plain operators together, and no node any of its negated ones. */
function compileCondition(path: string, condition: unknown, place: Place): BodyFilter {
  place.conditions.count += 1;
  if (place.conditions.count > MAX_CONDITIONS) {
    throw fault(place.pointer, `A filter has at most ${MAX_CONDITIONS} conditions.`);
  }
  const someSelected = naming(place.pointer, () => compilePath(path));
  const operators = compileOperators(condition, place.pointer);
  const wanted = operators.filter((operator) => !operator.negated).map((operator) => operator.test);
  const refused = operators.filter((operator) => operator.negated).map((operator) => operator.test);
  const meetsAll = (node: unknown) => wanted.every((test) => test(node));
  const meetsRefused = (node: unknown) => refused.some((test) => test(node));
  return (body) =>
    (wanted.length === 0 || someSelected(body, meetsAll)) &&
    (refused.length === 0 || !someSelected(body, meetsRefused));
}

function compileOperators(condition: unknown, pointer: string) {
  if (!isObject(condition)) {
    checkValue(condition, pointer);
    return [{ test: equals(condition), negated: false }];
  }
  const entries = Object.entries(condition);
  if (entries.length === 0) throw fault(pointer, "A condition object has one or more operators.");
  return entries.map(([name, operand]) => {
    const inside = below(pointer, name);
    checkValue(operand, inside);
    return naming(inside, () => compileOperator(name, operand));
  });
}

function checkValue(value: unknown, pointer: string): void {
  if (isDeeperThan(MAX_DEPTH, value)) {
    throw fault(pointer, `A value in a filter is at most ${MAX_DEPTH} levels deep.`);
  }
  if (!isFinite(value)) throw fault(pointer, "A number in a filter is at most 1.8e308, as doubles are.");
}

/** `JSON.parse` makes infinity of a number that no double holds, and `JSON.stringify` null of that. */
function isFinite(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isFinite);
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Runs `compile` and says, when it refuses with a `TypeError`, where in the filter that was. */
function naming<T>(pointer: string, compile: () => T): T {
  try {
    return compile();
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw fault(pointer, cause.message);
  }
}

function fault(pointer: string, message: string): ApiError {
  return new ApiError("invalid_filter", undefined, { details: [{ path: pointer, message }] });
}

function below(pointer: string, key: string): string {
  return `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
