import type { Claim, IdempotencyStore } from "../idempotency.js";
import { claim, commit, keepUntilMs, release, renew, type ClaimRecord, type Step } from "./record.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";

/** Options of the store in memory. */
export interface MemoryStoreOptions extends RetentionOptions {
  /** The clock of leases and retention. Default: the system clock. */
  now?: (() => Date) | undefined;
}

/** The result of {@link memoryStore}. */
export interface MemoryStore extends IdempotencyStore {
  /** Number of records, expired ones included until the next claim. */
  readonly size: number;
}

/**
 * Remembers handled events in this process only: for tests, development and a single process that may forget on restart.
 *
 * @example
 * const receiver = createReceiver({ name: "orders", secret, idempotency: memoryStore() });
 */
export function memoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  return new MemoryIdempotency(options);
}

class MemoryIdempotency implements MemoryStore {
  /** Oldest write first, so that expired records are at the front. */
  readonly #records = new Map<string, ClaimRecord>();
  readonly #retentionMs: number;
  readonly #now: () => Date;

  constructor({ now = () => new Date(), ...retention }: MemoryStoreOptions) {
    this.#retentionMs = retentionMsOf(retention);
    this.#now = now;
  }

  get size(): number {
    return this.#records.size;
  }

  async claim(key: string, leaseMs: number): Promise<Claim> {
    const nowMs = this.#now().getTime();
    this.#forgetExpired(nowMs);
    return this.#apply(key, claim(this.#records.get(key), crypto.randomUUID(), { nowMs, leaseMs }));
  }

  async renew(key: string, token: string, leaseMs: number): Promise<boolean> {
    return this.#apply(key, renew(this.#records.get(key), token, this.#now().getTime() + leaseMs));
  }

  async commit(key: string, token: string): Promise<boolean> {
    return this.#apply(key, commit(this.#records.get(key), token, this.#now().getTime() + this.#retentionMs));
  }

  async release(key: string, token: string): Promise<boolean> {
    return this.#apply(key, release(this.#records.get(key), token));
  }

  #apply<Result>(key: string, { result, record }: Step<Result>): Result {
    if (record !== this.#records.get(key)) {
      this.#records.delete(key);
      if (record !== undefined) this.#records.set(key, record);
    }
    return result;
  }

  #forgetExpired(nowMs: number): void {
    for (const [key, record] of this.#records) {
      if (keepUntilMs(record, this.#retentionMs) > nowMs) return;
      this.#records.delete(key);
    }
  }
}
