import { claimable } from "../../domain/claim-plan.js";
import type { Millis } from "../../domain/domain.js";
import { orderingKeyFor, startsBudget } from "../../domain/ordering.js";
import { LANES, triggerOf } from "../../domain/queued.js";
import { afterTaking } from "../../domain/rate-limit.js";
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
import type { Connection } from "./connection.js";
import { setBucketFull, setLastProbe } from "./destination-state.js";
import type { Engine } from "./engine.js";
import { environmentNow } from "./environments.js";
import { insertTakenGroup } from "./lease-groups.js";
import { type Held, keysOfHeld } from "./leases.js";
import { endOrdered } from "./ordered.js";
import {
  countDue,
  deleteQueued,
  type DueRow,
  dueRows,
  insertQueued,
  nextDueAfter,
  queueHead,
  queueHeads,
  queuedFromRow,
  type QueueRow,
} from "./queue.js";

/** Leases due deliveries: see `Store.claim`. In a transaction of the caller's. */
export function claim(engine: Engine, options: ClaimOptions): ClaimResult {
  const { db } = engine;
  releaseExpired(engine, options.now);
  const heads = queueHeads(db, { environmentId: null, now: options.now });
  const candidates = heads.map((head) => candidateOf(engine, head, options));
  const grants = new Grants(candidates, { ...options, turns: engine.turns });
  const deliveries = take(engine, grants, options);
  const waits = waitsOf(engine, grants, options.now);
  const nextDueInMs = grants.hasMore() ? 0 : earliest(waits);
  return { deliveries, waitingIn: grants.waitingIn(), nextDueInMs };
}

/** See `Store.upcoming`. The ends of leases do not count: they are wall time, which an environment's own clock does not move. */
export function upcoming(engine: Engine, environmentId: number, times: ClaimTimes): Upcoming {
  const heads = queueHeads(engine.db, { environmentId, now: times.now });
  const candidates = heads.map((head) => {
    const limit = head.max_per_second === null ? 1 : head.max_concurrent_deliveries;
    return candidateOf(engine, head, { ...times, limit });
  });
  const dueBy = environmentNow(engine.db, environmentId, times.now);
  const announceAt = nextAnnouncementAt(engine.db, environmentId, dueBy);
  const { limited, ...queued } = upcomingOf(candidates, announceAt === null ? null : announceAt - dueBy);
  return { ...queued, inFlight: countInFlight(engine, { environmentId, dueBy, except: limited }) };
}

/** A delivery that died while in flight, with its destination, is no longer due: it counts at any time. */
function countInFlight(
  { leases }: Engine,
  { environmentId, dueBy, except }: { environmentId: number; dueBy: Millis; except: ReadonlySet<number> },
): number {
  let count = 0;
  for (const { identity, destinationSeq, queued, dead } of leases.all()) {
    if (identity.environment_id !== environmentId || except.has(destinationSeq)) continue;
    if (dead !== null || queued.due_at <= dueBy) count += 1;
  }
  return count;
}

/** Gives the slots of these destinations to what waits for them. In a transaction of the caller's. */
export function takeNext(
  engine: Engine,
  destinationSeqs: Iterable<number>,
  options: NextOptions & { now: Millis },
): LeasedDelivery[] {
  const candidates = [...destinationSeqs].flatMap((seq) => {
    const head = queueHead(engine.db, { destinationSeq: seq, now: options.now });
    return head === undefined ? [] : [candidateOf(engine, head, { ...options, holdMs: 0 })];
  });
  if (candidates.length === 0) return [];
  return take(engine, new Grants(candidates, { ...options, turns: engine.turns }), options);
}

function candidateOf(
  { db, leases }: Engine,
  head: QueueHead,
  options: ClaimTimes & { limit: number },
): Candidate {
  const now = options.now + head.clock_offset_ms;
  const may = claimable(
    {
      status: head.status,
      pausedReason: head.paused_reason,
      pausedAt: head.paused_at,
      lastProbeAt: head.last_probe_at,
      maxConcurrent: head.max_concurrent_deliveries,
      inFlight: leases.inFlight(head.seq),
      bucket: bucketOf(head),
      firstDueAt: firstDueAt(head),
      followerDueAt: head.follower_due_at,
    },
    { ...options, now },
  );
  const due = { [LANES.byHand]: 0, [LANES.first]: 0, [LANES.retry]: 0 };
  const { lanes, atMost } = lanesToCount(may, options.limit);
  for (const lane of lanes) {
    const count = countDue(db, { destinationSeq: head.seq, lane, now: may.dueBy[lane], atMost });
    due[lane] = Math.min(may.most[lane], count);
  }
  return { head, now, may, due };
}

