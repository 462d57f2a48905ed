import type { Millis } from "../../domain/domain.js";
import { type ApiKeyRow, toApiKey } from "../api-key-row.js";
import type { ApiKeyStore, NewApiKey } from "../store.js";
import type { Connection } from "./connection.js";
import type { Engine } from "./engine.js";
import { bumpVersion } from "./environments.js";

export function apiKeyStore({ db, log }: Pick<Engine, "db" | "log">): ApiKeyStore {
  return {
    create: (key) =>
      log.durably(() => {
        insertKey(db, key);
        bumpVersion(db, key.environment.id);
        return {
          id: key.id,
          environment: key.environment,
          hint: key.hint,
          name: key.name,
          created_at: key.created_at,
          revoked_at: null,
          last_used_at: null,
        };
      }),
    findByHash: async (hash) => {
      const row = keyByHash(db, hash);
      if (row === undefined) return null;
      return { ...toApiKey(row), hash: row.hash, clockOffsetMs: row.clock_offset_ms, version: row.version };
    },
    list: async (projectId) => keysOfProject(db, projectId).map(toApiKey),
    revoke: (id, now) =>
      log.durably(() => {
        const { changes } = revokeKey(db, id, now);
        const row = keyById(db, id);
        if (changes > 0 && row !== undefined) bumpVersion(db, row.environment_id);
        return row === undefined ? null : toApiKey(row);
      }),
    touch: async (ids, now) =>
      db.writing(() => {
        for (const id of ids) touchKey(db, id, now);
      }),
  };
}

function insertKey(db: Connection, key: NewApiKey): void {
  db.prepare<[string, number, Uint8Array, string, string | null, number]>(
    "INSERT INTO api_keys (id, environment_id, hash, hint, name, created_at) VALUES (?, ?, ?, ?, ?, ?)",
  ).run(key.id, key.environment.id, key.hash, key.hint, key.name, key.created_at);
}

function keyByHash(db: Connection, hash: Uint8Array): ApiKeyRow | undefined {
  return db
    .query<[Uint8Array], ApiKeyRow>(
      `SELECT k.*, s.project_id, s.mode, s.clock_offset_ms, s.version
       FROM api_keys k JOIN environments s ON s.id = k.environment_id
       WHERE k.hash = ?`,
    )
    .get(hash);
}

function keyById(db: Connection, id: string): ApiKeyRow | undefined {
  return db
    .query<[string], ApiKeyRow>(
      `SELECT k.*, s.project_id, s.mode, s.clock_offset_ms, s.version
       FROM api_keys k JOIN environments s ON s.id = k.environment_id
       WHERE k.id = ?`,
    )
    .get(id);
}

function keysOfProject(db: Connection, projectId: string): ApiKeyRow[] {
  return db
    .query<[string], ApiKeyRow>(
      `SELECT k.*, s.project_id, s.mode, s.clock_offset_ms, s.version
       FROM environments s JOIN api_keys k ON k.environment_id = s.id
       WHERE s.project_id = ?
       ORDER BY k.id DESC`,
    )
    .all(projectId);
}

function revokeKey(db: Connection, id: string, now: Millis): { changes: number } {
  return db
    .prepare<[number, string]>("UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL")
    .run(now, id);
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
