import type { Environment, Millis } from "../../domain.js";
import type { Connection } from "./connection.js";

export interface ScopeRow {
  id: number;
  project_id: string;
  environment: Environment;
  version: number;
  clock_offset_ms: Millis;
}

/** Read inside the transaction that depends on it, never kept: `harbor-server keys` changes it from another process. */
export function readScope(db: Connection, scopeId: number): ScopeRow {
  const row = db
    .query<[number], ScopeRow>(
      "SELECT id, project_id, environment, version, clock_offset_ms FROM scopes WHERE id = ?",
    )
    .get(scopeId);
  if (row === undefined) throw new Error(`There is no scope ${scopeId}.`);
  return row;
}

/** Scope time. */
export function scopeNow(db: Connection, scopeId: number, now: Millis): Millis {
  return now + readScope(db, scopeId).clock_offset_ms;
}

export function allScopes(db: Connection): ScopeRow[] {
  return db
    .query<[], ScopeRow>(
      "SELECT id, project_id, environment, version, clock_offset_ms FROM scopes ORDER BY id",
    )
    .all();
}

/** Tells every process that its snapshot of the scope is out of date. */
export function bumpVersion(db: Connection, scopeId: number): void {
  db.prepare<[number]>("UPDATE scopes SET version = version + 1 WHERE id = ?").run(scopeId);
}
