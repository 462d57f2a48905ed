/** One validation of one value: its budget, the place it has reached, and the faults so far. */

/** The parts of an instance that keywords have evaluated: what `unevaluatedProperties` and `unevaluatedItems` leave alone. */
export class Evaluated {
  readonly names = new Set<string>();
  readonly indexes = new Set<number>();
  allNames = false;
  allItems = false;

  add(other: Evaluated, run: Pick<SchemaRun, "spend">): void {
    this.allNames ||= other.allNames;
    this.allItems ||= other.allItems;
    if (!this.allNames) addAll(this.names, other.names, run);
    if (!this.allItems) addAll(this.indexes, other.indexes, run);
  }
}

/** Of a part that is noted as evaluated. */
const PART_STEPS = 3;

function addAll<T>(parts: Set<T>, others: ReadonlySet<T>, run: Pick<SchemaRun, "spend">): void {
  run.spend(PART_STEPS * others.size);
  for (const part of others) parts.add(part);
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

/** Frames of the stack, about: three schemas at each of the 512 levels of a body. Its room is about that of 8,000. */
const MAX_FRAMES = 7200;
/** Of a schema with one of its keywords, of what leads to a member or to a schema that need not hold, and of a record of its own. */
const FRAMES = { schema: 3, member: 5, attempt: 3, record: 1 };
/** Of the place of a fault: a body can have long names. */
const MAX_POINTER = 1000;

/** A schema or keyword, ready to be applied. False for a fault, which is in the run unless the run is quiet. */
export type Check = (value: unknown, run: SchemaRun) => boolean;

export class SchemaRun {
  readonly faults: SchemaFault[] = [];
  /** Null unless an enclosing schema of this instance asks what is evaluated. */
  evaluated: Evaluated | null = null;
  steps = 0;
  readonly #limits: RunLimits;
  readonly #path: (string | number)[] = [];
  #frames = 0;
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
    this.faults.push({ pointer: pointerOf(path), message });
    if (this.faults.length >= this.#limits.maxFaults) throw new EnoughFaults();
    return false;
  }

  evaluatedName(name: string): void {
    if (this.evaluated === null) return;
    this.spend(PART_STEPS);
    this.evaluated.names.add(name);
  }

  evaluatedIndex(index: number): void {
    if (this.evaluated === null) return;
    this.spend(PART_STEPS);
    this.evaluated.indexes.add(index);
  }

  /** Throws `TooCostlyError`. */
  enter(part: keyof typeof FRAMES): void {
    this.#frames += FRAMES[part];
    if (this.#frames > MAX_FRAMES) throw new TooCostlyError();
  }

  leave(part: keyof typeof FRAMES): void {
    this.#frames -= FRAMES[part];
  }

  /** Applies a schema to a member of the value. */
  descend(check: Check, member: string | number, value: unknown): boolean {
    const { evaluated } = this;
    this.evaluated = null;
    this.#path.push(member);
    this.enter("member");
    const ok = check(value, this);
    this.leave("member");
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
    if (ok && own !== null) evaluated?.add(own, this);
    return ok;
  }

  quietly(check: Check, value: unknown): boolean {
    this.#quiet++;
    this.enter("attempt");
    const ok = check(value, this);
    this.leave("attempt");
    this.#quiet--;
    return ok;
  }
}

function pointerOf(path: readonly (string | number)[]): string {
  const pointer = path.map((token) => `/${escapeToken(token)}`).join("");
  return pointer.length <= MAX_POINTER ? pointer : `${pointer.slice(0, MAX_POINTER)}…`;
}

export function escapeToken(token: string | number): string {
  return String(token).replaceAll("~", "~0").replaceAll("/", "~1");
}
