import { SignatureError } from "./signature-error.js";
import { type DeliveryIds } from "./signed-content.js";

/** The part of the web's `Headers` that is used. */
export interface HeadersLike {
  get(name: string): string | null | undefined;
}

/** Headers as an object: names in any case, each value as one string or as a list of lines. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A web `Request` or a Node request, of which only the headers are read. */
export interface RequestLike {
  readonly headers: HeadersLike | HeaderRecord;
}

/**
 * The headers of a request: as `Headers`, as an object such as Node's `request.headers`, or inside a request. The value of
 * `Harbor-Signature` alone is accepted too; `v2` is then not checked.
 */
export type ReceivedHeaders =
  string | readonly string[] | HeadersLike | HeaderRecord | RequestLike | null | undefined;

/** The headers that the scheme uses. */
export interface SignatureSource {
  readonly signature: string | undefined;
  /** The headers that `v2` covers; absent if only the signature's value was given. */
  readonly readIds?: () => ReceivedIds;
}

export type ReceivedIds = { readonly [Field in keyof DeliveryIds]: string | undefined };

/**
 * Finds the signature and the ids that belong to it in headers of any shape.
 * @throws SignatureError with code `options_invalid` if `source` cannot be headers, or reading it fails.
 */
export function readHeaders(source: ReceivedHeaders): SignatureSource {
  if (source === null || source === undefined) return { signature: undefined };
  if (typeof source === "string") return { signature: source };
  if (isList(source)) return { signature: joined(source) };
  const read = reading(() => readerOf(source));
  return {
    signature: reading(() => read("harbor-signature")),
    readIds: () =>
      reading(() => ({
        eventId: read("harbor-event-id"),
        eventType: read("harbor-event-type"),
        deliveryId: read("harbor-delivery-id"),
      })),
  };
}

/**
 * The values of some headers, by lower-case name, each undefined if it is missing.
 * @throws SignatureError with code `options_invalid` if `source` cannot be headers, or reading it fails.
 */
export function readNamedHeaders(source: ReceivedHeaders, names: readonly string[]): (string | undefined)[] {
  if (source === null || source === undefined) return names.map(() => undefined);
  if (typeof source === "string" || isList(source))
    throw new SignatureError("options_invalid", "Pass all headers of the request, not the signature alone.");
  return reading(() => names.map(readerOf(source)));
}

const UNREADABLE = "headers must be Headers, an object, or the value of Harbor-Signature.";

/** A foreign object may throw from `get` or from a getter. */
function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw new SignatureError("options_invalid", UNREADABLE, { cause });
  }
}

function readerOf(source: HeadersLike | HeaderRecord | RequestLike): (name: string) => string | undefined {
  if (typeof source !== "object") throw new TypeError(typeof source);
  const headers = isRequest(source) ? source.headers : source;
  return isHeadersLike(headers) ? (name) => asText(headers.get(name)) : (name) => readRecord(headers, name);
}

/** A name in lower case is found at once. Otherwise every spelling counts as a line of the same header. */
function readRecord(headers: HeaderRecord, name: string): string | undefined {
  const value = headers[name];
  if (value !== undefined) return asText(value);
  const spellings = Object.keys(headers).filter((key) => key.toLowerCase() === name);
  return joined(spellings.flatMap((spelling) => headers[spelling] ?? []));
}

/** A header that is neither text nor lines of text counts as missing. */
function asText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return isList(value) ? joined(value) : undefined;
}

/** Joined as HTTP joins the lines of a repeated header, so that a repeated header is detected. */
function joined(lines: readonly unknown[]): string | undefined {
  const texts = lines.filter((line) => typeof line === "string");
  return texts.length === 0 ? undefined : texts.join(", ");
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const isHeadersLike = (headers: HeadersLike | HeaderRecord): headers is HeadersLike =>
  typeof headers.get === "function";

/** A header that is itself called `headers` would be a string or a list. */
function isRequest(source: HeadersLike | HeaderRecord | RequestLike): source is RequestLike {
  const headers: unknown = "headers" in source ? source.headers : undefined;
  return typeof headers === "object" && headers !== null && !Array.isArray(headers);
}
