import { isInstance } from "./brand.js";

const BRAND = Symbol.for("@harbor/client RawJson");

/**
 * JSON text that is sent as it is. Harbor delivers an event's body byte for byte, so numbers such as `1.0` or those with 20
 * digits, key order and white space reach the receiver.
 *
 * @example
 * ```ts
 * await harbor.events.send({ type: "order.created", body: rawJson('{"total":10.00}') });
 * ```
 */
export class RawJson {
  readonly text: string;

  /** Also true for a `RawJson` of another copy of this package, whose exact text would otherwise be lost. */
  static [Symbol.hasInstance](value: unknown): value is RawJson {
    return isInstance(value, { constructor: this, of: RawJson, brand: BRAND });
  }

  /**
   * @param json text, or its UTF-8 bytes
   * @throws SyntaxError when it is not JSON, TypeError when the bytes are not UTF-8
   */
  constructor(json: string | Uint8Array) {
    this.text = typeof json === "string" ? json : decode(json);
    JSON.parse(this.text); // also keeps the text from closing the object around it
    if (/\p{Surrogate}/u.test(this.text)) throw new TypeError("A lone surrogate cannot be encoded as UTF-8.");
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** For logs and for `JSON.stringify`, where the exact text is lost. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Shorthand for `new RawJson(json)`. */
export function rawJson(json: string | Uint8Array): RawJson {
  return new RawJson(json);
}

/** How deep a request holds an event's body: `{ events: [{ body }] }`. */
const BODY_DEPTH = 3;

/** `JSON.stringify` that inserts the text of `RawJson` values, down to the depth of an event's body. */
export function serialize(value: unknown, depth = BODY_DEPTH): string | undefined {
  if (value instanceof RawJson) return value.text;
  if (depth === 0 || typeof value !== "object" || value === null || "toJSON" in value)
    return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => serialize(item, depth - 1) ?? "null").join()}]`;
  const members = Object.entries(value).flatMap(([name, member]) => {
    const text = serialize(member, depth - 1);
    return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
  });
  return `{${members.join()}}`;
}

function decode(bytes: Uint8Array): string {
  // A BOM is kept, so that JSON.parse refuses it: Harbor would.
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}
