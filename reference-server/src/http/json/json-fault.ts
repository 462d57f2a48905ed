/**
 * Finds where a text stops being JSON. `JSON.parse` decides whether it is; what it says about the place differs from one Node.js
 * to the next and is often nothing, so this looks again, only for texts that were refused.
 */

export interface JsonFault {
  /** In characters, 0 first. */
  position: number;
  line: number;
  column: number;
  expected: string;
}

const STRING_ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const LITERAL = /true|false|null/y;
const SPACE = " \t\n\r";

export function findJsonFault(text: string): JsonFault {
  const { position, expected } = new Scan(text).run();
  const before = text.slice(0, position).split("\n");
  return { position, line: before.length, column: (before.at(-1)?.length ?? 0) + 1, expected };
}

/** What may come next. */
type State = "value" | "first element" | "first name" | "name" | "colon" | "next" | "end";

const EXPECTED: Record<State, string> = {
  value: "a value",
  "first element": "a value or ]",
  "first name": "a member name or }",
  name: "a member name",
  colon: "a colon",
  next: "a comma or the end of the object or array",
  end: "the end of the text",
};

class Scan {
  private at = 0;
  private state: State = "value";
  /** The closing characters that are still owed, innermost last. */
  private readonly open: ("}" | "]")[] = [];
  private expected: string | null = null;

  constructor(private readonly text: string) {}

  run(): { position: number; expected: string } {
    do this.skipSpace();
    while (this.step());
    return { position: this.at, expected: this.expected ?? EXPECTED[this.state] };
  }

  /** Takes one token; false when the next one does not belong here. */
  private step(): boolean {
    const character = this.text[this.at];
    if (character === undefined) return false;
    switch (this.state) {
      case "first name":
        return this.close(character) || this.name(character);
      case "name":
        return this.name(character);
      case "colon":
        return character === ":" && this.advance("value");
      case "first element":
        return this.close(character) || this.value(character);
      case "value":
        return this.value(character);
      case "next":
        return this.close(character) || this.comma(character);
      case "end":
        return false;
    }
  }

  private name(character: string): boolean {
    return character === '"' && this.string("colon");
  }

  private value(character: string): boolean {
    if (character === "{") return this.enter("}", "first name");
    if (character === "[") return this.enter("]", "first element");
    if (character === '"') return this.string(this.after());
    return (this.take(NUMBER) || this.take(LITERAL)) && this.enterState(this.after());
  }

  private comma(character: string): boolean {
    return character === "," && this.advance(this.open.at(-1) === "}" ? "name" : "value");
  }

  private close(character: string): boolean {
    if (character !== this.open.at(-1)) return false;
    this.open.pop();
    return this.advance(this.after());
  }

  private enter(closing: "}" | "]", state: State): boolean {
    this.open.push(closing);
    return this.advance(state);
  }

  /** Stays at the character inside the string that is wrong. */
  private string(then: State): boolean {
    this.at++;
    for (;;) {
      const character = this.text[this.at];
      if (character === '"') return this.advance(then);
      if (character === undefined) return this.fail("the closing quote of a string");
      if (character < " ") return this.fail("an escape instead of a control character");
      if (character !== "\\") this.at++;
      else if (!this.take(STRING_ESCAPE)) return this.fail("a valid escape");
    }
  }

  private skipSpace(): void {
    while (this.at < this.text.length && SPACE.includes(this.text.charAt(this.at))) this.at++;
  }

  private take(token: RegExp): boolean {
    token.lastIndex = this.at;
    const found = token.exec(this.text);
    if (found === null) return false;
    this.at += found[0].length;
    return true;
  }

  private after(): State {
    return this.open.length === 0 ? "end" : "next";
  }

  private advance(state: State): boolean {
    this.at++;
    return this.enterState(state);
  }

  private enterState(state: State): boolean {
    this.state = state;
    return true;
  }

  private fail(expected: string): boolean {
    this.expected = expected;
    return false;
  }
}
