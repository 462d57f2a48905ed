import { onAbort, startTimer } from "./abort.js";
import { abortedError, networkError, timeoutError } from "./errors.js";
import type { HarborError } from "./harbor-error.js";
import type { ReceivedResponse } from "./received-response.js";
import type { Fetch, FetchResponse } from "./options.js";
import type { AttemptResponse, OutgoingRequest } from "./outgoing-request.js";
import { readText } from "./read-text.js";

export interface AttemptOptions {
  fetch: Fetch;
  /** For the whole attempt, including the response body; with `streaming`, up to the headers. */
  timeoutMs: number;
  /** Return an event stream with its body unread. */
  streaming: boolean;
}

/** Far above a page of 100 events of 256 KB, below the longest string of any engine. */
const MAX_RESPONSE_BYTES = 256 * 1024 * 1024;
const MAX_ERROR_BYTES = 1024 * 1024;

/** Sends a request once and reads the response. Expected failures are results: network_error, timeout and aborted. */
export async function attempt(
  request: OutgoingRequest,
  options: AttemptOptions,
): Promise<AttemptResponse | HarborError> {
  const { signal } = request;
  if (signal.aborted) return abortedError(request);
  const controller = new AbortController();
  const forget = onAbort(signal, () => controller.abort(abortedError(request)));
  const stopTimer = startTimer(options.timeoutMs, () =>
    controller.abort(timeoutError(request, options.timeoutMs)),
  );
  let isStreaming = false;
  try {
    const exchanged = exchange(request, options, controller.signal);
    // A `fetch` that ignores its signal must not hold up the call.
    const response = await Promise.race([exchanged, rejectOnAbort(controller.signal)]);
    isStreaming = response.stream !== undefined;
    return response;
  } catch (error) {
    if (controller.signal.aborted) return controller.signal.reason as HarborError;
    return networkError(request, error);
  } finally {
    stopTimer();
    if (!isStreaming) forget();
  }
}

async function exchange(
  { method, url, headers, body }: OutgoingRequest,
  options: AttemptOptions,
  signal: AbortSignal,
): Promise<AttemptResponse> {
  const response = await options.fetch(url, {
    method,
    headers: Object.fromEntries(headers),
    ...(body !== undefined && { body }),
    signal,
    redirect: "manual", // following one would turn a POST into a GET
  });
  const head = {
    // A browser hides a redirect behind status 0.
    status: response.status === 0 ? 302 : response.status,
    headers: new Headers([...response.headers]),
  };
  if (options.streaming && isEventStream(head.headers)) return { ...head, ...unread(response) };
  const maxBytes = isOk(head) ? MAX_RESPONSE_BYTES : MAX_ERROR_BYTES;
  return { ...head, ...(await readText(response, maxBytes)), stream: undefined };
}

export function isOk({ status }: Pick<ReceivedResponse, "status">): boolean {
  return status >= 200 && status < 300;
}

function isEventStream(headers: Headers): boolean {
  return headers.get("content-type")?.startsWith("text/event-stream") === true;
}

function unread({ body }: FetchResponse) {
  return { text: "", isTruncated: false, stream: body as ReadableStream<Uint8Array> };
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as HarborError), { once: true });
  });
}
