/** A `Harbor-Signature` header that follows the [grammar](https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#the-header). */
export interface SignatureHeader {
  /** Unix seconds at which the attempt was signed. */
  readonly timestamp: number;
  /** The well-formed `v1` digests in the order they came, at least one. */
  readonly v1: readonly string[];
  /** The well-formed `v2` digests in the order they came. */
  readonly v2: readonly string[];
  /** Whether there was any `v2` part, well-formed or not. */
  readonly hasV2: boolean;
}

/** Why a header value does not follow the grammar. */
export type HeaderFault = "timestamp_missing" | "timestamp_duplicated" | "timestamp_invalid" | "v1_missing";

/** A `Harbor-Signature` header taken apart, or what is wrong with it. */
export type ParsedSignatureHeader =
  | { readonly ok: true; readonly header: SignatureHeader }
  | { readonly ok: false; readonly fault: HeaderFault };

/** The values of the known keys as written, well-formed or not. */
export interface HeaderParts {
  readonly t: readonly string[];
  readonly v1: readonly string[];
  readonly v2: readonly string[];
}

const MAX_TIMESTAMP_DIGITS = 12;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * Reads a `Harbor-Signature` value: `t=<unix s>,v1=<hex>[,v1=<hex>][,v2=<hex>…]`.
 * https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#the-header
 * Unknown keys and malformed digests are skipped; a missing, malformed or second `t` makes the header malformed.
 * Says nothing about whether a digest is right. Never throws.
 *
 * @example
 * const parsed = parseSignatureHeader("t=1753900000,v1=5f3c…");
 * if (parsed.ok) console.log(parsed.header.timestamp);
 */
export function parseSignatureHeader(value: string): ParsedSignatureHeader {
  const parts = splitSignatureHeader(value);
  const timestamp = readTimestamp(parts.t);
  if (typeof timestamp === "string") return { ok: false, fault: timestamp };
  const v1 = parts.v1.filter(isDigest);
  if (v1.length === 0) return { ok: false, fault: "v1_missing" };
  return { ok: true, header: { timestamp, v1, v2: parts.v2.filter(isDigest), hasV2: parts.v2.length > 0 } };
}

/** Cuts a header value up. Keys it does not know and parts without `=` are left out. */
export function splitSignatureHeader(value: string): HeaderParts {
  const t: string[] = [];
  const v1: string[] = [];
  const v2: string[] = [];
  let next = 0;
  while (next <= value.length) {
    const comma = value.indexOf(",", next);
    const partEnd = comma === -1 ? value.length : comma;
    const start = skipBlanks(value, next, partEnd);
    const end = dropBlanks(value, start, partEnd);
    if (value.startsWith("v1=", start)) v1.push(value.slice(start + 3, end));
    else if (value.startsWith("v2=", start)) v2.push(value.slice(start + 3, end));
    else if (value.startsWith("t=", start)) t.push(value.slice(start + 2, end));
    next = partEnd + 1;
  }
  return { t, v1, v2 };
}

/** The one timestamp, in Unix seconds, or what is wrong. */
export function readTimestamp(values: readonly string[]): number | Exclude<HeaderFault, "v1_missing"> {
  const [text] = values;
  if (text === undefined) return "timestamp_missing";
  if (values.length > 1) return "timestamp_duplicated";
  return readDigits(text) ?? "timestamp_invalid";
}

/** A loop, as a regular expression and `Number` take five times as long, on every request. */
export function readDigits(text: string): number | undefined {
  const hasLeadingZero = text.length > 1 && text.startsWith("0");
  if (text.length === 0 || text.length > MAX_TIMESTAMP_DIGITS || hasLeadingZero) return undefined;
  let number = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = text.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number;
}

/** Whether a value has the form of a digest: 64 lower-case hex characters. */
export const isDigest = (text: string): boolean => DIGEST.test(text);

// Blanks are spaces and tabs only: `String#trim` would also take no-break spaces and line ends.
function skipBlanks(text: string, start: number, end: number): number {
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  return start;
}

function dropBlanks(text: string, start: number, end: number): number {
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return end;
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
