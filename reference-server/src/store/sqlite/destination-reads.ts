import type { ActiveOrPaused, Destination, Millis, RetryPolicy } from "../../domain/domain.js";
import { idBefore } from "../id-range.js";
import type { Connection } from "./connection.js";

/** A row of the table `destinations`, JSON columns as text. */
export interface DestinationRow {
  seq: number;
  id: string;
  environment_id: number;
  url: string;
  name: string | null;
  status: ActiveOrPaused;
  paused_reason: Destination["paused_reason"];
  paused_at: Millis | null;
  retry_policy: string;
  max_concurrent_deliveries: number;
  timeout_seconds: number;
  header_names: string;
  headers: Buffer | null;
  metadata: string | null;
  old_key_expires_at: Millis | null;
  created_at: Millis;
  updated_at: Millis;
  deleted_at: Millis | null;
}

export function toDestination(row: DestinationRow): Destination {
  const { seq: _seq, deleted_at: _deletedAt, ...rest } = row;
  return {
    ...rest,
    retry_policy: JSON.parse(row.retry_policy) as RetryPolicy,
    header_names: JSON.parse(row.header_names) as string[],
    metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as Record<string, unknown>),
  };
}

/** Null when there is none in the environment, or no more. */
export function findDestination(db: Connection, environmentId: number, id: string): DestinationRow | null {
  const row = db
    .query<[string, number], DestinationRow>(
      "SELECT * FROM destinations WHERE id = ? AND environment_id = ? AND deleted_at IS NULL",
    )
    .get(id, environmentId);
  return row ?? null;
}

/** Deleted or not: what a delivery points to. */
export function destinationBySeq(db: Connection, seq: number): DestinationRow {
  const row = db.query<[number], DestinationRow>("SELECT * FROM destinations WHERE seq = ?").get(seq);
  if (row === undefined) throw new Error(`There is no destination row ${seq}.`);
  return row;
}

/** Newest first; a limit of -1 is none. */
export function listDestinations(
  db: Connection,
  environmentId: number,
  { status, after, limit }: { status: ActiveOrPaused | null; after: string | null; limit: number },
): Destination[] {
  return db
    .query<[{ environmentId: number; status: string | null; before: string; limit: number }], DestinationRow>(
      `SELECT * FROM destinations
       WHERE environment_id = @environmentId AND deleted_at IS NULL
         AND id < @before
         AND (@status IS NULL OR status = @status)
       ORDER BY id DESC
       LIMIT @limit`,
    )
    .all({ environmentId, status, before: idBefore(after), limit })
    .map(toDestination);
}

export function countDestinations(db: Connection, environmentId: number): number {
  const row = db
    .query<[number], { count: number }>(
      "SELECT count(*) AS count FROM destinations WHERE environment_id = ? AND deleted_at IS NULL",
    )
    .get(environmentId);
  return row?.count ?? 0;
}
