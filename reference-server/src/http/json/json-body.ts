import { isUtf8 } from "node:buffer";
import { ApiError } from "../../errors.js";
import { type JsonFault, JsonScanner, type Member, type Span } from "./json-scanner.js";

/**
 * Levels of an event's body and of metadata. Common JSON parsers stop at about 1,000: Python's, Jackson's. A receiver could not
 * read a deeper one.
 */
const MAX_MEMBER_DEPTH = 512;
/** More than an event body of 256 KB can hold. */
const MAX_DEPTH = 150_000;
/**
 * Values outside of opaque members: more than the largest valid request has (8 KB of metadata, 100 events of a batch), and few
 * enough that parsing and validating them takes about a millisecond.
 */
const MAX_VALUES = 10_000;

/** Which parts of a request body stay bytes. They are checked to be JSON, and are `null` in the parsed value. */
export interface BodyShape {
  /** A member of the body's own object, or of each item of `list`. */
  opaque?: string;
  /** A member that is an array of objects. */
  list?: { name: string; maxItems: number };
}

/** A request body: its value, its bytes, and where in them the members of its own object lie. */
export interface JsonBody {
  value: unknown;
  raw: Buffer;
  /** Null unless the body is an object. */
  members: Member[] | null;
  /** The items of the shape's list. `members` is null for an item that is not an object. */
  items: JsonItem[];
}

/** The members of an object, as positions in `raw`. */
export type JsonObject = Pick<JsonBody, "raw" | "members">;

export interface JsonItem extends Span {
  members: Member[] | null;
}

/** Throws `ApiError` `invalid_request` for invalid UTF-8, malformed JSON, duplicate members of the body's own object and too long lists. */
export function parseJsonBody(raw: Buffer, shape: BodyShape = {}): JsonBody {
  if (!isUtf8(raw)) throw invalid("body", "is not valid UTF-8");
  const { members, items, opaque } = new BodyReader(raw, shape).read();
  if (members !== null) refuseDuplicates(members, "body");
  return { value: JSON.parse(withoutSpans(raw, opaque)) as unknown, raw, members, items };
}

class BodyReader {
  readonly #raw: Buffer;
  readonly #shape: BodyShape;
  readonly #scanner: JsonScanner;
  readonly #items: JsonItem[] = [];
  readonly #opaque: Span[] = [];
  #tooLong: ApiError | null = null;

  constructor(raw: Buffer, shape: BodyShape) {
    this.#raw = raw;
    this.#shape = shape;
    this.#scanner = new JsonScanner(raw, { maxDepth: MAX_DEPTH, maxValues: MAX_VALUES });
  }

  read(): { members: Member[] | null; items: JsonItem[]; opaque: Span[] } {
    const { list, opaque } = this.#shape;
    const members: Member[] = [];
    const isObject = this.#scanner.isAtObject();
    const ok = isObject
      ? this.#object(members, (name) =>
          name === list?.name ? this.#list(list) : this.#value(list === undefined && name === opaque),
        )
      : this.#scanner.skipValue();
    if (!ok || !this.#scanner.end()) throw this.#tooLong ?? this.#refusal();
    return { members: isObject ? members : null, items: this.#items, opaque: this.#opaque };
  }

  #object(members: Member[], readValue: (name: string) => boolean): boolean {
    const scanner = this.#scanner;
    return scanner.object((name) => {
      scanner.peek();
      const start = scanner.at;
      if (!readValue(name)) return false;
      members.push({ name, start, end: scanner.at, levels: scanner.levels });
      return true;
    });
  }

