import { abortedError, sleep, startTimer } from "./abort.js";
import { HarborError } from "./harbor-error.js";
import { backoffMs } from "./retry.js";
import { readServerSentEvents } from "./server-sent-events.js";

/** A message of the stream as it came. */
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

/** Opens the stream behind an event; its own retries included. */
export type Connect = (
  lastEventId: string | undefined,
  signal: AbortSignal,
) => Promise<ReadableStream<Uint8Array>>;

const IDLE_TIMEOUT_MS = 45_000; // three heartbeats

/**
 * A live stream. It connects when it is iterated, and when the connection drops or falls silent it reconnects behind the
 * last event, for as long as it takes. Leaving the loop disconnects.
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

  constructor(connect: Connect, options: HarborStreamOptions) {
    this.#connect = connect;
    this.#options = options;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<E, void, undefined> {
    const {
      signal = new AbortController().signal,
      retryBaseDelayMs: baseMs,
      retryMaxDelayMs: maxMs,
    } = this.#options;
    let { lastEventId } = this.#options;
    let wasOpen = false;
    for (let retry = 0; ; retry++) {
      const connection = new AbortController();
      try {
        const body = await this.#connect(lastEventId, AbortSignal.any([signal, connection.signal]));
        wasOpen = true;
        for await (const message of this.#read(body, connection)) {
          if (message.id !== "") lastEventId = message.id;
          retry = 0;
          yield message;
        }
      } catch (error) {
        if (signal.aborted) throw abortedError(signal);
        if (!connection.signal.aborted && !(wasOpen && isDrop(error))) throw error;
      } finally {
        connection.abort();
      }
      await sleep(
        backoffMs({ retry, baseMs, maxMs, random: Math.random(), retryAfterMs: undefined }),
        signal,
      );
    }
  }

  /** One connection, to its end; aborted when it falls silent. */
  async *#read(
    body: ReadableStream<Uint8Array>,
    connection: AbortController,
  ): AsyncGenerator<E, void, undefined> {
    const { idleTimeoutMs = IDLE_TIMEOUT_MS } = this.#options;
    const startIdleTimer = () => startTimer(idleTimeoutMs, () => connection.abort());
    let stopTimer = startIdleTimer();
    const onBytes = () => {
      stopTimer();
      stopTimer = startIdleTimer();
    };
    try {
      for await (const { id, event, data } of readServerSentEvents(body, onBytes)) {
        yield { id, event, data: parseData(data) } as E;
      }
    } finally {
      stopTimer();
    }
  }
}

/** Whatever breaks a connection that was open, unlike an answer that will be the same again. */
function isDrop(error: unknown): boolean {
  return !(error instanceof HarborError) || error.retryable;
}

function parseData(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch (cause) {
    const message = "The stream holds an event whose data is not JSON.";
    throw new HarborError({ code: "unexpected_response", message, cause });
  }
}
