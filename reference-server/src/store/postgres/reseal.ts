import type { Sealed, SealedOf, SealedValue } from "../../domain/domain.js";
import type { Database } from "./database.js";

const ANSWER_ID = "environment_id || '/' || CASE owner WHEN '' THEN '' ELSE owner || chr(10) END || key";

const SEALED: Record<SealedOf, { select: string; update: string }> = {
  signing_key: {
    select:
      "SELECT id, secret AS sealed FROM signing_keys WHERE substr(secret, 1, length($1::bytea)) <> $1::bytea",
    update: "UPDATE signing_keys SET secret = $1 WHERE id = $2",
  },
  destination_headers: {
    select:
      "SELECT id, headers AS sealed FROM destinations WHERE substr(headers, 1, length($1::bytea)) <> $1::bytea",
    update: "UPDATE destinations SET headers = $1 WHERE id = $2",
  },
  answer: {
    select: `SELECT ${ANSWER_ID} AS id, response AS sealed FROM idempotency_keys
      WHERE substr(response, 1, length($1::bytea)) <> $1::bytea`,
    update: `UPDATE idempotency_keys SET response = $1 WHERE ${ANSWER_ID} = $2`,
  },
};

/** See `Store.reseal`. Durable, because the key that opened the former values may be removed once this has returned. */
export function reseal(
  db: Database,
  { prefix, limit }: { prefix: Uint8Array; limit: number },
  make: (value: SealedValue) => Sealed,
): Promise<number> {
  return db.transaction(async (tx) => {
    let count = 0;
    for (const [kind, { select, update }] of Object.entries(SEALED)) {
      const rows = await tx.all<{ id: string; sealed: Buffer }>(`${select} LIMIT $2 FOR UPDATE`, [
        Buffer.from(prefix),
        limit - count,
      ]);
      for (const row of rows) tx.soon(update, [Buffer.from(make({ of: kind as SealedOf, ...row })), row.id]);
      count += rows.length;
    }
    return count;
  });
}
