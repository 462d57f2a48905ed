import type { RequestOptions } from "./caller.js";
import type { EventSchemas, EventToSend } from "./define-events.js";
import { type CheckedEvent, checkEvent } from "./event-input.js";
import { toBatchResults } from "./event-batch-results.js";
import type { EventsApi } from "./generated/resources.js";
import type { EventWithDeliveries } from "./generated/schemas.js";
import { HarborError } from "./harbor-error.js";
import { createIdempotencyKey } from "./idempotency.js";
import { withoutUndefined } from "./options.js";
import { serialize } from "./raw-json.js";

/** When a batch goes out, and how much may wait. */
export interface BatcherOptions {
  /** Events in a request. 1-100, default 100. */
  maxEvents?: number | undefined;
  /** Bytes of a request. At most 5,242,880 (5 MB), which is the default. An event that is larger goes alone. */
  maxBytes?: number | undefined;
  /** How long an event waits for others. In ms, default 10; 0 gathers what is sent in one turn of the event loop. */
  maxDelayMs?: number | undefined;
  /** Requests under way at once. Default 4; with 1 all events are stored in the order in which they were sent. */
  maxInFlight?: number | undefined;
  /** Events that wait, those under way not counted. Default 10,000. See {@link EventBatcher.ready}. */
  maxQueued?: number | undefined;
  /** Bytes that wait. Default 67,108,864 (64 MB). */
  maxQueuedBytes?: number | undefined;
  /** Of the requests. */
  request?: Omit<RequestOptions, "idempotencyKey"> | undefined;
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

/** What a request has around its events. */
const FRAME_BYTES = '{"events":[]}'.length;

/**
 * Gathers events into requests of up to 100 and settles each `send` with its own event's result. Inside a request the order
 * is that of the `send` calls. Every event has an idempotency key, so a request that is repeated makes none twice.
 *
 * What waits is lost when the process ends: `close` it first, or use the outbox where an event must not be lost.
 */
export class EventBatcher<Sendable extends EventToSend = EventToSend> {
  readonly #api: Pick<EventsApi, "createBatch">;
  readonly #schemas: EventSchemas | undefined;
  readonly #limits: typeof DEFAULTS;
  readonly #request: RequestOptions;
  readonly #open = new Set<Promise<unknown>>();
  #queue: Waiting[] = [];
  #queuedBytes = 0;
  #inFlight = 0;
  /** Events at the head of the queue that wait for no others any more. */
  #due = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #whenReady: (() => void)[] = [];
  #isClosed = false;

  /** @hidden */
  constructor(
    api: Pick<EventsApi, "createBatch">,
    schemas: EventSchemas | undefined,
    { request = {}, ...limits }: BatcherOptions,
  ) {
    this.#api = api;
    this.#schemas = schemas;
    this.#request = request;
    this.#limits = { ...DEFAULTS, ...withoutUndefined(limits) };
    checkLimits(this.#limits);
  }

  /**
   * Sends one event with the next request. Resolves with the event once it is stored; rejects with the `HarborError` of this
   * event, or of the whole request.
   *
   * Also fails with `invalid_event` (before anything is sent) and with `queue_full` when more waits than `maxQueued` or
   * `maxQueuedBytes`: the event was not taken, await {@link ready} and send it again.
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

  /** Resolves when there is room for an event: await it between `send` calls, and the sender keeps to Harbor's pace. */
  async ready(): Promise<void> {
    while (this.#isFull()) await new Promise<void>((resolve) => this.#whenReady.push(resolve));
  }

  /** Sends what waits without further delay. Resolves when all events sent so far are settled; never rejects. */
  async flush(): Promise<void> {
    this.#due = this.#queue.length;
    this.#pump();
    await Promise.allSettled([...this.#open]);
  }

  /** Takes no more events and resolves when all are settled; never rejects. */
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
    // Only a schema that works asynchronously may cost an event its place.
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

  /** Starts as many requests as are full or due, within `maxInFlight`. */
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

  /** From the head of the queue, as many as fit into one request, and one at least. */
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
      const request = this.#api.createBatch({ events: batch.map(({ input }) => input) }, this.#request);
      const results = toBatchResults(await request.withResponse(), batch.length);
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
  const message = "Too many events wait to be sent; this one was not taken.";
  return new HarborError({ code: "queue_full", message, retryable: true });
}
