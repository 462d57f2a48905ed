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
  return isIn([operand]);
}

/** Looked up, not compared one by one: the work is no more than the body's size, however long the list. */
function isIn(operand: unknown): NodeTest {
  if (!Array.isArray(operand)) throw new TypeError("must be a list of values");
  const values = new Set(operand.filter((value) => !isCompound(value)));
  const texts = new Set<string>();
  for (const value of operand.filter(isCompound)) texts.add(canonical(value, Infinity) ?? "");
  const longest = Math.max(0, ...[...texts].map((text) => text.length));
  return (node) => {
    if (!isCompound(node)) return values.has(node);
    const text = canonical(node, longest);
    return text !== null && texts.has(text);
  };
}

function isCompound(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** The same text for what is equal, whatever the order of its members; null as soon as it would be longer than `most`. */
function canonical(value: unknown, most: number): string | null {
  if (typeof value === "string" && value.length > most) return null;
  if (!isCompound(value)) return JSON.stringify(value);
  if (Object.keys(value).length > most) return null;
  const isList = Array.isArray(value);
  const members = isList ? value.entries() : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  let text = isList ? "[" : "{";
  for (const [name, inner] of members as Iterable<[name: string, inner: unknown]>) {
    const rest = canonical(inner, most - text.length);
    if (rest === null) return null;
    text += isList ? `${rest},` : `${JSON.stringify(name)}:${rest},`;
    if (text.length > most) return null;
  }
  return text + (isList ? "]" : "}");
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
