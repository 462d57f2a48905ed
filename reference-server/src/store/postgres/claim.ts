import { randomUUID } from "node:crypto";
import { claimable } from "../../domain/claim-plan.js";
import type { Millis } from "../../domain/domain.js";
import { startsBudget } from "../../domain/ordering.js";
import { LANES, triggerOf } from "../../domain/queued.js";
import { afterTaking, tokensIn } from "../../domain/rate-limit.js";
import {
  ALL_LANES,
  bucketOf,
  type Candidate,
  earliest,
  firstDueAt,
  Grants,
  lanesToCount,
  type QueueHead,
  tokenOf,
  upcomingOf,
} from "../claim-candidates.js";
import { leasedDelivery } from "../leased-delivery.js";
import type {
  ClaimOptions,
  ClaimResult,
  ClaimTimes,
  LeasedDelivery,
  NextOptions,
  Upcoming,
} from "../store.js";
import { nextAnnouncementAt } from "./announcements.js";
import type { Reader, Transaction } from "./database.js";
import { identityFromRow } from "./deliveries.js";
import { type Buckets, lockBuckets, setBucketsFull, startProbe } from "./destination-state.js";
import type { Engine } from "./engine.js";
import { environmentNow } from "./environments.js";
import { expiredGroups, inFlightElsewhere, insertGroups, nextExpiry, recover } from "./lease-groups.js";
import { type Held, leaseOf } from "./leases.js";
import {
  countDue,
  type DueIn,
  type DueRow,
  leaseRows,
  lockDue,
  nextDueAfter,
  queuedFromRow,
  queueHeads,
  queueHeadsOf,
} from "./queue.js";

/** Durable: a lease that a crash of the database lost would let another process send the same delivery meanwhile. */
const OPTIONS = { lane: "work" } as const;

/** Leases due deliveries: see `Store.claim`. */
export async function claim(engine: Engine, options: ClaimOptions): Promise<ClaimResult> {
  await engine.workers.join();
  await engine.clock.compareIfMoved(engine.db);
  return await engine.db.transaction(async (tx) => {
    await releaseExpired(engine, tx, options.now);
    const candidates = candidatesOf(engine, await queueHeads(tx, null), options);
    await count(tx, candidates, options.limit);
    const grants = new Grants(candidates, { ...options, turns: engine.turns });
    const deliveries = await take(engine, tx, { ...options, grants });
    const waits = await waitsOf(engine, tx, { grants, now: options.now });
    const left = grants.notTaken(deliveries);
    const nextDueInMs = grants.hasMore() || left.length > 0 ? 0 : earliest(waits);
    return { deliveries, waitingIn: [...new Set([...grants.waitingIn(), ...left])], nextDueInMs };
  }, OPTIONS);
}

/** See `Store.upcoming`. The ends of leases do not count: they are wall time, which an environment's own clock does not move. */
export async function upcoming(engine: Engine, environmentId: number, times: ClaimTimes): Promise<Upcoming> {
  return await engine.db.transaction(async (tx) => {
    const heads = await queueHeads(tx, environmentId);
    // Independent of the share of this process, which may take no work.
    const candidates = candidatesOf(engine, heads, {
      ...times,
      slotsOf: (head) => head.max_concurrent_deliveries,
    });
    await count(
      tx,
      candidates.filter(({ head }) => head.max_per_second !== null),
      Infinity,
    );
    const dueBy = await environmentNow(tx, environmentId, times.now);
    const announceAt = await nextAnnouncementAt(tx, environmentId, dueBy);
    const { limited, ...queued } = upcomingOf(candidates, announceAt === null ? null : announceAt - dueBy);
    const inFlight = await countInFlight(engine, tx, { environmentId, dueBy, except: [...limited] });
    return { ...queued, inFlight };
  }, OPTIONS);
}

async function countInFlight(
  engine: Engine,
  db: Reader,
  query: { environmentId: number; dueBy: Millis; except: readonly number[] },
): Promise<number> {
  let count = await inFlightElsewhere(db, engine, query);
  for (const { identity, destinationSeq, queued } of engine.leases.all()) {
    if (identity.environment_id !== query.environmentId || query.except.includes(destinationSeq)) continue;
    if (queued.due_at <= query.dueBy) count += 1;
  }
  return count;
}

