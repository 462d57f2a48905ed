import { Batcher } from "../batcher.js";
import type { Deps } from "../deps.js";
import type { Millis } from "../domain/domain.js";
import type { Metrics } from "../metrics.js";
import {
  type LeasedDelivery,
  type NextOptions,
  type Settlement,
  StoreUnavailableError,
} from "../store/store.js";

/** The recorded part of an attempt. */
export type Ending = Pick<Settlement, "attempt" | "retry_count" | "decision">;

export interface RecorderOptions {
  metrics: Pick<Metrics, "attempted" | "leaseLost">;
  /** The capacity of the process for deliveries that replace attempts that ended. */
  room: (ended: readonly Settlement[]) => NextOptions | undefined;
  takeOver: (deliveries: LeasedDelivery[]) => void;
}

/** Attempts recorded in one transaction at most: keeps the pause of a commit short. */
const MAX_BATCH = 256;
/** Waits between two tries of a settle that failed; the last one repeats. */
const RETRY_MS = [50, 100, 250, 500] as const;

/** Records attempts and their decisions, many in one transaction. */
export class Recorder {
  readonly #deps: Pick<Deps, "store" | "clock" | "log">;
  readonly #options: RecorderOptions;
  readonly #batcher: Batcher<Settlement, boolean>;
  /** For those that were in a batch that failed, although the store is there: one may be at fault, and the others must be recorded. */
  readonly #alone: Batcher<Settlement, boolean>;
  #closed = false;

  constructor(deps: Pick<Deps, "store" | "clock" | "log">, options: RecorderOptions) {
    this.#deps = deps;
    this.#options = options;
    const batcherOf = (maxItems: number) =>
      new Batcher((batch: Settlement[]) => this.#settle(batch), {
        maxItems,
        ownerOf: ({ environment_id }) => environment_id,
      });
    this.#batcher = batcherOf(MAX_BATCH);
    this.#alone = batcherOf(1);
  }

  /**
   * Resolves with false where the lease was lost. A settle that fails is retried for as long as the lease lasts, because the response
   * is in hand and the destination need not get the request twice; after that it rejects.
   */
  record(delivery: LeasedDelivery, ending: Ending): Promise<boolean> {
    return this.#settleOne(delivery, ending).catch((error: unknown) => this.#retry(delivery, ending, error));
  }

  #settleOne(delivery: LeasedDelivery, ending: Ending, batcher = this.#batcher): Promise<boolean> {
    const { token } = delivery.lease;
    return batcher.add(toSettlement(delivery, ending)).then((recorded) => {
      // The worker replaces the lease when it claims the delivery again while this attempt is still under way.
      if (!recorded && delivery.lease.token !== token) return this.#settleOne(delivery, ending, batcher);
      if (recorded) this.#logAttempt(delivery, ending);
      return recorded;
    });
  }

  async #retry(delivery: LeasedDelivery, ending: Ending, failure: unknown): Promise<boolean> {
    let error = failure;
    for (let failures = 0; this.#deps.clock.now() < delivery.lease.expires_at; failures++) {
      if (failures === 0) this.#logFailure(delivery, failure);
      await this.#pause(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)] ?? 0);
      if (this.#closed) break;
      try {
        const batcher = error instanceof StoreUnavailableError ? this.#batcher : this.#alone;
        return await this.#settleOne(delivery, ending, batcher);
      } catch (again) {
        error = again;
      }
    }
    throw error;
  }

  /** Resolves when every attempt that has ended is recorded. */
  async idle(): Promise<void> {
    await Promise.all([this.#batcher.idle(), this.#alone.idle()]);
  }

  /** Ends the retries: what is not recorded by then stays in flight. */
  close(): void {
    this.#closed = true;
  }

  async #settle(batch: Settlement[]): Promise<boolean[]> {
    const { store, clock } = this.#deps;
    const { metrics, room, takeOver } = this.#options;
    const { recorded, next } = await store.settle(batch, clock.now(), room(batch));
    takeOver(next);
    recorded.forEach((isRecorded, index) => {
      const attempt = batch[index]?.attempt ?? null;
      if (!isRecorded) metrics.leaseLost();
      else if (attempt !== null) metrics.attempted(attempt);
    });
    return recorded;
  }

  #pause(delayMs: Millis): Promise<void> {
    return new Promise((resolve) => void this.#deps.clock.after(delayMs, resolve));
  }

  #logFailure({ id, event_id }: LeasedDelivery, error: unknown): void {
    const { log } = this.#deps;
    log.error(
      { err: error, delivery_id: id, event_id },
      "recording an attempt failed; retrying within its lease",
    );
  }

  /** Ids and outcome, never a body. A death is logged at `info`; attempts only at `debug`, there are too many. */
  #logAttempt({ id, event_id, destination_id }: LeasedDelivery, { attempt, decision }: Ending): void {
    const { log } = this.#deps;
    const dead = decision.status === "dead";
    const level = dead ? "info" : "debug";
    if (!log.isLevelEnabled(level)) return;
    const { number, trigger, outcome, response_code, error, latency_ms } = attempt ?? {};
    log[level](
      {
        delivery_id: id,
        event_id,
        destination_id,
        ...decision,
        ...{ attempt: number, trigger, outcome, response_code, error, latency_ms },
      },
      dead ? "delivery dead-lettered" : "delivery attempted",
    );
  }
}

function toSettlement(delivery: LeasedDelivery, ending: Ending): Settlement {
  const { id, environment_id, destination_id, lease } = delivery;
  return { id, environment_id, destination_id, leaseToken: lease.token, ...ending };
}
