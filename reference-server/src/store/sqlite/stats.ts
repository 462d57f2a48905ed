import { firstDueAt } from "../claim-candidates.js";
import type { Millis } from "../../domain/domain.js";
import { openLanes } from "../../domain/claim-plan.js";
import { COUNT_DUE_TO } from "../../stats.js";
import { MINUTE_MS, WHOLE_ENVIRONMENT } from "../counter.js";
import { COUNTED, emptyBuckets, hasCounts, LATENCY_COLUMNS } from "../stats-buckets.js";
import { within } from "../scope.js";
import type { DestinationCounts, StatsBucket, StatsFilter, StatsStore } from "../store.js";
import type { Connection } from "./connection.js";
import { foldCounts } from "./counts.js";
import type { Engine } from "./engine.js";
import { readEnvironment } from "./environments.js";
import { countDue, queueHeads } from "./queue.js";
import { inSteps } from "./steps.js";
import { tenantCondition, tenantParams } from "./tenant-filter.js";

export function statsStore({ db, leases }: Engine): StatsStore {
  const reading = <T>(run: () => T): T =>
    db.writing(() => {
      foldCounts(db);
      return run();
    });
  return {
    counts: async (scope, query) => reading(() => toBuckets(minuteRows(db, within(scope, query)), query)),
    countsByDestination: async (scope, filter) => {
      db.writing(() => foldCounts(db));
      return await sumsByDestination(db, within(scope, filter));
    },
    backlog: async (scope, filter) =>
      reading(() => {
        const query = within(scope, filter);
        const offset = readEnvironment(db, query.environmentId).clock_offset_ms;
        const { due, oldestDueAt } = dueWork(db, query);
        return {
          dead: countDead(db, query),
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

interface DueQuery extends StatsFilter {
  environmentId?: number | null;
  now: Millis;
  countTo?: number;
}

/** Due deliveries that wait for a worker or a slot. Deliveries held by a pause wait for neither, so they do not count. */
function dueWork(
  db: Connection,
  { environmentId = null, destination_id, tenant, now, countTo = COUNT_DUE_TO }: DueQuery,
): DueWork {
  const work: DueWork = { due: 0, oldestDueAt: null };
  for (const head of queueHeads(db, { environmentId, now })) {
    if (destination_id !== undefined && head.id !== destination_id) continue;
    if (tenant !== undefined && head.tenant !== tenant) continue;
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

interface OfDestinations extends StatsFilter {
  environmentId: number;
}

/** Deleted ones too: their past still counts. */
function ofDestinations({ environmentId, destination_id: destinationId, tenant }: OfDestinations) {
  return {
    where: `t.environment_id = @environmentId AND (@destinationId IS NULL OR t.id = @destinationId)
      AND ${tenantCondition("t.tenant", tenant)}`,
    params: { environmentId, destinationId, ...tenantParams(tenant) },
  };
}

function countDead(db: Connection, query: OfDestinations): number {
  const { where, params } = ofDestinations(query);
  return (
    db
      .query<[typeof params], { dead: number }>(
        `SELECT coalesce(sum(s.dead), 0) AS dead
         FROM destinations t JOIN destination_state s ON s.destination_seq = t.seq
         WHERE ${where}`,
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

/** Without a filter the whole environment has rows of its own; with one, each destination has its row of a minute. */
function minuteRows(db: Connection, { since, until, ...query }: Range & OfDestinations): MinuteRow[] {
  const { where, params } = ofDestinations(query);
  const isWhole = query.destination_id === undefined && query.tenant === undefined;
  const seqs = isWhole ? `${WHOLE_ENVIRONMENT}` : `SELECT t.seq FROM destinations t WHERE ${where}`;
  return db
    .prepare<[typeof params & { first: number; end: number }], MinuteRow>(
      `SELECT minute, ${[...COUNTED, ...LATENCY_COLUMNS].join(", ")}
       FROM stats
       WHERE environment_id = @environmentId
         AND destination_seq IN (${seqs})
         AND minute >= @first AND minute < @end
       ORDER BY minute`,
    )
    .raw()
    .all({
      ...params,
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

/** Rows of minutes that one step adds up: a few milliseconds. */
const SUM_ROWS = 10_000;

interface SumRow extends Omit<DestinationCounts, "latency"> {
  latency: string;
}

/** From one destination to the next, so that other calls are served while the minutes of many are added up. */
async function sumsByDestination(
  db: Connection,
  { since, until, ...query }: Omit<Range, "bucketMs"> & OfDestinations,
): Promise<DestinationCounts[]> {
  const range = { first: Math.floor(since / MINUTE_MS), end: Math.ceil(until / MINUTE_MS) };
  const count = Math.max(1, Math.floor(SUM_ROWS / Math.max(1, range.end - range.first)));
  const found: DestinationCounts[] = [];
  let after = "";
  await inSteps(() => {
    const rows = sums(db, { ...query, ...range, after, count });
    after = rows.at(-1)?.destination_id ?? after;
    for (const row of rows) {
      const counts = { ...row, latency: JSON.parse(row.latency) as number[] };
      if (hasCounts(counts)) found.push(counts);
    }
    return rows.length === count ? "more" : "done";
  });
  return found;
}

interface SumQuery {
  first: number;
  end: number;
  after: string;
  count: number;
}

function sums(db: Connection, { first, end, after, count, ...query }: SumQuery & OfDestinations): SumRow[] {
  const { where, params } = ofDestinations(query);
  const sum = (column: string) => `coalesce(sum(s.${column}), 0)`;
  return db
    .query<[typeof params & SumQuery], SumRow>(
      `SELECT t.id AS destination_id, coalesce(x.dead, 0) AS dlqDepth,
         ${COUNTED.map((column) => `${sum(column)} AS ${column}`).join(", ")},
         json_array(${LATENCY_COLUMNS.map(sum).join(", ")}) AS latency
       FROM (
         SELECT t.seq, t.id FROM destinations t
         WHERE ${where} AND t.deleted_at IS NULL AND t.id > @after
         ORDER BY t.id
         LIMIT @count
       ) t
       LEFT JOIN destination_state x ON x.destination_seq = t.seq
       LEFT JOIN stats s
         ON s.environment_id = @environmentId AND s.destination_seq = t.seq AND s.minute >= @first AND s.minute < @end
       GROUP BY t.id
       ORDER BY t.id`,
    )
    .all({ ...params, first, end, after, count });
}
