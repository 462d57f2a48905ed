/** What a filter's condition may ask of the nodes that its path selects. */

/** A test of one node. */
export type NodeTest = (node: unknown) => boolean;

export interface Operator {
  /** Throws `TypeError` with the reason when the operand is not one for this operator. */
  compile(operand: unknown): NodeTest;
  /** The condition holds when no selected node passes the test: `$ne` and `$nin` are the negation of `$eq` and `$in`. */
  negated?: true;
}

const exists: NodeTest = () => true;

/** Every operator but `$exists`, whose operand decides on which side it stands. */
const OPERATORS = new Map<string, Operator>([
  ["$eq", { compile: equals }],
  ["$ne", { compile: equals, negated: true }],
  ["$in", { compile: isIn }],
  ["$nin", { compile: isIn, negated: true }],
  ["$gt", { compile: (operand) => ordered(operand, (order) => order > 0) }],
  ["$gte", { compile: (operand) => ordered(operand, (order) => order >= 0) }],
  ["$lt", { compile: (operand) => ordered(operand, (order) => order < 0) }],
  ["$lte", { compile: (operand) => ordered(operand, (order) => order <= 0) }],
  ["$prefix", { compile: hasPrefix }],
]);

/** An operator made ready: a test, and whether some node must pass it or none may. */
export interface CompiledOperator {
  test: NodeTest;
  negated: boolean;
}

/** Throws `TypeError` with the reason when there is no such operator or the operand does not fit it. */
export function compileOperator(name: string, operand: unknown): CompiledOperator {
  if (name === "$exists") {
    if (typeof operand !== "boolean") throw new TypeError("must be true or false");
    return { test: exists, negated: !operand };
  }
  const operator = OPERATORS.get(name);
  if (operator === undefined) {
    throw new TypeError(`is not an operator; they are ${[...OPERATORS.keys(), "$exists"].join(" ")}`);
  }
  return { test: operator.compile(operand), negated: operator.negated === true };
}

/** JSON equality: numbers by value, objects whatever the order of their members. */
export function equals(operand: unknown): NodeTest {
  return (node) => deepEqual(operand, node);
}

function isIn(operand: unknown): NodeTest {
  if (!Array.isArray(operand)) throw new TypeError("must be a list of values");
  return (node) => operand.some((value) => deepEqual(value, node));
}

/** Numbers with numbers and strings with strings, these by code point as in RFC 9535; anything else does not compare. */
function ordered(operand: unknown, accept: (order: number) => boolean): NodeTest {
  if (typeof operand === "number") {
    return (node) => typeof node === "number" && accept(node - operand);
  }
  if (typeof operand === "string") {
    const bytes = Buffer.from(operand);
    return (node) => typeof node === "string" && accept(Buffer.compare(Buffer.from(node), bytes));
  }
  throw new TypeError("must be a number or a string");
}

function hasPrefix(operand: unknown): NodeTest {
  if (typeof operand !== "string") throw new TypeError("must be a string");
  return (node) => typeof node === "string" && node.startsWith(operand);
}

/** Recursion is as deep as the operand, which the filter's depth bounds. */
function deepEqual(operand: unknown, node: unknown): boolean {
  if (operand === node) return true;
  if (typeof operand !== "object" || typeof node !== "object" || operand === null || node === null)
    return false;
  if (Array.isArray(operand)) {
    return (
      Array.isArray(node) &&
      operand.length === node.length &&
      operand.every((value, at) => deepEqual(value, node[at]))
    );
  }
  if (Array.isArray(node)) return false;
  const wanted = Object.entries(operand);
  const given = node as Record<string, unknown>;
  return (
    wanted.length === Object.keys(given).length &&
    wanted.every(([name, value]) => Object.hasOwn(given, name) && deepEqual(value, given[name]))
  );
}
