import { NO_OLD_KEY } from "../../domain/change-destination.js";
import { holdEnd } from "../../domain/claim-plan.js";
import type { Delivery, Millis } from "../../domain/domain.js";
import { Counter, MINUTE_MS } from "../counter.js";
import type { Store, SweepOptions, SweepResult } from "../store.js";
import { announceDeaths, announceExpiries, endDeathMinutes } from "./announcements.js";
import { deleteOldStats, foldCounts, insertCounts } from "./counts.js";
import type { Database, Reader, Transaction } from "./database.js";
import { deleteDeliveries } from "./deliveries.js";
import { killQueued } from "./destination-deletion.js";
import {
  deletedWithQueue,
  deleteUnreferenced,
  destinationBySeq,
  destinationFromRow,
  pausedDestinations,
  rotatedBefore,
  updateDestination,
} from "./destinations.js";
import { deleteOldUrls } from "./destination-urls.js";
import type { Engine } from "./engine.js";
import { allEnvironments, bumpVersion } from "./environments.js";
import { deleteErasedTenants } from "./erasures.js";
import { overwriteErased } from "./erase.js";
import { deleteEvents, oldestEvents } from "./events.js";
import { deleteExpiredKeys as deleteIdempotencyKeys } from "./idempotency.js";
import { killRows } from "./kill.js";
import { lockEnvironments, lockMaintenance } from "./locks.js";
import { exists } from "./lookups.js";
import { statisticsOf } from "./planner-statistics.js";
import { deleteExpiredSessions } from "./portal-sessions.js";
import { releaseFollowers, unorderedWithPlaces } from "./ordered.js";
import { heldSince } from "./queue.js";
import { deleteExpiredKeys } from "./signing-keys.js";
import { deleteChanges } from "./stream-changes.js";
import { LOWEST_UUID } from "./ulid-uuid.js";

/** Per environment. */
type PurgeCursors = Map<number, PurgeCursor>;

interface PurgeCursor {
  /** The last event looked at. Ids run with time, so an environment is done for now where the first young event is. */
  after: string;
  /**
   * All are purged up to this one, and the next walk continues behind it: while a transaction of another user keeps its snapshot, a walk
   * from the oldest one visits all that was deleted since.
   */
  purgedTo: string;
  /** A process whose clock is behind may insert events before: from then on a walk begins with the oldest one again. */
  until: Millis;
}

const FROM_OLDEST_MS = 3_600_000;

/** Periodic maintenance: see `Store.sweep`. */
export function sweeper({ db, background }: Engine): Store["sweep"] {
  const cursors: PurgeCursors = new Map();
  const refreshStatistics = statisticsOf(db);
  return async (options) => {
    await background.run("refreshing the planner's statistics failed; retrying", refreshStatistics);
    return await sweep(db, cursors, options);
  };
}

/** `limit` bounds the rows of each kind. Of several processes one at a time. */
async function sweep(db: Database, cursors: PurgeCursors, options: SweepOptions): Promise<SweepResult> {
  await forgetOldSecrets(db, options.now);
  await releaseUnordered(db, options);
  const swept = await db.transaction(async (tx) => {
    lockMaintenance(tx, "sweep");
    // Rows of destinations come before those of their deaths, as in a settlement.
    await announceExpiries(tx, options.now);
    const expired = await endHolds(tx, options);
    await announceDeaths(tx, expired);
    await endDeathMinutes(tx, options.now);
    expired.push(...(await finishDeletions(tx, { ...options, limit: options.limit - expired.length })));
    const purgedEvents = await purgeEvents(tx, cursors, options);
    await forgetExpired(tx, options);
    await foldCounts(tx);
    return { expired, purgedEvents };
  });
  const { died, isErasing } = await overwriteErased(db, options);
  return { ...swept, expired: [...swept.expired, ...died], isErasing };
}

async function endHolds(tx: Transaction, { now: wallNow, holdMs, limit }: SweepOptions): Promise<Delivery[]> {
  const expired: Delivery[] = [];
  for (const { seq, environment_id: environmentId, ...paused } of await pausedDestinations(tx)) {
    const now = wallNow + paused.clock_offset_ms;
    // A hold is over when both the pause and the creation are long enough ago.
    const first = holdEnd(0, { pausedAt: paused.paused_at, holdMs });
    if (first === null || first > now || expired.length >= limit) continue;
    // Followers first: the next one behind a first one takes its place.
    for (const behind of [true, false]) {
      const due = { dueBy: now - holdMs, limit: limit - expired.length };
      const held = await heldSince(tx, { destinationSeq: seq, behind, ...due });
      expired.push(...(await killRows(tx, held, { environmentId, reason: "destination_paused", now })));
    }
  }
  return expired;
}

async function finishDeletions(tx: Transaction, { now, limit }: SweepOptions): Promise<Delivery[]> {
  const died: Delivery[] = [];
  for (const { seq, environment_id: environmentId } of await deletedWithQueue(tx)) {
    if (died.length >= limit) break;
    died.push(...(await killQueued(tx, { seq, environmentId, now, limit: limit - died.length })));
  }
  return died;
}

/** Of destinations that went back to any order. */
async function releaseUnordered(db: Database, { now, limit }: SweepOptions): Promise<void> {
  let left = limit;
  for (const { seq, environment_id: environmentId } of await unorderedWithPlaces(db)) {
    if (left > 0) left -= await releaseFollowers(db, { seq, environmentId, now, limit: left });
  }
}

/**
 * Removes events past retention and grace, with their deliveries, from the oldest on. An event that still has an unfinished
 * delivery stays until that is finished.
 */
