import { ExactNumber } from "./exact-number.js";

/** Nodes that the filters of one event may look at, over all its subscriptions. About 10 ms. */
export const MAX_FILTER_VISITS = 200_000;
/** Building the text of a node takes as long as this many visits. */
const VISITS_PER_TEXT = 4;
/** A value in a filter has at most this many levels, so a deeper node equals none. */
export const MAX_VALUE_LEVELS = 8;

/** The text of a value in a filter of 4 KB is shorter: each of its bytes adds one character, or two at the end of an item. */
const MAX_TEXT_LENGTH = 8192;

/** The filters of an event would take too long: see docs/contract.md, Filters. */
export class FilterBudgetError extends Error {
  override readonly name = "FilterBudgetError";
  constructor() {
    super(`the filters of the event look at more than ${MAX_FILTER_VISITS} nodes of its body`);
  }
}

/** The cost of evaluating the filters of one event, and their shared work: each node's text is built once. */
export class FilterWork {
  visits = 0;
  readonly #texts = new Map<object, string | null>();

  /** Throws `FilterBudgetError`. */
  visit(count: number): void {
    this.visits += count;
    if (this.visits > MAX_FILTER_VISITS) throw new FilterBudgetError();
  }

  /** The same text for objects and arrays that are equal as JSON; null for one that no value of a filter equals. */
  textOf(value: object): string | null {
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const text = this.#textOf(value, MAX_VALUE_LEVELS);
    this.#texts.set(value, text);
    return text;
  }

  #textOf(value: object, levels: number): string | null {
    if (levels === 0) return null;
    return Array.isArray(value) ? this.#listText(value, levels) : this.#objectText(value, levels);
  }

  #listText(values: readonly unknown[], levels: number): string | null {
    if (values.length > MAX_TEXT_LENGTH) return null;
    let text = "[";
    for (const value of values) {
      const inner = this.#innerText(value, levels - 1);
      if (inner === null || text.length + inner.length > MAX_TEXT_LENGTH) return null;
      text += `${inner},`;
    }
    return `${text}]`;
  }

  #objectText(value: object, levels: number): string | null {
    const names = Object.keys(value);
    this.visit(names.length);
    if (names.length > MAX_TEXT_LENGTH) return null;
    let text = "{";
    for (const name of names.sort()) {
      const inner = this.#innerText((value as Record<string, unknown>)[name], levels - 1);
      if (inner === null || text.length + name.length + inner.length > MAX_TEXT_LENGTH) return null;
      text += `${JSON.stringify(name)}:${inner},`;
    }
    return `${text}}`;
  }

  #innerText(value: unknown, levels: number): string | null {
    this.visit(VISITS_PER_TEXT);
    if (value instanceof ExactNumber) return `n${value.key}`;
    if (typeof value === "object" && value !== null) return this.#textOf(value, levels);
    if (typeof value === "string" && value.length > MAX_TEXT_LENGTH) return null;
    return JSON.stringify(value);
  }
}
