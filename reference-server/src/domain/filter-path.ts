import { compile, type JSONPathQuery, jsonpath } from "json-p3";
import { ExactNumber } from "./exact-number.js";
import type { FilterWork } from "./filter-work.js";
import type { NodeTest } from "./filter-operators.js";

/** Name, index and wildcard selectors only, so that the work is bounded by the size of the body. */
const MAX_SEGMENTS = 8;
const MAX_SELECTORS = 20;

/** One segment of a path, its selectors each once; a wildcard takes in all others. */
interface Step {
  wildcard: boolean;
  names: string[];
  indexes: number[];
}

/** Whether any node that the path selects in `value` passes `test`. Each node looked at is a visit. */
export type SomeSelected = (value: unknown, test: NodeTest, work: FilterWork) => boolean;

export interface CompiledPath {
  someSelected: SomeSelected;
  wildcards: number;
}

/** Compiles an RFC 9535 path. Throws `TypeError` with the reason if it is not one, or uses more than filters allow. */
export function compilePath(path: string): CompiledPath {
  const { segments } = parse(path);
  if (segments.length > MAX_SEGMENTS) throw new TypeError(`a path has at most ${MAX_SEGMENTS} segments`);
  const selectors = segments.reduce((sum, segment) => sum + segment.selectors.length, 0);
  if (selectors > MAX_SELECTORS) throw new TypeError(`a path has at most ${MAX_SELECTORS} selectors`);
  const steps = segments.map(toStep);
  return {
    someSelected: (value, test, work) => new Walk(steps, test, work).from(value, 0),
    wildcards: steps.filter(({ wildcard }) => wildcard).length,
  };
}

function parse(path: string): JSONPathQuery {
  if (!path.startsWith("$")) throw new TypeError("a path starts with $");
  try {
    return compile(path);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : "it cannot be parsed";
    throw new TypeError(`is not an RFC 9535 path: ${reason}`, { cause });
  }
}

function toStep(segment: JSONPathQuery["segments"][number]): Step {
  // The library exports no class for them, but only a descendant segment is written with two dots.
  if (segment.toString().startsWith("..")) throw new TypeError("a path may not use descendants (..)");
  const { NameSelector, IndexSelector, WildcardSelector } = jsonpath.selectors;
  const names = new Set<string>();
  const indexes = new Set<number>();
  let wildcard = false;
  for (const selector of segment.selectors) {
    if (selector instanceof NameSelector) names.add(selector.name);
    else if (selector instanceof IndexSelector) indexes.add(selector.index);
    else if (selector instanceof WildcardSelector) wildcard = true;
    else throw new TypeError("a path may only use name, index and wildcard selectors");
  }
  return { wildcard, names: [...names], indexes: [...indexes] };
}

/** Recursion is as deep as the path, not as the value. */
class Walk {
  constructor(
    readonly steps: readonly Step[],
    readonly test: NodeTest,
    readonly work: FilterWork,
  ) {}

  from(value: unknown, at: number): boolean {
    this.work.visit(1);
    const step = this.steps[at];
    if (step === undefined) return this.test(value, this.work);
    if (Array.isArray(value)) return this.#inArray(value, step, at + 1);
    if (typeof value !== "object" || value === null || value instanceof ExactNumber) return false;
    return this.#inObject(value as Record<string, unknown>, step, at + 1);
  }

  #inArray(values: readonly unknown[], { wildcard, indexes }: Step, next: number): boolean {
    if (wildcard) return values.some((child) => this.from(child, next));
    return indexes.some((index) => {
      const at = index < 0 ? values.length + index : index;
      return at >= 0 && at < values.length && this.from(values[at], next);
    });
  }

  #inObject(members: Record<string, unknown>, { wildcard, names }: Step, next: number): boolean {
    if (!wildcard) {
      return names.some((name) => Object.hasOwn(members, name) && this.from(members[name], next));
    }
    const values = Object.values(members);
    this.work.visit(values.length);
    return values.some((child) => this.from(child, next));
  }
}
