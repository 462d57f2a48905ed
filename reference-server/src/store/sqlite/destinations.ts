import type {
  ActiveOrPaused,
  Destination,
  Millis,
  Ordering,
  RetryPolicy,
  SignatureScheme,
} from "../../domain/domain.js";
import { idBefore } from "../id-range.js";
import { isVisible, type Scope, visible } from "../scope.js";
import type { DestinationName, TenantFilter } from "../store.js";
import type { Connection } from "./connection.js";
import { tenantCondition, tenantParams } from "./tenant-filter.js";

/** A row of the table `destinations`, JSON columns as text. */
export interface DestinationRow {
  seq: number;
  id: string;
  uid: string | null;
  environment_id: number;
  tenant: string | null;
  url: string;
  url_from_portal: 0 | 1;
  name: string | null;
  status: ActiveOrPaused;
  paused_reason: Destination["paused_reason"];
  paused_at: Millis | null;
  retry_policy: string;
  max_concurrent_deliveries: number;
  max_per_second: number | null;
  timeout_seconds: number;
  ordering: Ordering;
  header_names: string;
  headers: Buffer | null;
  metadata: string | null;
  signature: SignatureScheme;
  public_key: string | null;
  old_signature: SignatureScheme | null;
  old_public_key: string | null;
  old_key_expires_at: Millis | null;
  created_at: Millis;
  updated_at: Millis;
  deleted_at: Millis | null;
  /** The end of the old key that has been announced. */
  announced_expiry: Millis | null;
}

export function destinationFromRow(row: DestinationRow): Destination {
  const { seq: _seq, deleted_at: _deletedAt, announced_expiry: _announcedExpiry, ...rest } = row;
  return {
    ...rest,
    url_from_portal: row.url_from_portal === 1,
    retry_policy: JSON.parse(row.retry_policy) as RetryPolicy,
    header_names: JSON.parse(row.header_names) as string[],
    metadata: row.metadata === null ? null : (JSON.parse(row.metadata) as Record<string, unknown>),
  };
}

function toParams(destination: Destination) {
  return {
    ...destination,
    url_from_portal: destination.url_from_portal ? 1 : 0,
    retry_policy: JSON.stringify(destination.retry_policy),
    header_names: JSON.stringify(destination.header_names),
    metadata: destination.metadata === null ? null : JSON.stringify(destination.metadata),
  };
}

/** Returns its row number. */
export function insertDestination(db: Connection, destination: Destination): number {
  const { lastInsertRowid } = db
    .prepare<[ReturnType<typeof toParams>]>(
      `INSERT INTO destinations (
         id, environment_id, tenant, url, name, status, paused_reason, paused_at, retry_policy, max_concurrent_deliveries,
         timeout_seconds, header_names, headers, metadata, signature, public_key, old_signature, old_public_key,
         old_key_expires_at, created_at, updated_at, url_from_portal, uid, max_per_second, ordering
       ) VALUES (
         @id, @environment_id, @tenant, @url, @name, @status, @paused_reason, @paused_at, @retry_policy,
         @max_concurrent_deliveries, @timeout_seconds, @header_names, @headers, @metadata, @signature, @public_key, @old_signature, @old_public_key,
         @old_key_expires_at, @created_at, @updated_at, @url_from_portal, @uid, @max_per_second, @ordering
       )`,
    )
    .run(toParams(destination));
  return Number(lastInsertRowid);
}

export function updateDestination(db: Connection, seq: number, destination: Destination): void {
  db.prepare<[ReturnType<typeof toParams> & { seq: number }]>(
    `UPDATE destinations SET
       url = @url, url_from_portal = @url_from_portal, name = @name, status = @status, paused_reason = @paused_reason, paused_at = @paused_at,
       retry_policy = @retry_policy, max_concurrent_deliveries = @max_concurrent_deliveries,
       max_per_second = @max_per_second, timeout_seconds = @timeout_seconds, ordering = @ordering, header_names = @header_names, headers = @headers, metadata = @metadata,
       signature = @signature, public_key = @public_key, old_signature = @old_signature, old_public_key = @old_public_key,
       old_key_expires_at = @old_key_expires_at, updated_at = @updated_at, uid = @uid
     WHERE seq = @seq`,
  ).run({ ...toParams(destination), seq });
}

export function markDeleted(db: Connection, seq: number, at: Millis): void {
  db.prepare<[number, number]>("UPDATE destinations SET deleted_at = ? WHERE seq = ?").run(at, seq);
}

/** Null when the scope has no such destination, or no longer. */
export function findDestination(db: Connection, scope: Scope, name: DestinationName): DestinationRow | null {
  const { environmentId } = visible(scope);
  const row =
    typeof name === "string"
      ? db
          .query<[string, number], DestinationRow>(
            "SELECT * FROM destinations WHERE id = ? AND environment_id = ? AND deleted_at IS NULL",
          )
          .get(name, environmentId)
      : db
          .query<[string, number], DestinationRow>(
            "SELECT * FROM destinations WHERE uid = ? AND environment_id = ? AND deleted_at IS NULL",
          )
          .get(name.uid, environmentId);
  return row !== undefined && isVisible(scope, row.tenant) ? row : null;
}

