import { rawBody } from "../raw-body.js";
import { type Cause, type Suspect } from "./finding.js";
import { type Budget } from "./budget.js";
import { jsonLayouts } from "./json-layouts.js";
import { isWritable } from "./json-scan.js";

/** The maximum size of an event body: a larger one does not come from Harbor. */
const MAX_SEARCHED_BYTES = 256 * 1024;

const BOM = Uint8Array.of(0xef, 0xbb, 0xbf);
const LF = Uint8Array.of(0x0a);
const CR_LF = Uint8Array.of(0x0d, 0x0a);
/** The characters of bytes 0x80 to 0x9f in windows-1252, which most decoders use for latin1. */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009dž\u0178";

/** Measured: the repairs other than JSON layouts cost about as much as hashing the body this many times. */
const REPAIR_UNITS = 20;

export interface BodyEvidence {
  /** Of a parsed body: its JSON. Undefined if nothing has read the body yet, or it is too large to search. */
  readonly bytes: Uint8Array | undefined;
  readonly isRaw: boolean;
}

export function readBody(body: unknown): BodyEvidence {
  try {
    return { bytes: toBytes(rawBody(body)), isRaw: true };
  } catch {
    return { bytes: isParsed(body) ? stringified(body) : undefined, isRaw: false };
  }
}

/** The body as received, then, one at a time, the bodies that may have been signed. */
export function* bodySuspects(body: Uint8Array, budget: Budget): Generator<Suspect<Uint8Array>> {
  yield { value: body, causes: [] };
  if (body.length > MAX_SEARCHED_BYTES) return;
  for (const [cause, values] of repairs(body, budget)) {
    for (const value of values) yield { value: toBytes(value), causes: [cause] };
  }
}

function* repairs(body: Uint8Array, budget: Budget): Generator<[Cause, Iterable<Uint8Array | string>]> {
  if (!budget.spend(body.length * REPAIR_UNITS)) return;
  yield ["trailing_newline_trimmed", [concat(body, LF), concat(body, CR_LF)]];
  yield ["trailing_newline_added", withoutTrailingNewline(body)];
  yield hasBom(body) ? ["bom_added", [body.subarray(BOM.length)]] : ["bom_stripped", [concat(BOM, body)]];
  const text = decodeUtf8(body);
  if (text === undefined) {
    yield ["encoded_as_latin1", [Array.from(body, (byte) => String.fromCharCode(byte)).join("")]];
    return;
  }
  yield ["decoded_as_latin1", undoLatin1(text)];
  yield ["line_endings_changed", [text.replaceAll("\r\n", "\n"), text.replace(/\r?\n/g, "\r\n")]];
  yield ["body_reserialized", layoutsOf(text, budget)];
}

/** Files end with a line break and values do not, so each layout comes in both forms. */
function* layoutsOf(text: string, budget: Budget): Generator<string> {
  for (const layout of jsonLayouts(text, budget)) {
    yield layout;
    yield `${layout}\n`;
  }
}

/** The text of the bytes, BOM kept; undefined if they are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes that a latin1 or windows-1252 decoder turns into this text, if there are any. */
function undoLatin1(text: string): Uint8Array[] {
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    const special = code > 0xff ? WINDOWS_1252.indexOf(text.charAt(index)) : -1;
    if (code > 0xff && special === -1) return [];
    bytes[index] = code > 0xff ? 0x80 + special : code;
  }
  return [bytes];
}

function withoutTrailingNewline(body: Uint8Array): Uint8Array[] {
  if (body.at(-1) !== 0x0a) return [];
  const lines = [body.subarray(0, -1)];
  if (body.at(-2) === 0x0d) lines.push(body.subarray(0, -2));
  return lines;
}

const hasBom = (bytes: Uint8Array): boolean => BOM.every((byte, index) => bytes[index] === byte);

/** Whether a JSON parser can have returned it, unlike a promise, a stream or a request. */
function isParsed(value: unknown): boolean {
  const tag = Object.prototype.toString.call(value);
  return typeof value !== "object" || value === null || tag === "[object Object]" || tag === "[object Array]";
}

function stringified(value: unknown): Uint8Array | undefined {
  if (!isWritable(value)) return undefined;
  try {
    // Undefined for undefined and functions, contrary to the type.
    const json = JSON.stringify(value) as string | undefined;
    return json === undefined ? undefined : toBytes(json);
  } catch {
    return undefined; // a bigint, or toJSON throws
  }
}

const toBytes = (content: Uint8Array | string): Uint8Array =>
  typeof content === "string" ? new TextEncoder().encode(content) : content;

function concat(left: Uint8Array, right: Uint8Array): Uint8Array {
  const joined = new Uint8Array(left.length + right.length);
  joined.set(left);
  joined.set(right, left.length);
  return joined;
}
