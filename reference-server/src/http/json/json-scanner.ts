/**
 * Reads JSON text (RFC 8259) by its bytes without building values: finds where parts lie, and the first place that is wrong. The
 * work is linear in the bytes read, memory is constant, and it can stop early, which `JSON.parse` cannot.
 */

import { escapeLength, isSpace, literalLength, numberEnd, startsNumber } from "./json-tokens.js";

export interface Span {
  start: number;
  end: number;
}

export interface Member extends Span {
  /** Unescaped. */
  name: string;
  /** Levels of objects and arrays in the value: 0 for a scalar. */
  levels: number;
}

export interface JsonFault {
  reason: "syntax" | "too deep" | "too many values";
  /** In bytes. */
  position: number;
  /** For a syntax error: the token that is expected at `position`. */
  expected: string;
}

export interface ScanLimits {
  /** Objects and arrays that are open at once. */
  maxDepth: number;
  /** Values in all, without those read by `skipValue({ counted: false })`. */
  maxValues: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const SPACE = 0x20;

const EXPECTED_NEXT = "a comma or the end of the object or array";

/** Every method moves on and returns true, or returns false and leaves the reason in `fault`. */
export class JsonScanner {
  at = 0;
  fault: JsonFault | null = null;
  /** Levels of objects and arrays in the value that `skipValue` read last. */
  levels = 0;
  readonly #bytes: Buffer;
  readonly #maxDepth: number;
  readonly #maxValues: number;
  #depth = 0;
  #deepest = 0;
  #values = 0;
  #counted = true;

  constructor(bytes: Buffer, { maxDepth, maxValues }: ScanLimits) {
    this.#bytes = bytes;
    this.#maxDepth = maxDepth;
    this.#maxValues = maxValues;
  }

  /** The first byte of the next token; undefined at the end of the text. */
  peek(): number | undefined {
    const bytes = this.#bytes;
    // Without reads past the end, V8 keeps its fastest form of this loop.
    while (this.at < bytes.length) {
      const byte = bytes[this.at] as number;
      if (byte > SPACE || !isSpace(byte)) return byte;
      this.at++;
    }
    return undefined;
  }

  isAtObject(): boolean {
    return this.peek() === OPEN_BRACE;
  }

  isAtArray(): boolean {
    return this.peek() === OPEN_BRACKET;
  }

  /** Nothing but white space may follow. */
  end(): boolean {
    return this.peek() === undefined || this.#fail("the end of the text");
  }

