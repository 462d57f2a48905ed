import { type ApiKeyRow, toApiKey } from "../api-key-row.js";
import type { ApiKeyStore } from "../store.js";
import type { Reader } from "./database.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";
import { lockEnvironments } from "./locks.js";

const KEYS = `SELECT k.*, s.project_id, s.mode, s.clock_offset_ms, s.version
  FROM api_keys k JOIN environments s ON s.id = k.environment_id`;

export function apiKeyStore({ db }: Pick<Engine, "db">): ApiKeyStore {
  return {
    create: ({ environment, hash, ...key }) =>
      db.transaction(async (tx) => {
        await lockEnvironments(tx, [environment.id]);
        tx.soon(
          "INSERT INTO api_keys (id, environment_id, hash, hint, name, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
          [key.id, environment.id, Buffer.from(hash), key.hint, key.name, key.created_at],
        );
        await bumpVersion(tx, environment.id);
        return { ...key, environment, revoked_at: null, last_used_at: null };
      }),
    findByHash: async (hash) => {
      const row = await db.one<ApiKeyRow>(`${KEYS} WHERE k.hash = $1`, [Buffer.from(hash)]);
      if (row === undefined) return null;
      return { ...toApiKey(row), hash: row.hash, clockOffsetMs: row.clock_offset_ms, version: row.version };
    },
    list: async (projectId) =>
      (await db.all<ApiKeyRow>(`${KEYS} WHERE s.project_id = $1 ORDER BY k.id DESC`, [projectId])).map(
        toApiKey,
      ),
    revoke: (id, now) =>
      db.transaction(async (tx) => {
        const found = await keyById(tx, id);
        if (found === undefined) return null;
        await lockEnvironments(tx, [found.environment_id]);
        const changed = await tx.run(
          "UPDATE api_keys SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
          [now, id],
        );
        if (changed > 0) await bumpVersion(tx, found.environment_id);
        return toApiKey((await keyById(tx, id)) ?? found);
      }),
    touch: (ids, now) =>
      db.transaction(
        async (tx) => {
          tx.soon(
            "UPDATE api_keys SET last_used_at = $1 WHERE id = ANY ($2::text[]) AND coalesce(last_used_at, 0) < $1",
            [now, ids],
          );
        },
        { durable: false },
      ),
  };
}

function keyById(db: Reader, id: string): Promise<ApiKeyRow | undefined> {
  return db.one<ApiKeyRow>(`${KEYS} WHERE k.id = $1`, [id]);
}

export async function validKeyIds(db: Reader, environmentId: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    "SELECT id FROM api_keys WHERE environment_id = $1 AND revoked_at IS NULL",
    [environmentId],
  );
  return rows.map(({ id }) => id);
}
