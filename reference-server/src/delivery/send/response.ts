import { isUtf8 } from "node:buffer";
import { keepResponse } from "../../domain/attempt-headers.js";
import type { AttemptResult, Millis } from "../../domain/domain.js";

/** In the order and spelling of the response. */
type Headers = readonly (readonly [name: string, value: string])[];

/** A response as it came in. */
export interface Response {
  status: number;
  headers: Headers;
  /** The first `MAX_RESPONSE_BYTES`. */
  body: Buffer;
}

/** Bytes of a response body that are read and kept (docs/contract.md §4). */
export const MAX_RESPONSE_BYTES = 4096;

export function responded({ status, headers, body }: Response, sentAt: Millis): AttemptResult {
  const { kept, hint, after } = readHeaders(headers);
  return {
    response_code: status,
    response_headers: kept,
    response_body: textOf(body.subarray(0, MAX_RESPONSE_BYTES)),
    error: null,
    retry_requested: hint?.trim().toLowerCase() === "true" || after !== undefined,
    retry_after_ms: after === undefined ? null : parseRetryAfter(after.trim(), sentAt),
  };
}

/** Drops a character that the limit has cut in two. */
function textOf(body: Buffer): string {
  if (body.length === 0) return "";
  if (isUtf8(body)) return body.toString("utf8");
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(body, { stream: true });
}

interface HeadersRead {
  kept: string;
  hint: string | undefined;
  after: string | undefined;
}

/** A busy receiver's responses share their headers (`ResponseParser`). */
const headersRead = new WeakMap<Headers, HeadersRead>();

function readHeaders(headers: Headers): HeadersRead {
  const known = headersRead.get(headers);
  if (known !== undefined) return known;
  const first = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const read = { kept: keepResponse(headers), hint: first("harbor-retry-hint"), after: first("retry-after") };
  headersRead.set(headers, read);
  return read;
}

/** Longer than any `max_delay_seconds`, which caps it later. */
const MAX_RETRY_AFTER_SECONDS = 1e9;

/** IMF-fixdate and RFC 850, then asctime (RFC 9110 §5.6.7). */
const HTTP_DATES = [
  /^[A-Z][a-z]{2,8}, \d\d[ -][A-Z][a-z]{2}[ -](\d{4}|\d\d) \d\d:\d\d:\d\d GMT$/,
  /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/,
];

/**
 * RFC 9110 §10.2.3: whole seconds or an HTTP date. Null when it is neither. The client reads the header in the same way, in a form
 * that does not depend on the engine; both pass `retry-after-cases.json`.
 */
export function parseRetryAfter(value: string, now: Millis): Millis | null {
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAX_RETRY_AFTER_SECONDS) * 1000;
  if (!HTTP_DATES.some((form) => form.test(value))) return null;
  // The form of asctime names no zone; like the others it means GMT.
  const at = Date.parse(/ \d{4}$/.test(value) ? `${value} GMT` : value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
