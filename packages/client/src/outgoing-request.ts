import { VERSION } from "./generated/version.js";
import type { ReceivedResponse } from "./received-response.js";
import { createIdempotencyKey } from "./idempotency-key.js";
import type { Settings } from "./options.js";
import { serialize } from "./raw-json.js";
import type { HttpMethod, RequestOptions } from "./request-options.js";

/** One call, as the generated methods describe it. */
export interface Call {
  method: HttpMethod;
  /** Below `/v1`, with `{name}` for each of `params`. */
  path: string;
  params?: Record<string, string> | undefined;
  query?: object | undefined;
  body?: unknown;
}

/** A request as it is sent, without the API key. */
export interface OutgoingRequest {
  method: string;
  url: string;
  headers: Headers;
  body: string | undefined;
  /** The caller's. */
  signal: AbortSignal;
}

/** The response to one attempt at a request. */
export interface AttemptResponse extends ReceivedResponse {
  /** The body is longer than the client reads; `text` is its beginning. */
  isTruncated: boolean;
  /** The unread body of an event stream. */
  stream: ReadableStream<Uint8Array> | undefined;
}

const NEVER = new AbortController().signal;

export function toOutgoingRequest(call: Call, settings: Settings, options: RequestOptions): OutgoingRequest {
  const { method, query = {} } = call;
  const headers = baseHeaders(settings, Object.entries(options.headers ?? {}));
  if (options.idempotencyKey !== undefined) headers.set("idempotency-key", options.idempotencyKey);
  const body = call.body === undefined ? undefined : serialize(call.body);
  if (body !== undefined) headers.set("content-type", "application/json");
  addIdempotencyKey(headers, method, call.body);
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]): [string, string] => [name, String(value)]),
  );
  const url = `${settings.baseUrl}${pathOf(call)}${String(search).replace(/^(?=.)/, "?")}`;
  return { method, url, headers, body, signal: options.signal ?? NEVER };
}

/** The client's headers, overridden by `Settings.headers`, overridden by those of the call. */
export function baseHeaders(settings: Settings, headers: Iterable<[string, string]>): Headers {
  const base = { accept: "application/json", "user-agent": `harbor-client/${VERSION}` };
  const merged = new Headers(base);
  for (const [name, value] of [...Object.entries(settings.headers), ...headers]) merged.set(name, value);
  return merged;
}

/**
 * Makes a POST repeatable, and a PUT or PATCH, whose first response can have a secret. An event that has its own key gets no header:
 * the API refuses two different keys.
 */
export function addIdempotencyKey(headers: Headers, method: string, body: unknown): void {
  if (method === "GET" || method === "DELETE") return;
  const { idempotency_key: own } = (body ?? {}) as { idempotency_key?: unknown };
  if (typeof own !== "string" && !headers.has("idempotency-key"))
    headers.set("idempotency-key", createIdempotencyKey());
}

function pathOf({ path, params = {} }: Call): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const id: unknown = params[name];
    // An empty id or dots would address another path: `DELETE /destinations/..`.
    if (typeof id !== "string" || /^\.{0,2}$/.test(id)) {
      throw new TypeError(`${name} must be an id, not ${JSON.stringify(id)}.`);
    }
    return encodeURIComponent(id);
  });
}
