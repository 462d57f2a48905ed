import { StoreTooNewError } from "../store.js";
import type { Connection } from "./connection.js";
import { MIGRATIONS } from "./migrations/migrations.js";

/** The number of the last migration that the database has had; 0 when it is new. */
function schemaVersion(db: Connection): number {
  return db.query<[], { user_version: number }>("PRAGMA user_version").get()?.user_version ?? 0;
}

/** Each migration in a transaction of its own, together with the number that says it is done. */
export function migrate(db: Connection, migrations = MIGRATIONS): { from: number; to: number } {
  const from = schemaVersion(db);
  const to = migrations.length;
  if (from > to) {
    throw new StoreTooNewError(
      `The database has schema version ${from}, this program knows up to ${to}: it belongs to a newer Harbor. Run that one, or restore a backup from before the upgrade.`,
    );
  }
  migrations.slice(from).forEach((sql, index) => {
    db.writing(() => {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${from + index + 1}`);
    });
  });
  return { from, to };
}

export function isCurrent(db: Connection): boolean {
  return schemaVersion(db) === MIGRATIONS.length;
}
