import type { Millis } from "../../domain/domain.js";
import { idBefore } from "../id-range.js";
import {
  PORTAL_SESSION_IN_FORCE,
  PORTAL_SESSIONS,
  type PortalSessionRow,
  toFoundPortalSession,
  toPortalSession,
} from "../portal-session-row.js";
import type { NewPortalSession, Page, PortalSessionStore } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { toListed } from "./paging.js";

export function portalSessionStore(engine: Engine): PortalSessionStore {
  const { db, log } = engine;
  return {
    create: ({ hash, ...session }, request) =>
      idempotent(engine, { environmentId: session.environment.id, request }, () => {
        insertSession(db, { hash, ...session });
        return session;
      }),
    findByHash: async (hash) => {
      const row = db.query<[Uint8Array], PortalSessionRow>(`${PORTAL_SESSIONS} WHERE p.hash = ?`).get(hash);
      return row === undefined ? null : toFoundPortalSession(row);
    },
    list: async (environmentId, filter, page) => {
      const { items, more } = toListed(sessionsInForce(db, { environmentId, ...filter }, page), page);
      return { items: items.map(toPortalSession), more };
    },
    revoke: ({ environmentId, id, now }) =>
      log.durably(() => {
        if (!hasSession(db, environmentId, id)) return false;
        revokeWhere(db, "id = @id", { environmentId, id, now });
        return true;
      }),
    revokeOfTenant: ({ environmentId, tenant, now }) =>
      log.durably(() => {
        revokeWhere(db, "tenant = @tenant", { environmentId, tenant, now });
      }),
    inForce: async (ids, now) => idsInForce(db, ids, now),
  };
}

function insertSession(db: Connection, session: NewPortalSession): void {
  const { environment, ...columns } = session;
  const params = { ...columns, environment_id: environment.id };
  db.prepare<[typeof params]>(
    `INSERT INTO portal_sessions
       (id, environment_id, key_id, tenant, capability, return_url, hash, created_at, expires_at)
     VALUES (@id, @environment_id, @key_id, @tenant, @capability, @return_url, @hash, @created_at, @expires_at)`,
  ).run(params);
}

function sessionsInForce(
  db: Connection,
  { environmentId, tenant, now }: { environmentId: number; tenant?: string; now: Millis },
  { after, limit }: Page,
): PortalSessionRow[] {
  const params = { environmentId, tenant, now, before: idBefore(after), limit: limit + 1 };
  return db
    .query<[typeof params], PortalSessionRow>(
      `${PORTAL_SESSIONS}
       WHERE p.environment_id = @environmentId ${tenant === undefined ? "" : "AND p.tenant = @tenant"}
         AND p.id < @before AND ${PORTAL_SESSION_IN_FORCE} @now
       ORDER BY p.id DESC LIMIT @limit`,
    )
    .all(params);
}

function hasSession(db: Connection, environmentId: number, id: string): boolean {
  const sql = "SELECT 1 AS found FROM portal_sessions WHERE id = ? AND environment_id = ?";
  return db.query<[string, number], { found: 1 }>(sql).get(id, environmentId) !== undefined;
}

/** A new version of the environment, so that open streams of the sessions end in every process. */
function revokeWhere(
  db: Connection,
  condition: string,
  params: { environmentId: number; id?: string; tenant?: string; now: Millis },
): void {
  const { changes } = db
    .prepare<[typeof params]>(
      `UPDATE portal_sessions SET revoked_at = @now
       WHERE environment_id = @environmentId AND ${condition} AND revoked_at IS NULL AND expires_at > @now`,
    )
    .run(params);
  if (changes > 0) bumpVersion(db, params.environmentId);
}

export function idsInForce(db: Connection, ids: readonly string[], now: Millis): string[] {
  return db
    .query<[string, number], { id: string }>(
      `SELECT p.id FROM json_each(?) AS given
       JOIN portal_sessions p ON p.id = given.value JOIN api_keys k ON k.id = p.key_id
       WHERE ${PORTAL_SESSION_IN_FORCE} ?`,
    )
    .all(JSON.stringify(ids), now)
    .map(({ id }) => id);
}

export function deleteExpiredSessions(
  db: Connection,
  { expiredBefore, limit }: { expiredBefore: Millis; limit: number },
): void {
  db.prepare<[number, number]>(
    "DELETE FROM portal_sessions WHERE id IN (SELECT id FROM portal_sessions WHERE expires_at < ? LIMIT ?)",
  ).run(expiredBefore, limit);
}