/** Whether another destination than this one has its uid. */
export function isUidTaken(db: Connection, { environment_id, id, uid }: Destination): boolean {
  if (uid === null) return false;
  const found = findDestination(db, environment_id, { uid });
  return found !== null && found.id !== id;
}

/** Deleted or not: what a delivery points to. */
export function destinationBySeq(db: Connection, seq: number): DestinationRow {
  const row = db.query<[number], DestinationRow>("SELECT * FROM destinations WHERE seq = ?").get(seq);
  if (row === undefined) throw new Error(`Destination row ${seq} is missing.`);
  return row;
}

export interface DestinationList extends TenantFilter {
  status: ActiveOrPaused | null;
  after: string | null;
  /** -1: none. */
  limit: number;
}

/** Newest first. */
export function listDestinations(
  db: Connection,
  environmentId: number,
  { status, tenant, after, limit }: DestinationList,
): Destination[] {
  const params = { environmentId, status, before: idBefore(after), limit, ...tenantParams(tenant) };
  return db
    .query<[typeof params], DestinationRow>(
      `SELECT * FROM destinations
       WHERE environment_id = @environmentId AND deleted_at IS NULL
         AND id < @before
         AND (@status IS NULL OR status = @status)
         AND ${tenantCondition("tenant", tenant)}
       ORDER BY id DESC
       LIMIT @limit`,
    )
    .all(params)
    .map(destinationFromRow);
}

/** Of one tenant, or those without one. */
export function countDestinations(db: Connection, environmentId: number, tenant: string | null): number {
  const params = { environmentId, ...tenantParams(tenant) };
  const row = db
    .query<[typeof params], { count: number }>(
      `SELECT count(*) AS count FROM destinations
       WHERE environment_id = @environmentId AND deleted_at IS NULL AND ${tenantCondition("tenant", tenant)}`,
    )
    .get(params);
  return row?.count ?? 0;
}

export function pausedDestinations(
  db: Connection,
): { seq: number; id: string; environment_id: number; paused_at: Millis; clock_offset_ms: Millis }[] {
  return db
    .query<
      [],
      { seq: number; id: string; environment_id: number; paused_at: Millis; clock_offset_ms: Millis }
    >(
      `SELECT t.seq, t.id, t.environment_id, t.paused_at, c.clock_offset_ms
       FROM destinations t INDEXED BY destinations_paused
       CROSS JOIN environments c ON c.id = t.environment_id
       WHERE t.status = 'paused' AND t.deleted_at IS NULL`,
    )
    .all();
}

/** Deleted ones whose deliveries have not all died yet: the end of a process cut the deletion short. */
export function deletedWithQueue(db: Connection): { seq: number; environment_id: number }[] {
  return db
    .query<[], { seq: number; environment_id: number }>(
      `SELECT t.seq, t.environment_id FROM destinations t INDEXED BY destinations_deleted
       WHERE t.deleted_at IS NOT NULL AND EXISTS (SELECT 1 FROM queue q WHERE q.destination_seq = t.seq)`,
    )
    .all();
}

/** Destinations whose old signing keys ended by then. */
export function rotatedBefore(db: Connection, environmentId: number, now: Millis): { seq: number }[] {
  return db
    .query<[number, number], { seq: number }>(
      "SELECT seq FROM destinations INDEXED BY destinations_rotated WHERE environment_id = ? AND old_key_expires_at <= ?",
    )
    .all(environmentId, now);
}

/** Rows of deleted destinations that no delivery refers to any more. The row of counters refers to the destination, so it goes first. */
export function deleteUnreferenced(
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

/** The state of a destination that a commit needs before it leases a delivery to it. */
export interface SlotRow {
  seq: number;
  status: ActiveOrPaused;
  timeout_seconds: number;
  max_concurrent_deliveries: number;
  max_per_second: number | null;
  ordering: Ordering;
  /** Whether an older delivery is due: a new one must not overtake it. */
  waiting: 0 | 1;
}

export function slotRow(
  db: Connection,
  query: { environmentId: number; destinationId: string; now: Millis },
): SlotRow {
  const row = db
    .query<[typeof query], SlotRow>(
      `SELECT t.seq, t.status, t.timeout_seconds, t.max_concurrent_deliveries, t.max_per_second, t.ordering,
         EXISTS (SELECT 1 FROM queue WHERE destination_seq = t.seq AND lane = 0 AND due_at <= @now)
         OR EXISTS (SELECT 1 FROM queue WHERE destination_seq = t.seq AND lane = 1 AND due_at <= @now)
         OR EXISTS (SELECT 1 FROM queue WHERE destination_seq = t.seq AND lane = 2 AND due_at <= @now) AS waiting
       FROM destinations t
       WHERE t.id = @destinationId AND t.environment_id = @environmentId AND t.deleted_at IS NULL`,
    )
    .get(query);
  if (row === undefined) {
    throw new Error(`Destination ${query.destinationId} is missing from environment ${query.environmentId}.`);
  }
  return row;
}
