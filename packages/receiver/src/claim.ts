import type { IdempotencyStore } from "./idempotency.js";
import type { Log } from "./log.js";
import { storeCall } from "./store-call.js";
import type { Verdict } from "./verdict.js";

/** One event, claimed by this worker while its handler runs. */
export interface HeldClaim {
  readonly key: string;
  readonly token: string;
  /** True once the handler has recorded the event inside its own transaction, which may still roll back. */
  committedInTransaction: boolean;
}

export interface ClaimOptions {
  readonly store: IdempotencyStore;
  readonly key: string;
  readonly leaseMs: number;
  readonly storeTimeoutMs: number;
  readonly log: Log;
  /** Called when another worker may have taken the event over. */
  readonly onLost: (reason: Error) => void;
}

/**
 * Runs `work` as the only worker on this event: claims it, renews the lease until `work` settles, however late, then
 * commits a handled event and releases every other. `work` must not reject.
 */
export async function underClaim(
  options: ClaimOptions,
  work: (claim: HeldClaim) => Promise<Verdict>,
): Promise<Verdict> {
  let claim;
  try {
    claim = await claimInTime(options);
  } catch (cause) {
    return unavailable("The idempotency store failed to claim the event", cause);
  }
  if (claim.state === "done") return { code: "already_handled" };
  if (claim.state === "in_progress")
    return { code: "in_progress", retryAfterSeconds: claim.retryAfterSeconds };
  const held = { key: options.key, token: claim.token, committedInTransaction: false };
  const stopRenewing = keepRenewing(options, held);
  const verdict = await work(held).finally(stopRenewing);
  return verdict.code === "handled" ? commit(options, held, verdict) : release(options, held, verdict);
}

/** A claim that is acquired after the limit is released, or the event would stay claimed for a whole lease. */
function claimInTime({ store, key, leaseMs, storeTimeoutMs }: ClaimOptions) {
  return storeCall(() => store.claim(key, leaseMs), {
    timeoutMs: storeTimeoutMs,
    onLate: (late) => {
      if (late.state === "acquired") store.release(key, late.token).catch(() => undefined);
    },
  });
}

function keepRenewing({ store, key, leaseMs, log, onLost }: ClaimOptions, { token }: HeldClaim): () => void {
  const renew = async (): Promise<void> => {
    try {
      if (await store.renew(key, token, leaseMs)) return;
      stop();
      onLost(
        new Error("The claim on this event was lost: its lease ended and another worker may have taken it."),
      );
    } catch (err) {
      log.warn({ code: "renewal_failed", err }, "The idempotency store failed to renew the lease; retrying");
    }
  };
  const timer = setInterval(() => void renew(), leaseMs / 3);
  const stop = (): void => clearInterval(timer);
  return stop;
}

async function commit(options: ClaimOptions, held: HeldClaim, verdict: Verdict): Promise<Verdict> {
  if (held.committedInTransaction) return confirmTransaction(options, held, verdict);
  const { store, storeTimeoutMs: timeoutMs } = options;
  try {
    if (await storeCall(() => store.commit(held.key, held.token), { timeoutMs })) return verdict;
    return {
      code: "lease_lost",
      hint: "The handler finished after its lease was lost: the event may be handled twice.",
    };
  } catch (cause) {
    return unavailable("The handler finished, but the event could not be recorded as handled", cause);
  }
}

/**
 * A transaction may roll back without an error: PostgreSQL responds to COMMIT with ROLLBACK after a failed statement, and a
 * handler may catch its ORM's rollback. A further claim shows what the database has: `done`, or still this worker's claim.
 */
async function confirmTransaction(
  options: ClaimOptions,
  held: HeldClaim,
  verdict: Verdict,
): Promise<Verdict> {
  let claim;
  try {
    claim = await claimInTime(options);
  } catch (cause) {
    return unavailable("The handler finished, but its transaction could not be confirmed", cause);
  }
  if (claim.state === "done") return verdict;
  const token = claim.state === "acquired" ? claim.token : held.token;
  return release(
    options,
    { ...held, token },
    {
      code: "transaction_not_committed",
      hint:
        "The handler called ctx.commitTx and finished, but its transaction was rolled back: a statement failed and its error " +
        "was caught, or the transaction was left open. Let errors leave the transaction.",
    },
  );
}

/** A claim that cannot be released ends with its lease: the verdict is the same. */
async function release(
  { store, storeTimeoutMs: timeoutMs, log }: ClaimOptions,
  held: HeldClaim,
  verdict: Verdict,
): Promise<Verdict> {
  try {
    await storeCall(() => store.release(held.key, held.token), { timeoutMs });
  } catch (err) {
    log.warn(
      { code: "release_failed", err },
      "The idempotency store failed to release the claim, which ends with its lease",
    );
  }
  return verdict;
}

const unavailable = (what: string, cause: unknown): Verdict => ({
  code: "store_unavailable",
  hint: cause instanceof Error ? `${what}: ${cause.message}` : `${what}.`,
  cause,
});
