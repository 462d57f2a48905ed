import { firstDueAt } from "../claim-candidates.js";
import { openLanes } from "../../domain/claim-plan.js";
import type { Millis } from "../../domain/domain.js";
import { COUNT_DUE_TO } from "../../stats.js";
import { MINUTE_MS, WHOLE_ENVIRONMENT } from "../counter.js";
import { COUNTED, emptyBuckets, hasCounts, LATENCY_COLUMNS } from "../stats-buckets.js";
import type { DestinationCounts, StatsBucket, StatsStore } from "../store.js";
import { foldCounts } from "./counts.js";
import type { Reader, Transaction } from "./database.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { inFlightElsewhere } from "./lease-groups.js";
import { countDue, queueHeads } from "./queue.js";

export function statsStore(engine: Engine): StatsStore {
  const { db, leases } = engine;
  const reading = <T>(run: (tx: Transaction) => Promise<T>): Promise<T> =>
    db.transaction(
      async (tx) => {
        await foldCounts(tx);
        return await run(tx);
      },
      { durable: false },
    );
  return {
    counts: (environmentId, { destination_id, ...range }) =>
      reading((tx) => readBuckets(tx, { environmentId, destinationId: destination_id ?? null, ...range })),
    countsByDestination: (environmentId, filter) =>
      reading((tx) => sumsByDestination(tx, { environmentId, ...filter })),
    backlog: (environmentId, { now, destination_id: destinationId = null }) =>
      reading(async (tx) => {
        const offset = (await readEnvironment(tx, environmentId)).clock_offset_ms;
        const { due, oldestDueAt } = await dueWork(tx, { environmentId, destinationId, now });
        return {
          dead: await countDead(tx, environmentId, destinationId),
          due,
          oldestDueAt: oldestDueAt === null ? null : oldestDueAt + offset,
        };
      }),
    totals: (now) =>
      reading(async (tx) => {
        const { due, oldestDueAt } = await dueWork(tx, { environmentId: null, destinationId: null, now });
        const elsewhere = await inFlightElsewhere(tx, engine, { environmentId: null, dueBy: Infinity });
        const oldestDueAgeMs = oldestDueAt === null ? 0 : now - oldestDueAt;
        return { ...(await stateTotals(tx)), inFlight: leases.size + elsewhere, due, oldestDueAgeMs };
      }),
  };
}

interface DueWork {
  /** At most `COUNT_DUE_TO`. */
  due: number;
  /** Wall time. */
  oldestDueAt: Millis | null;
}

/** Due deliveries that wait for a worker or a slot. Deliveries held by a pause wait for neither, so they do not count. */
async function dueWork(
  db: Reader,
  {
    environmentId,
    destinationId,
    now,
  }: { environmentId: number | null; destinationId: string | null; now: Millis },
): Promise<DueWork> {
  const heads = await queueHeads(db, environmentId);
  const lanes = heads
    .filter(({ id }) => destinationId === null || id === destinationId)
    .flatMap((head) =>
      openLanes(head.status).map((lane) => ({
        destinationSeq: head.seq,
        lane,
        now: now + head.clock_offset_ms,
        oldest: (firstDueAt(head)[lane] ?? Infinity) - head.clock_offset_ms,
        atMost: COUNT_DUE_TO,
      })),
    )
    .filter(({ oldest }) => oldest <= now);
  const counts = await countDue(db, lanes);
  const due = Math.min(
    COUNT_DUE_TO,
    counts.reduce((sum, count) => sum + count, 0),
  );
  return { due, oldestDueAt: lanes.length === 0 ? null : Math.min(...lanes.map(({ oldest }) => oldest)) };
}

async function countDead(db: Reader, environmentId: number, destinationId: string | null): Promise<number> {
  const row = await db.one<{ dead: number }>(
    `SELECT coalesce(sum(s.dead), 0)::bigint AS dead
     FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq
     WHERE t.environment_id = $1 AND ($2::text IS NULL OR t.id = $2)`,
    [environmentId, destinationId],
  );
  return row?.dead ?? 0;
}

async function stateTotals(db: Reader): Promise<{ dead: number; pausedByBreaker: number }> {
  const row = await db.one<{ dead: number; pausedByBreaker: number }>(
    `SELECT coalesce(sum(s.dead), 0)::bigint AS dead,
       count(*) FILTER (WHERE t.paused_reason = 'circuit_breaker' AND t.deleted_at IS NULL) AS "pausedByBreaker"
     FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq`,
  );
  return row ?? { dead: 0, pausedByBreaker: 0 };
}

interface Range {
  since: Millis;
  until: Millis;
  bucketMs: Millis;
}

type MinuteRow = Omit<StatsBucket, "at" | "latency"> & { minute: number; latency: number[] };

/** `destinationId` null: the whole environment. A deleted destination's past still counts. */
async function readBuckets(
  db: Reader,
  { environmentId, destinationId, ...range }: Range & { environmentId: number; destinationId: string | null },
): Promise<StatsBucket[]> {
  const { since, until } = range;
  const rows = await db.all<MinuteRow>(
    `SELECT minute, ${COUNTED.join(", ")}, ARRAY[${LATENCY_COLUMNS.join(", ")}]::float8[] AS latency
     FROM stats
     WHERE environment_id = $1
       AND destination_seq = CASE
         WHEN $2::text IS NULL THEN ${WHOLE_ENVIRONMENT}
         ELSE (SELECT seq FROM destinations WHERE id = $2)
       END
       AND minute >= $3 AND minute < $4
     ORDER BY minute`,
    [environmentId, destinationId, Math.floor(since / MINUTE_MS), Math.ceil(until / MINUTE_MS)],
  );
  const { buckets, bucketAt } = emptyBuckets(range);
  for (const { minute, latency, ...counts } of rows) {
    const bucket = bucketAt(minute * MINUTE_MS);
    if (bucket === undefined) continue;
    for (const counted of COUNTED) bucket[counted] += counts[counted];
    bucket.latency = bucket.latency.map((count, index) => count + (latency[index] ?? 0));
  }
  return buckets;
}

async function sumsByDestination(
  db: Reader,
  {
    environmentId,
    destination_id,
    since,
    until,
  }: Omit<Range, "bucketMs"> & { environmentId: number; destination_id?: string },
): Promise<DestinationCounts[]> {
  const sum = (column: string) => `coalesce(sum(s.${column}), 0)::float8`;
  const rows = await db.all<DestinationCounts>(
    `SELECT t.id AS destination_id, coalesce(x.dead, 0)::float8 AS "dlqDepth",
       ${COUNTED.map((column) => `${sum(column)} AS ${column}`).join(", ")},
       ARRAY[${LATENCY_COLUMNS.map(sum).join(", ")}] AS latency
     FROM destinations t
     LEFT JOIN destination_state x ON x.destination_seq = t.seq
     LEFT JOIN stats s ON s.environment_id = $1 AND s.destination_seq = t.seq AND s.minute >= $2 AND s.minute < $3
     WHERE t.environment_id = $1 AND t.deleted_at IS NULL AND ($4::text IS NULL OR t.id = $4)
     GROUP BY t.id, x.dead`,
    [environmentId, Math.floor(since / MINUTE_MS), Math.ceil(until / MINUTE_MS), destination_id ?? null],
  );
  return rows.filter(hasCounts);
}
