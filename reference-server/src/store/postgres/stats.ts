import { firstDueAt } from "../claim-candidates.js";
import { openLanes } from "../../domain/claim-plan.js";
import type { Millis } from "../../domain/domain.js";
import { COUNT_DUE_TO } from "../../stats.js";
import { MINUTE_MS, WHOLE_ENVIRONMENT } from "../counter.js";
import { COUNTED, emptyBuckets, hasCounts, LATENCY_COLUMNS } from "../stats-buckets.js";
import { within } from "../scope.js";
import type { DestinationCounts, StatsBucket, StatsFilter, StatsStore } from "../store.js";
import { foldCounts } from "./counts.js";
import type { Reader, Transaction } from "./database.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { inFlightElsewhere } from "./lease-groups.js";
import { countDue, queueHeads } from "./queue.js";
import { tenantCondition } from "./tenant-filter.js";

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
    counts: (scope, query) => reading((tx) => readBuckets(tx, within(scope, query))),
    countsByDestination: (scope, filter) => reading((tx) => sumsByDestination(tx, within(scope, filter))),
    backlog: (scope, filter) =>
      reading(async (tx) => {
        const query = within(scope, filter);
        const offset = (await readEnvironment(tx, query.environmentId)).clock_offset_ms;
        const { due, oldestDueAt } = await dueWork(tx, query);
        return {
          dead: await countDead(tx, query),
          due,
          oldestDueAt: oldestDueAt === null ? null : oldestDueAt + offset,
        };
      }),
    totals: (now) =>
      reading(async (tx) => {
        const { due, oldestDueAt } = await dueWork(tx, { environmentId: null, now });
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
  { environmentId, destination_id, tenant, now }: StatsFilter & { environmentId: number | null; now: Millis },
): Promise<DueWork> {
  const heads = await queueHeads(db, environmentId);
  const lanes = heads
    .filter(
      (head) =>
        (destination_id === undefined || head.id === destination_id) &&
        (tenant === undefined || head.tenant === tenant),
    )
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

interface OfDestinations extends StatsFilter {
  environmentId: number;
}

/** Deleted ones too: their past still counts. */
function ofDestinations({ environmentId, destination_id: destinationId, tenant }: OfDestinations): {
  where: string;
  params: unknown[];
} {
  return {
    where: `t.environment_id = $1 AND ($2::text IS NULL OR t.id = $2) AND ${tenantCondition("t.tenant", "$3", tenant)}`,
    params: [environmentId, destinationId ?? null, tenant ?? null],
  };
}

async function countDead(db: Reader, query: OfDestinations): Promise<number> {
  const { where, params } = ofDestinations(query);
  const row = await db.one<{ dead: number }>(
    `SELECT coalesce(sum(s.dead), 0)::bigint AS dead
     FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq
     WHERE ${where}`,
    params,
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

/** Without a filter the whole environment has rows of its own; with one, each destination has its row of a minute. */
async function readBuckets(db: Reader, query: Range & OfDestinations): Promise<StatsBucket[]> {
  const { since, until } = query;
  const { where, params } = ofDestinations(query);
  const isWhole = query.destination_id === undefined && query.tenant === undefined;
  const whole = `SELECT ${WHOLE_ENVIRONMENT} WHERE ($2::text, $3::text) IS NOT DISTINCT FROM (NULL, NULL)`;
  const rows = await db.all<MinuteRow>(
    `SELECT minute, ${COUNTED.join(", ")}, ARRAY[${LATENCY_COLUMNS.join(", ")}]::float8[] AS latency
     FROM stats
     WHERE environment_id = $1
       AND destination_seq IN (${isWhole ? whole : `SELECT t.seq FROM destinations t WHERE ${where}`})
       AND minute >= $4 AND minute < $5
     ORDER BY minute`,
    [...params, Math.floor(since / MINUTE_MS), Math.ceil(until / MINUTE_MS)],
  );
  const { buckets, bucketAt } = emptyBuckets(query);
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
  { since, until, ...query }: Omit<Range, "bucketMs"> & OfDestinations,
): Promise<DestinationCounts[]> {
  const { where, params } = ofDestinations(query);
  const sum = (column: string) => `coalesce(sum(s.${column}), 0)::float8`;
  const rows = await db.all<DestinationCounts>(
    `SELECT t.id AS destination_id, coalesce(x.dead, 0)::float8 AS "dlqDepth",
       ${COUNTED.map((column) => `${sum(column)} AS ${column}`).join(", ")},
       ARRAY[${LATENCY_COLUMNS.map(sum).join(", ")}] AS latency
     FROM destinations t
     LEFT JOIN destination_state x ON x.destination_seq = t.seq
     LEFT JOIN stats s ON s.environment_id = $1 AND s.destination_seq = t.seq AND s.minute >= $4 AND s.minute < $5
     WHERE ${where} AND t.deleted_at IS NULL
     GROUP BY t.id, x.dead`,
    [...params, Math.floor(since / MINUTE_MS), Math.ceil(until / MINUTE_MS)],
  );
  return rows.filter(hasCounts);
}
