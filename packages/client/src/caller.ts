import createClient, { type Client } from "openapi-fetch";
import { isEventStream } from "./attempt.js";
import { toHarborError, unexpectedResponse } from "./error-response.js";
import type { paths } from "./generated/openapi.js";
import { HarborList, type Page } from "./harbor-list.js";
import { type Answer, HarborPromise } from "./harbor-promise.js";
import { HarborStream, type StreamMessage } from "./harbor-stream.js";
import { type CallLimits, checkLimits, type Settings, withoutUndefined } from "./options.js";
import { serialize } from "./raw-json.js";
import { transfer, type TransferOptions } from "./transport.js";

/** Settings of one call. */
export interface RequestOptions extends CallLimits {
  /** Ends the call; it then fails with `aborted`. */
  signal?: AbortSignal | undefined;
  /** Sent with this call's requests. */
  headers?: Record<string, string> | undefined;
  /** The `Idempotency-Key` of a POST, so that it can be repeated for 24 hours. Default: a random one per call. */
  idempotencyKey?: string | undefined;
}

/** Settings of a stream. `timeoutMs` and `deadlineMs` are for connecting. */
export interface StreamOptions extends CallLimits {
  /** Ends the stream; iterating then fails with `aborted`. */
  signal?: AbortSignal | undefined;
  headers?: Record<string, string> | undefined;
  /** Go on behind this event. */
  lastEventId?: string | undefined;
  /** Reconnect when nothing, not even a heartbeat, has come for this long. In ms, default 45,000. */
  idleTimeoutMs?: number | undefined;
}

/** One call, as the generated methods describe it. */
export interface Call {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  path: string;
  params?: Record<string, string>;
  query?: object;
  body?: unknown;
}

/** openapi-fetch, for a path that is only known at run time. */
interface UntypedClient {
  request(
    method: string,
    path: string,
    init: object,
  ): Promise<{ data?: unknown; error?: unknown; response: Response }>;
}

/** What the generated methods stand on: the openapi-fetch client and the three kinds of call. */
export class Caller {
  /** The openapi-fetch client, with this client's key, retries and limits. */
  readonly raw: Client<paths>;
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
    this.raw = createClient<paths>({
      baseUrl: settings.baseUrl,
      bodySerializer: serialize,
      fetch: (request) => transfer(request, settings, { ...settings, streaming: false }),
    });
  }

  /** A call that is made at once. */
  send<T>(call: Call, options: RequestOptions): HarborPromise<T> {
    const answer = this.#request<T>(call, options);
    return new HarborPromise(() => answer);
  }

  /** A list, whose pages are fetched as they are asked for. */
  list<T>(call: Call, options: RequestOptions): HarborList<T> {
    return new HarborList<T>((cursor, signal) => {
      const query = cursor === undefined ? call.query : { ...call.query, cursor };
      return this.#request<Page<T>>(
        { ...call, query: query ?? {} },
        { ...options, ...joinSignals(options.signal, signal) },
      );
    });
  }

  /** A stream of server-sent events, connected when it is iterated. */
  stream<E extends StreamMessage>(call: Call, options: StreamOptions): HarborStream<E> {
    const connect = async (lastEventId: string | undefined, signal: AbortSignal) => {
      const headers: Record<string, string> = { ...options.headers, accept: "text/event-stream" };
      if (lastEventId !== undefined) headers["last-event-id"] = lastEventId;
      const { response, data } = await this.#exchange(call, { ...options, signal, headers }, "stream");
      const body = data as ReadableStream<Uint8Array>;
      if (isEventStream(response.headers)) return body;
      throw unexpectedResponse(response, await new Response(body).text());
    };
    return new HarborStream<E>(connect, { ...this.#settings, ...withoutUndefined(options) });
  }

  async #request<T>(call: Call, options: RequestOptions): Promise<Answer<T>> {
    const { response, data } = await this.#exchange(call, options, "text");
    const text = (data as string | undefined) ?? "";
    const { status, headers } = response;
    const requestId = headers.get("harbor-request-id");
    return {
      data: (status === 204 ? undefined : parse(response, text)) as T,
      status,
      headers,
      requestId,
      text,
    };
  }

  async #exchange(call: Call, options: RequestOptions, parseAs: "text" | "stream") {
    const limits: TransferOptions = {
      ...this.#settings,
      ...withoutUndefined(options),
      streaming: parseAs === "stream",
    };
    checkLimits(limits);
    const { idempotencyKey } = options;
    const answer = await (this.raw as unknown as UntypedClient).request(call.method, call.path, {
      params: { path: checkPath(call.params), query: call.query },
      ...(call.body !== undefined && { body: call.body }),
      headers: {
        ...options.headers,
        ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
      },
      parseAs,
      fetch: (request: Request) => transfer(request, this.#settings, limits),
    });
    if (!answer.response.ok) throw toHarborError(answer.response, toText(answer.error));
    return answer;
  }
}

/** openapi-fetch has parsed the body of an error where it could. */
function toText(error: unknown): string {
  if (error === undefined) return "";
  return typeof error === "string" ? error : JSON.stringify(error);
}

function parse(response: Response, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unexpectedResponse(response, text);
  }
}

/** An empty id or a dot would make another path of it: `DELETE /destinations/..`. */
function checkPath(params: Record<string, string> = {}): Record<string, string> {
  for (const [name, value] of Object.entries(params)) {
    if (typeof value !== "string" || /^\.{0,2}$/.test(value)) {
      throw new TypeError(`${name} must be an id, not ${JSON.stringify(value)}.`);
    }
  }
  return params;
}

function joinSignals(...signals: (AbortSignal | undefined)[]): { signal?: AbortSignal } {
  const given = signals.filter((signal) => signal !== undefined);
  return given.length === 0 ? {} : { signal: AbortSignal.any(given) };
}
