import type { Millis } from "../../domain.js";
import type { SweepOptions } from "../store.js";
import type { Connection } from "./connection.js";
import { destinationBySeq, toDestination } from "./destination-reads.js";
import { updateDestination } from "./destination-writes.js";
import { allScopes, bumpVersion } from "./scopes.js";
import { deleteExpiredKeys } from "./signing-keys.js";
import { MINUTE_MS } from "./stat-counts.js";

/** What has served its time: idempotency keys, remembered answers, old signing secrets, old counts, tombstones. */
export function forgetExpired(db: Connection, options: SweepOptions): void {
  const { limit, retentionMs, purgeGraceMs } = options;
  for (const scope of allScopes(db)) {
    const now = options.now + scope.clock_offset_ms;
    const purgedBefore = now - retentionMs - purgeGraceMs;
    deleteEventKeys(db, { scopeId: scope.id, now, limit });
    deleteAnswers(db, { scopeId: scope.id, now, limit });
    deleteStats(db, { scopeId: scope.id, minute: Math.floor(purgedBefore / MINUTE_MS), limit });
    deleteOldSecrets(db, scope.id, now);
    deleteTombstones(db, { scopeId: scope.id, deletedBefore: purgedBefore, limit });
  }
}

function deleteEventKeys(db: Connection, params: { scopeId: number; now: Millis; limit: number }): void {
  db.prepare<[typeof params]>(
    `DELETE FROM event_keys WHERE (scope_id, key) IN (
       SELECT scope_id, key FROM event_keys INDEXED BY event_keys_by_expiry
       WHERE scope_id = @scopeId AND expires_at <= @now
       LIMIT @limit
     )`,
  ).run(params);
}

function deleteAnswers(db: Connection, params: { scopeId: number; now: Millis; limit: number }): void {
  db.prepare<[typeof params]>(
    `DELETE FROM answers WHERE rowid IN (
       SELECT rowid FROM answers INDEXED BY answers_by_expiry
       WHERE scope_id = @scopeId AND expires_at <= @now
       LIMIT @limit
     )`,
  ).run(params);
}

function deleteStats(db: Connection, params: { scopeId: number; minute: number; limit: number }): void {
  db.prepare<[typeof params]>(
    `DELETE FROM stats WHERE (scope_id, destination_seq, minute) IN (
       SELECT scope_id, destination_seq, minute FROM stats INDEXED BY stats_by_minute
       WHERE scope_id = @scopeId AND minute < @minute
       LIMIT @limit
     )`,
  ).run(params);
}

function deleteOldSecrets(db: Connection, scopeId: number, now: Millis): void {
  const rows = rotatedBefore(db, scopeId, now);
  for (const { seq } of rows) {
    deleteExpiredKeys(db, seq, now);
    updateDestination(db, seq, { ...toDestination(destinationBySeq(db, seq)), old_key_expires_at: null });
  }
  if (rows.length > 0) bumpVersion(db, scopeId);
}

function rotatedBefore(db: Connection, scopeId: number, now: Millis): { seq: number }[] {
  return db
    .query<[number, number], { seq: number }>(
      "SELECT seq FROM destinations INDEXED BY destinations_rotated WHERE scope_id = ? AND old_key_expires_at <= ?",
    )
    .all(scopeId, now);
}

/** Once nothing points to it any more. Its row of counters goes first, for it refers to it. */
function deleteTombstones(
  db: Connection,
  params: { scopeId: number; deletedBefore: Millis; limit: number },
): void {
  const rows = db
    .query<[typeof params], { seq: number }>(
      `SELECT t.seq FROM destinations t INDEXED BY destinations_deleted
       WHERE t.deleted_at <= @deletedBefore AND t.scope_id = @scopeId
         AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.destination_seq = t.seq)
       LIMIT @limit`,
    )
    .all(params);
  for (const { seq } of rows) {
    db.prepare<[number]>("DELETE FROM destination_state WHERE destination_seq = ?").run(seq);
    db.prepare<[number]>("DELETE FROM destinations WHERE seq = ?").run(seq);
  }
}
