import type { Environment, Millis, Scope, Subscription } from "../../domain.js";
import type { ProjectStore, ScopeSnapshot, Store } from "../store.js";
import { promised } from "./promised.js";
import type { Connection } from "./connection.js";
import { listDestinations } from "./destination-reads.js";
import { once } from "./once.js";
import { signingKeysOfScope } from "./signing-keys.js";
import { type SubscriptionRow, toSubscription } from "./subscriptions.js";

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
    .prepare<[number], ScopeRow>(
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
    .prepare<[], ScopeRow>(
      "SELECT id, project_id, environment, version, clock_offset_ms FROM scopes ORDER BY id",
    )
    .all();
}

/** Tells every process that its snapshot of the scope is out of date. */
export function bumpVersion(db: Connection, scopeId: number): void {
  db.prepare<[number]>("UPDATE scopes SET version = version + 1 WHERE id = ?").run(scopeId);
}

export function scopeStore(db: Connection): Pick<Store, "snapshot" | "advanceClock"> {
  return {
    snapshot: promised((scopeId) => db.reading(() => readSnapshot(db, scopeId))),
    advanceClock: promised((scopeId, byMs, key) =>
      db.durably(() =>
        once(db, { scopeId, once: key }, () => {
          addToClock(db, scopeId, byMs);
          return readScope(db, scopeId).clock_offset_ms;
        }),
      ),
    ),
  };
}

function addToClock(db: Connection, scopeId: number, byMs: Millis): void {
  if (byMs < 0) throw new RangeError("A test clock only moves forward.");
  db.prepare<[number, number]>(
    "UPDATE scopes SET clock_offset_ms = clock_offset_ms + ?, version = version + 1 WHERE id = ?",
  ).run(byMs, scopeId);
}

function readSnapshot(db: Connection, scopeId: number): ScopeSnapshot {
  const { id, project_id, environment, version, clock_offset_ms } = readScope(db, scopeId);
  return {
    scope: { id, project_id, environment },
    version,
    clockOffsetMs: clock_offset_ms,
    destinations: listDestinations(db, scopeId, { status: null, after: null, limit: -1 }),
    signingKeys: signingKeysOfScope(db, scopeId),
    subscriptions: activeSubscriptions(db, scopeId),
    apiKeyIds: validKeyIds(db, scopeId),
  };
}

function activeSubscriptions(db: Connection, scopeId: number): Subscription[] {
  return db
    .prepare<[number], SubscriptionRow>(
      `SELECT s.id, s.scope_id, d.id AS destination_id, s.event_type, s.filter, s.status, s.created_at, s.updated_at
       FROM subscriptions s JOIN destinations d ON d.seq = s.destination_seq
       WHERE s.scope_id = ? AND s.status = 'active'
       ORDER BY s.id DESC`,
    )
    .all(scopeId)
    .map(toSubscription);
}

function validKeyIds(db: Connection, scopeId: number): string[] {
  return db
    .prepare<[number], { id: string }>("SELECT id FROM api_keys WHERE scope_id = ? AND revoked_at IS NULL")
    .all(scopeId)
    .map(({ id }) => id);
}

export function projectStore(db: Connection): ProjectStore {
  return {
    ensure: promised((id, name, now) =>
      db.durably(() => {
        insertProject(db, [id, name, now]);
        return scopesOf(db, id);
      }),
    ),
    list: promised(() =>
      db.reading(() =>
        db
          .prepare<[], { id: string; name: string }>("SELECT id, name FROM projects ORDER BY id DESC")
          .all()
          .map((project) => ({ ...project, ...scopesOf(db, project.id) })),
      ),
    ),
  };
}

function insertProject(db: Connection, [id, name, now]: [id: string, name: string, now: Millis]): void {
  db.prepare<[string, string, number]>(
    "INSERT INTO projects (id, name, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
  ).run(id, name, now);
  db.prepare<[string, string]>(
    "INSERT INTO scopes (project_id, environment) VALUES (?, 'live'), (?, 'test') ON CONFLICT DO NOTHING",
  ).run(id, id);
}

function scopesOf(db: Connection, projectId: string): { live: Scope; test: Scope } {
  const rows = db
    .prepare<[string], Scope>("SELECT id, project_id, environment FROM scopes WHERE project_id = ?")
    .all(projectId);
  const live = rows.find((scope) => scope.environment === "live");
  const test = rows.find((scope) => scope.environment === "test");
  if (live === undefined || test === undefined) throw new Error(`Project ${projectId} lacks a scope.`);
  return { live, test };
}