  /** A list that is given twice is refused as a duplicate member; until then the items of the later one count. */
  #list({ name, maxItems }: NonNullable<BodyShape["list"]>): boolean {
    if (!this.#scanner.isAtArray()) return this.#scanner.skipValue();
    this.#items.length = 0;
    return this.#scanner.array((index) => {
      if (index === maxItems) {
        this.#tooLong = invalid(`body/${name}`, `must NOT have more than ${maxItems} items`);
        return false;
      }
      return this.#item();
    });
  }

  #item(): boolean {
    const scanner = this.#scanner;
    const isObject = scanner.isAtObject();
    const members: Member[] = [];
    const start = scanner.at;
    const ok = isObject
      ? this.#object(members, (name) => this.#value(name === this.#shape.opaque))
      : this.#value(false);
    if (ok) this.#items.push({ start, end: scanner.at, members: isObject ? members : null });
    return ok;
  }

  #value(isOpaque: boolean): boolean {
    const start = this.#scanner.at;
    const ok = this.#scanner.skipValue({ counted: !isOpaque });
    if (ok && isOpaque) this.#opaque.push({ start, end: this.#scanner.at });
    return ok;
  }

  #refusal(): ApiError {
    const { fault } = this.#scanner;
    if (fault === null) throw new Error("the scanner stopped without a fault");
    if (fault.reason === "too deep") return invalid("body", `is nested more than ${MAX_DEPTH} levels deep`);
    if (fault.reason === "too many values") return invalid("body", `has more than ${MAX_VALUES} values`);
    return invalid("body", `is not valid JSON: ${describeFault(this.#raw, fault)}`);
  }
}

const LINE_FEED = 0x0a;
/** UTF-8: the bytes behind the first of a character, and the first one of a character that takes two units of a string. */
const isContinuation = (byte: number) => (byte & 0xc0) === 0x80;
const SURROGATE_PAIR = 0xf0;

/** Positions in characters, 0 first; lines and columns from 1. */
function describeFault(raw: Buffer, { position, expected }: JsonFault): string {
  let line = 1;
  let lineStart = 0;
  let characters = 0;
  for (let at = 0; at < position; at++) {
    const byte = raw[at] as number;
    if (!isContinuation(byte)) characters += byte < SURROGATE_PAIR ? 1 : 2;
    if (byte !== LINE_FEED) continue;
    line++;
    lineStart = characters;
  }
  const column = characters - lineStart + 1;
  return `expected ${expected} at position ${characters} (line ${line}, column ${column})`;
}

/** The text with each span replaced by `null`. */
function withoutSpans(raw: Buffer, spans: readonly Span[]): string {
  let text = "";
  let at = 0;
  for (const { start, end } of spans) {
    text += `${raw.toString("utf8", at, start)}null`;
    at = end;
  }
  return text + raw.toString("utf8", at);
}

/** A parser keeps the last of two members with one name; the sender might have meant the first. */
export function refuseDuplicates(members: readonly Member[], path: string): void {
  const names = new Set<string>();
  for (const { name } of members) {
    if (names.has(name)) throw invalid(`${path}/${pointerToken(name)}`, "is given more than once");
    names.add(name);
  }
}

/** The bytes of a member's value as submitted; undefined if the member is missing. */
export function bytesOf({ raw, members }: JsonObject, name: string): Buffer | undefined {
  const member = members?.find((candidate) => candidate.name === name);
  return member === undefined ? undefined : raw.subarray(member.start, member.end);
}

/** The JSON of a member's value as submitted; null for `null`, undefined if the member is missing. */
export function jsonOf(json: JsonObject | null, name: string): string | null | undefined {
  const text = json === null ? undefined : bytesOf(json, name)?.toString("utf8");
  return text === "null" ? null : text;
}

/** The fault of a member's value that is too deep. */
export function depthFault({ members }: JsonObject, name: string): string | null {
  const isTooDeep = members?.some((member) => member.name === name && member.levels > MAX_MEMBER_DEPTH);
  return isTooDeep === true ? `is nested more than ${MAX_MEMBER_DEPTH} levels deep` : null;
}

/** The fault of a member's value that is too large or too deep. */
export function sizeFault(json: JsonObject | null, name: string, maxBytes: number): string | null {
  if (json === null) return null;
  const length = bytesOf(json, name)?.length ?? 0;
  return length > maxBytes ? `is ${length} bytes (maximum ${maxBytes})` : depthFault(json, name);
}

/** A member name as a JSON Pointer's reference token. */
export function pointerToken(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

export function invalid(path: string, message: string): ApiError {
  return new ApiError("invalid_request", undefined, { details: [{ path, message }] });
}
