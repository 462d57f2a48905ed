import { readRetryAfterMs } from "@harbor/shared/retry-after";
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
    retry_after_ms: after === undefined ? null : readRetryAfterMs(after.trim(), sentAt),
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
