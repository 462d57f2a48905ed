import type { ApiKey, Millis } from "../../domain/domain.js";
import { type ApiKeyRow, newApiKey, toApiKey } from "../api-key-row.js";
import { idBefore } from "../id-range.js";
import type { ApiKeyStore, NewApiKey } from "../store.js";
import type { Reader, Transaction } from "./database.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { lockEnvironments } from "./locks.js";
import { toListed } from "./paging.js";

const KEYS = `SELECT k.id, k.environment_id, k.role, k.hash, k.hint, k.name, k.created_at, k.revoked_at, k.last_used_at, s.project_id, s.mode, s.clock_offset_ms, s.version
  FROM api_keys k JOIN environments s ON s.id = k.environment_id`;

export function apiKeyStore({ db }: Pick<Engine, "db">): ApiKeyStore {
  return {
    create: (key, request) =>
      idempotent(db, { environmentId: key.environment.id, request }, (tx) => create(tx, key)),
    createFirst: (keys) => db.transaction((tx) => createFirst(tx, keys)),
    findByHash: async (hash) => {
      const row = await db.one<ApiKeyRow>(`${KEYS} WHERE k.hash = $1`, [Buffer.from(hash)]);
      if (row === undefined) return null;
      return { ...toApiKey(row), hash: row.hash, clockOffsetMs: row.clock_offset_ms, version: row.version };
    },
    listOfProject: async (projectId) => {
      const rows = await db.all<ApiKeyRow>(`${KEYS} WHERE s.project_id = $1 ORDER BY k.id DESC`, [projectId]);
      return rows.map(toApiKey);
    },
    list: async (environmentId, page) => {
      const rows = await db.all<ApiKeyRow>(
        `${KEYS} WHERE k.environment_id = $1 AND k.id < $2 ORDER BY k.id DESC LIMIT $3`,
        [environmentId, idBefore(page.after), page.limit + 1],
      );
      const { items, more } = toListed(rows, page);
      return { items: items.map(toApiKey), more };
    },
    revoke: (key) => db.transaction((tx) => revoke(tx, key)),
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

async function create(tx: Transaction, key: NewApiKey): Promise<ApiKey> {
  const { id, environment, role, hash, hint, name, created_at } = key;
  await lockEnvironments(tx, [environment.id]);
  tx.soon(
    "INSERT INTO api_keys (id, environment_id, role, hash, hint, name, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    [id, environment.id, role, Buffer.from(hash), hint, name, created_at],
  );
  await bumpVersion(tx, environment.id);
  return newApiKey(key);
}

async function createFirst(tx: Transaction, keys: readonly NewApiKey[]): Promise<boolean> {
  const environmentIds = keys.map(({ environment }) => environment.id);
  await lockEnvironments(tx, environmentIds);
  const found = await tx.one("SELECT 1 FROM api_keys WHERE environment_id = ANY ($1::int[]) LIMIT 1", [
    environmentIds,
  ]);
  if (found !== undefined) return false;
  for (const key of keys) await create(tx, key);
  return true;
}

async function revoke(
  tx: Transaction,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): Promise<ApiKey | null | "last_admin_key"> {
  await lockEnvironments(tx, [environmentId]);
  const row = await tx.one<ApiKeyRow>(`${KEYS} WHERE k.id = $1 AND k.environment_id = $2`, [
    id,
    environmentId,
  ]);
  if (row === undefined) return null;
  if (row.revoked_at !== null) return toApiKey(row);
  if (row.role === "admin" && (await countAdminKeys(tx, environmentId)) === 1) return "last_admin_key";
  tx.soon("UPDATE api_keys SET revoked_at = $1 WHERE id = $2", [now, id]);
  await bumpVersion(tx, environmentId);
  return { ...toApiKey(row), revoked_at: now };
}

async function countAdminKeys(db: Reader, environmentId: number): Promise<number> {
  const row = await db.one<{ count: number }>(
    "SELECT count(*)::int AS count FROM api_keys WHERE environment_id = $1 AND role = 'admin' AND revoked_at IS NULL",
    [environmentId],
  );
  return row?.count ?? 0;
}

export async function validKeyIds(db: Reader, environmentId: number): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    "SELECT id FROM api_keys WHERE environment_id = $1 AND revoked_at IS NULL",
    [environmentId],
  );
  return rows.map(({ id }) => id);
}
