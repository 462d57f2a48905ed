import { setTimeout as pause } from "node:timers/promises";
import { DatabaseError } from "pg";
import { StoreTooNewError, StoreUnavailableError } from "../failures.js";
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
export async function migrate(db: Database, schema = OWN): Promise<{ from: number; to: number }> {
  const patient = db.patient();
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        return await patient.transaction((tx) => migrateIn(tx, schema));
      } catch (error) {
        if (!isLockTimeout(error)) throw error;
        if (tries >= LOCK_TRIES) throw lockError(error);
        await pause(LOCK_RETRY_MS);
      }
    }
  } finally {
    await patient.close();
  }
}

async function migrateIn(
  tx: Transaction,
  { migrations, compatibleFrom }: Schema,
): Promise<{ from: number; to: number }> {
  await tx.run("SET LOCAL statement_timeout = 0");
  await lockMigration(tx);
  await tx.run("CREATE TABLE IF NOT EXISTS harbor_schema (version int NOT NULL, compatible_from int)");
  const { version: from, compatible_from } = await requireKnown(tx, migrations.length);
  if (from >= migrations.length) return { from, to: from };
  if (from > 0 && from < compatibleFrom) await requireAlone(tx);
  await tx.run(`SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
  if (compatible_from === null)
    await tx.run("ALTER TABLE harbor_schema ADD COLUMN IF NOT EXISTS compatible_from int");
  // Unprepared: each is a list of statements.
  for (const sql of migrations.slice(from)) await tx.client.query(sql);
  await tx.run("DELETE FROM harbor_schema");
  await tx.run("INSERT INTO harbor_schema (version, compatible_from) VALUES ($1, $2)", [
    migrations.length,
    compatibleFrom,
  ]);
  return { from, to: migrations.length };
}

interface SchemaRow {
  version: number;
  /** Null before it was stored: then the same as the version. */
  compatible_from: number | null;
}

/** Throws `StoreTooNewError` if a program that knows the schema up to `to` cannot use the database. */
export async function requireKnown(db: Reader, to = MIGRATIONS.length): Promise<SchemaRow> {
  // As JSON, because the column may be missing.
  const row = await db.one<SchemaRow>(
    "SELECT version, (to_jsonb(s) ->> 'compatible_from')::int AS compatible_from FROM harbor_schema s",
  );
  const { version, compatible_from } = row ?? { version: 0, compatible_from: 0 };
  if ((compatible_from ?? version) <= to) return { version, compatible_from };
  throw new StoreTooNewError(
    `The database has schema version ${version}, this program knows up to ${to}: it belongs to a newer Harbor. Run that one, or restore a backup from before the upgrade.`,
  );
}

async function requireAlone(tx: Transaction): Promise<void> {
  const running = await runningProcesses(tx);
  if (running === 0) return;
  throw new Error(
    `The database serves ${running} process${running === 1 ? "" : "es"} of an older Harbor that cannot run on the schema of this one. Stop them all, then start this one.`,
  );
}

function isLockTimeout(error: unknown): boolean {
  return (
    error instanceof StoreUnavailableError &&
    error.cause instanceof DatabaseError &&
    error.cause.code === LOCK_NOT_AVAILABLE
  );
}

function lockError(cause: unknown): Error {
  return new Error(
    "A table that the migration changes is in use by a long transaction, a dump perhaps. End that, then start again.",
    { cause },
  );
}
