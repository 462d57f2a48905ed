import type { Destination, Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

/** A destination with its JSON columns as text. */
function toParams(destination: Destination) {
  return {
    ...destination,
    retry_policy: JSON.stringify(destination.retry_policy),
    header_names: JSON.stringify(destination.header_names),
    metadata: destination.metadata === null ? null : JSON.stringify(destination.metadata),
  };
}

/** Answers its row number. */
export function insertDestination(db: Connection, destination: Destination): number {
  const { lastInsertRowid } = db
    .prepare<[ReturnType<typeof toParams>]>(
      `INSERT INTO destinations (
         id, environment_id, url, name, status, paused_reason, paused_at, retry_policy, max_concurrent_deliveries,
         timeout_seconds, header_names, headers, metadata, old_key_expires_at, created_at, updated_at
       ) VALUES (
         @id, @environment_id, @url, @name, @status, @paused_reason, @paused_at, @retry_policy, @max_concurrent_deliveries,
         @timeout_seconds, @header_names, @headers, @metadata, @old_key_expires_at, @created_at, @updated_at
       )`,
    )
    .run(toParams(destination));
  return Number(lastInsertRowid);
}

export function insertDestinationState(db: Connection, seq: number): void {
  db.prepare<[number]>("INSERT INTO destination_state (destination_seq) VALUES (?)").run(seq);
}

export function updateDestination(db: Connection, seq: number, destination: Destination): void {
  db.prepare<[ReturnType<typeof toParams> & { seq: number }]>(
    `UPDATE destinations SET
       url = @url, name = @name, status = @status, paused_reason = @paused_reason, paused_at = @paused_at,
       retry_policy = @retry_policy, max_concurrent_deliveries = @max_concurrent_deliveries,
       timeout_seconds = @timeout_seconds, header_names = @header_names, headers = @headers, metadata = @metadata,
       old_key_expires_at = @old_key_expires_at, updated_at = @updated_at
     WHERE seq = @seq`,
  ).run({ ...toParams(destination), seq });
}

/** What remains is what its deliveries still show: no secrets. */
export function entomb(db: Connection, seq: number, now: Millis): void {
  db.prepare<[number, number, number]>(
    `UPDATE destinations
     SET deleted_at = ?, updated_at = ?, headers = NULL, header_names = '[]', metadata = NULL, old_key_expires_at = NULL
     WHERE seq = ?`,
  ).run(now, now, seq);
}
