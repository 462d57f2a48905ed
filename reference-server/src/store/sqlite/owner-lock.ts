import { chmodSync, closeSync, openSync } from "node:fs";
import type Database from "better-sqlite3";
import { openDatabase } from "./open-database.js";

const OWNER_ONLY = 0o600;

/** Another process owns the database. Two owners would deliver the same work twice. */
export class DatabaseInUseError extends Error {
  override readonly name = "DatabaseInUseError";
}

/** Keeps the locks from the garbage collector, which would close their databases and so release them. */
const held = new Set<Database.Database>();

export interface Ownership {
  release: () => void;
}

/**
 * Holds an exclusive transaction on a lock database beside the file. The operating system ends it with the process, so no stale
 * lock has to be cleared by hand. Waits up to `waitMs` for the current owner, then throws `DatabaseInUseError`.
 */
export function takeOwnership(file: string, { waitMs }: { waitMs: number }): Ownership {
  const lockFile = `${file}-lock`;
  // Another user of the machine could hold a lock file that is open to all, and keep the server from starting.
  closeSync(openSync(lockFile, "a", OWNER_ONLY));
  chmodSync(lockFile, OWNER_ONLY);
  const lock = openDatabase(lockFile, { timeout: waitMs });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new DatabaseInUseError(
      `The database ${file} is in use by another Harbor server, and a SQLite database serves one server. Stop that server, or ` +
        "set HARBOR_DATABASE_URL to another file.",
      { cause },
    );
  }
  held.add(lock);
  return {
    release() {
      held.delete(lock);
      lock.close();
    },
  };
}
