import { ApiError } from "../errors.js";
import { ExactNumber, parseExactly } from "./exact-number.js";
import { type CompiledOperator, compileOperator, equals, type NodeTest } from "./filter-operators.js";
import { compilePath } from "./filter-path.js";
import { type FilterWork, MAX_VALUE_LEVELS } from "./filter-work.js";

const MAX_CONDITIONS = 20;
/** Levels of filters inside `$or`. */
const MAX_DEPTH = 8;
const MAX_BYTES = 4096;
/** A wildcard selects this many nodes, for choosing the order of evaluation. */
const NODES_PER_WILDCARD = 16;

/** A subscription's filter, compiled. */
export interface BodyFilter {
  /** Decides on an event body from `parseExactly`. Throws `FilterBudgetError` only. */
  passes(body: unknown, work: FilterWork): boolean;
  /** Relative, for choosing the order of evaluation. */
  cost: number;
}

/**
 * Compiles a subscription's filter (docs/contract.md §3, Filters) from its JSON text, whose numbers may be longer than a double.
 *
 * Throws `ApiError` `invalid_filter`, whose `details` name the part at fault (`body/filter/$.amount/$gt`).
 *
 * @example
 * const filter = compileFilter('{ "$.amount": { "$gte": 100 }, "$.items[*].sku": "A-1" }');
 * filter.passes({ amount: 250, items: [{ sku: "A-1" }] }, new FilterWork()); // true
 */
export function compileFilter(json: string, pointer = "body/filter"): BodyFilter {
  const bytes = Buffer.byteLength(json);
  if (bytes > MAX_BYTES) throw fault(pointer, `is ${bytes} bytes of JSON (maximum ${MAX_BYTES})`);
  return compileLevel(parseExactly(json), { pointer, depth: 1, conditions: { count: 0 } });
}

/** A position in the filter. `conditions` is one counter for the whole filter. */
interface Place {
  pointer: string;
  depth: number;
  conditions: { count: number };
}

function compileLevel(filter: unknown, place: Place): BodyFilter {
  if (!isObject(filter)) throw fault(place.pointer, "must be an object of JSONPath: condition");
  if (place.depth > MAX_DEPTH) throw fault(place.pointer, `is nested too deep (maximum ${MAX_DEPTH} levels)`);
  const parts = Object.entries(filter).map(([key, value]) => {
    const inside = { ...place, pointer: below(place.pointer, key) };
    return key === "$or" ? compileOr(value, inside) : compileCondition(key, value, inside);
  });
  const { inOrder, cost } = cheapestFirst(parts);
  return { passes: (body, work) => inOrder.every((part) => part.passes(body, work)), cost };
}

function compileOr(value: unknown, place: Place): BodyFilter {
  if (!Array.isArray(value) || value.length === 0) {
    throw fault(place.pointer, "must be a list of one or more filters");
  }
  const parts = value.map((filter, at) =>
    compileLevel(filter, { ...place, pointer: below(place.pointer, String(at)), depth: place.depth + 1 }),
  );
  const { inOrder, cost } = cheapestFirst(parts);
  return { passes: (body, work) => inOrder.some((part) => part.passes(body, work)), cost };
}

function cheapestFirst<T extends { cost: number }>(parts: readonly T[]): { inOrder: T[]; cost: number } {
  return {
    inOrder: [...parts].sort((a, b) => a.cost - b.cost),
    cost: parts.reduce((sum, part) => sum + part.cost, 0),
  };
}

/** One node must pass all of the condition's plain operators together, and no node any of its negated ones. */
function compileCondition(path: string, condition: unknown, place: Place): BodyFilter {
  place.conditions.count += 1;
  if (place.conditions.count > MAX_CONDITIONS) {
    throw fault(place.pointer, `is one condition too many (maximum ${MAX_CONDITIONS})`);
  }
  const { someSelected, wildcards } = naming(place.pointer, () => compilePath(path));
  const { inOrder, cost } = cheapestFirst(compileOperators(condition, place.pointer));
  const wanted = inOrder.filter((operator) => !operator.negated);
  const refused = inOrder.filter((operator) => operator.negated);
  const meetsAll: NodeTest = (node, work) => wanted.every(({ test }) => test(node, work));
  const meetsRefused: NodeTest = (node, work) => refused.some(({ test }) => test(node, work));
  return {
    passes: (body, work) =>
      (wanted.length === 0 || someSelected(body, meetsAll, work)) &&
      (refused.length === 0 || !someSelected(body, meetsRefused, work)),
    cost: cost * NODES_PER_WILDCARD ** wildcards,
  };
}

function compileOperators(condition: unknown, pointer: string): CompiledOperator[] {
  if (!isObject(condition)) {
    checkValue(condition, pointer);
    return [{ ...equals(condition), negated: false }];
  }
  const entries = Object.entries(condition);
  if (entries.length === 0) throw fault(pointer, "must have at least one operator");
  return entries.map(([name, operand]) => {
    const inside = below(pointer, name);
    checkValue(operand, inside);
    return naming(inside, () => compileOperator(name, operand));
  });
}

function checkValue(value: unknown, pointer: string): void {
  if (isDeeperThan(MAX_VALUE_LEVELS, value)) {
    throw fault(pointer, `has a value that is nested too deep (maximum ${MAX_VALUE_LEVELS} levels)`);
  }
  if (!isFinite(value)) throw fault(pointer, "has a number above 1.8e308, the maximum");
}

/** Other JSON tools read such a number as infinity or null. */
function isFinite(value: unknown): boolean {
  if (value instanceof ExactNumber) return value.isFinite;
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(isFinite);
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null || value instanceof ExactNumber) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeperThan(levels - 1, inner));
}

/** Adds to a `TypeError` from `compile` where in the filter it was. */
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
  return (
    typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}
