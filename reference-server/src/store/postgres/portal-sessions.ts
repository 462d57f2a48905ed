import type { Millis } from "../../domain/domain.js";
import { idBefore } from "../id-range.js";
import {
  PORTAL_SESSION_IN_FORCE,
  PORTAL_SESSIONS,
  type PortalSessionRow,
  toFoundPortalSession,
  toPortalSession,
} from "../portal-session-row.js";
import type { NewPortalSession, PortalSessionStore } from "../store.js";
import type { Reader, Transaction } from "./database.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { lockEnvironments } from "./locks.js";
import { toListed } from "./paging.js";

export function portalSessionStore({ db }: Pick<Engine, "db">): PortalSessionStore {
  return {
    create: ({ hash, ...session }, request) =>
      idempotent(db, { environmentId: session.environment.id, request }, async (tx) => {
        insertSession(tx, { hash, ...session });
        return session;
      }),
    findByHash: async (hash) => {
      const row = await db.one<PortalSessionRow>(`${PORTAL_SESSIONS} WHERE p.hash = $1`, [Buffer.from(hash)]);
      return row === undefined ? null : toFoundPortalSession(row);
    },
    list: async (environmentId, { tenant = null, now }, page) => {
      const rows = await db.all<PortalSessionRow>(
        `${PORTAL_SESSIONS}
         WHERE p.environment_id = $1 AND ($2::text IS NULL OR p.tenant = $2)
           AND p.id < $3 AND ${PORTAL_SESSION_IN_FORCE} $4
         ORDER BY p.id DESC LIMIT $5`,
        [environmentId, tenant, idBefore(page.after), now, page.limit + 1],
      );
      const { items, more } = toListed(rows, page);
      return { items: items.map(toPortalSession), more };
    },
    revoke: ({ environmentId, id, now }) =>
      db.transaction(async (tx) => {
        await lockEnvironments(tx, [environmentId]);
        const found = await tx.one("SELECT 1 FROM portal_sessions WHERE id = $1 AND environment_id = $2", [
          id,
          environmentId,
        ]);
        if (found === undefined) return false;
        await revokeWhere(tx, "id = $3", { environmentId, of: id, now });
        return true;
      }),
    revokeOfTenant: ({ environmentId, tenant, now }) =>
      db.transaction(async (tx) => {
        await lockEnvironments(tx, [environmentId]);
        await revokeWhere(tx, "tenant = $3", { environmentId, of: tenant, now });
      }),
    inForce: (ids, now) => idsInForce(db, ids, now),
  };
}

function insertSession(tx: Transaction, session: NewPortalSession): void {
  const { id, environment, key_id, tenant, capability, return_url, hash, created_at, expires_at } = session;
  tx.soon(
    `INSERT INTO portal_sessions
       (id, environment_id, key_id, tenant, capability, return_url, hash, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [id, environment.id, key_id, tenant, capability, return_url, Buffer.from(hash), created_at, expires_at],
  );
}

/** A new version of the environment, so that open streams of the sessions end in every process. */
async function revokeWhere(
  tx: Transaction,
  condition: string,
  { environmentId, of, now }: { environmentId: number; of: string; now: Millis },
): Promise<void> {
  const changed = await tx.run(
    `UPDATE portal_sessions SET revoked_at = $2
     WHERE environment_id = $1 AND ${condition} AND revoked_at IS NULL AND expires_at > $2`,
    [environmentId, now, of],
  );
  if (changed > 0) await bumpVersion(tx, environmentId);
}

export async function idsInForce(db: Reader, ids: readonly string[], now: Millis): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    `SELECT p.id FROM portal_sessions p JOIN api_keys k ON k.id = p.key_id
     WHERE p.id = ANY ($1::text[]) AND ${PORTAL_SESSION_IN_FORCE} $2`,
    [ids, now],
  );
  return rows.map(({ id }) => id);
}

export function deleteExpiredSessions(
  tx: Transaction,
  { expiredBefore, limit }: { expiredBefore: Millis; limit: number },
): void {
  tx.soon(
    "DELETE FROM portal_sessions WHERE id IN (SELECT id FROM portal_sessions WHERE expires_at < $1 LIMIT $2)",
    [expiredBefore, limit],
  );
}
