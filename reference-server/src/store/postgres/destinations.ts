import type { ActiveOrPaused, Destination, Millis } from "../../domain/domain.js";
import { idBefore } from "../id-range.js";
import { isVisible, type Scope, visible } from "../scope.js";
import type { DestinationName, TenantFilter } from "../store.js";
import type { Reader, Transaction } from "./database.js";
import { tenantCondition } from "./tenant-filter.js";

/** A row of the table `destinations`. */
export interface DestinationRow extends Destination {
  seq: number;
  deleted_at: Millis | null;
}

const COLUMNS = `seq, id, uid, environment_id, tenant, url, url_from_portal, name, status, paused_reason, paused_at, retry_policy, max_concurrent_deliveries,
  max_per_second, timeout_seconds, ordering, header_names, headers, metadata, signature, public_key, old_signature, old_public_key,
  old_key_expires_at, created_at, updated_at, deleted_at`;

export function destinationFromRow(row: DestinationRow): Destination {
  const { seq: _seq, deleted_at: _deletedAt, ...destination } = row;
  return destination;
}

function values(destination: Destination): unknown[] {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  return [
    destination.url,
    json(destination.name),
    destination.status,
    destination.paused_reason,
    destination.paused_at,
    json(destination.retry_policy),
    destination.max_concurrent_deliveries,
    destination.timeout_seconds,
    json(destination.header_names),
    destination.headers === null ? null : Buffer.from(destination.headers),
    json(destination.metadata),
    destination.signature,
    destination.public_key,
    destination.old_signature,
    destination.old_public_key,
    destination.old_key_expires_at,
    destination.updated_at,
    destination.url_from_portal,
    destination.uid,
    destination.max_per_second,
    destination.ordering,
  ];
}

/** Returns its row number. */
export async function insertDestination(tx: Transaction, destination: Destination): Promise<number> {
  const row = await tx.one<{ seq: number }>(
    `INSERT INTO destinations (
       url, name, status, paused_reason, paused_at, retry_policy, max_concurrent_deliveries, timeout_seconds, header_names, headers,
       metadata, signature, public_key, old_signature, old_public_key, old_key_expires_at, updated_at, url_from_portal, uid, max_per_second, ordering, id,
       environment_id, created_at, tenant
     ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)
     RETURNING seq`,
    [
      ...values(destination),
      destination.id,
      destination.environment_id,
      destination.created_at,
      destination.tenant,
    ],
  );
  if (row === undefined) throw new Error("An INSERT returned no row.");
  return row.seq;
}

export function updateDestination(tx: Transaction, seq: number, destination: Destination): void {
  tx.soon(
    `UPDATE destinations SET
       url = $1, name = $2, status = $3, paused_reason = $4, paused_at = $5, retry_policy = $6, max_concurrent_deliveries = $7,
       timeout_seconds = $8, header_names = $9, headers = $10, metadata = $11, signature = $12, public_key = $13,
       old_signature = $14, old_public_key = $15, old_key_expires_at = $16, updated_at = $17,
       url_from_portal = $18, uid = $19, max_per_second = $20, ordering = $21
     WHERE seq = $22`,
    [...values(destination), seq],
  );
}

export function markDeleted(tx: Transaction, seq: number, at: Millis): void {
  tx.soon("UPDATE destinations SET deleted_at = $1 WHERE seq = $2", [at, seq]);
}

/** Null when the scope has no such destination, or no longer. */
export async function findDestination(
  db: Reader,
  scope: Scope,
  name: DestinationName,
): Promise<DestinationRow | null> {
  const [column, value] = typeof name === "string" ? ["id", name] : ["uid", name.uid];
  const row = await db.one<DestinationRow>(
    `SELECT ${COLUMNS} FROM destinations WHERE ${column} = $1 AND environment_id = $2 AND deleted_at IS NULL`,
    [value, visible(scope).environmentId],
  );
  return row !== undefined && isVisible(scope, row.tenant) ? row : null;
}

/** Whether another destination than this one has its uid. */
export async function isUidTaken(db: Reader, { environment_id, id, uid }: Destination): Promise<boolean> {
  if (uid === null) return false;
  const found = await findDestination(db, environment_id, { uid });
  return found !== null && found.id !== id;
}

/** Deleted or not: what a delivery points to. */
export async function destinationBySeq(db: Reader, seq: number): Promise<DestinationRow> {
  const row = await db.one<DestinationRow>(`SELECT ${COLUMNS} FROM destinations WHERE seq = $1`, [seq]);
  if (row === undefined) throw new Error(`Destination row ${seq} is missing.`);
  return row;
}

