import type { Millis } from "../../domain/domain.js";
import type { Transaction } from "./database.js";

interface OldUrl {
  environmentId: number;
  destinationSeq: number;
  url: string;
  /** Environment time of the change. */
  until: Millis;
}

/** Of two changes in one millisecond the URL between them was never used. */
export function keepOldUrl(tx: Transaction, { environmentId, destinationSeq, url, until }: OldUrl): void {
  tx.soon(
    `INSERT INTO destination_urls (destination_seq, until, environment_id, url) VALUES ($1, $2, $3, $4)
     ON CONFLICT DO NOTHING`,
    [destinationSeq, until, environmentId, url],
  );
}

/** The URL of a destination at a time. */
export function urlAt({ seq, at }: { seq: string; at: string }): string {
  return `coalesce(
    (SELECT url FROM destination_urls WHERE destination_seq = ${seq} AND until > ${at} ORDER BY until LIMIT 1),
    (SELECT url FROM destinations WHERE destinations.seq = ${seq})
  )`;
}

export function deleteOldUrls(
  tx: Transaction,
  { environmentId, endedBefore, limit }: { environmentId: number; endedBefore: Millis; limit: number },
): void {
  tx.soon(
    `DELETE FROM destination_urls WHERE (destination_seq, until) IN (
       SELECT destination_seq, until FROM destination_urls WHERE environment_id = $1 AND until < $2 LIMIT $3
     )`,
    [environmentId, endedBefore, limit],
  );
}
