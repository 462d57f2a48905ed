/** A pattern that is not valid, not supported or too large. The message completes "the pattern …". */
export class PatternError extends Error {
  override readonly name = "PatternError";
}

/** Of all patterns of a schema together, in instructions. */
const ROOM = 20_000;
/** Instructions that a part for one character counts as, and each character of its source: the engine compiles an expression for it. */
const PART_ROOM = 20;
const PART_ROOM_PER_CHARACTER = 4;

/** The patterns of one schema share it, and their parts for one character. Throws `PatternError`. */
export class PatternRoom {
  #left = ROOM;
  readonly #parts = new Map<string, (codePoint: number) => boolean>();

  get used(): number {
    return ROOM - this.#left;
  }

  /** Reading a pattern takes as long as it is, even if it turns out to be too large. */
  refuseLength(source: string): void {
    if (source.length > this.#left) throw tooLarge();
  }

  take(count: number): void {
    this.#left -= count;
    if (this.#left < 0) throw tooLarge();
  }

  /** Whether a character matches a class, an escape or a dot. */
  part(source: string): (codePoint: number) => boolean {
    const known = this.#parts.get(source);
    if (known !== undefined) return known;
    this.take(PART_ROOM + PART_ROOM_PER_CHARACTER * source.length);
    const matches = characterTest(source);
    this.#parts.set(source, matches);
    return matches;
  }
}

function tooLarge(): PatternError {
  return new PatternError("is too large: repeat less, or use maxLength");
}

export const ASCII = 128;

/** The engine tests that character alone. */
function characterTest(source: string): (codePoint: number) => boolean {
  const native = new RegExp(`^${source}$`, "u");
  /** 0: not known yet; 1: no; 2: yes. */
  const known = new Uint8Array(ASCII);
  const test = (codePoint: number) => native.test(String.fromCodePoint(codePoint));
  return (codePoint) => {
    if (codePoint >= ASCII) return test(codePoint);
    if (known[codePoint] === 0) known[codePoint] = test(codePoint) ? 2 : 1;
    return known[codePoint] === 2;
  };
}
