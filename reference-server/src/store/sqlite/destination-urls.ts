import type { Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

interface OldUrl {
  environmentId: number;
  destinationSeq: number;
  url: string;
  /** Environment time of the change. */
  until: Millis;
}

/** Of two changes in one millisecond the URL between them was never used. */
export function keepOldUrl(db: Connection, old: OldUrl): void {
  db.prepare<[OldUrl]>(
    `INSERT OR IGNORE INTO destination_urls (destination_seq, until, environment_id, url)
     VALUES (@destinationSeq, @until, @environmentId, @url)`,
  ).run(old);
}

/** The URL of a destination at a time. */
export function urlAt({ seq, at }: { seq: string; at: string }): string {
  return `coalesce(
    (SELECT url FROM destination_urls WHERE destination_seq = ${seq} AND until > ${at} ORDER BY until LIMIT 1),
    (SELECT url FROM destinations WHERE seq = ${seq})
  )`;
}

export function deleteOldUrls(
  db: Connection,
  params: { environmentId: number; endedBefore: Millis; limit: number },
): void {
  db.prepare<[typeof params]>(
    `DELETE FROM destination_urls WHERE (destination_seq, until) IN (
       SELECT destination_seq, until FROM destination_urls INDEXED BY destination_urls_by_end
       WHERE environment_id = @environmentId AND until < @endedBefore
       LIMIT @limit
     )`,
  ).run(params);
}