async function purgeEvents(tx: Transaction, cursors: PurgeCursors, options: SweepOptions): Promise<number> {
  let purged = 0;
  const counter = new Counter();
  tx.onRollback(() => {
    cursors.clear();
  });
  for (const { id: environmentId, clock_offset_ms } of await allEnvironments(tx)) {
    const bound = options.now + clock_offset_ms - options.retentionMs - options.purgeGraceMs;
    const cursor = cursorOf(cursors, environmentId, options.now);
    const rows = await oldestEvents(tx, { environmentId, after: cursor.after, limit: options.limit });
    const old = rows.filter((row) => row.created_at <= bound).map(({ id }) => id);
    const count = await purge(tx, { environmentId, events: old }, counter);
    purged += count;
    cursors.set(environmentId, moved(cursor, { old, isWhole: count === old.length, ...options }));
  }
  insertCounts(tx, counter);
  return purged;
}

function cursorOf(cursors: PurgeCursors, environmentId: number, now: Millis): PurgeCursor {
  const cursor = cursors.get(environmentId);
  if (cursor !== undefined && (now < cursor.until || cursor.after !== cursor.purgedTo)) return cursor;
  return { after: LOWEST_UUID, purgedTo: LOWEST_UUID, until: now + FROM_OLDEST_MS };
}

function moved(
  { after, purgedTo, until }: PurgeCursor,
  { old, isWhole, limit }: { old: readonly string[]; isWhole: boolean; limit: number },
): PurgeCursor {
  const last = old.at(-1) ?? after;
  const next = isWhole && after === purgedTo ? last : purgedTo;
  return { after: old.length === limit ? last : next, purgedTo: next, until };
}

async function purge(
  tx: Transaction,
  { environmentId, events }: { environmentId: number; events: readonly string[] },
  counter: Counter,
): Promise<number> {
  if (events.length === 0) return 0;
  const deliveries = await deliveriesOfEvents(tx, environmentId, events);
  const unfinished = new Set(deliveries.filter(({ finished }) => !finished).map(({ event_id }) => event_id));
  const gone = deliveries.filter(({ event_id }) => !unfinished.has(event_id));
  for (const { destination_seq, dead } of gone) if (dead) counter.deadLetters(destination_seq, -1);
  const purged = events.filter((id) => !unfinished.has(id));
  deleteChanges(tx, environmentId, purged);
  deleteDeliveries(
    tx,
    environmentId,
    gone.map(({ id }) => id),
  );
  deleteEvents(tx, environmentId, purged);
  return purged.length;
}

interface PurgeRow {
  event_id: string;
  id: string;
  destination_seq: number;
  dead: boolean;
  finished: boolean;
}

/** Finished is what is dead or has succeeded: everything else waits or is in flight. */
function deliveriesOfEvents(
  db: Reader,
  environmentId: number,
  events: readonly string[],
): Promise<PurgeRow[]> {
  return db.all<PurgeRow>(
    `SELECT d.event_id, d.id, d.destination_seq, x.delivery_id IS NOT NULL AS dead,
       NOT ${exists("queue q WHERE q.delivery_id = d.id")} AND (
         x.delivery_id IS NOT NULL
         OR ${exists("attempts a WHERE a.delivery_id = d.id AND a.outcome = 'succeeded'")}
       ) AS finished
     FROM unnest($2::uuid[]) AS given (event_id)
     CROSS JOIN LATERAL (SELECT * FROM deliveries WHERE event_id = given.event_id AND environment_id = $1 OFFSET 0) d
     LEFT JOIN LATERAL (SELECT delivery_id FROM dead WHERE delivery_id = d.id LIMIT 1) x ON true`,
    [environmentId, events],
  );
}

/** Portal sessions, idempotency keys, stored responses, old counts and deleted destinations. */
async function forgetExpired(
  tx: Transaction,
  { now: wallNow, retentionMs, purgeGraceMs, limit }: SweepOptions,
): Promise<void> {
  deleteExpiredSessions(tx, { expiredBefore: wallNow - retentionMs - purgeGraceMs, limit });
  for (const { id: environmentId, clock_offset_ms } of await allEnvironments(tx)) {
    const now = wallNow + clock_offset_ms;
    const purgedBefore = now - retentionMs - purgeGraceMs;
    deleteIdempotencyKeys(tx, { environmentId, now, retentionMs, limit });
    deleteOldStats(tx, { environmentId, minute: Math.floor(purgedBefore / MINUTE_MS), limit });
    deleteErasedTenants(tx, { environmentId, erasedBefore: purgedBefore, limit });
    deleteOldUrls(tx, { environmentId, endedBefore: purgedBefore, limit });
    await deleteUnreferenced(tx, { environmentId, deletedBefore: purgedBefore, limit });
  }
}

/** Secrets that no longer sign. In transactions of their own: they change environments, whose locks come before all others. */
async function forgetOldSecrets(db: Database, wallNow: Millis): Promise<void> {
  for (const { id: environmentId, clock_offset_ms } of await allEnvironments(db)) {
    const now = wallNow + clock_offset_ms;
    if ((await rotatedBefore(db, environmentId, now)).length === 0) continue;
    await db.transaction(async (tx) => {
      await lockEnvironments(tx, [environmentId]);
      const rows = await rotatedBefore(tx, environmentId, now);
      for (const { seq } of rows) {
        deleteExpiredKeys(tx, seq, now);
        const destination = destinationFromRow(await destinationBySeq(tx, seq));
        updateDestination(tx, seq, { ...destination, ...NO_OLD_KEY });
      }
      if (rows.length > 0) await bumpVersion(tx, environmentId);
    });
  }
}
