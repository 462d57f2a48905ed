import { StaleClaimError, type IdempotencyStore } from "../idempotency.js";
import {
  acquire,
  acquireAndLapse,
  assert,
  assertEqual,
  assertState,
  freshKey,
  LONG_LEASE_MS,
  pause,
  type Case,
  type CaseContext,
} from "./context.js";

/** The user's own transactions, as a handler would use them, on the database that also holds the store's records. */
export interface TransactionHarness<Tx> {
  /** Runs `work` in a transaction that commits when it resolves and rolls back when it rejects; rejects alike. */
  transact(work: (tx: Tx) => Promise<void>): Promise<void>;
  /** Writes something that can be counted: the handler's effect. */
  applyEffect(tx: Tx, key: string): unknown;
  /** How many effects for the key other transactions see. */
  countEffects(key: string): number | Promise<number>;
  /** The store's `commitTx`. */
  commitTx(tx: Tx, key: string, token: string): unknown;
}

class Crash extends Error {}

/** Effect and memory in one transaction. */
export function transactionCases<Tx>(harness: TransactionHarness<Tx>): Record<string, Case> {
  const { transact, applyEffect, countEffects, commitTx } = harness;

  /** The handler: an effect and the commit, then a fault before the database commits. */
  const handle = (key: string, token: string, fault?: () => unknown): Promise<void> =>
    transact(async (tx) => {
      await applyEffect(tx, key);
      await commitTx(tx, key, token);
      await fault?.();
    });

  return {
    "commitTx: effect and memory come together": async ({ open }) => {
      const store = await open();
      const key = freshKey();
      const token = await acquire(store, key, LONG_LEASE_MS);
      await handle(key, token);
      assertEqual(await countEffects(key), 1, "effects");
      await assertState(store, key, "done");
      assertEqual(await store.commit(key, token), true, "the receiver's own commit afterwards");
      assertEqual(await store.release(key, token), false, "release afterwards");
    },

    "commitTx: a crash before the database commits leaves neither": async ({ open }) => {
      const store = await open();
      const key = freshKey();
      const token = await acquire(store, key, LONG_LEASE_MS);
      await mustReject(handle(key, token, crash), Crash);
      assertEqual(await countEffects(key), 0, "effects of a transaction that was rolled back");
      await assertState(store, key, "in_progress");
      assertEqual(await store.release(key, token), true, "release after the rollback");
    },

    "commitTx: the event is handled exactly once across a crash": async (context) => {
      const store = await context.open();
      const key = freshKey();
      await mustReject(handle(key, await acquireAndLapse(store, key), crash), Crash);
      await handle(key, await acquire(store, key, LONG_LEASE_MS));
      assertEqual(await countEffects(key), 1, "effects after the crash and the second run");
      await assertState(store, key, "done");
    },

    "commitTx: a stale token throws and takes the effect with it": async ({ open }) => {
      const [store, other] = [await open(), await open()];
      const key = freshKey();
      const stale = await acquireAndLapse(store, key);
      const token = await acquire(other, key, LONG_LEASE_MS);
      await mustReject(handle(key, stale), StaleClaimError);
      assertEqual(await countEffects(key), 0, "effects of the worker that lost its claim");
      await handle(key, token);
      assertEqual(await countEffects(key), 1, "effects of its successor");
    },

    "commitTx: a takeover that meets the open transaction finds the event done": (context) =>
      raceWithTakeover(context, handle, { end: () => undefined, expected: "done" }),

    "commitTx: a takeover that meets a transaction about to fail acquires the event": (context) =>
      raceWithTakeover(context, handle, { end: crash, expected: "acquired" }),
  };
}

/** The lease ends while the handler's transaction is open and has committed the record, not yet visible to others. */
async function raceWithTakeover(
  { open }: CaseContext,
  handle: (key: string, token: string, fault: () => unknown) => Promise<void>,
  { end, expected }: { end: () => void; expected: "done" | "acquired" },
): Promise<void> {
  const [store, other] = [await open(), await open()];
  const key = freshKey();
  const token = await acquireAndLapse(store, key);
  const takeover: { state?: ReturnType<typeof stateOf> } = {};
  const handled = handle(key, token, async () => {
    takeover.state = stateOf(other, key);
    await pause(100);
    end();
  });
  await handled.catch((error: unknown) =>
    assert(error instanceof Crash, `unexpected failure: ${String(error)}`),
  );
  assertEqual(await takeover.state, expected, "result of the claim that met the open transaction");
}

async function stateOf(store: IdempotencyStore, key: string): Promise<string> {
  return (await store.claim(key, LONG_LEASE_MS)).state;
}

function crash(): never {
  throw new Crash("the worker dies here");
}

async function mustReject(promise: Promise<void>, kind: new (...parts: never[]) => Error): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert(error instanceof kind, `the transaction must reject with ${kind.name}, not ${String(error)}`);
}