/** Until time alone changes something. Behind due ones that are all taken the next of their lane counts. */
function waitsOf({ db, leases }: Engine, grants: Grants, now: Millis): Millis[] {
  const waits = [...grants.candidates.flatMap(({ may }) => may.nextMs ?? []), ...grants.tokenWaits()];
  const expiry = nextExpiry(leases.all());
  if (expiry !== null) waits.push(expiry - now);
  for (const { candidate, lane } of grants.emptied()) {
    const at = nextDueAfter(db, { destinationSeq: candidate.head.seq, lane, now: candidate.now });
    if (at !== null) waits.push(at - candidate.now);
  }
  return waits;
}

function take(
  engine: Engine,
  grants: Grants,
  { now, leaseSlackMs }: { now: Millis; leaseSlackMs: Millis },
): LeasedDelivery[] {
  const { db, leases } = engine;
  const taken = grants.candidates.flatMap((candidate) =>
    ALL_LANES.flatMap((lane) => {
      const limit = grants.of(candidate, lane);
      if (limit === 0) return [];
      const { head, may } = candidate;
      const rows = dueRows(db, { destinationSeq: head.seq, lane, now: may.dueBy[lane], limit });
      return rows.map((row) => ({ candidate, row }));
    }),
  );
  if (taken.length === 0) return [];
  deleteQueued(
    db,
    taken.map(({ row }) => row.delivery_seq),
  );
  const group = insertTakenGroup(
    db,
    taken.map(({ row }) => queueRowOf(row)),
  );
  takeTokens(
    db,
    taken.map(({ candidate }) => candidate),
    now,
  );
  return taken.map(({ candidate, row }) => {
    const { head, may } = candidate;
    const unleased = heldOf(row, head);
    const trigger = triggerOf(unleased.queued, may);
    if (trigger === "probe") setLastProbe(db, head.seq, candidate.now);
    const lease = leases.create(now + head.timeout_seconds * 1000 + leaseSlackMs);
    const token = tokenOf(candidate, unleased.queued, now);
    const held: Held = { ...unleased, trigger, token, lease, group };
    leases.add(held);
    return leasedDelivery(held, { body: row.body, trace: row.trace, version: head.version });
  });
}

/** One for each delivery of a destination with a rate limit. */
function takeTokens(db: Connection, taken: readonly Candidate[], now: Millis): void {
  for (const candidate of new Set(taken)) {
    const bucket = bucketOf(candidate.head);
    if (bucket === null) continue;
    const { fullInMs } = afterTaking(bucket, taken.filter((each) => each === candidate).length);
    setBucketFull(db, candidate.head.seq, now + fullInMs);
  }
}

function queueRowOf({
  event_id: _id,
  event_type: _type,
  created_at: _at,
  ordering_key: _key,
  body: _body,
  trace: _trace,
  ...row
}: DueRow): QueueRow {
  return row;
}

function heldOf(row: DueRow, head: QueueHead): Omit<Held, "trigger" | "token" | "lease" | "group"> {
  const { delivery_id: id, environment_id, tenant, event_id, event_type, created_at } = row;
  const queued = queuedFromRow(row);
  const orderingKey = orderingKeyFor(head, row);
  return {
    seq: row.delivery_seq,
    destinationSeq: head.seq,
    identity: { id, environment_id, tenant, event_id, event_type, destination_id: head.id, created_at },
    queued,
    orderingKey,
    startsBudget: startsBudget(orderingKey, queued),
    dead: null,
    isErased: false,
  };
}

/** See `Store.release`. In a transaction of the caller's. */
export function release(engine: Engine, leaseTokens: readonly string[], now: Millis): void {
  const held = leaseTokens.flatMap((token) => engine.leases.byToken(token) ?? []);
  if (held.length === 0) return;
  endLeases(engine, held);
  engine.db.noteWorkDue(now);
}

function releaseExpired(engine: Engine, now: Millis): void {
  endLeases(
    engine,
    [...engine.leases.all()].filter(({ lease }) => lease.expires_at <= now),
  );
}

/** The deliveries of these leases return to their queues, unless they died in the meantime. */
function endLeases({ db, leases }: Engine, ended: readonly Held[]): void {
  const back = ended.filter(({ dead }) => dead === null);
  insertQueued(
    db,
    back.map(({ seq, destinationSeq, identity, queued }) => [
      keysOfHeld({ seq, destinationSeq, identity }),
      queued,
    ]),
  );
  for (const held of ended) leases.remove(held);
  endOrdered(
    db,
    ended.flatMap(({ dead, orderingKey, seq }) => (dead !== null && orderingKey !== null ? [seq] : [])),
  );
}

function nextExpiry(held: Iterable<Held>): Millis | null {
  let next: Millis | null = null;
  for (const { lease } of held) next = Math.min(next ?? lease.expires_at, lease.expires_at);
  return next;
}
