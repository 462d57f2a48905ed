import type { ErrorDetail } from "../../errors.js";
import { pointerToken } from "../json/json-body.js";

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** What a header line can carry as is: no CR, LF, NUL, no other control characters, nothing beyond Latin-1. */
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
const MAX_NAME_LENGTH = 256;

/** Lower-case. Harbor's own headers, and those that belong to the connection. */
const REFUSED_NAMES = new Set([
  "host",
  "connection",
  "keep-alive",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect",
  "user-agent",
  "traceparent",
]);
const REFUSED_PREFIXES = ["content-", "proxy-", "harbor-"];

/** What is wrong with a destination's custom headers (docs/contract.md §3, Custom headers), each fault with its place. */
export function customHeaderFaults(headers: Readonly<Record<string, string>>): ErrorDetail[] {
  const seen = new Set<string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const message = nameFault(name, seen) ?? valueFault(value);
    seen.add(name.toLowerCase());
    return message === null ? [] : [{ path: `body/headers/${pointerToken(name)}`, message }];
  });
}

function nameFault(name: string, seen: ReadonlySet<string>): string | null {
  const lower = name.toLowerCase();
  if (!TOKEN.test(name) || name.length > MAX_NAME_LENGTH) return "is not a header name";
  if (REFUSED_NAMES.has(lower) || REFUSED_PREFIXES.some((prefix) => lower.startsWith(prefix))) {
    return "is a header that Harbor or the connection sets";
  }
  return seen.has(lower) ? "is given more than once; header names are case-insensitive" : null;
}

function valueFault(value: string): string | null {
  return VALUE.test(value) ? null : "has a character that a header value cannot carry";
}
