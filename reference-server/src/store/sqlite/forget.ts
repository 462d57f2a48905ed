import type { Millis } from "../../domain/domain.js";
import type { SweepOptions } from "../store.js";
import type { Connection } from "./connection.js";
import { destinationBySeq, toDestination } from "./destination-reads.js";
import { updateDestination } from "./destination-writes.js";
import { allEnvironments, bumpVersion } from "./environments.js";
import { deleteExpiredKeys } from "./signing-keys.js";
import { MINUTE_MS } from "./stat-counts.js";

/** What has served its time: idempotency keys, remembered answers, old signing secrets, old counts, tombstones. */
export function forgetExpired(db: Connection, options: SweepOptions): void {
  const { limit, retentionMs, purgeGraceMs } = options;
  for (const environment of allEnvironments(db)) {
    const now = options.now + environment.clock_offset_ms;
    const purgedBefore = now - retentionMs - purgeGraceMs;
    deleteEventKeys(db, { environmentId: environment.id, now, limit });
    deleteAnswers(db, { environmentId: environment.id, now, limit });
    deleteStats(db, { environmentId: environment.id, minute: Math.floor(purgedBefore / MINUTE_MS), limit });
    deleteOldSecrets(db, environment.id, now);
    deleteTombstones(db, { environmentId: environment.id, deletedBefore: purgedBefore, limit });
  }
}

function deleteEventKeys(
  db: Connection,
  params: { environmentId: number; now: Millis; limit: number },
): void {
  db.prepare<[typeof params]>(
    `DELETE FROM event_keys WHERE (environment_id, key) IN (
       SELECT environment_id, key FROM event_keys INDEXED BY event_keys_by_expiry
       WHERE environment_id = @environmentId AND expires_at <= @now
       LIMIT @limit
     )`,
  ).run(params);
}

function deleteAnswers(db: Connection, params: { environmentId: number; now: Millis; limit: number }): void {
  db.prepare<[typeof params]>(
    `DELETE FROM answers WHERE rowid IN (
       SELECT rowid FROM answers INDEXED BY answers_by_expiry
       WHERE environment_id = @environmentId AND expires_at <= @now
       LIMIT @limit
     )`,
  ).run(params);
}

function deleteStats(db: Connection, params: { environmentId: number; minute: number; limit: number }): void {
  db.prepare<[typeof params]>(
    `DELETE FROM stats WHERE (environment_id, destination_seq, minute) IN (
       SELECT environment_id, destination_seq, minute FROM stats INDEXED BY stats_by_minute
       WHERE environment_id = @environmentId AND minute < @minute
       LIMIT @limit
     )`,
  ).run(params);
}

function deleteOldSecrets(db: Connection, environmentId: number, now: Millis): void {
  const rows = rotatedBefore(db, environmentId, now);
  for (const { seq } of rows) {
    deleteExpiredKeys(db, seq, now);
    updateDestination(db, seq, { ...toDestination(destinationBySeq(db, seq)), old_key_expires_at: null });
  }
  if (rows.length > 0) bumpVersion(db, environmentId);
}

function rotatedBefore(db: Connection, environmentId: number, now: Millis): { seq: number }[] {
  return db
    .query<[number, number], { seq: number }>(
      "SELECT seq FROM destinations INDEXED BY destinations_rotated WHERE environment_id = ? AND old_key_expires_at <= ?",
    )
    .all(environmentId, now);
}

/** Once nothing points to it any more. Its row of counters goes first, for it refers to it. */
function deleteTombstones(
  db: Connection,
  params: { environmentId: number; deletedBefore: Millis; limit: number },
): void {
  const rows = db
    .query<[typeof params], { seq: number }>(
      `SELECT t.seq FROM destinations t INDEXED BY destinations_deleted
       WHERE t.deleted_at <= @deletedBefore AND t.environment_id = @environmentId
         AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.destination_seq = t.seq)
       LIMIT @limit`,
    )
    .all(params);
  for (const { seq } of rows) {
    db.prepare<[number]>("DELETE FROM destination_state WHERE destination_seq = ?").run(seq);
    db.prepare<[number]>("DELETE FROM destinations WHERE seq = ?").run(seq);
  }
}
