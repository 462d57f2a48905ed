import { sleep } from "./abort.js";
import { attempt, type OutgoingRequest } from "./attempt.js";
import { toHarborError } from "./error-response.js";
import { VERSION } from "./generated/version.js";
import { HarborError } from "./harbor-error.js";
import { createIdempotencyKey, hasOwnIdempotencyKey } from "./idempotency.js";
import type { AttemptInfo, Limits, Settings } from "./options.js";
import { backoffMs, readRetryAfterMs } from "./retry.js";

export interface TransferOptions extends Limits {
  /** Hand an event stream on with its body unread; the deadline then ends with its headers. */
  streaming: boolean;
  /**
   * The caller's. Not through the `Request`, which would hang a listener on it that stays until it is collected.
   * Default: the one that the `Request` has.
   */
  signal?: AbortSignal | undefined;
}

interface Failure {
  /** Absent when there was no answer. */
  response?: Response;
  error: HarborError;
}

type Outcome = { response: Response; error?: never } | Failure;

/**
 * One call: attempts until one is answered for good, within the deadline. Every request that gets here can be repeated,
 * since a POST carries an idempotency key that stays the same over its retries.
 *
 * Resolves with the last answer, whatever its status; rejects with the last `HarborError` when there was none.
 */
export async function transfer(
  request: Request,
  settings: Settings,
  options: TransferOptions,
): Promise<Response> {
  const outgoing = await prepare(request, settings, options.signal);
  const deadlineAt = performance.now() + options.deadlineMs;
  let mayHaveTakenEffect = false;
  for (let retry = 0; ; retry++) {
    const timeoutMs = Math.min(options.timeoutMs, deadlineAt - performance.now());
    const outcome = await attemptOnce(outgoing, settings, { retry, timeoutMs, streaming: options.streaming });
    if (outcome.error === undefined) return outcome.response;
    const { error } = outcome;
    if (mayHaveTakenEffect && isGone(outgoing, error)) return new Response(null, { status: 204 });
    const delayMs = nextDelayMs(outcome, settings, retry);
    const inTime = performance.now() + delayMs < deadlineAt;
    if (!error.retryable || retry >= options.maxRetries || !inTime) return answerOrThrow(outcome);
    mayHaveTakenEffect ||= error.status !== 429;
    await settings.onRetry?.({ ...infoOf(outgoing, retry), error, delayMs });
    await sleep(delayMs, outgoing.signal);
  }
}

async function prepare(
  request: Request,
  settings: Settings,
  signal = request.signal,
): Promise<OutgoingRequest> {
  const { method, url } = request;
  const bytes = method === "GET" || method === "HEAD" ? new ArrayBuffer(0) : await request.arrayBuffer();
  const body = bytes.byteLength === 0 ? undefined : bytes;
  const headers = new Headers({ accept: "application/json", ...settings.headers });
  request.headers.forEach((value, name) => headers.set(name, value));
  if (method === "POST" && !headers.has("idempotency-key") && !hasOwnIdempotencyKey(url, body)) {
    headers.set("idempotency-key", createIdempotencyKey());
  }
  if (!headers.has("user-agent")) headers.set("user-agent", `harbor-client/${VERSION}`);
  return { method, url, headers, body, signal };
}

interface OnceOptions {
  retry: number;
  timeoutMs: number;
  streaming: boolean;
}

async function attemptOnce(
  outgoing: OutgoingRequest,
  settings: Settings,
  options: OnceOptions,
): Promise<Outcome> {
  const info = infoOf(outgoing, options.retry);
  const headers = new Headers(outgoing.headers);
  await settings.onRequest?.({ ...info, headers });
  headers.set("authorization", `Bearer ${settings.apiKey}`); // after the hook, which may log what it sees
  const startedAt = performance.now();
  let response: Response;
  try {
    response = await attempt({ ...outgoing, headers }, { ...options, fetch: settings.fetch });
  } catch (error) {
    if (error instanceof HarborError) return { error };
    throw error;
  }
  const { status } = response;
  const requestId = response.headers.get("harbor-request-id");
  const durationMs = performance.now() - startedAt;
  await settings.onResponse?.({ ...info, status, headers: response.headers, requestId, durationMs });
  if (response.ok) return { response };
  return { response, error: toHarborError(response, await response.clone().text()) };
}

/** A DELETE whose answer was lost has worked if the thing is gone when it is repeated. */
function isGone({ method }: OutgoingRequest, { status, code }: HarborError): boolean {
  return method === "DELETE" && status === 404 && code.endsWith("_not_found");
}

function answerOrThrow({ response, error }: Failure): Response {
  if (response === undefined) throw error;
  return response;
}

function nextDelayMs({ response }: Failure, settings: Settings, retry: number): number {
  return backoffMs({
    retry,
    baseMs: settings.retryBaseDelayMs,
    maxMs: settings.retryMaxDelayMs,
    retryAfterMs: response && readRetryAfterMs(response.headers),
    random: Math.random(),
  });
}

function infoOf({ method, url }: OutgoingRequest, attempt: number): AttemptInfo {
  return { method, url, attempt };
}
