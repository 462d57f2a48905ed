import type { Millis, Mode } from "../../domain/domain.js";
import type { Reader, Transaction } from "./database.js";
import { lockEnvironments } from "./locks.js";

export interface EnvironmentRow {
  id: number;
  project_id: string;
  mode: Mode;
  version: number;
  clock_offset_ms: Millis;
  erased_version: number;
  /** As stored. */
  erased_to: string | null;
}

const COLUMNS = "id, project_id, mode, version, clock_offset_ms, erased_version, erased_to";

/** Read inside the transaction that depends on it, never kept: another process changes it. */
export async function readEnvironment(db: Reader, environmentId: number): Promise<EnvironmentRow> {
  const [row] = await readEnvironments(db, [environmentId]);
  if (row === undefined) throw new Error(`Environment ${environmentId} is missing.`);
  return row;
}

export function readEnvironments(db: Reader, ids: readonly number[]): Promise<EnvironmentRow[]> {
  return db.all<EnvironmentRow>(`SELECT ${COLUMNS} FROM environments WHERE id = ANY ($1::int[])`, [ids]);
}

/** Environment time. */
export async function environmentNow(db: Reader, environmentId: number, now: Millis): Promise<Millis> {
  return now + (await readEnvironment(db, environmentId)).clock_offset_ms;
}

export function allEnvironments(db: Reader): Promise<EnvironmentRow[]> {
  return db.all<EnvironmentRow>(`SELECT ${COLUMNS} FROM environments ORDER BY id`);
}

/** Every snapshot of the environment, in any process, is out of date from now on. The caller holds its lock. */
export async function bumpVersion(tx: Transaction, environmentId: number): Promise<void> {
  const row = await tx.one<{ version: number }>(
    "UPDATE environments SET version = version + 1 WHERE id = $1 RETURNING version",
    [environmentId],
  );
  if (row === undefined) throw new Error(`Environment ${environmentId} is missing.`);
  tx.noteEnvironmentChanged(environmentId, row.version);
}

/** As above, for an erasure. Returns the new version. */
export async function bumpErasedVersion(tx: Transaction, environmentId: number): Promise<number> {
  await bumpVersion(tx, environmentId);
  tx.soon("UPDATE environments SET erased_version = version WHERE id = $1", [environmentId]);
  return (await readEnvironment(tx, environmentId)).version;
}

/** Everything in the environment may be due under the new time. */
export async function addToClock(tx: Transaction, environmentId: number, byMs: Millis): Promise<Millis> {
  if (byMs < 0) throw new RangeError("A test clock only moves forward.");
  await lockEnvironments(tx, [environmentId]);
  await tx.run("UPDATE environments SET clock_offset_ms = clock_offset_ms + $1 WHERE id = $2", [
    byMs,
    environmentId,
  ]);
  await bumpVersion(tx, environmentId);
  tx.noteWorkDue(0);
  return (await readEnvironment(tx, environmentId)).clock_offset_ms;
}
