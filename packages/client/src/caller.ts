import { unexpectedResponse } from "./errors.js";
import { HarborList, type Page } from "./harbor-list.js";
import { HarborPromise, type HarborResponse } from "./harbor-promise.js";
import { HarborStream, type StreamMessage } from "./harbor-stream.js";
import { checkLimits, type Settings, withoutUndefined } from "./options.js";
import { type Call, toOutgoingRequest } from "./outgoing-request.js";
import type { RequestOptions, StreamOptions } from "./request-options.js";
import { transfer } from "./transport.js";

/** The three kinds of call, on which the generated methods are built. */
export class Caller {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** A call that starts at once. */
  send<T>(call: Call, options: RequestOptions): HarborPromise<T> {
    const response = this.#request<T>(call, options);
    return new HarborPromise(() => response);
  }

  /** As `send`, for a response of any JSON. */
  sendAny<T>(call: Call, options: RequestOptions): HarborPromise<T> {
    const response = this.#request<T>(call, options, (data) => data !== undefined);
    return new HarborPromise(() => response);
  }

  /** A list, whose pages are fetched as they are needed. */
  list<T>(call: Call, options: RequestOptions): HarborList<T> {
    return new HarborList<T>((cursor, left) => {
      const query = cursor === undefined ? call.query : { ...call.query, cursor };
      const signal = joinSignals(options.signal, left);
      return this.#request<Page<T>>({ ...call, query: query ?? {} }, { ...options, ...signal }, isPage);
    });
  }

  /** A stream of server-sent events, connected when it is iterated. */
  stream<E extends StreamMessage>(call: Call, options: StreamOptions): HarborStream<E> {
    const connect = async (lastEventId: string | undefined, signal: AbortSignal) => {
      const headers: Record<string, string> = { ...options.headers, accept: "text/event-stream" };
      if (lastEventId !== undefined) headers["last-event-id"] = lastEventId;
      const { request, response } = await this.#transfer(call, { ...options, signal, headers }, true);
      if (response.stream === undefined) throw unexpectedResponse(request, response);
      return { request, body: response.stream };
    };
    return new HarborStream<E>(connect, { ...this.#settings, ...withoutUndefined(options) });
  }

  async #request<T>(
    call: Call,
    options: RequestOptions,
    isExpected: (data: unknown) => boolean = isObject,
  ): Promise<HarborResponse<T>> {
    const { request, response } = await this.#transfer(call, options, false);
    const { status, headers, text, isTruncated } = response;
    const data = isTruncated ? undefined : parse(text);
    if (status !== 204 && !isExpected(data)) throw unexpectedResponse(request, response);
    const requestId = headers.get("harbor-request-id");
    return { data: data as T, url: request.url, status, headers, requestId, text };
  }

  async #transfer(call: Call, options: RequestOptions, streaming: boolean) {
    const limits = { ...this.#settings, ...withoutUndefined(options) };
    checkLimits(limits);
    const request = toOutgoingRequest(call, this.#settings, options);
    return { request, response: await transfer(request, this.#settings, { ...limits, streaming }) };
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(data: unknown): boolean {
  return typeof data === "object" && data !== null;
}

function isPage(data: unknown): boolean {
  const { data: items, next_cursor: cursor } = (data ?? {}) as Partial<Page<unknown>>;
  return Array.isArray(items) && (cursor === null || typeof cursor === "string");
}

function joinSignals(...signals: (AbortSignal | undefined)[]): { signal?: AbortSignal } {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length === 0 ? {} : { signal: AbortSignal.any(given) };
}
