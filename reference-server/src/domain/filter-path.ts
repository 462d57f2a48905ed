import { compile, type JSONPathQuery, jsonpath } from "json-p3";

/** Name, index and wildcard selectors only, so that the work is bounded by the body's size whatever the filter says. */
const MAX_SEGMENTS = 8;
const MAX_SELECTORS = 20;

/** One segment of a path, its selectors each once; a wildcard takes in all others. */
interface Step {
  wildcard: boolean;
  names: string[];
  indexes: number[];
}

/** Whether any node that the path selects in `value` passes `test`. */
export type SomeSelected = (value: unknown, test: (node: unknown) => boolean) => boolean;

/** Compiles an RFC 9535 path. Throws `TypeError` with the reason when it is none or uses more than Harbor's filters allow. */
export function compilePath(path: string): SomeSelected {
  const { segments } = parse(path);
  if (segments.length > MAX_SEGMENTS) throw new TypeError(`a path has at most ${MAX_SEGMENTS} segments`);
  const selectors = segments.reduce((sum, segment) => sum + segment.selectors.length, 0);
  if (selectors > MAX_SELECTORS) throw new TypeError(`a path has at most ${MAX_SELECTORS} selectors`);
  const steps = segments.map(toStep);
  return (value, test) => someSelected(value, steps, test);
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
function someSelected(value: unknown, steps: readonly Step[], test: (node: unknown) => boolean): boolean {
  const [step, ...rest] = steps;
  if (step === undefined) return test(value);
  return children(value, step).some((child) => someSelected(child, rest, test));
}

function children(value: unknown, step: Step): unknown[] {
  if (Array.isArray(value)) {
    return step.wildcard ? value : existing(value, step.indexes);
  }
  if (typeof value !== "object" || value === null) return [];
  if (step.wildcard) return Object.values(value);
  const members = value as Record<string, unknown>;
  return step.names.filter((name) => Object.hasOwn(members, name)).map((name) => members[name]);
}

function existing(values: unknown[], indexes: readonly number[]): unknown[] {
  return indexes
    .map((index) => (index < 0 ? values.length + index : index))
    .filter((index) => index >= 0 && index < values.length)
    .map((index) => values[index]);
}
