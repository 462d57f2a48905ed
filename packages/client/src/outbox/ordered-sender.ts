import type { BatchResult } from "../event-batch-results.js";
import type { BatchSender } from "../event-batcher.js";
import type { CheckedEvent } from "../event-input.js";
import { HarborError } from "../harbor-error.js";

/** Statuses about the event itself: sending it again would return the same. */
const REFUSALS = new Set([400, 409, 413]);

/** Whether the event itself is at fault. A body that is not JSON was written by other means than `enqueue`. */
export function isRefusal(error: unknown): boolean {
  if (error instanceof HarborError)
    return error.status !== null && REFUSALS.has(error.status) && !error.retryable;
  return error instanceof SyntaxError;
}

/** Sends the requests of one claim. After one that failed, or after `limitMs`, it sends no more: they would overtake it. */
export class OrderedSender implements BatchSender {
  readonly #sender: BatchSender;
  readonly #endsAt: number;
  #failure: Error | undefined;

  constructor(sender: BatchSender, limitMs: number) {
    this.#sender = sender;
    this.#endsAt = performance.now() + limitMs;
  }

  async sendBatch(events: CheckedEvent[]): Promise<BatchResult[]> {
    try {
      return await this.#post(events);
    } catch (error) {
      if (!isRefusal(error) || events.length === 1) throw error;
    }
    // A proxy may have rejected the whole request for its size. Alone, each event itself is judged.
    const results: BatchResult[] = [];
    for (const event of events) results.push(...(await this.#sendAlone(event)));
    return results;
  }

  async #sendAlone(event: CheckedEvent): Promise<BatchResult[]> {
    try {
      return await this.#post([event]);
    } catch (error) {
      if (error instanceof HarborError) return [error];
      throw error;
    }
  }

  async #post(events: CheckedEvent[]): Promise<BatchResult[]> {
    if (this.#failure !== undefined) throw this.#failure;
    try {
      const deadlineMs = this.#endsAt - performance.now();
      if (deadlineMs <= 0) throw outOfTime();
      return await this.#sender.sendBatch(events, { deadlineMs });
    } catch (error) {
      if (!isRefusal(error)) this.#failure = error instanceof Error ? error : new Error(String(error));
      throw error;
    }
  }
}

function outOfTime(): HarborError {
  const message =
    "Half of leaseMs is over before all events of the batch were sent. The rows stay in the table.";
  return new HarborError({ code: "timeout", message, retryable: true });
}
