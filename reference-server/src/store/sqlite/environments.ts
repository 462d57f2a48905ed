import type { Millis, Mode } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

export interface EnvironmentRow {
  id: number;
  project_id: string;
  mode: Mode;
  version: number;
  clock_offset_ms: Millis;
  erased_version: number;
}

const COLUMNS = "id, project_id, mode, version, clock_offset_ms, erased_version";

/** Read inside the transaction that depends on it, never kept: `harbor-server keys` changes it from another process. */
export function readEnvironment(db: Connection, environmentId: number): EnvironmentRow {
  const row = db
    .query<[number], EnvironmentRow>(`SELECT ${COLUMNS} FROM environments WHERE id = ?`)
    .get(environmentId);
  if (row === undefined) throw new Error(`Environment ${environmentId} is missing.`);
  return row;
}

/** Environment time. */
export function environmentNow(db: Connection, environmentId: number, now: Millis): Millis {
  return now + readEnvironment(db, environmentId).clock_offset_ms;
}

export function allEnvironments(db: Connection): EnvironmentRow[] {
  return db.query<[], EnvironmentRow>(`SELECT ${COLUMNS} FROM environments ORDER BY id`).all();
}

/** Every snapshot of the environment, in any process, is out of date from now on. */
export function bumpVersion(db: Connection, environmentId: number): void {
  db.prepare<[number]>("UPDATE environments SET version = version + 1 WHERE id = ?").run(environmentId);
  db.noteEnvironmentChanged(environmentId);
}

/** As above, for an erasure. Returns the new version. */
export function bumpErasedVersion(db: Connection, environmentId: number): number {
  bumpVersion(db, environmentId);
  db.prepare<[number]>("UPDATE environments SET erased_version = version WHERE id = ?").run(environmentId);
  return readEnvironment(db, environmentId).version;
}

/** Everything in the environment may be due under the new time. */
export function addToClock(db: Connection, environmentId: number, byMs: Millis): Millis {
  if (byMs < 0) throw new RangeError("A test clock only moves forward.");
  db.prepare<[number, number]>(
    "UPDATE environments SET clock_offset_ms = clock_offset_ms + ? WHERE id = ?",
  ).run(byMs, environmentId);
  bumpVersion(db, environmentId);
  db.noteWorkDue(0);
  return readEnvironment(db, environmentId).clock_offset_ms;
}
