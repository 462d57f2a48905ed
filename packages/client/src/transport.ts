import { sleep } from "./abort.js";
import { attempt, isOk } from "./attempt.js";
import { abortedError, errorOfResponse } from "./errors.js";
import { HarborError } from "./harbor-error.js";
import type { Limits, Settings } from "./options.js";
import { logAttempt } from "./log.js";
import type { AttemptResponse, OutgoingRequest } from "./outgoing-request.js";
import { backoffMs } from "./retry.js";

export interface TransferOptions extends Limits {
  /** Return an event stream with its body unread; the deadline then ends with its headers. */
  streaming: boolean;
}

/**
 * One call: attempts within the deadline, until one succeeds or fails for good. Every request can be repeated, since a POST, PUT
 * or PATCH carries an idempotency key that stays the same over its retries.
 *
 * @returns a response of status 2xx
 * @throws HarborError the error of the last attempt
 */
export async function transfer(
  request: OutgoingRequest,
  settings: Settings,
  options: TransferOptions,
): Promise<AttemptResponse> {
  const deadlineAt = performance.now() + options.deadlineMs;
  let mayHaveTakenEffect = false;
  for (let retry = 0; ; retry++) {
    const timeoutMs = Math.min(options.timeoutMs, deadlineAt - performance.now());
    const result = await attemptOnce(request, settings, { ...options, retry, timeoutMs });
    if (!(result instanceof HarborError)) return result;
    if (mayHaveTakenEffect && isGone(result)) return NO_CONTENT;
    const delayMs = backoffMs({
      retry,
      baseMs: settings.retryBaseDelayMs,
      maxMs: settings.retryMaxDelayMs,
      retryAfterMs: result.retryAfterMs,
      random: Math.random(),
    });
    const isInTime = performance.now() + delayMs < deadlineAt;
    if (!result.retryable || retry >= options.maxRetries || !isInTime) throw result;
    mayHaveTakenEffect ||= result.status !== 429;
    const { method, url, signal } = request;
    await settings.onRetry?.({ method, url, attempt: retry, error: result, delayMs });
    await sleep(delayMs, signal);
    if (signal.aborted) throw abortedError(request);
  }
}

const NO_CONTENT: AttemptResponse = {
  status: 204,
  headers: new Headers(),
  text: "",
  isTruncated: false,
  stream: undefined,
};

/** A DELETE whose response was lost has worked if the repeated one finds nothing. */
function isGone({ method, status, code }: HarborError): boolean {
  return method === "DELETE" && status === 404 && code.endsWith("_not_found");
}

interface OnceOptions {
  retry: number;
  timeoutMs: number;
  streaming: boolean;
}

async function attemptOnce(
  request: OutgoingRequest,
  settings: Settings,
  { retry, timeoutMs, streaming }: OnceOptions,
): Promise<AttemptResponse | HarborError> {
  const info = { method: request.method, url: request.url, attempt: retry };
  const headers = new Headers(request.headers);
  await settings.onRequest?.({ ...info, headers });
  headers.set("authorization", `Bearer ${settings.apiKey}`); // after the hook, which may log the headers
  const startedAt = performance.now();
  const response = await attempt({ ...request, headers }, { fetch: settings.fetch, timeoutMs, streaming });
  const durationMs = performance.now() - startedAt;
  if (response instanceof HarborError) {
    logAttempt(settings.log, { ...info, durationMs, result: response.code, requestId: null });
    return response;
  }
  const requestId = response.headers.get("harbor-request-id");
  const { status } = response;
  logAttempt(settings.log, { ...info, durationMs, result: status, requestId });
  await settings.onResponse?.({ ...info, status, headers: response.headers, requestId, durationMs });
  return isOk(response) ? response : errorOfResponse(request, response, settings.apiKey);
}
