import type { Sealed, SealedOf, SealedValue } from "../../domain/domain.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";

interface Row extends SealedValue {
  row: number;
}

const UPDATES: Record<SealedOf, string> = {
  signing_key: "UPDATE signing_keys SET secret = ? WHERE rowid = ?",
  destination_headers: "UPDATE destinations SET headers = ? WHERE rowid = ?",
  answer: "UPDATE answers SET answer = ? WHERE rowid = ?",
};

/** See `Store.reseal`. Durable, because the key that opened the former values may be removed once this has returned. */
export function reseal(
  { db, log }: Engine,
  options: { prefix: Uint8Array; limit: number },
  make: (value: SealedValue) => Sealed,
): Promise<number> {
  return log.durably(() => {
    const values = sealedOtherwise(db, options);
    for (const { row, ...value } of values) {
      db.prepare<[Uint8Array, number]>(UPDATES[value.of]).run(make(value), row);
    }
    return values.length;
  });
}

function sealedOtherwise(db: Connection, options: { prefix: Uint8Array; limit: number }): Row[] {
  return db
    .query<[typeof options], Row>(
      `SELECT /* at start only */ 'signing_key' AS "of", id, secret AS sealed, rowid AS row FROM signing_keys
       WHERE substr(secret, 1, length(@prefix)) <> @prefix
       UNION ALL
       SELECT 'destination_headers', id, headers, rowid FROM destinations
       WHERE substr(headers, 1, length(@prefix)) <> @prefix
       UNION ALL
       SELECT 'answer', environment_id || '/' || CASE owner WHEN '' THEN '' ELSE owner || char(10) END || key, answer, rowid FROM answers
       WHERE substr(answer, 1, length(@prefix)) <> @prefix
       LIMIT @limit`,
    )
    .all(options);
}
