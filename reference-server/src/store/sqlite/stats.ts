import { firstDueAt } from "../claim-candidates.js";
import type { Millis } from "../../domain/domain.js";
import { openLanes } from "../../domain/claim-plan.js";
import { COUNT_DUE_TO } from "../../stats.js";
import { MINUTE_MS, WHOLE_ENVIRONMENT } from "../counter.js";
import { emptyBuckets } from "../stats-buckets.js";
import type { StatsBucket, StatsStore } from "../store.js";
import type { Connection } from "./connection.js";
import { foldCounts } from "./counts.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { countDue, queueHeads } from "./queue.js";

export function statsStore({ db, leases }: Engine): StatsStore {
  const reading = <T>(run: () => T): T =>
    db.writing(() => {
      foldCounts(db);
      return run();
    });
  return {
    counts: async (environmentId, { destination_id, ...range }) =>
      reading(() => {
        const rows = minuteRows(db, { environmentId, destinationId: destination_id ?? null, ...range });
        return toBuckets(rows, range);
      }),
    backlog: async (environmentId, { now, destination_id: destinationId = null }) =>
      reading(() => {
        const offset = readEnvironment(db, environmentId).clock_offset_ms;
        const { due, oldestDueAt } = dueWork(db, { environmentId, destinationId, now });
        return {
          dead: countDead(db, { environmentId, destinationId }),
          due,
          oldestDueAt: oldestDueAt === null ? null : oldestDueAt + offset,
        };
      }),
    totals: async (now) =>
      reading(() => {
        const { due, oldestDueAt } = dueWork(db, { now });
        const oldestDueAgeMs = oldestDueAt === null ? 0 : now - oldestDueAt;
        return { ...stateTotals(db), inFlight: leases.size, due, oldestDueAgeMs };
      }),
  };
}

interface DueWork {
  /** At most `countTo`. */
  due: number;
  /** Wall time. */
  oldestDueAt: Millis | null;
}

interface DueQuery {
  environmentId?: number | null;
  destinationId?: string | null;
  now: Millis;
  countTo?: number;
}

/** Due deliveries that wait for a worker or a slot. Deliveries held by a pause wait for neither, so they do not count. */
function dueWork(
  db: Connection,
  { environmentId = null, destinationId = null, now, countTo = COUNT_DUE_TO }: DueQuery,
): DueWork {
  const work: DueWork = { due: 0, oldestDueAt: null };
  for (const head of queueHeads(db, environmentId)) {
    if (destinationId !== null && head.id !== destinationId) continue;
    const first = firstDueAt(head);
    for (const lane of openLanes(head.status)) {
      const oldest = (first[lane] ?? Infinity) - head.clock_offset_ms;
      if (oldest > now) continue;
      const due = { destinationSeq: head.seq, lane, now: now + head.clock_offset_ms };
      work.due += countDue(db, { ...due, atMost: countTo - work.due });
      work.oldestDueAt = Math.min(work.oldestDueAt ?? oldest, oldest);
    }
  }
  return work;
}

function countDead(db: Connection, params: { environmentId: number; destinationId: string | null }): number {
  return (
    db
      .query<[typeof params], { dead: number }>(
        `SELECT coalesce(sum(s.dead), 0) AS dead
         FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq
         WHERE t.environment_id = @environmentId AND (@destinationId IS NULL OR t.id = @destinationId)`,
      )
      .get(params)?.dead ?? 0
  );
}

function stateTotals(db: Connection): { dead: number; pausedByBreaker: number } {
  const row = db
    .query<[], { dead: number; pausedByBreaker: number }>(
      `SELECT coalesce(sum(s.dead), 0) AS dead,
         count(*) FILTER (WHERE t.paused_reason = 'circuit_breaker' AND t.deleted_at IS NULL) AS pausedByBreaker
       FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq`,
    )
    .get();
  return row ?? { dead: 0, pausedByBreaker: 0 };
}

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
function minuteRows(
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

function toBuckets(rows: MinuteRow[], range: Range): StatsBucket[] {
  const { buckets, bucketAt } = emptyBuckets(range);
  for (const [minute, ingested, succeeded, failed, rejected, dead, ...latency] of rows) {
    const bucket = bucketAt(minute * MINUTE_MS);
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
