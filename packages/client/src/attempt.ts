import { abortedError, onAbort, startTimer } from "./abort.js";
import { HarborError } from "./harbor-error.js";
import type { Fetch } from "./options.js";

export interface OutgoingRequest {
  method: string;
  url: string;
  headers: Headers;
  body: ArrayBuffer | undefined;
  /** The caller's. */
  signal: AbortSignal;
}

export interface AttemptOptions {
  fetch: Fetch;
  /** For the whole attempt, the answer's body included; with `streaming`, up to its headers. */
  timeoutMs: number;
  /** Hand an event stream on with its body unread. */
  streaming: boolean;
}

/** Sends a request once and reads the whole answer, into a `Response` of this realm. Fails with a `HarborError`: network_error, timeout or aborted. */
export async function attempt(request: OutgoingRequest, options: AttemptOptions): Promise<Response> {
  const { signal } = request;
  if (signal.aborted) throw abortedError(signal);
  const controller = new AbortController();
  const forget = onAbort(signal, () => controller.abort(abortedError(signal)));
  const stopTimer = startTimer(options.timeoutMs, () => controller.abort(timeoutError(options.timeoutMs)));
  let streams = false;
  try {
    const answer = exchange(request, options, controller.signal);
    // A `fetch` that does not listen to its signal may not hold up the call either.
    const response = await Promise.race([answer, rejectOnAbort(controller.signal)]);
    streams = options.streaming && isEventStream(response.headers);
    return response;
  } catch (error) {
    if (controller.signal.aborted) throw controller.signal.reason;
    throw networkError(request.url, error);
  } finally {
    stopTimer();
    if (!streams) forget();
  }
}

async function exchange(
  request: OutgoingRequest,
  options: AttemptOptions,
  signal: AbortSignal,
): Promise<Response> {
  const { method, url, headers, body } = request;
  const response = await options.fetch(url, {
    method,
    headers: Object.fromEntries(headers),
    ...(body && { body }),
    signal,
    redirect: "manual", // following one would turn a POST into a GET
  });
  const answerHeaders = new Headers([...response.headers]);
  const streaming = options.streaming && isEventStream(answerHeaders);
  const content = streaming ? (response.body as ReadableStream | null) : await response.arrayBuffer();
  // A browser hides a redirect behind status 0.
  const status = response.status === 0 ? 302 : response.status;
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? content : null, { status, headers: answerHeaders });
}

export function isEventStream(headers: Headers): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") === true;
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as HarborError), { once: true });
  });
}

function timeoutError(timeoutMs: number): HarborError {
  const message = `No complete answer within ${Math.round(timeoutMs)} ms.`;
  return new HarborError({ code: "timeout", message, retryable: true });
}

function networkError(url: string, error: unknown): HarborError {
  const message = `No answer from ${new URL(url).origin}: ${reasons(error)}`;
  return new HarborError({ code: "network_error", message, retryable: true, cause: error });
}

/** Node's fetch says only "fetch failed"; what failed is in its cause. */
function reasons(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}, ${reasons(error.cause)}` : error.message;
}
