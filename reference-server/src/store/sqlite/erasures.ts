import type { Millis } from "../../domain/domain.js";
import { type Erasure, LEASES_END_MS } from "../../domain/erasure.js";
import type { Connection } from "./connection.js";

/** When the event of this alias was erased, null if it was not: what every reader of bodies and responses goes by. */
export function erasedAt(event: "e" | "events"): string {
  return `coalesce(${event}.erased_at, (
    SELECT erased_at FROM erased_tenants
    WHERE environment_id = ${event}.environment_id AND tenant = ${event}.tenant AND last_event_seq >= ${event}.seq
  ))`;
}

export function readableBody(event: "e" | "events"): string {
  return `iif(${erasedAt(event)} IS NULL, ${event}.body, NULL)`;
}

/** The order in which the bytes of an erasure disappear. The numbers are stored. */
export const STAGES = { marked: 0, overwritten: 1, done: 2 } as const;

/** A row of the table `erasures`. */
export interface ErasureRow {
  seq: number;
  environment_id: number;
  event_id: string | null;
  tenant: string | null;
  last_event_seq: number;
  erased_at: Millis;
  walked_to: string;
}

export interface NewErasure extends Erasure {
  environmentId: number;
  lastEventSeq: number;
  /** Environment time. */
  erasedAt: Millis;
  /** Wall time. */
  markedAt: Millis;
}

export function insertErasure(db: Connection, erasure: NewErasure): ErasureRow {
  const { environmentId: environment_id, event_id, tenant, lastEventSeq, markedAt } = erasure;
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO erasures (environment_id, version, event_id, tenant, last_event_seq, erased_at, marked_at)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(environment_id, erasure.version, event_id, tenant, lastEventSeq, erasure.erasedAt, markedAt);
  const seq = Number(lastInsertRowid);
  const [last_event_seq, erased_at] = [lastEventSeq, erasure.erasedAt];
  return { seq, environment_id, event_id, tenant, last_event_seq, erased_at, walked_to: "" };
}

/** The oldest of those that are not overwritten. */
export function nextErasure(db: Connection): ErasureRow | undefined {
  return db
    .query<[number], ErasureRow>(
      `SELECT seq, environment_id, event_id, tenant, last_event_seq, erased_at, walked_to
       FROM erasures INDEXED BY erasures_by_stage WHERE stage = ? ORDER BY seq LIMIT 1`,
    )
    .get(STAGES.marked);
}

export function moveErasure(db: Connection, seq: number, walkedTo: string): void {
  db.prepare<[string, number]>("UPDATE erasures SET walked_to = ? WHERE seq = ?").run(walkedTo, seq);
}

/** The first events of a tenant's erasure that are still to be overwritten. */
export function eventsToOverwrite(
  db: Connection,
  erasure: Pick<ErasureRow, "environment_id" | "tenant" | "last_event_seq" | "walked_to">,
  limit: number,
): { seq: number; id: string; bytes: number }[] {
  const { environment_id, tenant, last_event_seq, walked_to } = erasure;
  const params = { environment_id, tenant, last_event_seq, walked_to, limit };
  return db
    .query<[typeof params], { seq: number; id: string; bytes: number }>(
      `SELECT seq, id, length(body) AS bytes FROM events INDEXED BY events_of_tenant
       WHERE environment_id = @environment_id AND tenant = @tenant AND id > @walked_to AND seq <= @last_event_seq
       ORDER BY id
       LIMIT @limit`,
    )
    .all(params);
}

/** All events of a tenant that are stored so far. */
export function putErasedTenant(
  db: Connection,
  mark: {
    environmentId: number;
    tenant: string;
    lastEventSeq: number;
    lastEventId: string;
    erasedAt: Millis;
  },
): void {
  db.prepare<[typeof mark]>(
    `INSERT OR REPLACE INTO erased_tenants (environment_id, tenant, last_event_seq, last_event_id, erased_at)
     VALUES (@environmentId, @tenant, @lastEventSeq, @lastEventId, @erasedAt)`,
  ).run(mark);
}

/** Once the events are purged, or say themselves that they are erased. `erasedBefore` is environment time. */
export function deleteErasedTenants(
  db: Connection,
  params: { environmentId: number; erasedBefore: Millis; limit: number },
): void {
  db.prepare<[typeof params]>(
    `DELETE FROM erased_tenants WHERE environment_id = @environmentId AND tenant IN (
       SELECT tenant FROM erased_tenants x
       WHERE x.environment_id = @environmentId AND x.erased_at <= @erasedBefore
         AND NOT EXISTS (SELECT 1 FROM erasures r WHERE r.environment_id = @environmentId AND r.tenant = x.tenant)
       LIMIT @limit
     )`,
  ).run(params);
}

export function setOverwritten(db: Connection, seq: number): void {
  db.prepare<[number, number]>("UPDATE erasures SET stage = ? WHERE seq = ?").run(STAGES.overwritten, seq);
}

export function hasErasuresAt(db: Connection, stage: number): boolean {
  const sql = "SELECT 1 AS found FROM erasures INDEXED BY erasures_by_stage WHERE stage = ? LIMIT 1";
  return db.query<[number], { found: 1 }>(sql).get(stage) !== undefined;
}

export function setAllDone(db: Connection): void {
  db.prepare<[number, number]>("UPDATE erasures SET stage = ? WHERE stage = ?").run(
    STAGES.done,
    STAGES.overwritten,
  );
}

/** `now` is wall time. */
export function deleteDoneErasures(db: Connection, now: Millis): void {
  db.prepare<[number, number]>("DELETE FROM erasures WHERE stage = ? AND marked_at <= ?").run(
    STAGES.done,
    now - LEASES_END_MS,
  );
}

/** Also those whose bytes are gone, as long as deliveries may be leased since before. */
export function recentErasures(db: Connection, environmentId: number): Erasure[] {
  return db
    .query<[number], Erasure>("SELECT event_id, tenant, version FROM erasures WHERE environment_id = ?")
    .all(environmentId);
}

/** Replaces bodies, for good if the caller is in `Connection.overwriting`. */
export function overwriteBodies(db: Connection, seqs: readonly number[], erasedAt: Millis): void {
  db.prepare<[number, string]>(
    `UPDATE events SET body = x'', erased_at = coalesce(erased_at, ?)
     WHERE seq IN (SELECT value FROM json_each(?))`,
  ).run(erasedAt, JSON.stringify(seqs));
}

/** As above, at most `limit` responses. Returns how many. */
export function overwriteResponses(db: Connection, eventSeqs: readonly number[], limit: number): number {
  return db
    .prepare<[string, number]>(
      `UPDATE attempts SET response_body = NULL WHERE (delivery_seq, number) IN (
         SELECT a.delivery_seq, a.number
         FROM json_each(?) AS given
         CROSS JOIN deliveries d INDEXED BY deliveries_by_event ON d.event_seq = given.value
         CROSS JOIN attempts a ON a.delivery_seq = d.seq
         WHERE a.response_body IS NOT NULL
         LIMIT ?
       )`,
    )
    .run(JSON.stringify(eventSeqs), limit).changes;
}
