import { claimCases } from "./conformance/claim-cases.js";
import { concurrencyCases } from "./conformance/concurrency-cases.js";
import type { Case, CaseContext } from "./conformance/context.js";
import { crashCases } from "./conformance/crash-cases.js";
import { leaseCases } from "./conformance/lease-cases.js";
import { transactionCases, type TransactionHarness } from "./conformance/transaction-cases.js";
import type { IdempotencyStore } from "./idempotency.js";

export type { TransactionHarness };

/** One test, for any test runner. `run` rejects with the expected and the actual value. */
export interface ConformanceCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** The store to test, and how. */
export interface ConformanceOptions<Tx> {
  /**
   * Opens a handle on the store. Called once for each worker of a case: all handles must reach the same records.
   * A store in the memory of one process returns the same object again; for another `retentionDays` it may return another one.
   */
  createStore: (options: { retentionDays?: number }) => IdempotencyStore | Promise<IdempotencyStore>;
  /** For a store with `commitTx`: adds the cases in which the user's transaction contains the commit. */
  transactions?: TransactionHarness<Tx> | undefined;
  /** How long a case waits for a condition, in ms. Default 10,000. */
  timeoutMs?: number | undefined;
}

/**
 * The requirements of the receiver, as tests for any {@link IdempotencyStore}: claims, leases and their loss, stale tokens,
 * expiry, many workers at once, crashes (docs/idempotency.md). Cases use fresh keys, may share one database and may run
 * at the same time. The whole suite waits about 2 s for leases to end.
 *
 * @example
 * import { test } from "node:test"; // or vitest, or jest
 * for (const { name, run } of idempotencyConformance({ createStore: (options) => new MyStore(options) })) test(name, run);
 */
export function idempotencyConformance<Tx = never>(options: ConformanceOptions<Tx>): ConformanceCase[] {
  const { createStore, transactions, timeoutMs = 10_000 } = options;
  const context: CaseContext = { open: async (storeOptions = {}) => createStore(storeOptions), timeoutMs };
  const cases: Record<string, Case> = {
    ...claimCases,
    ...leaseCases,
    ...concurrencyCases,
    ...crashCases,
    ...(transactions === undefined ? {} : transactionCases(transactions)),
  };
  return Object.entries(cases).map(([name, test]) => ({ name, run: () => test(context) }));
}
