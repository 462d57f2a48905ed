import type { EventSchemas, EventToSend } from "./define-events.js";
import { type CheckedEvent, checkEvent } from "./event-input.js";
import type { BatchResult } from "./event-batch-results.js";
import type { EventWithDeliveries } from "./generated/schemas.js";
import { HarborError } from "./harbor-error.js";
import { createIdempotencyKey } from "./idempotency-key.js";
import { withoutUndefined } from "./options.js";
import { serialize } from "./raw-json.js";
import type { SendOptions } from "./request-options.js";

/** Sends one request; the results are in the order of the events. */
export interface BatchSender {
  sendBatch(events: CheckedEvent[], options: SendOptions): Promise<BatchResult[]>;
}

/** When a batch is sent, and how much may wait. */
export interface BatcherOptions {
  /** Events in a request. 1-100, default 100. */
  maxEvents?: number | undefined;
  /** Bytes of a request. At most 5,242,880 (5 MB), the default. A larger event is sent alone. */
  maxBytes?: number | undefined;
  /** How long an event waits for others. In ms, default 10; 0 collects the events of one turn of the event loop. */
  maxDelayMs?: number | undefined;
  /** Concurrent requests. Default 4; with 1, all events are stored in the order of the `send` calls. */
  maxInFlight?: number | undefined;
  /** Maximum number of waiting events, without those in flight. Default 10,000. See {@link EventBatcher.ready}. */
  maxQueued?: number | undefined;
  /** Maximum number of waiting bytes. Default 67,108,864 (64 MB). */
  maxQueuedBytes?: number | undefined;
  /** Options of the requests. */
  request?: SendOptions | undefined;
}

interface Waiting {
  input: CheckedEvent;
  bytes: number;
  resolve: (event: EventWithDeliveries) => void;
  reject: (error: unknown) => void;
}

const DEFAULTS = {
  maxEvents: 100,
  maxBytes: 5 * 1024 * 1024,
  maxDelayMs: 10,
  maxInFlight: 4,
  maxQueued: 10_000,
  maxQueuedBytes: 64 * 1024 * 1024,
};

/** The JSON around the events of a request. */
const FRAME_BYTES = '{"events":[]}'.length;

/**
 * Collects events into requests of up to 100 and settles each `send` with the result of its own event. Inside a request the
 * order is that of the `send` calls. Every event has an idempotency key, so a repeated request stores none twice.
 *
 * Waiting events are lost when the process ends: `close` the batcher first, or use the outbox if no event may be lost.
 */
export class EventBatcher<Sendable extends EventToSend = EventToSend> {
  readonly #sender: BatchSender;
  readonly #schemas: EventSchemas | undefined;
  readonly #limits: typeof DEFAULTS;
  readonly #request: SendOptions;
  readonly #open = new Set<Promise<unknown>>();
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #inFlight = 0;
  /** Events at the head of the queue whose wait is over. */
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #whenReady: (() => void)[] = [];
  #isClosed = false;

