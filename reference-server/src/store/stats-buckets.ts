import type { Millis } from "../domain/domain.js";
import { LATENCY_BOUNDS_MS } from "../stats.js";
import type { DestinationCounts, StatsBucket } from "./stats-store.js";

/** Columns of the table `stats`, which are fields of `StatsCounts` too. */
export const COUNTED = ["ingested", "succeeded", "failed", "rejected", "dead"] as const;
/** The columns of the latency classes: LATENCY_BOUNDS_MS in stats.ts, the last one unbounded. */
export const LATENCY_COLUMNS = [...LATENCY_BOUNDS_MS.map((bound) => `le_${bound}`), "le_more"];

/** Whether a destination belongs among those that are counted: something happened, or is in its DLQ. */
export function hasCounts(counts: DestinationCounts): boolean {
  return counts.dlqDepth > 0 || COUNTED.some((counted) => counts[counted] > 0);
}

/** Every bucket from `since` on, those without counts too, and the bucket of a minute. */
export function emptyBuckets({
  since,
  until,
  bucketMs,
}: {
  since: Millis;
  until: Millis;
  bucketMs: Millis;
}): {
  buckets: StatsBucket[];
  bucketAt: (at: Millis) => StatsBucket | undefined;
} {
  const buckets = Array.from({ length: Math.ceil((until - since) / bucketMs) }, (_, index) =>
    emptyBucket(since + index * bucketMs),
  );
  return { buckets, bucketAt: (at) => buckets[Math.max(0, Math.floor((at - since) / bucketMs))] };
}

function emptyBucket(at: Millis): StatsBucket {
  const latency = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  return { at, ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0, latency };
}
