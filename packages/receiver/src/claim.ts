import type { IdempotencyStore } from "./idempotency.js";
import type { Log } from "./log.js";
import type { Verdict } from "./verdict.js";

/** One event, held by this worker while its handler runs. */
export interface HeldClaim {
  readonly key: string;
  readonly token: string;
  /** True once the handler has had the event remembered inside its own transaction. */
  committedInTransaction: boolean;
}

export interface ClaimOptions {
  readonly store: IdempotencyStore;
  readonly key: string;
  readonly leaseMs: number;
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
  const { store, key, leaseMs } = options;
  let claim;
  try {
    claim = await store.claim(key, leaseMs);
  } catch (cause) {
    return { code: "store_unavailable", hint: "The idempotency store failed to claim the event.", cause };
  }
  if (claim.state === "done") return { code: "already_handled" };
  if (claim.state === "in_progress")
    return { code: "in_progress", retryAfterSeconds: claim.retryAfterSeconds };
  const held = { key, token: claim.token, committedInTransaction: false };
  const stopRenewing = keepRenewing(options, held);
  const verdict = await work(held).finally(stopRenewing);
  return verdict.code === "handled" ? commit(options, held, verdict) : release(options, held, verdict);
}

function keepRenewing({ store, key, leaseMs, log, onLost }: ClaimOptions, { token }: HeldClaim): () => void {
  const renew = async (): Promise<void> => {
    try {
      if (await store.renew(key, token, leaseMs)) return;
      stop();
      onLost(
        new Error(
          "The claim on this event was lost: its lease ran out and another worker may have taken it.",
        ),
      );
    } catch (err) {
      log.warn(
        { code: "renewal_failed", err },
        "The idempotency store failed to renew the lease; trying again",
      );
    }
  };
  const timer = setInterval(() => void renew(), leaseMs / 3);
  const stop = (): void => clearInterval(timer);
  return stop;
}

async function commit({ store }: ClaimOptions, held: HeldClaim, verdict: Verdict): Promise<Verdict> {
  if (held.committedInTransaction) return verdict;
  try {
    if (await store.commit(held.key, held.token)) return verdict;
    return {
      code: "lease_lost",
      hint: "The handler finished after its lease was lost: the event may be handled twice.",
    };
  } catch (cause) {
    return {
      code: "store_unavailable",
      hint: "The handler finished but the event could not be remembered.",
      cause,
    };
  }
}

/** A claim that cannot be released ends with its lease: the verdict stands either way. */
async function release({ store, log }: ClaimOptions, held: HeldClaim, verdict: Verdict): Promise<Verdict> {
  try {
    await store.release(held.key, held.token);
  } catch (err) {
    log.warn(
      { code: "release_failed", err },
      "The idempotency store failed to release the claim; its lease will end it",
    );
  }
  return verdict;
}