/** Gives the slots of these destinations to what waits for them, behind a settlement that is recorded. */
export async function takeNext(
  engine: Engine,
  destinationSeqs: Iterable<number>,
  options: NextOptions & { now: Millis },
): Promise<LeasedDelivery[]> {
  const seqs = [...destinationSeqs];
  if (seqs.length === 0 || options.limit <= 0) return [];
  const failure = "claiming behind a settlement failed; the worker claims";
  return (await engine.background.run(failure, () => takeHeads(engine, seqs, options))) ?? [];
}

async function takeHeads(
  engine: Engine,
  seqs: readonly number[],
  options: NextOptions & { now: Millis },
): Promise<LeasedDelivery[]> {
  await engine.clock.compareIfMoved(engine.db);
  return await engine.db.transaction(async (tx) => {
    const heads = await queueHeadsOf(tx, seqs);
    if (heads.length === 0) return [];
    const candidates = candidatesOf(engine, heads, { ...options, holdMs: 0 });
    await count(tx, candidates, options.limit);
    const grants = new Grants(candidates, { ...options, turns: engine.turns });
    return await take(engine, tx, { ...options, grants });
  }, OPTIONS);
}

function candidatesOf(
  { leases, workers }: Engine,
  heads: readonly QueueHead[],
  { slotsOf, ...times }: ClaimTimes & { slotsOf?: (head: QueueHead) => number },
): Candidate[] {
  return heads.map((head) => {
    const now = times.now + head.clock_offset_ms;
    const may = claimable(
      {
        status: head.status,
        pausedReason: head.paused_reason,
        pausedAt: head.paused_at,
        lastProbeAt: head.last_probe_at,
        maxConcurrent: slotsOf?.(head) ?? workers.share(head.seq, head.max_concurrent_deliveries).slots,
        inFlight: leases.inFlight(head.seq),
        bucket: bucketOf(head),
        firstDueAt: firstDueAt(head),
        followerDueAt: head.follower_due_at,
      },
      { ...times, now },
    );
    return { head, now, may, due: { [LANES.byHand]: 0, [LANES.first]: 0, [LANES.retry]: 0 } };
  });
}

async function count(db: Reader, candidates: readonly Candidate[], limit: number): Promise<void> {
  const queries = candidates.flatMap((candidate) => {
    const { lanes, atMost } = lanesToCount(candidate.may, limit);
    return lanes.map((lane) => ({ candidate, lane, atMost }));
  });
  const counts = await countDue(
    db,
    queries.map(({ candidate, lane, atMost }) => ({ ...dueIn(candidate, lane), atMost })),
  );
  queries.forEach(({ candidate: { due, may }, lane }, index) => {
    due[lane] = Math.min(may.most[lane], counts[index] ?? 0);
  });
}

function dueIn({ head, may }: Candidate, lane: DueIn["lane"]): DueIn {
  return { destinationSeq: head.seq, lane, now: may.dueBy[lane] };
}

/** Until time alone changes something, in ms. */
async function waitsOf(
  engine: Engine,
  db: Reader,
  { grants, now }: { grants: Grants; now: Millis },
): Promise<Millis[]> {
  const waits = [...grants.candidates.flatMap(({ may }) => may.nextMs ?? []), ...grants.tokenWaits()];
  const expiry = await nextExpiry(db, engine);
  if (expiry !== null) waits.push(expiry - now);
  const emptied = grants.emptied();
  const next = await nextDueAfter(
    db,
    emptied.map(({ candidate, lane }) => dueIn(candidate, lane)),
  );
  next.forEach((at, index) => {
    const from = emptied[index]?.candidate.now;
    if (at !== null && from !== undefined) waits.push(at - from);
  });
  return waits;
}

interface Taking extends Omit<NextOptions, "limit" | "shares"> {
  grants: Grants;
  now: Millis;
}

async function take(
  engine: Engine,
  tx: Transaction,
  { grants, ...options }: Taking,
): Promise<LeasedDelivery[]> {
  const granted = grantedOf(engine, grants);
  if (granted.length === 0) return [];
  const unreserve = granted.map(({ candidate, count }) => engine.leases.reserve(candidate.head.seq, count));
  try {
    const heads = granted.map(({ candidate }) => candidate.head);
    const buckets = await lockBuckets(tx, heads);
    const queries = await wanted(tx, { grants, granted, buckets }, options);
    const rows = queries.length === 0 ? [] : await lockDue(tx, queries);
    takeTokens(tx, { buckets, rows, queries });
    return lease(engine, tx, { rows, queries, ...options });
  } finally {
    for (const undo of unreserve) undo();
  }
}

interface Granted {
  candidate: Candidate;
  /** In all lanes. */
  count: number;
}

