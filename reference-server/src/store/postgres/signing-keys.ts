import type { Millis, SigningKey } from "../../domain/domain.js";
import type { Reader, Transaction } from "./database.js";

export function signingKeysOfEnvironment(db: Reader, environmentId: number): Promise<SigningKey[]> {
  return db.all<SigningKey>(
    `SELECT k.id, d.id AS destination_id, k.secret, k.created_at, k.expires_at
     FROM destinations d JOIN signing_keys k ON k.destination_seq = d.seq
     WHERE d.environment_id = $1 AND d.deleted_at IS NULL
     ORDER BY d.id DESC, k.id DESC`,
    [environmentId],
  );
}

export function insertSigningKey(tx: Transaction, destinationSeq: number, key: SigningKey): void {
  tx.soon(
    "INSERT INTO signing_keys (id, destination_seq, secret, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
    [key.id, destinationSeq, Buffer.from(key.secret), key.created_at, key.expires_at],
  );
}

/** The current key gets its end; one of an earlier rotation keeps its own. */
export function endCurrentKey(tx: Transaction, destinationSeq: number, at: Millis): void {
  tx.soon("UPDATE signing_keys SET expires_at = $1 WHERE destination_seq = $2 AND expires_at IS NULL", [
    at,
    destinationSeq,
  ]);
}

export function deleteSigningKeys(tx: Transaction, destinationSeq: number): void {
  tx.soon("DELETE FROM signing_keys WHERE destination_seq = $1", [destinationSeq]);
}

/** Every key but the current one. */
export function deleteOldKeys(tx: Transaction, destinationSeq: number): void {
  tx.soon("DELETE FROM signing_keys WHERE destination_seq = $1 AND expires_at IS NOT NULL", [destinationSeq]);
}

export function deleteExpiredKeys(tx: Transaction, destinationSeq: number, now: Millis): void {
  tx.soon("DELETE FROM signing_keys WHERE destination_seq = $1 AND expires_at <= $2", [destinationSeq, now]);
}