/** Those that are not deleted. */
export function destinationsByIds(db: Reader, ids: readonly string[]): Promise<DestinationRow[]> {
  return db.all<DestinationRow>(
    `SELECT ${COLUMNS} FROM destinations WHERE id = ANY ($1::text[]) AND deleted_at IS NULL`,
    [ids],
  );
}

/** By row number, without deleted ones. */
export function destinationsBySeqs(db: Reader, seqs: readonly number[]): Promise<DestinationRow[]> {
  return db.all<DestinationRow>(
    `SELECT ${COLUMNS} FROM destinations WHERE seq = ANY ($1::int[]) AND deleted_at IS NULL`,
    [seqs],
  );
}

export interface DestinationList extends TenantFilter {
  status: ActiveOrPaused | null;
  after: string | null;
  /** Null: all. */
  limit: number | null;
}

/** Newest first. */
export async function listDestinations(
  db: Reader,
  environmentId: number,
  { status, tenant, after, limit }: DestinationList,
): Promise<Destination[]> {
  const rows = await db.all<DestinationRow>(
    `SELECT ${COLUMNS} FROM destinations
     WHERE environment_id = $1 AND deleted_at IS NULL AND id < $2 AND ($3::text IS NULL OR status = $3)
       AND ${tenantCondition("tenant", "$4", tenant)}
     ORDER BY id DESC
     LIMIT $5`,
    [environmentId, idBefore(after), status, tenant ?? null, limit],
  );
  return rows.map(destinationFromRow);
}

/** Of one tenant, or those without one. */
export async function countDestinations(
  db: Reader,
  environmentId: number,
  tenant: string | null,
): Promise<number> {
  const row = await db.one<{ count: number }>(
    `SELECT count(*) AS count FROM destinations
     WHERE environment_id = $1 AND deleted_at IS NULL AND ${tenantCondition("tenant", "$2", tenant)}`,
    [environmentId, tenant],
  );
  return row?.count ?? 0;
}

export interface PausedDestination {
  seq: number;
  environment_id: number;
  paused_at: Millis;
  clock_offset_ms: Millis;
}

export function pausedDestinations(db: Reader): Promise<PausedDestination[]> {
  return db.all<PausedDestination>(
    `SELECT t.seq, t.environment_id, t.paused_at, c.clock_offset_ms
     FROM destinations t JOIN environments c ON c.id = t.environment_id
     WHERE t.status = 'paused' AND t.deleted_at IS NULL
     ORDER BY t.seq`,
  );
}

/** Deleted destinations for which deliveries still wait. */
export function deletedWithQueue(db: Reader): Promise<{ seq: number; environment_id: number }[]> {
  return db.all<{ seq: number; environment_id: number }>(
    `SELECT t.seq, t.environment_id FROM destinations t
     WHERE t.deleted_at IS NOT NULL AND EXISTS (SELECT FROM queue q WHERE q.destination_seq = t.seq)
     ORDER BY t.seq`,
  );
}

/** Destinations whose old signing keys ended by then. */
export function rotatedBefore(db: Reader, environmentId: number, now: Millis): Promise<{ seq: number }[]> {
  return db.all<{ seq: number }>(
    "SELECT seq FROM destinations WHERE environment_id = $1 AND old_key_expires_at <= $2 ORDER BY seq",
    [environmentId, now],
  );
}

/** Rows of deleted destinations that no delivery refers to any more. The row of counters refers to the destination, so it goes first. */
export async function deleteUnreferenced(
  tx: Transaction,
  { environmentId, deletedBefore, limit }: { environmentId: number; deletedBefore: Millis; limit: number },
): Promise<void> {
  const rows = await tx.all<{ seq: number }>(
    `SELECT t.seq FROM destinations t
     WHERE t.deleted_at <= $1 AND t.environment_id = $2
       AND NOT EXISTS (SELECT FROM deliveries d WHERE d.destination_seq = t.seq)
     LIMIT $3`,
    [deletedBefore, environmentId, limit],
  );
  if (rows.length === 0) return;
  const seqs = rows.map(({ seq }) => seq);
  tx.soon("DELETE FROM destination_state WHERE destination_seq = ANY ($1::int[])", [seqs]);
  tx.soon("DELETE FROM destinations WHERE seq = ANY ($1::int[])", [seqs]);
}
