import { NO_OLD_KEY } from "../../domain/change-destination.js";
import { holdEnd } from "../../domain/claim-plan.js";
import type { Delivery, Millis } from "../../domain/domain.js";
import { Counter, MINUTE_MS } from "../counter.js";
import type { SweepOptions, SweepResult } from "../store.js";
import { announceDeaths, announceExpiries, endDeathMinutes } from "./announcements.js";
import { deleteOldStats, foldCounts, insertCounts } from "./counts.js";
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
import { releaseFollowers, unorderedWithPlaces } from "./ordered.js";
import { heldSince } from "./queue.js";
import { deleteExpiredSessions } from "./portal-sessions.js";
import { deleteExpiredKeys } from "./signing-keys.js";

/**
 * Per environment the id of the last event looked at. Ids run with time, so an environment is done for now where the first young
 * event is.
 */
export type PurgeCursors = Map<number, string>;

/** Periodic maintenance: see `Store.sweep`. `limit` bounds the rows of each kind. */
export function sweep(engine: Engine, cursors: PurgeCursors, options: SweepOptions): SweepResult {
  const { db } = engine;
  const swept = db.writing(() => {
    announceExpiries(db, options.now);
    const expired = endHolds(engine, options);
    announceDeaths(db, expired);
    endDeathMinutes(db, options.now);
    expired.push(...finishDeletions(engine, { ...options, limit: options.limit - expired.length }));
    releaseUnordered(engine, options);
    const purgedEvents = purgeEvents(engine, cursors, options);
    forgetExpired(engine, options);
    foldCounts(db);
    return { expired, purgedEvents };
  });
  const { died, isErasing } = overwriteErased(engine, options);
  return { ...swept, expired: [...swept.expired, ...died], isErasing };
}

function endHolds(engine: Engine, { now: wallNow, holdMs, limit }: SweepOptions): Delivery[] {
  const expired: Delivery[] = [];
  for (const { seq, paused_at: pausedAt, clock_offset_ms } of pausedDestinations(engine.db)) {
    const now = wallNow + clock_offset_ms;
    // A hold is over when both the pause and the creation are long enough ago.
    const first = holdEnd(0, { pausedAt, holdMs });
    if (first === null || first > now || expired.length >= limit) continue;
    // Followers first: the next one behind a first one takes its place.
    for (const behind of [true, false]) {
      const due = { dueBy: now - holdMs, limit: limit - expired.length };
      const held = heldSince(engine.db, { destinationSeq: seq, behind, ...due });
      expired.push(...killRows(engine, held, { reason: "destination_paused", now }));
    }
  }
  return expired;
}

function finishDeletions(engine: Engine, { now, limit }: SweepOptions): Delivery[] {
  const died: Delivery[] = [];
  for (const { seq, environment_id: environmentId } of deletedWithQueue(engine.db)) {
    if (died.length >= limit) break;
    died.push(...killQueued(engine, { seq, environmentId, now, limit: limit - died.length }));
  }
  return died;
}

/** Of destinations that went back to any order. */
function releaseUnordered({ db }: Engine, { now, limit }: SweepOptions): void {
  let left = limit;
  for (const { seq } of unorderedWithPlaces(db)) {
    if (left > 0) left -= releaseFollowers(db, { destinationSeq: seq, now, limit: left });
  }
  if (left < limit) db.noteWorkDue(now);
}

/**
 * Removes events past retention and grace, with their deliveries, from the oldest on. An event that still has an unfinished
 * delivery stays until that is finished.
 */
function purgeEvents(engine: Engine, cursors: PurgeCursors, options: SweepOptions): number {
  const { db } = engine;
  let purged = 0;
  const counter = new Counter();
  for (const { id: environmentId, clock_offset_ms } of allEnvironments(db)) {
    const bound = options.now + clock_offset_ms - options.retentionMs - options.purgeGraceMs;
    const after = cursors.get(environmentId) ?? "";
    const rows = oldestEvents(db, { environmentId, after, limit: options.limit });
    const old = rows.filter((row) => row.created_at <= bound);
    purged += purge(
      engine,
      old.map(({ seq }) => seq),
      counter,
    );
    const last = old.at(-1);
    if (last !== undefined && old.length === options.limit) cursors.set(environmentId, last.id);
    else cursors.delete(environmentId);
  }
  insertCounts(db, counter);
  return purged;
}

interface PurgeRow {
  event_seq: number;
  seq: number;
  destination_seq: number;
  dead: 0 | 1;
  queued: 0 | 1;
}

function purge({ db, leases }: Engine, eventSeqs: readonly number[], counter: Counter): number {
  if (eventSeqs.length === 0) return 0;
  const deliveries = deliveriesOfEvents(db, eventSeqs);
  const unfinished = new Set(
    deliveries
      .filter(({ seq, queued }) => queued === 1 || leases.bySeq(seq) !== undefined)
      .map(({ event_seq }) => event_seq),
  );
  const gone = deliveries.filter(({ event_seq }) => !unfinished.has(event_seq));
  for (const { destination_seq, dead } of gone) counter.deadLetters(destination_seq, -dead);
  deleteDeliveries(
    db,
    gone.map(({ seq }) => seq),
  );
  const events = eventSeqs.filter((seq) => !unfinished.has(seq));
  deleteEvents(db, events);
  return events.length;
}

function deliveriesOfEvents(db: Engine["db"], eventSeqs: readonly number[]): PurgeRow[] {
  return db
    .query<[string], PurgeRow>(
      `SELECT d.event_seq, d.seq, d.destination_seq,
         EXISTS (SELECT 1 FROM dead x WHERE x.delivery_seq = d.seq) AS dead,
         EXISTS (SELECT 1 FROM queue q WHERE q.delivery_seq = d.seq) AS queued
       FROM json_each(?) AS given CROSS JOIN deliveries d ON d.event_seq = given.value`,
    )
    .all(JSON.stringify(eventSeqs));
}

/** Portal sessions, idempotency keys, stored responses, old signing secrets, old counts and deleted destinations. */
function forgetExpired(
  { db }: Engine,
  { now: wallNow, retentionMs, purgeGraceMs, limit }: SweepOptions,
): void {
  deleteExpiredSessions(db, { expiredBefore: wallNow - retentionMs - purgeGraceMs, limit });
  for (const { id: environmentId, clock_offset_ms } of allEnvironments(db)) {
    const now = wallNow + clock_offset_ms;
    const purgedBefore = now - retentionMs - purgeGraceMs;
    deleteIdempotencyKeys(db, { environmentId, now, retentionMs, limit });
    deleteOldStats(db, { environmentId, minute: Math.floor(purgedBefore / MINUTE_MS), limit });
    deleteOldSecrets(db, environmentId, now);
    deleteErasedTenants(db, { environmentId, erasedBefore: purgedBefore, limit });
    deleteOldUrls(db, { environmentId, endedBefore: purgedBefore, limit });
    deleteUnreferenced(db, { environmentId, deletedBefore: purgedBefore, limit });
  }
}

function deleteOldSecrets(db: Engine["db"], environmentId: number, now: Millis): void {
  const rows = rotatedBefore(db, environmentId, now);
  for (const { seq } of rows) {
    deleteExpiredKeys(db, seq, now);
    const destination = destinationFromRow(destinationBySeq(db, seq));
    updateDestination(db, seq, { ...destination, ...NO_OLD_KEY });
  }
  if (rows.length > 0) bumpVersion(db, environmentId);
}
