/** One validation of one value: its budget, the place it has reached, and the faults so far. */

/** The parts of an instance that keywords have evaluated: what `unevaluatedProperties` and `unevaluatedItems` leave alone. */
export class Evaluated {
  readonly names = new Set<string>();
  readonly indexes = new Set<number>();
  allNames = false;
  allItems = false;

  add(other: Evaluated): void {
    for (const name of other.names) this.names.add(name);
    for (const index of other.indexes) this.indexes.add(index);
    this.allNames ||= other.allNames;
    this.allItems ||= other.allItems;
  }
}

export interface SchemaFault {
  /** A JSON Pointer into the value. */
  pointer: string;
  /** Never contains a part of the value. */
  message: string;
}

/** The budget is spent. The value is neither valid nor invalid. */
export class TooCostlyError extends Error {
  override readonly name = "TooCostlyError";
}

/** Ends a run whose faults are enough. */
export class EnoughFaults extends Error {
  override readonly name = "EnoughFaults";
}

export interface RunLimits {
  maxSteps: number;
  maxFaults: number;
}

/** Schemas inside each other in one run; each takes a few frames of the stack. */
const MAX_DEPTH = 2000;

/** A schema or keyword, ready to be applied. False for a fault, which is in the run unless the run is quiet. */
export type Check = (value: unknown, run: SchemaRun) => boolean;

export class SchemaRun {
  readonly faults: SchemaFault[] = [];
  /** Null unless an enclosing schema of this instance asks what is evaluated. */
  evaluated: Evaluated | null = null;
  steps = 0;
  readonly #limits: RunLimits;
  readonly #path: (string | number)[] = [];
  #depth = 0;
  #quiet = 0;

  constructor(limits: RunLimits) {
    this.#limits = limits;
  }

  /** In a quiet run only the result counts, so that the first fault ends a schema. */
  get isQuiet(): boolean {
    return this.#quiet > 0;
  }

  /** Throws `TooCostlyError`. A step is about as much work as looking at one value or at a few characters. */
  spend(steps: number): void {
    this.steps += steps;
    if (this.steps > this.#limits.maxSteps) throw new TooCostlyError();
  }

  /** At the place reached, or at a member of it. */
  fail(message: string, member?: string | number): false {
    if (this.isQuiet) return false;
    const path = member === undefined ? this.#path : [...this.#path, member];
    this.faults.push({ pointer: path.map((token) => `/${escapeToken(token)}`).join(""), message });
    if (this.faults.length >= this.#limits.maxFaults) throw new EnoughFaults();
    return false;
  }

  enter(): void {
    if (++this.#depth > MAX_DEPTH) throw new TooCostlyError();
  }

  leave(): void {
    this.#depth--;
  }

  /** Applies a schema to a member of the value. */
  descend(check: Check, member: string | number, value: unknown): boolean {
    const { evaluated } = this;
    this.evaluated = null;
    this.#path.push(member);
    const ok = check(value, this);
    this.#path.pop();
    this.evaluated = evaluated;
    return ok;
  }

  /** Whether a schema holds for the value itself. Only then does it count as evaluated. */
  holds(check: Check, value: unknown): boolean {
    const { evaluated } = this;
    const own = evaluated === null ? null : new Evaluated();
    this.evaluated = own;
    const ok = this.quietly(check, value);
    this.evaluated = evaluated;
    if (ok && own !== null) evaluated?.add(own);
    return ok;
  }

  quietly(check: Check, value: unknown): boolean {
    this.#quiet++;
    const ok = check(value, this);
    this.#quiet--;
    return ok;
  }
}

export function escapeToken(token: string | number): string {
  return String(token).replaceAll("~", "~0").replaceAll("/", "~1");
}
