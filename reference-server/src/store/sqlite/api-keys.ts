import type { ApiKey, Millis } from "../../domain/domain.js";
import { type ApiKeyRow, newApiKey, toApiKey } from "../api-key-row.js";
import { idBefore } from "../id-range.js";
import type { ApiKeyStore, NewApiKey, Page } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";
import { idempotent } from "./idempotency.js";
import { toListed } from "./paging.js";

const KEYS = `SELECT k.*, s.project_id, s.mode, s.clock_offset_ms, s.version
  FROM api_keys k JOIN environments s ON s.id = k.environment_id`;

export function apiKeyStore(engine: Engine): ApiKeyStore {
  const { db, log } = engine;
  return {
    create: (key, request) =>
      idempotent(engine, { environmentId: key.environment.id, request }, () => create(db, key)),
    createFirst: (keys) =>
      log.durably(() => {
        if (keys.some(({ environment }) => hasKey(db, environment.id))) return false;
        for (const key of keys) create(db, key);
        return true;
      }),
    findByHash: async (hash) => {
      const row = keyByHash(db, hash);
      if (row === undefined) return null;
      return { ...toApiKey(row), hash: row.hash, clockOffsetMs: row.clock_offset_ms, version: row.version };
    },
    listOfProject: async (projectId) => keysOfProject(db, projectId).map(toApiKey),
    list: async (environmentId, page) => {
      const { items, more } = toListed(keysOfEnvironment(db, environmentId, page), page);
      return { items: items.map(toApiKey), more };
    },
    revoke: (key) => log.durably(() => revoke(db, key)),
    touch: async (ids, now) =>
      db.writing(() => {
        for (const id of ids) touchKey(db, id, now);
      }),
  };
}

function create(db: Connection, key: NewApiKey): ApiKey {
  insertKey(db, key);
  bumpVersion(db, key.environment.id);
  return newApiKey(key);
}

function hasKey(db: Connection, environmentId: number): boolean {
  const sql = "SELECT 1 AS found FROM api_keys WHERE environment_id = ? LIMIT 1";
  return db.query<[number], { found: 1 }>(sql).get(environmentId) !== undefined;
}

function revoke(
  db: Connection,
  { environmentId, id, now }: { environmentId: number; id: string; now: Millis },
): ApiKey | null | "last_admin_key" {
  const row = keyById(db, environmentId, id);
  if (row === undefined) return null;
  if (row.revoked_at !== null) return toApiKey(row);
  if (row.role === "admin" && countAdminKeys(db, environmentId) === 1) return "last_admin_key";
  revokeKey(db, id, now);
  bumpVersion(db, environmentId);
  return { ...toApiKey(row), revoked_at: now };
}

function insertKey(db: Connection, key: NewApiKey): void {
  db.prepare<[string, number, string, Uint8Array, string, string | null, number]>(
    "INSERT INTO api_keys (id, environment_id, role, hash, hint, name, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
  ).run(key.id, key.environment.id, key.role, key.hash, key.hint, key.name, key.created_at);
}

function keyByHash(db: Connection, hash: Uint8Array): ApiKeyRow | undefined {
  return db.query<[Uint8Array], ApiKeyRow>(`${KEYS} WHERE k.hash = ?`).get(hash);
}

function keyById(db: Connection, environmentId: number, id: string): ApiKeyRow | undefined {
  return db
    .query<[string, number], ApiKeyRow>(`${KEYS} WHERE k.id = ? AND k.environment_id = ?`)
    .get(id, environmentId);
}

function keysOfEnvironment(db: Connection, environmentId: number, { after, limit }: Page): ApiKeyRow[] {
  return db
    .query<[number, string, number], ApiKeyRow>(
      `${KEYS} WHERE k.environment_id = ? AND k.id < ? ORDER BY k.id DESC LIMIT ?`,
    )
    .all(environmentId, idBefore(after), limit + 1);
}

function keysOfProject(db: Connection, projectId: string): ApiKeyRow[] {
  return db.query<[string], ApiKeyRow>(`${KEYS} WHERE s.project_id = ? ORDER BY k.id DESC`).all(projectId);
}

function revokeKey(db: Connection, id: string, now: Millis): void {
  db.prepare<[number, string]>("UPDATE api_keys SET revoked_at = ? WHERE id = ?").run(now, id);
}

function countAdminKeys(db: Connection, environmentId: number): number {
  const sql =
    "SELECT count(*) AS count FROM api_keys WHERE environment_id = ? AND role = 'admin' AND revoked_at IS NULL";
  return db.query<[number], { count: number }>(sql).get(environmentId)?.count ?? 0;
}

function touchKey(db: Connection, id: string, now: Millis): void {
  db.prepare<[number, string, number]>(
    "UPDATE api_keys SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, 0) < ?",
  ).run(now, id, now);
}

export function validKeyIds(db: Connection, environmentId: number): string[] {
  return db
    .query<[number], { id: string }>(
      "SELECT id FROM api_keys WHERE environment_id = ? AND revoked_at IS NULL",
    )
    .all(environmentId)
    .map(({ id }) => id);
}
