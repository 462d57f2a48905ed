/**
 * The port between the receiver and the database that remembers handled events (docs/contract.md §7, docs/idempotency.md).
 * Implementations stand in `stores/`; `conformance.ts` holds every one of them to what is said here.
 */

/**
 * The answer to {@link IdempotencyStore.claim}.
 *
 * - `acquired`: the event is this worker's until the lease ends; `token` proves it on every later call.
 * - `in_progress`: another worker holds it; its lease ends in about `retryAfterSeconds` (a whole number, at least 1).
 * - `done`: it has been handled and committed.
 */
export type Claim =
  | { state: "acquired"; token: string }
  | { state: "in_progress"; retryAfterSeconds: number }
  | { state: "done" };

/**
 * Remembers which events are being handled and which have been. Every method is atomic and linearizable per key.
 *
 * After `claim` only the token counts: a claim stays its worker's until another worker has taken it over, even past the
 * end of its lease. The worker that lost it can neither extend, complete nor delete the successor's claim.
 *
 * A method rejects when the database cannot be reached; the receiver answers 500, so that Harbor tries again.
 *
 * @example
 * const claim = await store.claim("orders:evt_01J…", 30_000);
 * if (claim.state === "acquired") await store.commit("orders:evt_01J…", claim.token);
 */
export interface IdempotencyStore {
  /** Takes the key when it is free, when its lease has ended or when its memory has expired. */
  claim(key: string, leaseMs: number): Promise<Claim>;

  /** Sets the lease to `leaseMs` from now; leaves a committed record as it is. False when the claim was lost. */
  renew(key: string, token: string, leaseMs: number): Promise<boolean>;

  /** Remembers the event as handled. Repeating it with the same token is true again. False when the claim was lost. */
  commit(key: string, token: string): Promise<boolean>;

  /** Gives an unfinished claim back. False if no claim has this token: lost, committed or already released. */
  release(key: string, token: string): Promise<boolean>;
}

/**
 * A store whose commit can ride in the caller's own database transaction, so that effect and memory are one.
 *
 * `commitTx` throws {@link StaleClaimError} when the claim was lost: let it out of the transaction, which then rolls back.
 */
export interface TransactionalStore<Tx> extends IdempotencyStore {
  commitTx(tx: Tx, key: string, token: string): Promise<void>;
}

/** The claim was lost to another worker: the transaction that meets this error must roll back. */
export class StaleClaimError extends Error {
  override readonly name = "StaleClaimError";
  readonly code = "stale_claim";

  constructor(readonly key: string) {
    super(
      `The claim on ${key} was lost: its lease ended and another worker took it over. Roll this transaction back.`,
    );
  }
}

/**
 * A store's `commitTx` with key and token filled in: what a handler gets as `ctx.commitTx`. `never` for a store without
 * transactions. A store may declare two overloads (SQLite: synchronous and asynchronous transactions); both are kept.
 */
export type CommitTxOf<Store> = Store extends {
  commitTx: {
    (tx: infer Tx, key: string, token: string): infer Result;
    (tx: infer OtherTx, key: string, token: string): infer OtherResult;
  };
}
  ? { (tx: Tx): Result; (tx: OtherTx): OtherResult }
  : never;
