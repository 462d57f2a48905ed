import { ARRAY_KEYWORDS } from "./array-keywords.js";
import { COMBINING_KEYWORDS } from "./combining-keywords.js";
import { below, type CompileKeyword, isObject, type Keyword } from "./keyword.js";
import { OBJECT_KEYWORDS } from "./object-keywords.js";
import { PatternRoom } from "./pattern-room.js";
import { SCALAR_KEYWORDS } from "./scalar-keywords.js";
import { SchemaError } from "./schema-error.js";
import { NO_ID, type SchemaPlace, SchemaReferences } from "./schema-references.js";
import {
  type Check,
  EnoughFaults,
  Evaluated,
  type RunLimits,
  type SchemaFault,
  SchemaRun,
} from "./schema-run.js";

/**
 * JSON Schema 2020-12 with a budget (docs/decisions/0016): a schema becomes closures that count their steps, so that no schema and
 * no value can hold the event loop for longer than the budget lasts. `format` and the content keywords are annotations.
 */

export interface CompiledSchema {
  /** Subschemas and instructions of patterns. */
  size: number;
  /** Throws `TooCostlyError`. */
  validate(value: unknown, limits: RunLimits): Validation;
}

export interface Validation {
  /** Empty for a valid value. */
  faults: SchemaFault[];
  steps: number;
}

const KEYWORDS = new Map<string, CompileKeyword>(
  Object.entries({ ...SCALAR_KEYWORDS, ...OBJECT_KEYWORDS, ...ARRAY_KEYWORDS, ...COMBINING_KEYWORDS }),
);
/** They need to know what the others have evaluated. */
const LAST = new Set(["unevaluatedProperties", "unevaluatedItems"]);
/** Subschemas, also of one keyword, which is compiled in one step. */
const MAX_NODES = 5000;
/** Subschemas that are compiled in one step: a millisecond or two. */
const NODES_PER_STEP = 200;

/** Throws `SchemaError`. */
export function compileSchema(schema: unknown): CompiledSchema {
  const steps = compileInSteps(schema);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same in short steps, between which others may run. */
export function* compileInSteps(schema: unknown): Generator<void, CompiledSchema, void> {
  const compiler = new Compiler(schema);
  while (compiler.step()) yield;
  const check = compiler.finish();
  return {
    size: compiler.size,
    validate(value, limits) {
      const run = new SchemaRun(limits);
      try {
        check(value, run);
      } catch (error) {
        if (!(error instanceof EnoughFaults)) throw error;
      }
      return { faults: run.faults, steps: run.steps };
    },
  };
}

interface Node extends SchemaPlace {
  check: Check;
  /** Schemas that apply to the same instance. */
  same: Node[];
}

class Compiler {
  readonly #references = new SchemaReferences();
  readonly #root: Node;
  readonly #nodes = new Map<unknown, Node>();
  readonly #pending: (Node & { schema: Record<string, unknown> })[] = [];
  readonly #unresolved: (() => void)[] = [];
  readonly #patternRoom = new PatternRoom();
  #count = 0;

  constructor(schema: unknown) {
    this.#root = this.#node({ schema, pointer: "", base: NO_ID });
  }

  get size(): number {
    return this.#nodes.size + this.#patternRoom.used;
  }

  /** False when nothing is left. */
  step(): boolean {
    for (let count = 0; count < NODES_PER_STEP; count++) {
      const node = this.#pending.pop();
      if (node !== undefined) this.#compile(node);
      else {
        // Only now are all addresses known. The target may be a part of the document that no keyword knows, with schemas of its own.
        const resolve = this.#unresolved.pop();
        if (resolve === undefined) return false;
        resolve();
      }
    }
    return true;
  }

  finish(): Check {
    refuseLoops(this.#nodes.values());
    return checkOf(this.#root);
  }

  #node(place: SchemaPlace): Node {
    const { schema, pointer } = place;
    if (++this.#count > MAX_NODES) throw new SchemaError("", `has more than ${MAX_NODES} schemas inside it`);
    if (typeof schema === "boolean") return { ...place, check: schema ? holds : fails, same: [] };
    if (!isObject(schema)) throw new SchemaError(pointer, "must be an object, true or false");
    const known = this.#nodes.get(schema);
    if (known !== undefined) return known;
    const node = { ...place, schema, check: holds, same: [] };
    this.#nodes.set(schema, node);
    this.#pending.push(node);
    return node;
  }

  #compile(node: Node & { schema: Record<string, unknown> }): void {
    const { schema } = node;
    node.base = this.#references.add(node);
    const names = Object.keys(schema).filter((name) => KEYWORDS.has(name));
    const asksForEvaluated = names.some((name) => LAST.has(name));
    if (asksForEvaluated) names.sort((a, b) => Number(LAST.has(a)) - Number(LAST.has(b)));
    const checks: Check[] = [];
    for (const name of names) {
      const check = this.#keyword(name, node);
      if (check !== null) checks.push(check);
    }
    node.check = together(checks, asksForEvaluated);
  }

  #keyword(name: string, node: Node & { schema: Record<string, unknown> }): Check | null {
    const { schema, base } = node;
    const pointer = below(node.pointer, name);
    const keyword: Keyword = {
      name,
      value: schema[name],
      pointer,
      siblings: schema,
      patternRoom: this.#patternRoom,
      member: (inner, at) => checkOf(this.#node({ schema: inner, pointer: at, base })),
      same: (inner, at) => {
        const target = this.#node({ schema: inner, pointer: at, base });
        node.same.push(target);
        return checkOf(target);
      },
      reference: (target) => {
        let check = holds;
        this.#unresolved.push(() => {
          const found = this.#node(this.#references.find(target, { pointer, base }));
          node.same.push(found);
          check = checkOf(found);
        });
        return (value, run) => check(value, run);
      },
    };
    return KEYWORDS.get(name)?.(keyword) ?? null;
  }
}

/** The target may not be compiled yet. */
function checkOf(node: Node): Check {
  return (value, run) => node.check(value, run);
}

const holds: Check = () => true;
const fails: Check = (_value, run) => run.fail("is not allowed");

/** The keywords of one schema. */
function together(checks: readonly Check[], asksForEvaluated: boolean): Check {
  const cost = checks.length + 1;
  const check: Check = (value, run) => {
    run.spend(cost);
    run.enter("schema");
    let ok = true;
    for (const each of checks) {
      if (each(value, run)) continue;
      ok = false;
      if (run.isQuiet) break;
    }
    run.leave("schema");
    return ok;
  };
  return asksForEvaluated ? withEvaluated(check) : check;
}

function withEvaluated(check: Check): Check {
  return (value, run) => {
    const outer = run.evaluated;
    const own = new Evaluated();
    run.evaluated = own;
    run.enter("record");
    const ok = check(value, run);
    run.leave("record");
    run.evaluated = outer;
    outer?.add(own, run);
    return ok;
  };
}

/** A schema that applies itself to the same instance would never come to an end. */
function refuseLoops(nodes: Iterable<Node>): void {
  const done = new Set<Node>();
  const open = new Set<Node>();
  for (const node of nodes) {
    const stack = [{ node, next: 0 }];
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      if (top.next === 0 && !done.has(top.node)) open.add(top.node);
      const target = done.has(top.node) ? undefined : top.node.same[top.next++];
      if (target === undefined) {
        open.delete(top.node);
        done.add(top.node);
        stack.pop();
      } else if (open.has(target)) {
        throw new SchemaError(target.pointer, "refers to itself without going into the value");
      } else if (!done.has(target)) stack.push({ node: target, next: 0 });
    }
  }
}
