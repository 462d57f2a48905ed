import { EventBatcher } from "../event-batcher.js";
import { createIdempotencyKey } from "../idempotency-key.js";
import { rawJson } from "../raw-json.js";
import type { TypedEventsApi } from "../typed-events-api.js";
import { isRefusal, OrderedSender } from "./ordered-sender.js";
import type { OutboxRow, OutboxTable } from "./outbox-table.js";

/** How often and how much the relay sends. */
export interface RelayOptions {
  /** The `Harbor` that sends the events. Its `maxRetries` and time limits apply to each request. */
  harbor: { readonly events: TypedEventsApi<never> };
  /** Maximum number of rows leased at once. 1-1,000, default 100. */
  batchSize?: number | undefined;
  /**
   * How long rows stay leased when a relay dies. In ms, default 60,000. A relay stops sending after half of it. If the lease
   * ends earlier than the relay, another relay sends the same rows under the same keys, so that Harbor stores them once.
   */
  leaseMs?: number | undefined;
  /** Wait when no rows are left. In ms, default 1,000. After a failure twice that, then doubled up to 30 times as long. */
  pollMs?: number | undefined;
  /**
   * Called for every failure, since a relay has no caller that awaits it. With `refused`: Harbor rejected that event for good;
   * its row is parked. Without: sending or the database failed; the rows stay and are sent again.
   */
  onError: (error: unknown, refused?: OutboxRow) => void;
}

/** Number of rows by result. */
export interface RelayResult {
  sent: number;
  /** Rejected by Harbor and parked. */
  refused: number;
}

const MAX_BACKOFF_FACTOR = 30;

interface Outcome {
  row: OutboxRow;
  /** Undefined if the event is stored. */
  error?: unknown;
}

/** Sends the rows of an outbox until it is stopped. Any number of relays may work on one table. */
export class OutboxRelay {
  readonly #table: OutboxTable;
  readonly #options: { readonly [Name in keyof RelayOptions]-?: NonNullable<RelayOptions[Name]> };
  #running: Promise<void> | undefined;
  #isStopping = false;
  #hasNews = false;
  /** Consecutive. */
  #failures = 0;
  #endPause: () => void = () => undefined;

  /** @internal */
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

  /** Starts sending in this process, until `stop`. A missing table is reported to `onError` at once. No effect while running. */
  start(): void {
    if (this.#running !== undefined) return;
    this.#isStopping = false;
    this.#running = this.#run();
  }

  /** Resolves when the requests in flight are finished and recorded. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#endPause();
    await this.#running;
    this.#running = undefined;
  }

  /**
   * Looks for rows now instead of at the next poll. Call it after the commit of a transaction that wrote one. It does not
   * shorten the wait after a failure.
   */
  wake(): void {
    this.#hasNews = true;
    if (this.#failures === 0) this.#endPause();
  }

  /**
   * Sends up to `batchSize` rows. Sent rows are deleted; rows that Harbor rejects for good (400, 409, 413) are parked.
   *
   * @throws HarborError or the database's error for any other failure; the rows concerned stay and can be sent again
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
    const { harbor, leaseMs } = this.#options;
    const batcher = new EventBatcher(new OrderedSender(harbor.events, leaseMs / 2), undefined, {
      maxDelayMs: 0,
      maxInFlight: 1,
      maxQueued: Infinity,
      maxQueuedBytes: Infinity,
    });
    return await Promise.all(
      rows.map(async (row) => {
        try {
          const { type, idempotency_key, occurred_at, tenant, ordering_key } = row;
          const body = rawJson(row.body);
          await batcher.send({ type, body, idempotency_key, occurred_at, tenant, ordering_key });
          return { row };
        } catch (error) {
          return { row, error };
        }
      }),
    );
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