/** As far as there still are slots: since they were counted, commits may have taken some, and other workers may have joined. */
function grantedOf({ leases, workers }: Engine, grants: Grants): Granted[] {
  return grants.candidates.flatMap((candidate) => {
    const total = grants.total(candidate);
    if (total === 0) return [];
    const { seq, max_concurrent_deliveries } = candidate.head;
    const free = workers.share(seq, max_concurrent_deliveries).slots - leases.inFlight(seq);
    return free > 0 ? [{ candidate, count: Math.min(total, free) }] : [];
  });
}

type Wanted = DueIn & { limit: number; candidate: Candidate };

/** One for each delivery of a destination with a rate limit. */
function takeTokens(
  tx: Transaction,
  { buckets, rows, queries }: { buckets: Buckets; rows: readonly DueRow[]; queries: readonly Wanted[] },
): void {
  const taken = [...buckets].flatMap(([destinationSeq, bucket]) => {
    const count = rows.filter(({ ord }) => queries[ord - 1]?.destinationSeq === destinationSeq).length;
    return count === 0 ? [] : { destinationSeq, fullInMs: afterTaking(bucket, count).fullInMs };
  });
  setBucketsFull(tx, taken);
}

/**
 * Of a destination whose breaker holds it, first attempts only if no other process sends its probe right now. Of one with a rate limit,
 * as many as it has tokens; requests by hand come first and do not wait.
 */
async function wanted(
  tx: Transaction,
  { grants, granted, buckets }: { grants: Grants; granted: readonly Granted[]; buckets: Buckets },
  { probeIntervalMs: intervalMs }: Pick<NextOptions, "probeIntervalMs">,
): Promise<Wanted[]> {
  const queries: Wanted[] = [];
  for (const { candidate, count } of granted) {
    const { head, may, now } = candidate;
    const bucket = buckets.get(head.seq);
    let [left, tokens] = [count, bucket === undefined ? Infinity : tokensIn(bucket)];
    for (const lane of ALL_LANES) {
      const most = Math.min(left, grants.of(candidate, lane));
      const limit = lane === LANES.byHand ? most : Math.min(most, Math.max(0, tokens));
      if (limit === 0) continue;
      left -= limit;
      tokens -= limit;
      const isProbe = lane === may.probe;
      if (isProbe && !(await startProbe(tx, head.seq, { now, intervalMs }))) continue;
      queries.push({ ...dueIn(candidate, lane), limit, candidate });
    }
  }
  return queries;
}

interface Locked {
  rows: readonly DueRow[];
  queries: readonly Wanted[];
  now: Millis;
  leaseSlackMs: Millis;
}

/** Leases rows that the transaction has locked. */
function lease(
  engine: Engine,
  tx: Transaction,
  { rows, queries, now, leaseSlackMs }: Locked,
): LeasedDelivery[] {
  const groups = new Map<number, string>();
  const held: Held[] = [];
  const deliveries = rows.flatMap((row, index) => {
    const query = queries[row.ord - 1];
    if (query === undefined) return [];
    const { candidate } = query;
    const { head, may } = candidate;
    const queued = queuedFromRow(row);
    const expiresAt = now + head.timeout_seconds * 1000 + leaseSlackMs;
    const group = groups.get(expiresAt) ?? randomUUID();
    groups.set(expiresAt, group);
    const one: Held = {
      destinationSeq: head.seq,
      identity: identityFromRow({ ...row, id: row.delivery_id, destination_id: head.id }),
      queued,
      orderingKey: row.ordering_key,
      startsBudget: startsBudget(row.ordering_key, queued),
      trigger: triggerOf(queued, may),
      token: tokenOf(candidate, queued, now),
      lease: leaseOf(group, index, expiresAt),
      group,
      taken: true,
      version: row.version,
    };
    held.push(one);
    engine.leases.add(tx, one);
    return leasedDelivery(one, { body: row.body, trace: row.trace, version: row.version });
  });
  insertGroups(tx, engine, held);
  leaseRows(
    tx,
    rows.map((row, index) => ({ deliveryUuid: row.delivery_id, group: held[index]?.group ?? "" })),
  );
  return deliveries;
}

/** Ends the leases that have run out, of all processes. */
async function releaseExpired(engine: Engine, tx: Transaction, now: Millis): Promise<void> {
  const { leases, workers } = engine;
  const groups = await expiredGroups(tx, engine, now);
  await recover(tx, groups);
  // Another process may have ended them, while this one could not settle.
  for (const held of leases.expired(now)) leases.remove(tx, held);
  if (groups.length > 0 || workers.hasElsewhere) await workers.readElsewhere(tx);
}
