import type { Millis, SigningKey } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

export function signingKeysOfEnvironment(db: Connection, environmentId: number): SigningKey[] {
  return db
    .query<[number], SigningKey>(
      `SELECT k.id, d.id AS destination_id, k.secret, k.created_at, k.expires_at
       FROM destinations d JOIN signing_keys k ON k.destination_seq = d.seq
       WHERE d.environment_id = ? AND d.deleted_at IS NULL
       ORDER BY d.id DESC, k.id DESC`,
    )
    .all(environmentId);
}

export function insertSigningKey(db: Connection, destinationSeq: number, key: SigningKey): void {
  db.prepare<[string, number, Uint8Array, number, number | null]>(
    "INSERT INTO signing_keys (id, destination_seq, secret, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
  ).run(key.id, destinationSeq, key.secret, key.created_at, key.expires_at);
}

/** The current key gets its end; one of an earlier rotation keeps its own. */
export function endCurrentKey(db: Connection, destinationSeq: number, at: Millis): void {
  db.prepare<[number, number]>(
    "UPDATE signing_keys SET expires_at = ? WHERE destination_seq = ? AND expires_at IS NULL",
  ).run(at, destinationSeq);
}

export function deleteSigningKeys(db: Connection, destinationSeq: number): void {
  db.prepare<[number]>("DELETE FROM signing_keys WHERE destination_seq = ?").run(destinationSeq);
}

/** Every key but the current one. */
export function deleteOldKeys(db: Connection, destinationSeq: number): void {
  db.prepare<[number]>("DELETE FROM signing_keys WHERE destination_seq = ? AND expires_at IS NOT NULL").run(
    destinationSeq,
  );
}

export function deleteExpiredKeys(db: Connection, destinationSeq: number, now: Millis): void {
  db.prepare<[number, number]>("DELETE FROM signing_keys WHERE destination_seq = ? AND expires_at <= ?").run(
    destinationSeq,
    now,
  );
}
