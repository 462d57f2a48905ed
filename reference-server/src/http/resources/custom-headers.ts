import type { ErrorDetail } from "../../errors.js";
import { pointerToken } from "../json/json-body.js";

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Visible Latin-1 characters, spaces and tabs. */
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
  "tracestate",
  "baggage",
]);
const REFUSED_PREFIXES = ["content-", "proxy-", "harbor-", "webhook-", "svix-"];

/** The faults of a destination's custom headers (docs/contract.md §3, Custom headers), each with its place. */
export function customHeaderFaults(headers: Readonly<Record<string, string>>): ErrorDetail[] {
  const seen = new Set<string>();
  return Object.entries(headers).flatMap(([name, value]) => {
    const message = nameFault(name, seen) ?? valueFault(value);
    seen.add(canonicalName(name));
    return message === null ? [] : [{ path: `body/headers/${pointerToken(name)}`, message }];
  });
}

function nameFault(name: string, seen: ReadonlySet<string>): string | null {
  const canonical = canonicalName(name);
  if (!TOKEN.test(name) || name.length > MAX_NAME_LENGTH)
    return "must be a header name of at most 256 characters";
  if (REFUSED_NAMES.has(canonical) || REFUSED_PREFIXES.some((prefix) => canonical.startsWith(prefix))) {
    return "is set by Harbor or by the connection and cannot be replaced";
  }
  return seen.has(canonical)
    ? "is given more than once; case and _ or - make no difference in a header name"
    : null;
}

/** CGI and WSGI read `Harbor_Signature` as `Harbor-Signature`. */
function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll("_", "-");
}

function valueFault(value: string): string | null {
  return VALUE.test(value) ? null : "must not contain control characters or characters beyond Latin-1";
}
