import { compareNumbers, ExactNumber } from "./exact-number.js";
import { FilterWork } from "./filter-work.js";

/** The operators of a filter's conditions. */

/** A test of one node. */
export type NodeTest = (node: unknown, work: FilterWork) => boolean;

/** A compiled operator: a test, and whether some node must pass it or none may. */
export interface CompiledOperator {
  test: NodeTest;
  negated: boolean;
  /** Relative, for choosing the order of evaluation. */
  cost: number;
}

type Compile = (operand: unknown) => Pick<CompiledOperator, "test" | "cost">;

const SCALAR_COST = 1;
const TEXT_COST = 2;
const COMPOUND_COST = 8;
/** Characters of a string that are compared in the time of one visit. */
const CHARACTERS_PER_VISIT = 64;

/** `$exists` is not among them: its operand decides whether it is negated. */
const OPERATORS = new Map<string, { compile: Compile; negated: boolean }>([
  ["$eq", { compile: equals, negated: false }],
  ["$ne", { compile: equals, negated: true }],
  ["$in", { compile: isIn, negated: false }],
  ["$nin", { compile: isIn, negated: true }],
  ["$gt", { compile: (operand) => ordered(operand, (order) => order > 0), negated: false }],
  ["$gte", { compile: (operand) => ordered(operand, (order) => order >= 0), negated: false }],
  ["$lt", { compile: (operand) => ordered(operand, (order) => order < 0), negated: false }],
  ["$lte", { compile: (operand) => ordered(operand, (order) => order <= 0), negated: false }],
  ["$prefix", { compile: hasPrefix, negated: false }],
]);

/** Throws `TypeError` with the reason if the operator is unknown or the operand does not fit it. */
export function compileOperator(name: string, operand: unknown): CompiledOperator {
  if (name === "$exists") {
    if (typeof operand !== "boolean") throw new TypeError("must be true or false");
    return { test: () => true, negated: !operand, cost: SCALAR_COST };
  }
  const operator = OPERATORS.get(name);
  if (operator === undefined) {
    throw new TypeError(`is not an operator; use one of ${[...OPERATORS.keys(), "$exists"].join(" ")}`);
  }
  return { ...operator.compile(operand), negated: operator.negated };
}

/** JSON equality: numbers by value, objects in any order of their members. */
export function equals(operand: unknown): ReturnType<Compile> {
  return isIn([operand]);
}

/** Candidates are looked up, not compared one by one: the work does not grow with the list. */
function isIn(operand: unknown): ReturnType<Compile> {
  if (!Array.isArray(operand)) throw new TypeError("must be a list of values");
  const work = new FilterWork();
  const scalars = new Set<unknown>();
  const exactNumbers = new Set<string>();
  const texts = new Set<string>();
  for (const value of operand as unknown[]) {
    if (value instanceof ExactNumber) exactNumbers.add(value.key);
    else if (isCompound(value)) texts.add(work.textOf(value) ?? "");
    else scalars.add(value);
  }
  return {
    test(node, nodeWork) {
      if (!isCompound(node)) return scalars.has(node);
      if (node instanceof ExactNumber) return exactNumbers.has(node.key);
      if (texts.size === 0) return false;
      const text = nodeWork.textOf(node);
      return text !== null && texts.has(text);
    },
    cost: texts.size === 0 ? SCALAR_COST : COMPOUND_COST,
  };
}

function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Compares numbers with numbers and strings with strings, these by code point as in RFC 9535. Anything else does not compare. */
function ordered(operand: unknown, accept: (order: number) => boolean): ReturnType<Compile> {
  if (isNumber(operand)) {
    return { test: (node) => isNumber(node) && accept(compareNumbers(node, operand)), cost: SCALAR_COST };
  }
  if (typeof operand !== "string") throw new TypeError("must be a number or a string");
  return {
    test(node, work) {
      if (typeof node !== "string") return false;
      work.visit(Math.ceil(Math.min(node.length, operand.length) / CHARACTERS_PER_VISIT));
      return accept(compareCodePoints(node, operand));
    },
    cost: TEXT_COST,
  };
}

function isNumber(value: unknown): value is number | ExactNumber {
  return typeof value === "number" || value instanceof ExactNumber;
}

/** UTF-16 orders the code points above U+FFFF before U+E000 to U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  if (at === end) return a.length - b.length;
  const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
  return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function hasPrefix(operand: unknown): ReturnType<Compile> {
  if (typeof operand !== "string") throw new TypeError("must be a string");
  return { test: (node) => typeof node === "string" && node.startsWith(operand), cost: TEXT_COST };
}