  /** @internal */
  constructor(
    sender: BatchSender,
    schemas: EventSchemas | undefined,
    { request = {}, ...limits }: BatcherOptions,
  ) {
    this.#sender = sender;
    this.#schemas = schemas;
    this.#request = request;
    this.#limits = { ...DEFAULTS, ...withoutUndefined(limits) };
    checkLimits(this.#limits);
  }

  /**
   * Sends one event with the next request. Resolves with the event once it is stored; rejects with the `HarborError` of this
   * event, or of the whole request.
   *
   * Also fails with `invalid_event` (before anything is sent) and with `queue_full` beyond `maxQueued` or
   * `maxQueuedBytes`: the event was not accepted, await {@link ready} and send it again.
   *
   * @throws TypeError once the batcher is closed
   */
  send(event: Sendable): Promise<EventWithDeliveries> {
    const settled = this.#send(event);
    const forget = () => this.#open.delete(settled);
    this.#open.add(settled);
    settled.then(forget, forget);
    return settled;
  }

  /** Resolves when the queue has room. Await it between `send` calls to send no faster than Harbor accepts. */
  async ready(): Promise<void> {
    while (this.#isFull()) await new Promise<void>((resolve) => this.#whenReady.push(resolve));
  }

  /** Sends the waiting events without further delay. Resolves when all events sent so far are settled; never rejects. */
  async flush(): Promise<void> {
    this.#due = this.#queue.length;
    this.#pump();
    await Promise.allSettled([...this.#open]);
  }

  /** Accepts no more events. Resolves when all are settled; never rejects. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
  }

  #isFull(): boolean {
    return this.#queue.length >= this.#limits.maxQueued || this.#queuedBytes >= this.#limits.maxQueuedBytes;
  }

  async #send(event: EventToSend): Promise<EventWithDeliveries> {
    if (this.#isClosed) throw new TypeError("The batcher is closed.");
    if (this.#isFull()) throw queueFull();
    const checked = checkEvent(event, this.#schemas);
    // Only an asynchronous schema may cost an event its place in the order.
    return await this.#add(checked instanceof Promise ? await checked : checked);
  }

  #add(event: CheckedEvent): Promise<EventWithDeliveries> {
    const input = { ...event, idempotency_key: event.idempotency_key ?? createIdempotencyKey() };
    const bytes = new TextEncoder().encode(serialize(input)).length + 1; // and a comma
    return new Promise((resolve, reject) => {
      this.#queue.push({ input, bytes, resolve, reject });
      this.#queuedBytes += bytes;
      if (this.#isClosed) this.#due = this.#queue.length;
      this.#pump();
    });
  }

  /** Starts every request that is full or due, within `maxInFlight`. */
  #pump(): void {
    const { maxEvents, maxBytes, maxDelayMs, maxInFlight } = this.#limits;
    const isFull = () => this.#queue.length >= maxEvents || this.#queuedBytes + FRAME_BYTES >= maxBytes;
    while (this.#inFlight < maxInFlight && this.#queue.length > 0 && (this.#due > 0 || isFull())) {
      void this.#post(this.#take());
    }
    if (this.#queue.length === 0) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#due = this.#queue.length;
      this.#pump();
    }, maxDelayMs);
  }

  /** Removes the events of the next request from the head of the queue: at least one, then while they fit. */
  #take(): Waiting[] {
    const { maxEvents, maxBytes } = this.#limits;
    let bytes = FRAME_BYTES;
    const end = this.#queue.findIndex((event, at) => {
      bytes += event.bytes;
      return at >= maxEvents || (bytes > maxBytes && at > 0);
    });
    const batch = this.#queue.splice(0, end === -1 ? this.#queue.length : end);
    this.#due = Math.max(0, this.#due - batch.length);
    this.#queuedBytes -= batch.reduce((sum, event) => sum + event.bytes, 0);
    for (const resolve of this.#whenReady.splice(0)) resolve();
    return batch;
  }

  async #post(batch: Waiting[]): Promise<void> {
    this.#inFlight++;
    try {
      const results = await this.#sender.sendBatch(
        batch.map(({ input }) => input),
        this.#request,
      );
      batch.forEach(({ resolve, reject }, at) => {
        const result = results[at];
        if (result instanceof HarborError) reject(result);
        else if (result !== undefined) resolve(result);
      });
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#inFlight--;
      this.#pump();
    }
  }
}

function checkLimits(limits: typeof DEFAULTS): void {
  for (const [name, value] of Object.entries(limits)) {
    const most = { maxEvents: 100, maxBytes: DEFAULTS.maxBytes }[name] ?? Infinity;
    const least = name === "maxDelayMs" ? 0 : 1;
    if (!(value >= least && value <= most)) {
      throw new RangeError(
        `${name} must be ${least} or more${most === Infinity ? "" : `, at most ${most}`}.`,
      );
    }
  }
}

function queueFull(): HarborError {
  const message = "The batcher's queue is full; the event was not accepted. Await ready() and send it again.";
  return new HarborError({ code: "queue_full", message, retryable: true });
}
