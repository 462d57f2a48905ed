import { setTimeout as pause } from "node:timers/promises";
import { DatabaseError } from "pg";
import { StoreTooNewError } from "../failures.js";
import type { Database, Reader, Transaction } from "./database.js";
import { lockMigration } from "./locks.js";
import { COMPATIBLE_FROM, MIGRATIONS } from "./migrations/migrations.js";
import { runningProcesses } from "./processes.js";

/** Of a program. */
export interface Schema {
  migrations: readonly string[];
  /** See `COMPATIBLE_FROM`. */
  compatibleFrom: number;
}

const OWN: Schema = { migrations: MIGRATIONS, compatibleFrom: COMPATIBLE_FROM };

/** A migration that waits for a table keeps every other statement from it, so it gives up soon, and tries again when the others have had their turn. */
const LOCK_TIMEOUT_MS = 1000;
const LOCK_RETRY_MS = 2000;
const LOCK_TRIES = 40;
const LOCK_NOT_AVAILABLE = "55P03";

/**
 * All missing migrations in one transaction. Of several processes that start together one migrates, and the others wait. Those of an
 * older Harbor continue beside it, and start again, unless they cannot use the new schema: then it is an error while one of them runs.
 */
export function migrate(db: Database, schema = OWN): Promise<{ from: number; to: number }> {
  return alone(db, (tx) => migrateIn(tx, schema));
}

/** For a process that the others can see. One that has just migrated may not have seen it. */
export function checkMigrated(db: Database): Promise<void> {
  return alone(db, checkSchema);
}

/** Throws `StoreTooNewError` if this program cannot use the schema. */
export async function checkSchema(db: Reader): Promise<void> {
  await requireKnown(db, OWN.migrations.length);
}

/** While no process migrates. */
async function alone<T>(db: Database, run: (tx: Transaction) => Promise<T>): Promise<T> {
  const patient = db.patient();
  try {
    return await patient.transaction(async (tx) => {
      await tx.run("SET LOCAL statement_timeout = 0");
      await lockMigration(tx);
      return await run(tx);
    });
  } finally {
    await patient.close();
  }
}

async function migrateIn(
  tx: Transaction,
  { migrations, compatibleFrom }: Schema,
): Promise<{ from: number; to: number }> {
  await tx.run("CREATE TABLE IF NOT EXISTS harbor_schema (version int NOT NULL, compatible_from int)");
  const from = await requireKnown(tx, migrations.length);
  const to = migrations.length;
  if (from >= to) return { from, to: from };
  if (from > 0 && from < compatibleFrom) await requireAlone(tx);
  const statements = [
    ...migrations.slice(from),
    "ALTER TABLE harbor_schema ADD COLUMN IF NOT EXISTS compatible_from int",
    "DELETE FROM harbor_schema",
    `INSERT INTO harbor_schema (version, compatible_from) VALUES (${to}, ${compatibleFrom})`,
  ];
  await runInTurns(tx, statements);
  return { from, to };
}

/** The lock of migrations is kept, so that other processes that start do not take the turns of those that run. */
async function runInTurns({ client }: Transaction, statements: readonly string[]): Promise<void> {
  await client.query(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  for (let tries = 1; ; tries += 1) {
    await client.query("SAVEPOINT migration");
    try {
      // Unprepared: each may be a list of statements.
      for (const sql of statements) await client.query(sql);
      return;
    } catch (error) {
      if (!(error instanceof DatabaseError) || error.code !== LOCK_NOT_AVAILABLE) throw error;
      if (tries >= LOCK_TRIES) throw lockError(error);
      await client.query("ROLLBACK TO SAVEPOINT migration");
      await pause(LOCK_RETRY_MS);
    }
  }
}

interface SchemaRow {
  version: number;
  compatible_from: number;
}

/** The version of the schema. Throws `StoreTooNewError` if a program that knows it up to `to` cannot use it. */
async function requireKnown(db: Reader, to: number): Promise<number> {
  // As JSON, because the column may be missing.
  const row = await db.one<SchemaRow>(
    "SELECT version, coalesce((to_jsonb(s) ->> 'compatible_from')::int, version) AS compatible_from FROM harbor_schema s",
  );
  const { version, compatible_from } = row ?? { version: 0, compatible_from: 0 };
  if (compatible_from <= to) return version;
  throw new StoreTooNewError(
    `The database has schema version ${version}, this program knows up to ${to}: it belongs to a newer Harbor. Run that one, or restore a backup from before the upgrade.`,
  );
}

async function requireAlone(tx: Transaction): Promise<void> {
  // Before version 18 processes could not be seen.
  const table = await tx.one<{ exists: boolean }>("SELECT to_regclass('processes') IS NOT NULL AS exists");
  const running = table?.exists === true ? await runningProcesses(tx) : 0;
  if (running === 0) return;
  throw new Error(
    `The database serves ${running} process${running === 1 ? "" : "es"} of an older Harbor that cannot run on the schema of this one. Stop them all, then start this one.`,
  );
}

function lockError(cause: unknown): Error {
  return new Error(
    "A table that the migration changes is in use by a long transaction, a dump perhaps. End that, then start again.",
    { cause },
  );
}
