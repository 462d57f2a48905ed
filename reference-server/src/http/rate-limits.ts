import type { Config } from "../config.js";
import { ApiError } from "../errors.js";
import type { SharedBuckets } from "../store/store.js";
import { Bucket, type BucketDeps, type BucketPolicy, BucketSharing } from "./bucket-sharing.js";

/** Token buckets (docs/contract.md §3, Rate limits). This process counts; what it counts is shared with the others afterwards. */
export interface RateLimits {
  /**
   * Takes `cost` tokens from the caller's bucket, all or none. Null where limits are off.
   * @param who the environment (`ingest`), the key (`management`, `read`) or the tenant (`portal`)
   */
  take(limit: LimitName, who: string, cost: number): Taken | null;
  /** Like `take` with a cost of 1, but takes nothing. */
  check(limit: LimitName, who: string): Taken | null;
}

export type LimitName = "ingest" | "management" | "read" | "portal";

export interface Taken {
  headers: { RateLimit: string; "RateLimit-Policy": string };
  refusal: ApiError | null;
}

export function createRateLimits(
  {
    rateLimits,
    eventsPerSecond,
    eventsBurst,
    managementPerMinute,
    readsPerMinute,
    portalPerMinute,
  }: Config["limits"],
  { clock, logFault }: BucketDeps,
  shared: SharedBuckets | null,
): RateLimits {
  const policies: Record<LimitName, BucketPolicy> = {
    ingest: { capacity: eventsBurst, perSecond: eventsPerSecond },
    management: { capacity: managementPerMinute, perSecond: managementPerMinute / 60 },
    read: { capacity: readsPerMinute, perSecond: readsPerMinute / 60 },
    portal: { capacity: portalPerMinute, perSecond: portalPerMinute / 60 },
  };
  const buckets: Record<LimitName, Map<string, Bucket>> = {
    ingest: new Map(),
    management: new Map(),
    read: new Map(),
    portal: new Map(),
  };

  const sharing = shared === null ? null : new BucketSharing(shared, { clock, logFault });

  function bucketOf(limit: LimitName, who: string): Bucket {
    const known = buckets[limit].get(who);
    const bucket = known ?? new Bucket(`${limit}/${who}`, policies[limit], clock.now());
    if (known === undefined) buckets[limit].set(who, bucket);
    bucket.fill(clock.now());
    return bucket;
  }

  return {
    take(limit, who, cost) {
      if (!rateLimits) return null;
      const policy = policies[limit];
      const bucket = bucketOf(limit, who);
      // A cost above the capacity passes when the bucket is full, and leaves a debt.
      const missing = Math.min(cost, policy.capacity) - bucket.tokens;
      if (missing <= 0) {
        bucket.take(cost);
        sharing?.taken(bucket);
      }
      return takenOf(limit, { policy, bucket, missing });
    },
    check(limit, who) {
      if (!rateLimits) return null;
      const bucket = bucketOf(limit, who);
      return takenOf(limit, { policy: policies[limit], bucket, missing: 1 - bucket.tokens });
    },
  };
}

function takenOf(
  limit: LimitName,
  { policy, bucket, missing }: { policy: BucketPolicy; bucket: Bucket; missing: number },
): Taken {
  return {
    headers: headersOf(limit, policy, bucket),
    refusal: missing > 0 ? refusal(missing, policy) : null,
  };
}

function refusal(missing: number, { perSecond }: BucketPolicy): ApiError {
  return new ApiError("rate_limited", undefined, { retryAfterSeconds: Math.ceil(missing / perSecond) });
}

/** As in the IETF draft: `q` quota and `w` window of the policy, `r` left and `t` seconds until it is whole again. */
function headersOf(
  limit: LimitName,
  { capacity, perSecond }: BucketPolicy,
  { tokens }: Bucket,
): Taken["headers"] {
  const left = Math.max(0, Math.floor(tokens));
  return {
    RateLimit: `"${limit}";r=${left};t=${Math.ceil((capacity - tokens) / perSecond)}`,
    "RateLimit-Policy": `"${limit}";q=${capacity};w=${Math.ceil(capacity / perSecond)}`,
  };
}
