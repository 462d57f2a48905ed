import { type DeliveryIds } from "./signed-content.js";

/** The part of the web's `Headers` that is used. */
export interface HeadersLike {
  get(name: string): string | null | undefined;
}

/** Headers as an object: names in any case, each value as one string or as a list of lines. */
export type HeaderRecord = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A web `Request` or a Node request, of which only the headers are looked at. */
export interface RequestLike {
  readonly headers: HeadersLike | HeaderRecord;
}

/**
 * Where the signature is: the value of `Harbor-Signature` alone (`v2` is then not looked at), or all headers, as
 * `Headers`, as an object such as Node's `request.headers`, or inside a request.
 */
export type ReceivedHeaders =
  string | readonly string[] | HeadersLike | HeaderRecord | RequestLike | null | undefined;

/** What the scheme reads of the headers. */
export interface SignatureSource {
  readonly signature: string | undefined;
  /** The headers that `v2` covers; absent where only the signature's value was given. */
  readonly readIds?: () => ReceivedIds;
}

export type ReceivedIds = { readonly [Field in keyof DeliveryIds]: string | undefined };

/** Finds the signature and the ids that go with it, whatever the headers come as. */
export function readHeaders(source: ReceivedHeaders): SignatureSource {
  if (source === null || source === undefined) return { signature: undefined };
  if (typeof source === "string") return { signature: source };
  if (isList(source)) return { signature: joined(source) };
  const headers = isRequest(source) ? source.headers : source;
  const read = isHeadersLike(headers)
    ? (name: string) => headers.get(name) ?? undefined
    : (name: string) => readRecord(headers, name);
  return {
    signature: read("harbor-signature"),
    readIds: () => ({
      eventId: read("harbor-event-id"),
      eventType: read("harbor-event-type"),
      deliveryId: read("harbor-delivery-id"),
    }),
  };
}

/** A name in lower case is found at once. Spelt otherwise, every spelling counts as a line of the same header. */
function readRecord(headers: HeaderRecord, name: string): string | undefined {
  const value = headers[name];
  if (value !== undefined) return typeof value === "string" ? value : joined(value);
  const spellings = Object.keys(headers).filter((key) => key.toLowerCase() === name);
  return joined(spellings.flatMap((spelling) => headers[spelling] ?? []));
}

/** How HTTP joins the lines of a repeated header, so that a repeated one is seen as such. */
const joined = (lines: readonly string[]): string | undefined =>
  lines.length === 0 ? undefined : lines.join(", ");

const isList = (value: unknown): value is readonly string[] => Array.isArray(value);

const isHeadersLike = (headers: HeadersLike | HeaderRecord): headers is HeadersLike =>
  typeof headers.get === "function";

/** A header that is itself called `headers` would have a string or a list. */
function isRequest(source: HeadersLike | HeaderRecord | RequestLike): source is RequestLike {
  const headers: unknown = "headers" in source ? source.headers : undefined;
  return typeof headers === "object" && headers !== null && !Array.isArray(headers);
}
