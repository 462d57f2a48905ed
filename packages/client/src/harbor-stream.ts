import { sleep, startTimer } from "./abort.js";
import { abortedError, streamError } from "./errors.js";
import { HarborError } from "./harbor-error.js";
import type { OutgoingRequest } from "./outgoing-request.js";
import { backoffMs } from "./retry.js";
import { readServerSentEvents } from "./server-sent-events.js";

/** A message of the stream as it was received. */
export interface StreamMessage {
  id: string;
  event: string;
  data: unknown;
}

export interface HarborStreamOptions {
  signal?: AbortSignal;
  lastEventId?: string;
  idleTimeoutMs?: number;
  retryBaseDelayMs: number;
  retryMaxDelayMs: number;
}

export interface Connection {
  request: OutgoingRequest;
  body: ReadableStream<Uint8Array>;
}

/** Opens the stream after an event, including the retries of a call. */
export type Connect = (lastEventId: string | undefined, signal: AbortSignal) => Promise<Connection>;

const IDLE_TIMEOUT_MS = 45_000; // three heartbeats

/**
 * A live stream. It connects when it is iterated. When the connection breaks or goes silent, it reconnects after the last
 * event and keeps trying without a limit. Leaving the loop disconnects.
 *
 * @example
 * ```ts
 * for await (const { event, data } of harbor.stream.deliveries()) {
 *   if (event === "delivery" && data.status === "dead") break;
 * }
 * ```
 */
export class HarborStream<E extends StreamMessage> implements AsyncIterable<E> {
  readonly #connect: Connect;
  readonly #options: HarborStreamOptions;

  /** @internal */
  constructor(connect: Connect, options: HarborStreamOptions) {
    this.#connect = connect;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<E, void, undefined> {
    const { signal = new AbortController().signal } = this.#options;
    const { retryBaseDelayMs: baseMs, retryMaxDelayMs: maxMs } = this.#options;
    let { lastEventId } = this.#options;
    let request: OutgoingRequest | undefined;
    for (let retry = 0; ; retry++) {
      const abort = new AbortController();
      try {
        const connection = await this.#connect(lastEventId, AbortSignal.any([signal, abort.signal]));
        ({ request } = connection);
        for await (const message of this.#read(connection, abort)) {
          if (message.id !== "") lastEventId = message.id;
          retry = 0;
          yield message;
        }
      } catch (error) {
        if (signal.aborted) throw request === undefined ? error : abortedError({ ...request, signal });
        const isDropped = abort.signal.aborted || (request !== undefined && isDrop(error));
        if (!isDropped) throw error;
      } finally {
        abort.abort();
      }
      await sleep(backoffMs({ retry, baseMs, maxMs, random: Math.random(), retryAfterMs: null }), signal);
    }
  }

  /** One connection, to its end; aborted when it goes silent. */
  async *#read({ request, body }: Connection, abort: AbortController): AsyncGenerator<E, void, undefined> {
    const { idleTimeoutMs = IDLE_TIMEOUT_MS } = this.#options;
    const fail = (fault: string, cause?: unknown) => streamError(request, fault, cause);
    const startIdleTimer = () => startTimer(idleTimeoutMs, () => abort.abort());
    let stopTimer = startIdleTimer();
    const onBytes = () => {
      stopTimer();
      stopTimer = startIdleTimer();
    };
    try {
      for await (const { id, event, data } of readServerSentEvents(body, {
        onBytes,
        fail,
      })) {
        yield { id, event, data: parseData(data, fail) } as E;
      }
    } finally {
      stopTimer();
    }
  }
}

/** A failure of a connection that was open, unlike a response that will be the same again. */
function isDrop(error: unknown): boolean {
  return !(error instanceof HarborError) || error.retryable;
}

function parseData(data: string, fail: (fault: string, cause: unknown) => HarborError): unknown {
  try {
    return JSON.parse(data);
  } catch (cause) {
    throw fail("holds an event whose data is not JSON.", cause);
  }
}
