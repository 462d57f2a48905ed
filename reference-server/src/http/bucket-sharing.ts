import type { Clock } from "../clock.js";
import { coalesce } from "../coalesce.js";
import type { Millis } from "../domain/domain.js";
import type { LogFault } from "../fault-log.js";
import type { SharedBuckets } from "../store/store.js";

export interface BucketDeps {
  clock: Pick<Clock, "now" | "after">;
  logFault: LogFault;
}

export interface BucketPolicy {
  capacity: number;
  perSecond: number;
}

/** The view that this process has of a token bucket. */
export class Bucket {
  /** Below 0: a debt. */
  tokens: number;
  /** Taken here, and not known to the other processes. Tokens that have been refilled since do not concern them. */
  unshared = 0;
  /** The others have been asked about it. */
  isShared = false;

  constructor(
    readonly name: string,
    readonly policy: BucketPolicy,
    private at: Millis,
  ) {
    this.tokens = policy.capacity;
  }

  fill(now: Millis): void {
    const { capacity, perSecond } = this.policy;
    const seconds = Math.max(0, now - this.at) / 1000;
    this.at = now;
    this.tokens = Math.min(capacity, this.tokens + seconds * perSecond);
    this.unshared = Math.min(this.unshared, capacity - this.tokens);
  }

  take(cost: number): void {
    this.tokens -= cost;
    this.unshared += cost;
  }

  /** Takes over the state that all processes share, without what was taken here meanwhile. */
  update(fullInMs: Millis, now: Millis): void {
    const { capacity, perSecond } = this.policy;
    this.tokens = capacity - (fullInMs / 1000) * perSecond - this.unshared;
    this.at = now;
    this.isShared = true;
  }
}

/** Tokens that are taken are shared after a second at the latest, */
const SHARE_AFTER_MS = 1000;
/** and as soon as they are this part of the bucket. */
const SHARED_PART = 1 / 64;

/**
 * Requests never wait for the other processes: a bucket is shared after tokens were taken from it, many in one statement. So for a moment
 * the processes together can let more requests through than there are tokens; the bucket is then in debt, and the rate holds.
 */
export class BucketSharing {
  readonly #taken = new Set<Bucket>();
  #cancelTimer: (() => void) | null = null;

  constructor(
    readonly shared: SharedBuckets,
    readonly deps: BucketDeps,
  ) {}

  taken(bucket: Bucket): void {
    this.#taken.add(bucket);
    const isSoon = !bucket.isShared || bucket.unshared >= bucket.policy.capacity * SHARED_PART;
    if (isSoon && this.shared.hasOthers) void this.#share();
    else this.#shareLater();
  }

  #shareLater(): void {
    this.#cancelTimer ??= this.deps.clock.after(SHARE_AFTER_MS, () => {
      this.#cancelTimer = null;
      void this.#share();
    });
  }

  readonly #share = coalesce(async () => {
    for (const bucket of this.#taken) {
      bucket.fill(this.deps.clock.now());
      if (bucket.unshared === 0) this.#taken.delete(bucket);
    }
    if (this.shared.hasOthers && this.#taken.size > 0) await this.#spend([...this.#taken]);
    // In case that other processes start, or the database is away.
    if (this.#taken.size > 0) this.#shareLater();
  });

  async #spend(buckets: readonly Bucket[]): Promise<void> {
    const spent = buckets.map(({ unshared }) => unshared);
    for (const bucket of buckets) bucket.unshared = 0;
    this.#taken.clear();
    try {
      const fullInMs = await this.shared.spend(
        buckets.map(({ name, policy }, index) => ({
          name,
          ms: ((spent[index] ?? 0) / policy.perSecond) * 1000,
        })),
      );
      buckets.forEach((bucket, index) => {
        bucket.update(fullInMs[index] ?? 0, this.deps.clock.now());
      });
    } catch (error) {
      this.deps.logFault(error, "sharing rate limits failed; retrying");
      buckets.forEach((bucket, index) => {
        bucket.unshared += spent[index] ?? 0;
        this.#taken.add(bucket);
      });
    }
  }
}
