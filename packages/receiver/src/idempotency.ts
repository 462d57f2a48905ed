/**
 * The port between the receiver and the database that remembers handled events: https://github.com/harbor-webhooks/harbor/blob/main/docs/idempotency.md
 * Implementations are in `stores/`; `conformance.ts` tests each of them against this description.
 */

/**
 * The result of {@link IdempotencyStore.claim}.
 *
 * - `acquired`: the event belongs to this worker until the lease ends; `token` proves it on every later call.
 * - `in_progress`: another worker holds it; its lease ends in about `retryAfterSeconds` (a whole number, at least 1).
 * - `done`: it has been handled and committed.
 */
export type Claim =
  | { state: "acquired"; token: string }
  | { state: "in_progress"; retryAfterSeconds: number }
  | { state: "done" };

/**
 * Records which events are being handled and which have been. Every method is atomic and linearizable per key.
 *
 * After `claim` only the token counts: a claim belongs to its worker until another worker takes it over, even past the end of
 * its lease. A worker that lost its claim can neither extend, complete nor delete the successor's claim.
 *
 * A method rejects if the database cannot be reached; the receiver responds with 500, so that Harbor retries.
 *
 * @example
 * const claim = await store.claim("orders:evt_01J…", 30_000);
 * if (claim.state === "acquired") await store.commit("orders:evt_01J…", claim.token);
 */
export interface IdempotencyStore {
  /** Takes the key if it is free, its lease has ended or its record has expired. */
  claim(key: string, leaseMs: number): Promise<Claim>;

  /** Sets the end of the lease to `leaseMs` from now; leaves a committed record unchanged. False if the claim was lost. */
  renew(key: string, token: string, leaseMs: number): Promise<boolean>;

  /** Records the event as handled. Returns true again for the same token, false if the claim was lost. */
  commit(key: string, token: string): Promise<boolean>;

  /** Gives an unfinished claim back. False if no claim has this token: lost, committed or already released. */
  release(key: string, token: string): Promise<boolean>;

  /** Rejects, with the reason, if the store cannot work: unreachable, or its table is missing. Called by `receiver.ready()`. */
  check?(): Promise<void>;
}

/**
 * A store whose commit can be part of the caller's own database transaction, so that both are committed or neither is.
 *
 * `commitTx` throws {@link StaleClaimError} if the claim was lost: do not catch it inside the transaction, so that it rolls back.
 */
export interface TransactionalStore<Tx> extends IdempotencyStore {
  commitTx(tx: Tx, key: string, token: string): Promise<void>;
}

const STALE_CLAIM = Symbol.for("@harbor/receiver StaleClaimError");

/** The claim was lost to another worker: the transaction in which this is thrown must roll back. */
export class StaleClaimError extends Error {
  override readonly name = "StaleClaimError";
  /** @internal */
  readonly [STALE_CLAIM] = true;
  readonly code = "stale_claim";

  constructor(readonly key: string) {
    super(
      `The claim on ${key} was lost: its lease ended and another worker took it over. Roll this transaction back.`,
    );
  }

  /**
   * True across copies of this package in one program, such as its ESM and its CJS build; by prototype for a subclass. The class does not
   * name itself: it would be `_StaleClaimError` in a bundle, and Node.js prints an error with the name of its class.
   */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return Object.hasOwn(this, Symbol.hasInstance)
      ? (value as StaleClaimError | null | undefined)?.[STALE_CLAIM] === true
      : super[Symbol.hasInstance](value);
  }
}

/**
 * The type of `ctx.commitTx`: the store's `commitTx` with key and token filled in. `never` for a store without transactions. A
 * store may declare two overloads (SQLite: synchronous and asynchronous transactions); both are kept.
 */
export type CommitTxOf<Store> = Store extends {
  commitTx: {
    (tx: infer Tx, key: string, token: string): infer Result;
    (tx: infer OtherTx, key: string, token: string): infer OtherResult;
  };
}
  ? { (tx: Tx): Result; (tx: OtherTx): OtherResult }
  : never;
