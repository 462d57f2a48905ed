import { keyPrefix } from "./credentials.js";
import type { ErrorObject } from "./generated/schemas.js";
import { HarborError, type HarborErrorInit } from "./harbor-error.js";
import type { AttemptResponse, OutgoingRequest } from "./outgoing-request.js";
import { readRetryAfterMs } from "@harbor/shared/retry-after";
import { isRetryable } from "./retry.js";

const EXCERPT_CHARACTERS = 200;

type Sent = Pick<OutgoingRequest, "method" | "url">;

/** The error of a response outside 2xx: Harbor's own if the body is one, else `unexpected_response`. */
export function errorOfResponse(sent: Sent, response: AttemptResponse, apiKey: string): HarborError {
  const error = response.isTruncated ? undefined : readErrorObject(response.text);
  if (error === undefined) return unexpectedResponse(sent, response);
  const { message, ...fields } = fieldsOfError(error);
  const hint = hintOf(sent, error.code, apiKey);
  return responseError(sent, response, { ...fields, message: insertHint(message, hint) });
}

/** The error of a response that is not from Harbor, of any status. */
export function unexpectedResponse(sent: Sent, response: AttemptResponse): HarborError {
  const message = `${sent.method} ${sent.url} returned ${describe(response)}`;
  return responseError(sent, response, { code: "unexpected_response", message });
}

/** The fields of an API error, which the results of a batch hold too. */
export function fieldsOfError(error: ErrorObject) {
  const { code, message, details = [] } = error;
  const places = details.map((detail) =>
    detail.message === message ? `\n  ${detail.path}` : `\n  ${detail.path}: ${detail.message}`,
  );
  const docUrl = field(error, "doc_url");
  return {
    code,
    message: `${message}${places.join("")}`,
    details,
    docUrl: typeof docUrl === "string" ? docUrl : null,
  };
}

export function abortedError({ method, url, signal }: OutgoingRequest): HarborError {
  const message = `${method} ${url} was aborted.`;
  return new HarborError({ code: "aborted", message, method, url, cause: signal.reason });
}

export function timeoutError({ method, url }: Sent, timeoutMs: number): HarborError {
  const message = `${method} ${url} timed out after ${Math.round(timeoutMs)} ms.`;
  return new HarborError({ code: "timeout", message, method, url, retryable: true });
}

export function networkError({ method, url }: Sent, cause: unknown): HarborError {
  const message = `${method} ${url} failed: ${networkReason(url, reasons(cause))}`;
  return new HarborError({ code: "network_error", message, method, url, retryable: true, cause });
}

/** The error of an open stream that is not Harbor's. */
export function streamError({ method, url }: Sent, fault: string, cause?: unknown): HarborError {
  const message = `The stream of ${method} ${url} ${fault}`;
  return new HarborError({ code: "unexpected_response", message, method, url, cause });
}

function responseError(
  { method, url }: Sent,
  { status, headers, text }: AttemptResponse,
  init: HarborErrorInit,
): HarborError {
  const retryAfterMs = readRetryAfterMs(headers.get("retry-after") ?? "", Date.now());
  return new HarborError({
    ...init,
    method,
    url,
    status,
    requestId: headers.get("harbor-request-id"),
    retryable: isRetryable(status, retryAfterMs),
    retryAfterMs,
    response: { status, headers, text },
  });
}

/** The cause that the server cannot name: it sees neither the client's `baseUrl` nor its intention. */
function hintOf({ method, url }: Sent, code: ErrorObject["code"], apiKey: string): string {
  if (code === "unauthorized" || code === "forbidden") {
    const key = keyPrefix(apiKey) ?? "not of the form hk_test_… or hk_live_…";
    return ` The API key is ${key}, the server ${new URL(url).origin}.`;
  }
  return code === "not_found" ? ` The request was ${method} ${url}. Check baseUrl.` : "";
}

/** Behind the first line; the places follow it. */
function insertHint(message: string, hint: string): string {
  return message.replace(/$|\n/, (end) => `${hint}${end}`);
}

function describe({ status, headers, text, isTruncated }: AttemptResponse): string {
  const remedy = status < 500 ? " Check baseUrl." : "";
  const location = headers.get("location");
  if (location !== null) return `${status}, a redirect to ${location}.${remedy}`;
  if (isTruncated && status < 300) return `${status} with a body that is too large.`;
  const excerpt = text.trim().slice(0, EXCERPT_CHARACTERS);
  if (excerpt === "") return `${status} with an empty body.${remedy}`;
  return `${status} with a body that is not from Harbor.${remedy} It begins: ${excerpt}`;
}

function networkReason(url: string, reason: string): string {
  const isTls = url.startsWith("https:");
  if (isTls && /wrong.version.number|packet.length.too.long|EPROTO|InvalidContentType/i.test(reason)) {
    return "the server does not use TLS on this port. Use http:// in baseUrl.";
  }
  const hint = /ECONNREFUSED/.test(reason) ? " Is the server running, and is baseUrl right?" : "";
  return `${reason}.${hint}`;
}

/** Node's fetch only says "fetch failed"; the reason is in its cause, that of several addresses in their errors. */
function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return reasons(error.cause);
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasons))].join("; ");
  const { code } = error as { code?: unknown };
  const isNamed = typeof code !== "string" || error.message.includes(code);
  return isNamed ? error.message : `${error.message} (${code})`;
}

function readErrorObject(text: string): ErrorObject | undefined {
  const error = field(parse(text), "error");
  if (typeof field(error, "code") !== "string" || typeof field(error, "message") !== "string")
    return undefined;
  return error as ErrorObject;
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
