import type { Millis } from "../../domain/domain.js";
import { LATENCY_BOUNDS_MS } from "../../stats.js";
import type { StatsBucket } from "../store.js";
import type { Connection } from "./connection.js";
import { MINUTE_MS, WHOLE_ENVIRONMENT } from "./stat-counts.js";

interface Range {
  since: Millis;
  until: Millis;
  bucketMs: Millis;
}

/** One minute: its number, the five counts, then the latency classes. */
type MinuteRow = [
  minute: number,
  ingested: number,
  succeeded: number,
  failed: number,
  rejected: number,
  dead: number,
  ...latency: number[],
];

/** `destinationId` null: the whole environment. A deleted destination's past still counts. */
export function minuteRows(
  db: Connection,
  {
    environmentId,
    destinationId,
    since,
    until,
  }: Range & { environmentId: number; destinationId: string | null },
): MinuteRow[] {
  return db
    .prepare<
      [{ environmentId: number; destinationId: string | null; first: number; end: number }],
      MinuteRow
    >(
      `SELECT minute, ingested, succeeded, failed, rejected, dead,
         le_10, le_25, le_50, le_100, le_250, le_500, le_1000, le_2500, le_5000, le_10000, le_30000, le_more
       FROM stats
       WHERE environment_id = @environmentId
         AND destination_seq = CASE
           WHEN @destinationId IS NULL THEN ${WHOLE_ENVIRONMENT}
           ELSE (SELECT seq FROM destinations WHERE id = @destinationId)
         END
         AND minute >= @first AND minute < @end
       ORDER BY minute`,
    )
    .raw()
    .all({
      environmentId,
      destinationId,
      first: Math.floor(since / MINUTE_MS),
      end: Math.ceil(until / MINUTE_MS),
    });
}

/** Every bucket from `since` on, those without counts too. */
export function toBuckets(rows: MinuteRow[], { since, until, bucketMs }: Range): StatsBucket[] {
  const buckets = Array.from({ length: Math.ceil((until - since) / bucketMs) }, (_, index) =>
    emptyBucket(since + index * bucketMs),
  );
  for (const [minute, ingested, succeeded, failed, rejected, dead, ...latency] of rows) {
    const bucket = buckets[Math.max(0, Math.floor((minute * MINUTE_MS - since) / bucketMs))];
    if (bucket === undefined) continue;
    bucket.ingested += ingested;
    bucket.succeeded += succeeded;
    bucket.failed += failed;
    bucket.rejected += rejected;
    bucket.dead += dead;
    bucket.latency = bucket.latency.map((count, index) => count + (latency[index] ?? 0));
  }
  return buckets;
}

function emptyBucket(at: Millis): StatsBucket {
  const latency = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  return { at, ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0, latency };
}
