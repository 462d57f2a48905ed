/** A `Harbor-Signature` header that follows the grammar of docs/contract.md §7. */
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

export type ParsedSignatureHeader =
  | { readonly ok: true; readonly header: SignatureHeader }
  | { readonly ok: false; readonly fault: HeaderFault };

const TIMESTAMP = /^(?:0|[1-9][0-9]{0,11})$/;
const DIGEST = /^[0-9a-f]{64}$/;

/**
 * Reads a `Harbor-Signature` value: `t=<unix s>,v1=<hex>[,v1=<hex>][,v2=<hex>…]`, docs/contract.md §7.
 * Unknown keys and malformed digests are skipped; a missing, malformed or second `t` makes the header malformed.
 * Says nothing about whether a digest is right. Never throws.
 *
 * @example
 * const parsed = parseSignatureHeader("t=1753900000,v1=5f3c…");
 * if (parsed.ok) console.log(parsed.header.timestamp);
 */
export function parseSignatureHeader(value: string): ParsedSignatureHeader {
  let timestamp: string | undefined;
  let hasV2 = false;
  const v1: string[] = [];
  const v2: string[] = [];
  for (const { key, value: text } of headerParts(value)) {
    if (key === "t") {
      if (timestamp !== undefined) return { ok: false, fault: "timestamp_duplicated" };
      timestamp = text;
    } else if (key === "v1") {
      if (DIGEST.test(text)) v1.push(text);
    } else if (key === "v2") {
      hasV2 = true;
      if (DIGEST.test(text)) v2.push(text);
    }
  }
  if (timestamp === undefined) return { ok: false, fault: "timestamp_missing" };
  if (!TIMESTAMP.test(timestamp)) return { ok: false, fault: "timestamp_invalid" };
  if (v1.length === 0) return { ok: false, fault: "v1_missing" };
  return { ok: true, header: { timestamp: Number(timestamp), v1, v2, hasV2 } };
}

/** The `key=value` parts of a header value; a part without `=` is none. */
export function headerParts(value: string): { key: string; value: string }[] {
  const parts: { key: string; value: string }[] = [];
  for (let start = 0; start <= value.length;) {
    const comma = value.indexOf(",", start);
    const end = comma === -1 ? value.length : comma;
    const part = trimBlanks(value, start, end);
    const equals = part.indexOf("=");
    if (equals !== -1) parts.push({ key: part.slice(0, equals), value: part.slice(equals + 1) });
    start = end + 1;
  }
  return parts;
}

/** Spaces and tabs only: `String#trim` would also take no-break spaces and line ends. */
function trimBlanks(text: string, start: number, end: number): string {
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

const isBlank = (code: number): boolean => code === 0x20 || code === 0x09;