  /** Reads the object that comes next. `readValue` has to move behind each member's value; it returns false to stop. */
  object(readValue: (name: string) => boolean): boolean {
    this.peek();
    if (!this.#enter(OPEN_BRACE, "an object")) return false;
    let expected = "a member name or }";
    if (this.peek() === CLOSE_BRACE) return this.#leave();
    for (;;) {
      this.peek();
      const start = this.at;
      if (!this.#name(expected)) return false;
      const nameEnd = this.at;
      if (!this.#colon() || !readValue(this.#unescaped(start, nameEnd))) return false;
      const next = this.peek();
      if (next === CLOSE_BRACE) return this.#leave();
      if (next !== COMMA) return this.#fail(EXPECTED_NEXT);
      this.at++;
      expected = "a member name";
    }
  }

  /** Reads the array that comes next. `readElement` has to move behind each element; it returns false to stop. */
  array(readElement: (index: number) => boolean): boolean {
    this.peek();
    if (!this.#enter(OPEN_BRACKET, "an array")) return false;
    if (this.peek() === CLOSE_BRACKET) return this.#leave();
    for (let index = 0; ; index++) {
      this.peek();
      const start = this.at;
      if (!readElement(index)) return this.#orClosingBracket(index, start);
      const next = this.peek();
      if (next === CLOSE_BRACKET) return this.#leave();
      if (next !== COMMA) return this.#fail(EXPECTED_NEXT);
      this.at++;
    }
  }

  /** The first element of an array may be missing. */
  #orClosingBracket(index: number, start: number): false {
    const { fault } = this;
    if (index === 0 && fault?.position === start && fault.expected === "a value")
      fault.expected = "a value or ]";
    return false;
  }

  /** Moves behind one value of any type. */
  skipValue({ counted = true }: { counted?: boolean } = {}): boolean {
    const outside = this.#depth;
    this.#deepest = outside;
    this.#counted = counted;
    const ok = this.#nested();
    this.#counted = true;
    this.levels = this.#deepest - outside;
    return ok;
  }

  /** Iterative, so that nesting costs no stack. */
  #nested(): boolean {
    const open: number[] = [];
    let first: number | null = null;
    for (;;) {
      const byte = this.peek();
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        if (!this.#enter(byte, "a value")) return false;
        const close = byte + 2;
        if (this.peek() !== close) {
          open.push(close);
          first = close;
          if (byte === OPEN_BRACE && !(this.#name("a member name or }") && this.#colon())) return false;
          if (byte === OPEN_BRACE) first = null;
          continue;
        }
        this.#leave();
      } else if (!this.#scalar(byte, first === CLOSE_BRACKET ? "a value or ]" : "a value")) return false;
      first = null;
      if (!this.#unwind(open)) return false;
      if (open.length === 0) return true;
    }
  }

  /** Behind a value: closes what ends here, and moves to where the next value has to be. */
  #unwind(open: number[]): boolean {
    for (;;) {
      if (open.length === 0) return true;
      const close = open[open.length - 1] as number;
      const next = this.peek();
      if (next === COMMA) {
        this.at++;
        if (close === CLOSE_BRACKET) return true;
        this.peek();
        return this.#name("a member name") && this.#colon();
      }
      if (next !== close) return this.#fail(EXPECTED_NEXT);
      open.pop();
      this.#leave();
    }
  }

  #scalar(byte: number | undefined, expected: string): boolean {
    if (!this.#count()) return false;
    if (byte === QUOTE) return this.#string();
    if (startsNumber(byte)) return this.#number(expected);
    const length = literalLength(this.#bytes, this.at);
    if (length === 0) return this.#fail(expected);
    this.at += length;
    return true;
  }

  #number(expected: string): boolean {
    const end = numberEnd(this.#bytes, this.at);
    if (end === this.at) return this.#fail(expected);
    this.at = end;
    return true;
  }

  #name(expected: string): boolean {
    return this.#bytes[this.at] === QUOTE ? this.#string() : this.#fail(expected);
  }

  #colon(): boolean {
    if (this.peek() !== COLON) return this.#fail("a colon");
    this.at++;
    return true;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    let at = this.at + 1;
    for (;;) {
      const byte = bytes[at] ?? -1;
      if (byte === QUOTE) {
        this.at = at + 1;
        return true;
      }
      if (byte === BACKSLASH) {
        const length = escapeLength(bytes, at);
        if (length === 0) return this.#failAt(at, "a valid escape");
        at += length;
      } else if (byte >= SPACE) at++;
      else {
        return this.#failAt(
          at,
          byte === -1 ? "the closing quote of a string" : "an escape instead of a control character",
        );
      }
    }
  }

  #enter(opening: number, expected: string): boolean {
    if (this.#bytes[this.at] !== opening) return this.#fail(expected);
    if (++this.#depth > this.#maxDepth) return this.#stop("too deep");
    if (this.#depth > this.#deepest) this.#deepest = this.#depth;
    this.at++;
    return this.#count();
  }

  #leave(): boolean {
    this.#depth--;
    this.at++;
    return true;
  }

  #count(): boolean {
    return !this.#counted || ++this.#values <= this.#maxValues || this.#stop("too many values");
  }

  #fail(expected: string): boolean {
    return this.#failAt(this.at, expected);
  }

  #failAt(position: number, expected: string): boolean {
    this.fault = { reason: "syntax", position, expected };
    return false;
  }

  #stop(reason: "too deep" | "too many values"): boolean {
    this.fault = { reason, position: this.at, expected: "" };
    return false;
  }

  #unescaped(start: number, end: number): string {
    const raw = this.#bytes.toString("utf8", start + 1, end - 1);
    return raw.includes("\\") ? (JSON.parse(`"${raw}"`) as string) : raw;
  }
}
