import type { RequestOptions } from "../caller.js";
import { EventBatcher } from "../event-batcher.js";
import type { EventsApi } from "../generated/resources.js";
import { HarborError } from "../harbor-error.js";
import { createIdempotencyKey } from "../idempotency.js";
import { rawJson } from "../raw-json.js";
import type { OutboxRow, OutboxTable } from "./outbox-table.js";

/** How often and how much the relay sends. */
export interface RelayOptions {
  /** Sends the events; its `maxRetries` and time-outs hold for each request. */
  harbor: { readonly events: Pick<EventsApi, "create" | "createBatch"> };
  /** Rows taken at once. 1-1,000, default 100. */
  batchSize?: number | undefined;
  /**
   * How long rows stay taken when a relay dies. In ms, default 60,000. Sending is given up at half of it. If it ends
   * nonetheless, another relay sends the same rows: under the same keys, so that Harbor stores them once.
   */
  leaseMs?: number | undefined;
  /** Wait when there is nothing to send, in ms; default 1,000. After a failure twice that, doubling to at most 30 times as long. */
  pollMs?: number | undefined;
  /**
   * Told of everything that goes wrong, since nobody awaits a relay. With a row: Harbor refuses that event for what it is, it
   * is parked. Without: sending or the database failed, the rows stay and are tried again.
   */
  onError: (error: unknown, refused?: OutboxRow) => void;
}

/** What became of the rows that were taken. */
export interface RelayResult {
  sent: number;
  /** Parked. */
  refused: number;
}

/** Statuses that are about the event itself: sending it again would be answered the same. */
const REFUSALS = new Set([400, 409, 413]);

const MAX_BACKOFF_FACTOR = 30;

interface Outcome {
  row: OutboxRow;
  /** Absent where the event is stored. */
  error?: unknown;
}

/** Takes rows out of the outbox and sends them, until it is stopped. Any number of relays may work on one table. */
export class OutboxRelay {
  readonly #table: OutboxTable;
  readonly #options: { readonly [Name in keyof RelayOptions]-?: NonNullable<RelayOptions[Name]> };
  #running: Promise<void> | undefined;
  #isStopping = false;
  #hasNews = false;
  /** In a row. */
  #failures = 0;
  #endPause: () => void = () => undefined;

  /** @hidden */
  constructor(table: OutboxTable, options: RelayOptions) {
    const { harbor, batchSize = 100, leaseMs = 60_000, pollMs = 1_000, onError } = options;
    if (!(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= 1_000)) {
      throw new RangeError("batchSize must be 1-1,000.");
    }
    if (!(leaseMs > 0)) throw new RangeError("leaseMs must be more than 0.");
    if (!(pollMs > 0)) throw new RangeError("pollMs must be more than 0.");
    this.#table = table;
    this.#options = { harbor, batchSize, leaseMs, pollMs, onError };
  }

  /** Begins to relay, in this process, until `stop`. Does nothing while the relay runs. */
  start(): void {
    if (this.#running !== undefined) return;
    this.#isStopping = false;
    this.#running = this.#run();
  }

  /** Resolves when what is under way is finished and recorded. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#endPause();
    await this.#running;
    this.#running = undefined;
  }

  /**
   * Looks for rows now rather than at the next poll: call it after the commit of a transaction that wrote one. A wait after a
   * failure is not cut short.
   */
  wake(): void {
    this.#hasNews = true;
    if (this.#failures === 0) this.#endPause();
  }

  /**
   * Takes up to `batchSize` rows and sends them. Rows that are sent are deleted, rows that Harbor refuses for what they are
   * (400, 409, 413) are parked.
   *
   * @throws whatever else sending failed with, a `HarborError` most of all; the rows concerned stay, free to be taken again
   */
  async runOnce(): Promise<RelayResult> {
    const { batchSize, leaseMs, onError } = this.#options;
    const token = createIdempotencyKey();
    const rows = await this.#table.claim({ token, limit: batchSize, leaseMs });
    if (rows.length === 0) return { sent: 0, refused: 0 };
    const outcomes = await this.#send(rows);
    const sent = outcomes.filter(({ error }) => error === undefined);
    const refused = outcomes.filter(({ error }) => isRefusal(error));
    const failed = outcomes.find(({ error }) => error !== undefined && !isRefusal(error));
    if (sent.length > 0) await this.#table.remove(sent.map(({ row }) => row.id));
    for (const { row, error } of refused) {
      await this.#table.park(row.id, String(error));
      onError(error, row);
    }
    if (failed === undefined) return { sent: sent.length, refused: refused.length };
    await this.#table.release(token);
    throw failed.error;
  }

  async #send(rows: OutboxRow[]): Promise<Outcome[]> {
    const request = { deadlineMs: this.#options.leaseMs / 2 };
    const batcher = new EventBatcher(this.#options.harbor.events, undefined, {
      maxDelayMs: 0,
      maxInFlight: 1,
      maxQueued: Infinity,
      maxQueuedBytes: Infinity,
      request,
    });
    return await Promise.all(
      rows.map(async (row) => {
        try {
          await this.#sendRow(row, batcher, request);
          return { row };
        } catch (error) {
          return { row, error };
        }
      }),
    );
  }

  async #sendRow(row: OutboxRow, batcher: EventBatcher, request: RequestOptions): Promise<void> {
    const { type, idempotencyKey, occurredAt } = row;
    const body = rawJson(row.body);
    try {
      await batcher.send({ type, body, idempotencyKey, occurredAt: occurredAt ?? undefined });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // A proxy may have refused the whole request for its size; alone, the event itself is what is judged.
      const event = { type, body, idempotency_key: idempotencyKey, occurred_at: occurredAt };
      await this.#options.harbor.events.create(event, request);
    }
  }

  async #run(): Promise<void> {
    while (!this.#isStopping) {
      this.#hasNews = false;
      try {
        const { sent, refused } = await this.runOnce();
        this.#failures = 0;
        if (sent + refused === 0) await this.#pause(this.#options.pollMs);
      } catch (error) {
        this.#failures++;
        this.#options.onError(error);
        await this.#pause(this.#options.pollMs * Math.min(2 ** this.#failures, MAX_BACKOFF_FACTOR));
      }
    }
  }

  async #pause(ms: number): Promise<void> {
    if (this.#isStopping || (this.#hasNews && this.#failures === 0)) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** Whether it is the event that is at fault. A body that is no JSON came into the table by other means than `enqueue`. */
function isRefusal(error: unknown): boolean {
  if (error instanceof HarborError)
    return error.status !== null && REFUSALS.has(error.status) && !error.retryable;
  return error instanceof SyntaxError;
}
