import { PatternError, type PatternRoom } from "./pattern-room.js";

/** Reads ECMAScript patterns with the flag `u` (ECMA-262 22.2.1) into the parts that a linear matcher needs. */

export type PatternNode =
  | { kind: "char"; matches: (codePoint: number) => boolean }
  | { kind: "assert"; name: "start" | "end" | "boundary" | "notBoundary" }
  | { kind: "sequence"; parts: PatternNode[] }
  | { kind: "choice"; options: PatternNode[] }
  | { kind: "repeat"; part: PatternNode; min: number; max: number };

/** Each takes frames of the stack. */
const MAX_GROUPS = 100;

/** Throws `PatternError`. The engine's own parser decides what is valid, so that the reader below can rely on it. */
export function parsePattern(source: string, room: PatternRoom): PatternNode {
  room.refuseLength(source);
  try {
    new RegExp(source, "u");
  } catch {
    throw new PatternError("is not a valid ECMAScript pattern with the flag u");
  }
  return new PatternReader(source, room).choice();
}

const QUANTIFIER = /(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/y;
const ASSERTION = /[$^]|\\[bB]/y;
const GROUP = /\((\?(?::|<(?![=!])[^>]*>))?/y;
const CLASS = /\[(?:[^\]\\]|\\.)*\]/suy;
const ESCAPE =
  /\\(?:u[dD][89a-bA-B][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u\{[^}]*\}|u.{4}|x..|c.|[pP]\{[^}]*\}|.)/suy;
const ANY = /./suy;

const ASSERTIONS = { "^": "start", $: "end", "\\b": "boundary", "\\B": "notBoundary" } as const;

class PatternReader {
  readonly #source: string;
  readonly #room: PatternRoom;
  #at = 0;
  #groups = 0;

  constructor(source: string, room: PatternRoom) {
    this.#source = source;
    this.#room = room;
  }

  choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#take("|")) options.push(this.#sequence());
    return options.length === 1 ? (options[0] as PatternNode) : { kind: "choice", options };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#at < this.#source.length && !"|)".includes(this.#source.charAt(this.#at))) {
      parts.push(this.#quantified(this.#term()));
    }
    return { kind: "sequence", parts };
  }

  #quantified(part: PatternNode): PatternNode {
    const [text, from, comma, to] = this.#match(QUANTIFIER) ?? [];
    if (text === undefined) return part;
    if (from === undefined) {
      return {
        kind: "repeat",
        part,
        min: text.startsWith("+") ? 1 : 0,
        max: text.startsWith("?") ? 1 : Infinity,
      };
    }
    const max = comma === undefined ? Number(from) : to === "" ? Infinity : Number(to);
    return { kind: "repeat", part, min: Number(from), max };
  }

  #term(): PatternNode {
    const assertion = this.#match(ASSERTION)?.[0] as keyof typeof ASSERTIONS | undefined;
    if (assertion !== undefined) return { kind: "assert", name: ASSERTIONS[assertion] };
    if (this.#source.charAt(this.#at) === "(") return this.#group();
    const escape = this.#match(ESCAPE)?.[0];
    if (escape !== undefined) {
      if (/^\\[1-9k]/.test(escape)) throw new PatternError("has a back-reference, which is not supported");
      return this.#character(escape);
    }
    const characters = this.#match(CLASS)?.[0];
    if (characters !== undefined) return this.#character(characters);
    const [literal = ""] = this.#match(ANY) ?? [];
    if (literal === ".") return this.#character(literal);
    const wanted = literal.codePointAt(0);
    return { kind: "char", matches: (codePoint) => codePoint === wanted };
  }

  #character(source: string): PatternNode {
    return { kind: "char", matches: this.#room.part(source) };
  }

  #group(): PatternNode {
    const opened = this.#match(GROUP);
    if (opened === null || this.#source.charAt(this.#at) === "?") {
      throw new PatternError("has a look-around or a modifier, which is not supported");
    }
    if (++this.#groups > MAX_GROUPS) throw new PatternError(`nests more than ${MAX_GROUPS} groups`);
    const inner = this.choice();
    this.#groups--;
    this.#take(")");
    return inner;
  }

  #take(text: string): boolean {
    const found = this.#source.startsWith(text, this.#at);
    if (found) this.#at += text.length;
    return found;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source);
    if (found !== null) this.#at = pattern.lastIndex;
    return found;
  }
}
