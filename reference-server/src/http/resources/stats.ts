import type { Millis } from "../../domain/domain.js";
import type { components } from "../../generated/openapi-types.js";
import { COUNT_DUE_TO, LATENCY_BOUNDS_MS } from "../../stats.js";
import type { DestinationCounts, StatsBucket, StatsCounts } from "../../store/store.js";
import { respond, type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { isId } from "../is-id.js";
import { invalid } from "../json/json-body.js";
import { tenantFilter } from "../pages.js";
import { formatTime, parseTime } from "../time.js";

type Schemas = components["schemas"];

const BUCKET_MS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const DEFAULT_RANGE_MS = BUCKET_MS.day;
const MAX_BUCKETS = 1440;
const MAX_GROUPED_MS = 7 * BUCKET_MS.day;
const MAX_GROUPS = 1000;
const EARLIEST_MS = Date.parse("0000-01-01T00:00:00.000Z");
/** A range is widened to the next whole day, which must still have a year of four digits. */
const LATEST_MS = Date.parse("9999-12-31T00:00:00.000Z");

export const stats: Pick<Handlers, "getStats"> = { getStats };

async function getStats({ store, pipeline }: Context, call: Call<"getStats">): Promise<ApiResponse> {
  const { environment, scope } = call.caller;
  const { bucket = "hour", destination_id, group_by } = call.query;
  const range = wholeBuckets(call, BUCKET_MS[bucket]);
  if (group_by !== undefined) checkGrouped(range);
  const only = { ...tenantFilter(call.query), ...(destination_id !== undefined && { destination_id }) };
  const known = destination_id === undefined || isId("dest", destination_id);
  const found = known
    ? await store.stats.counts(scope, { ...range, bucketMs: BUCKET_MS[bucket], ...only })
    : [];
  const groups =
    known && group_by !== undefined
      ? await store.stats.countsByDestination(scope, { ...range, ...only })
      : [];
  const backlog = known
    ? await store.stats.backlog(scope, { now: call.now, ...only })
    : { dead: 0, due: 0, oldestDueAt: null };
  const buckets = withoutGaps(found, range, BUCKET_MS[bucket]);
  const { oldestDueAt } = backlog;
  const waiting = pipeline.waiting({
    environmentId: environment.id,
    tenant: scope.owner ?? only.tenant,
    ...(destination_id === undefined ? {} : { destinationId: destination_id }),
  });
  const oldestMs = oldestDueAt === null ? 0 : Math.max(0, environmentNow(call) - oldestDueAt);
  return respond(200, {
    since: formatTime(range.since),
    until: formatTime(range.until),
    bucket,
    destination_id: destination_id ?? null,
    tenant: only.tenant ?? null,
    group_by: group_by ?? null,
    totals: presentCounts(total(buckets)),
    groups: group_by === undefined ? null : presentGroups(groups),
    buckets: buckets.map((counts) => ({ start: formatTime(counts.at), ...presentCounts(counts) })),
    dlq_depth: backlog.dead,
    backlog: {
      due: Math.min(COUNT_DUE_TO, backlog.due + waiting.count),
      oldest_due_age_seconds:
        oldestDueAt === null && waiting.count === 0 ? null : Math.max(oldestMs, waiting.oldestMs) / 1000,
    },
  } satisfies Schemas["Stats"]);
}

interface Range {
  since: Millis;
  until: Millis;
}

/** The range widened to whole buckets, so that no bucket is partial. */
function wholeBuckets(call: Call<"getStats">, bucketMs: Millis): Range {
  const asked = call.query;
  const lastMs = asked.until === undefined ? environmentNow(call) : parseTime(asked.until);
  if (lastMs > LATEST_MS) throw invalid("query/until", `must not be later than ${formatTime(LATEST_MS)}`);
  const until = Math.ceil(lastMs / bucketMs) * bucketMs;
  const earliest = until - MAX_BUCKETS * bucketMs;
  if (asked.since === undefined) {
    // A day of minutes would have one bucket too many once it is widened at both ends.
    const since = Math.floor((lastMs - DEFAULT_RANGE_MS) / bucketMs) * bucketMs;
    return { since: Math.max(since, earliest, EARLIEST_MS), until };
  }
  const firstMs = parseTime(asked.since);
  if (firstMs > lastMs) throw invalid("query/since", "must not be later than until");
  const since = Math.floor(firstMs / bucketMs) * bucketMs;
  if (since < earliest) {
    throw invalid("query/since", `spans more than ${MAX_BUCKETS} buckets; ask for wider ones`);
  }
  return { since, until };
}

/** Minutes of each destination are added up, so that the range is narrower. */
function checkGrouped({ since, until }: Range): void {
  if (until - since <= MAX_GROUPED_MS) return;
  throw invalid("query/since", "spans more than 7 days, the maximum with group_by");
}

function presentGroups(groups: readonly DestinationCounts[]): Schemas["StatsGroup"][] {
  return groups
    .toSorted((a, b) => attemptsOf(b) - attemptsOf(a) || (a.destination_id < b.destination_id ? -1 : 1))
    .slice(0, MAX_GROUPS)
    .map((counts) => ({
      destination_id: counts.destination_id,
      ...presentCounts(counts),
      dlq_depth: counts.dlqDepth,
    }));
}

function withoutGaps(
  found: readonly StatsBucket[],
  { since, until }: Range,
  bucketMs: Millis,
): StatsBucket[] {
  const byStart = new Map(found.map((counts) => [counts.at, counts]));
  const count = (until - since) / bucketMs;
  return Array.from(
    { length: count },
    (_, n) => byStart.get(since + n * bucketMs) ?? empty(since + n * bucketMs),
  );
}

function empty(at: Millis): StatsBucket {
  return { at, ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0, latency: [] };
}

function total(buckets: readonly StatsBucket[]): StatsBucket {
  const sum = empty(0);
  for (const { ingested, succeeded, failed, rejected, dead, latency } of buckets) {
    sum.ingested += ingested;
    sum.succeeded += succeeded;
    sum.failed += failed;
    sum.rejected += rejected;
    sum.dead += dead;
    latency.forEach((count, at) => (sum.latency[at] = (sum.latency[at] ?? 0) + count));
  }
  return sum;
}

function attemptsOf({ succeeded, failed, rejected }: StatsCounts): number {
  return succeeded + failed + rejected;
}

function presentCounts(counts: StatsCounts): Schemas["StatsCounts"] {
  const { ingested, succeeded, failed, rejected, dead, latency } = counts;
  const attempts = attemptsOf(counts);
  return {
    ingested,
    attempts: { succeeded, failed, rejected },
    // A delivery succeeds once, with the attempt that succeeded.
    delivered: succeeded,
    dead,
    success_rate: attempts === 0 ? null : round(succeeded / attempts),
    latency_ms: {
      p50: percentile(latency, 0.5),
      p95: percentile(latency, 0.95),
      p99: percentile(latency, 0.99),
    },
  };
}

function round(rate: number): number {
  return Math.round(rate * 10_000) / 10_000;
}

/**
 * The latency that a share of the attempts did not exceed, placed inside its class as if the class were filled evenly. In the
 * last class, which has no bound, the lower bound.
 */
export function percentile(counts: readonly number[], share: number): number | null {
  const all = counts.reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  let below = 0;
  for (const [at, count] of counts.entries()) {
    const lower = LATENCY_BOUNDS_MS[at - 1] ?? 0;
    const upper = LATENCY_BOUNDS_MS[at] ?? lower;
    if (count > 0 && below + count >= share * all) {
      return Math.round(lower + ((share * all - below) / count) * (upper - lower));
    }
    below += count;
  }
  return LATENCY_BOUNDS_MS.at(-1) ?? null;
}
