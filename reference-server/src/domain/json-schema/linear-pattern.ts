import { ASCII, type PatternRoom } from "./pattern-room.js";
import { type PatternNode, parsePattern } from "./pattern-syntax.js";
import type { SchemaRun } from "./schema-run.js";

/**
 * Matches ECMAScript patterns without look-around and back-references in time linear in the text: all states are followed at once
 * (Thompson's construction), so nothing is tried twice. Each state at each character costs two steps.
 */

export type LinearPattern = (text: string, run: SchemaRun) => boolean;

type Instruction =
  | { op: "char"; matches: (codePoint: number) => boolean; next: number }
  | { op: "split"; first: number; second: number }
  | { op: "assert"; holds: Assertion; next: number }
  | { op: "match" };
type Assertion = (text: string, at: number) => boolean;

/** Throws `PatternError`. */
export function compilePattern(source: string, room: PatternRoom): LinearPattern {
  const program: Instruction[] = [];
  const add = (instruction: Instruction): number => {
    room.take(1);
    return program.push(instruction) - 1;
  };
  const start = new Emitter(add).emit(parsePattern(source, room), add({ op: "match" }));
  return new Matcher(program, start).test;
}

/** Emits from the end: each node is given the instruction that follows it. */
class Emitter {
  constructor(private readonly add: (instruction: Instruction) => number) {}

  emit(node: PatternNode, next: number): number {
    switch (node.kind) {
      case "char":
        return this.add({ op: "char", matches: node.matches, next });
      case "assert":
        return this.add({ op: "assert", holds: ASSERTIONS[node.name], next });
      case "sequence":
        return node.parts.reduceRight((following, part) => this.emit(part, following), next);
      case "choice":
        return node.options
          .map((option) => this.emit(option, next))
          .reduceRight((second, first) => this.add({ op: "split", first, second }));
      case "repeat":
        return this.#repeat(node, next);
    }
  }

  #repeat({ part, min, max }: PatternNode & { kind: "repeat" }, next: number): number {
    let start = max === Infinity ? this.#loop(part, next) : next;
    for (let count = min; count < max && max !== Infinity; count++) {
      start = this.add({ op: "split", first: this.emit(part, start), second: next });
    }
    for (let count = 0; count < min; count++) start = this.emit(part, start);
    return start;
  }

  #loop(part: PatternNode, next: number): number {
    const split = { op: "split" as const, first: next, second: next };
    const start = this.add(split);
    split.first = this.emit(part, start);
    return start;
  }
}

const isWord = (text: string, at: number) => /^\w$/.test(text.charAt(at));
const isBoundary: Assertion = (text, at) => isWord(text, at - 1) !== isWord(text, at);
const ASSERTIONS: Record<(PatternNode & { kind: "assert" })["name"], Assertion> = {
  start: (_text, at) => at === 0,
  end: (text, at) => at === text.length,
  boundary: isBoundary,
  notBoundary: (text, at) => !isBoundary(text, at),
};

/** The engine tests a character whose result is not kept. */
const ENGINE_STEPS = 10;
const MAX_CHARACTER = 2 ** 31 - 1;

class Matcher {
  readonly #program: readonly Instruction[];
  readonly #start: number;
  /** The character at which each instruction was reached last, counted over all texts so that a text does not have to clear it. */
  readonly #reachedAt: Int32Array;
  #character = 0;
  #waiting: number[] = [];

  constructor(program: readonly Instruction[], start: number) {
    this.#program = program;
    this.#start = start;
    this.#reachedAt = new Int32Array(program.length);
  }

  readonly test: LinearPattern = (text, run) => {
    let states: number[] = [];
    for (let at = 0; ;) {
      this.#nextCharacter();
      // A match may start anywhere.
      for (const state of [...states, this.#start]) {
        if (this.#follow(state, { text, at, run })) return true;
      }
      const codePoint = text.codePointAt(at);
      if (codePoint === undefined) return false;
      if (codePoint >= ASCII) run.spend(ENGINE_STEPS * this.#waiting.length);
      states = this.#step(codePoint);
      at += codePoint > 0xffff ? 2 : 1;
    }
  };

  #nextCharacter(): void {
    this.#waiting = [];
    if (++this.#character < MAX_CHARACTER) return;
    this.#character = 1;
    this.#reachedAt.fill(0);
  }

  /** Follows the program to the instructions that wait for a character. True if it comes to the match. */
  #follow(from: number, { text, at, run }: { text: string; at: number; run: SchemaRun }): boolean {
    const stack = [from];
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
      run.spend(2);
      if (this.#reachedAt[state] === this.#character) continue;
      this.#reachedAt[state] = this.#character;
      const instruction = this.#program[state] as Instruction;
      if (instruction.op === "char") this.#waiting.push(state);
      else if (instruction.op === "split") stack.push(instruction.second, instruction.first);
      else if (instruction.op === "match") return true;
      else if (instruction.holds(text, at)) stack.push(instruction.next);
    }
    return false;
  }

  #step(codePoint: number): number[] {
    const states: number[] = [];
    for (const state of this.#waiting) {
      const instruction = this.#program[state] as Instruction & { op: "char" };
      if (instruction.matches(codePoint)) states.push(instruction.next);
    }
    return states;
  }
}
