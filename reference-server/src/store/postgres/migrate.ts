import { StoreTooNewError } from "../failures.js";
import type { Database, Transaction } from "./database.js";
import { lockMigration } from "./locks.js";
import { MIGRATIONS } from "./migrations/migrations.js";

/** All missing migrations in one transaction. Of several processes that start together one migrates, and the others wait. */
export async function migrate(db: Database, migrations = MIGRATIONS): Promise<{ from: number; to: number }> {
  const patient = db.patient();
  try {
    return await patient.transaction((tx) => migrateIn(tx, migrations));
  } finally {
    await patient.close();
  }
}

async function migrateIn(
  tx: Transaction,
  migrations: readonly string[],
): Promise<{ from: number; to: number }> {
  await tx.run("SET LOCAL statement_timeout = 0");
  await lockMigration(tx);
  await tx.run("CREATE TABLE IF NOT EXISTS harbor_schema (version int NOT NULL)");
  const from = await schemaVersion(tx);
  const to = migrations.length;
  if (from > to) {
    throw new StoreTooNewError(
      `The database has schema version ${from}, this program knows up to ${to}: it belongs to a newer Harbor. Run that one, or restore a backup from before the upgrade.`,
    );
  }
  // Unprepared: each is a list of statements.
  for (const sql of migrations.slice(from)) await tx.client.query(sql);
  if (from < to) {
    await tx.run("DELETE FROM harbor_schema");
    await tx.run("INSERT INTO harbor_schema (version) VALUES ($1)", [to]);
  }
  return { from, to };
}

async function schemaVersion(tx: Transaction): Promise<number> {
  const row = await tx.one<{ version: number }>("SELECT version FROM harbor_schema");
  return row?.version ?? 0;
}
