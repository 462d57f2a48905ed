import type { Claim } from "../../idempotency.js";
import { claim, commit, keepUntilMs, release, renew, type ClaimRecord, type Step } from "../record.js";
import type { Call } from "./calls.js";

/** The part of a Durable Object's storage transaction that the object uses. */
export interface StorageTransaction {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<boolean>;
  setAlarm(timeMs: number): Promise<void>;
}

/** The part of `DurableObjectState` that the object uses. */
export interface IdempotencyObjectState {
  readonly storage: {
    transaction<T>(work: (transaction: StorageTransaction) => Promise<T>): Promise<T>;
    get(key: string): Promise<unknown>;
    deleteAll(): Promise<void>;
    setAlarm(timeMs: number): Promise<void>;
  };
}

interface Stored {
  record: ClaimRecord;
  keepUntilMs: number;
}

const STORED = "record";

/**
 * The Durable Object behind `durableObjectStore`, one for each key: all claims of an event meet in it, one after the other
 * and on one clock. Export it from the worker and bind it. An alarm deletes it when its memory has expired.
 *
 * @example
 * export { IdempotencyObject } from "@harbor/receiver/stores/durable-objects";
 */
export class IdempotencyObject {
  readonly #storage: IdempotencyObjectState["storage"];

  constructor(state: IdempotencyObjectState) {
    this.#storage = state.storage;
  }

  async fetch(request: { json(): Promise<unknown> }): Promise<Response> {
    const call = (await request.json()) as Call;
    const result = await this.#storage.transaction(async (transaction) => {
      const stored = (await transaction.get(STORED)) as Stored | undefined;
      const step = stepOf(call, stored?.record, Date.now());
      if (step.record !== stored?.record) await keep(transaction, step.record, call.retentionMs);
      return step.result;
    });
    return Response.json(result);
  }

  async alarm(): Promise<void> {
    const stored = (await this.#storage.get(STORED)) as Stored | undefined;
    if (stored === undefined || stored.keepUntilMs <= Date.now()) await this.#storage.deleteAll();
    else await this.#storage.setAlarm(stored.keepUntilMs);
  }
}

function stepOf(call: Call, current: ClaimRecord | undefined, nowMs: number): Step<Claim | boolean> {
  switch (call.operation) {
    case "claim":
      return claim(current, crypto.randomUUID(), { nowMs, leaseMs: call.leaseMs });
    case "renew":
      return renew(current, call.token, nowMs + call.leaseMs);
    case "commit":
      return commit(current, call.token, nowMs + call.retentionMs);
    case "release":
      return release(current, call.token);
  }
}

async function keep(
  transaction: StorageTransaction,
  record: ClaimRecord | undefined,
  retentionMs: number,
): Promise<void> {
  if (record === undefined) {
    await transaction.delete(STORED);
    return;
  }
  const stored: Stored = { record, keepUntilMs: Math.ceil(keepUntilMs(record, retentionMs)) };
  await transaction.put(STORED, stored);
  await transaction.setAlarm(stored.keepUntilMs);
}
