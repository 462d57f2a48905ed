import Database from "better-sqlite3";

/** Another process has the database: two would each take the other's work for their own. */
export class DatabaseInUseError extends Error {
  override readonly name = "DatabaseInUseError";
}

export interface Ownership {
  release: () => void;
}

/**
 * Holds an exclusive transaction on a database beside the file. The operating system ends it when the process dies, however it
 * dies, so there is no stale lock to clear by hand. Throws `DatabaseInUseError` when somebody else holds it.
 */
export function takeOwnership(file: string): Ownership {
  const lock = new Database(`${file}-lock`, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    lock.close();
    throw new DatabaseInUseError(
      `The database ${file} is in use by another Harbor server. SQLite serves one process: stop that server, or ` +
        "give this one another file in HARBOR_DATABASE_URL.",
      { cause },
    );
  }
  return { release: () => lock.close() };
}
