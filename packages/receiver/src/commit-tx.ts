import type { HeldClaim } from "./claim.js";
import type { IdempotencyStore } from "./idempotency.js";

/** `ctx.commitTx` for one claim: the store's `commitTx`, which throws if the claim was lost, with key and token filled in. */
export function commitTxOf(
  store: IdempotencyStore | undefined,
  claim: HeldClaim | undefined,
): (tx: unknown) => unknown {
  if (store === undefined || claim === undefined || !isTransactional(store)) {
    return () => {
      throw new TypeError(
        "ctx.commitTx needs a store with transactions (postgresStore or sqliteStore) as the receiver's `idempotency`.",
      );
    };
  }
  const markCommitted = (): void => {
    claim.committedInTransaction = true;
  };
  // Not an async function: inside a synchronous SQLite transaction a lost claim must throw at once.
  return (tx) => {
    const result = store.commitTx(tx, claim.key, claim.token);
    if (isThenable(result)) return Promise.resolve(result).then(markCommitted);
    markCommitted();
    return undefined;
  };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value;
}

interface AnyTransactionalStore extends IdempotencyStore {
  commitTx(tx: unknown, key: string, token: string): unknown;
}

function isTransactional(store: IdempotencyStore): store is AnyTransactionalStore {
  return "commitTx" in store && typeof store.commitTx === "function";
}
