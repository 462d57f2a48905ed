import type { Millis } from "../../domain/domain.js";
import { type Erasure, LEASES_END_MS } from "../../domain/erasure.js";
import type { Reader, Transaction } from "./database.js";
import { overwriteChanges } from "./stream-changes.js";
import { idOf, knownUuid, LOWEST_UUID } from "./ulid-uuid.js";

/** When the event of this alias was erased, null if it was not: what every reader of bodies and responses goes by. */
export function erasedAt(event: "e" | "events"): string {
  return `coalesce(${event}.erased_at, (
    SELECT x.erased_at FROM erased_tenants x
    WHERE x.environment_id = ${event}.environment_id AND x.tenant = ${event}.tenant AND x.last_event_id >= ${event}.id
  ))`;
}

export function readableBody(event: "e" | "events"): string {
  return `CASE WHEN ${erasedAt(event)} IS NULL THEN ${event}.body END`;
}

/** A row of the table `erasures`. Ids as stored. */
export interface ErasureRow {
  seq: number;
  environment_id: number;
  event_id: string | null;
  tenant: string | null;
  last_event_id: string;
  erased_at: Millis;
  walked_to: string;
}

export interface NewErasure extends Erasure {
  environmentId: number;
  /** As stored. */
  lastEventUuid: string;
  /** Environment time. */
  erasedAt: Millis;
  /** Wall time. */
  markedAt: Millis;
}

const COLUMNS = "seq, environment_id, event_id, tenant, last_event_id, erased_at, walked_to";

export async function insertErasure(tx: Transaction, erasure: NewErasure): Promise<ErasureRow> {
  const { environmentId, version, event_id, tenant, lastEventUuid, erasedAt, markedAt } = erasure;
  const row = await tx.one<ErasureRow>(
    `INSERT INTO erasures (environment_id, version, event_id, tenant, last_event_id, erased_at, marked_at, walked_to)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     RETURNING ${COLUMNS}`,
    [
      environmentId,
      version,
      event_id === null ? null : knownUuid(event_id),
      tenant,
      lastEventUuid,
      erasedAt,
      markedAt,
      LOWEST_UUID,
    ],
  );
  if (row === undefined) throw new Error("An INSERT returned no row.");
  return row;
}

/** The oldest of those that are not overwritten. */
export function nextErasure(tx: Transaction): Promise<ErasureRow | undefined> {
  return tx.one<ErasureRow>(`SELECT ${COLUMNS} FROM erasures WHERE NOT overwritten ORDER BY seq LIMIT 1`);
}

export function moveErasure(tx: Transaction, seq: number, walkedTo: string): void {
  tx.soon("UPDATE erasures SET walked_to = $2 WHERE seq = $1", [seq, walkedTo]);
}

/** The first events of a tenant's erasure that are still to be overwritten. Ids as stored. */
export function eventsToOverwrite(
  tx: Transaction,
  { environment_id, tenant, last_event_id, walked_to }: ErasureRow,
  limit: number,
): Promise<{ id: string; bytes: number }[]> {
  return tx.all<{ id: string; bytes: number }>(
    `SELECT id, octet_length(body) AS bytes FROM events
     WHERE environment_id = $1 AND tenant = $2 AND id > $3 AND id <= $4
     ORDER BY id
     LIMIT $5`,
    [environment_id, tenant, walked_to, last_event_id, limit],
  );
}

/**
 * All events of a tenant up to this one. Another process, whose clock is behind, must not accept one with an id before it: the
 * environment keeps the bound for `commit`.
 */
export function putErasedTenant(
  tx: Transaction,
  {
    environmentId,
    tenant,
    lastEventUuid,
    erasedAt,
  }: { environmentId: number; tenant: string; lastEventUuid: string; erasedAt: Millis },
): void {
  tx.soon(
    `INSERT INTO erased_tenants (environment_id, tenant, last_event_id, erased_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (environment_id, tenant) DO UPDATE SET last_event_id = excluded.last_event_id, erased_at = excluded.erased_at`,
    [environmentId, tenant, lastEventUuid, erasedAt],
  );
  tx.soon("UPDATE environments SET erased_to = greatest(erased_to, $2) WHERE id = $1", [
    environmentId,
    lastEventUuid,
  ]);
}

/** Once the events are purged, or say themselves that they are erased. `erasedBefore` is environment time. */
export function deleteErasedTenants(
  tx: Transaction,
  { environmentId, erasedBefore, limit }: { environmentId: number; erasedBefore: Millis; limit: number },
): void {
  tx.soon(
    `DELETE FROM erased_tenants WHERE environment_id = $1 AND tenant IN (
       SELECT x.tenant FROM erased_tenants x
       WHERE x.environment_id = $1 AND x.erased_at <= $2
         AND NOT EXISTS (SELECT FROM erasures r WHERE r.environment_id = $1 AND r.tenant = x.tenant)
       LIMIT $3
     )`,
    [environmentId, erasedBefore, limit],
  );
}

export function setOverwritten(tx: Transaction, seq: number): void {
  tx.soon("UPDATE erasures SET overwritten = true WHERE seq = $1", [seq]);
}

/** `now` is wall time. */
export function deleteOldErasures(tx: Transaction, now: Millis): void {
  tx.soon("DELETE FROM erasures WHERE overwritten AND marked_at <= $1", [now - LEASES_END_MS]);
}

/** Also those whose bytes are gone, as long as deliveries may be leased since before. */
export async function recentErasures(db: Reader, environmentId: number): Promise<Erasure[]> {
  const rows = await db.all<Erasure>(
    "SELECT event_id, tenant, version FROM erasures WHERE environment_id = $1",
    [environmentId],
  );
  return rows.map((row) => ({ ...row, event_id: row.event_id === null ? null : idOf("evt", row.event_id) }));
}

export function overwriteBodies(
  tx: Transaction,
  { environment_id, erased_at }: ErasureRow,
  eventUuids: readonly string[],
): void {
  tx.soon(
    `UPDATE events SET body = '', erased_at = coalesce(erased_at, $3)
     WHERE environment_id = $1 AND id = ANY ($2::uuid[])`,
    [environment_id, eventUuids, erased_at],
  );
}

/** At most `limit` of attempts, and all in the logs of streams. Returns how many of attempts. */
export function overwriteResponses(
  tx: Transaction,
  { environment_id }: ErasureRow,
  { eventUuids, limit }: { eventUuids: readonly string[]; limit: number },
): Promise<number> {
  overwriteChanges(tx, environment_id, eventUuids);
  return tx.run(
    `UPDATE attempts SET response_body = NULL WHERE (delivery_id, number) IN (
       SELECT a.delivery_id, a.number
       FROM deliveries d JOIN attempts a ON a.delivery_id = d.id
       WHERE d.environment_id = $1 AND d.event_id = ANY ($2::uuid[]) AND a.response_body IS NOT NULL
       LIMIT $3
     )`,
    [environment_id, eventUuids, limit],
  );
}
