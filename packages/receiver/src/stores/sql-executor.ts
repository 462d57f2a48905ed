/** What the SQL stores pass to a driver and read from it; no more is needed. */
export type SqlParameter = string | number;
export type SqlRow = Record<string, unknown>;

/** One statement. Placeholders are the database's own: `$1` for PostgreSQL, `?` for SQLite. */
export interface Statement {
  readonly text: string;
  readonly parameters: readonly SqlParameter[];
}

/** Runs one statement on an asynchronous connection or transaction. */
export interface SqlExecutor {
  rows(statement: Statement): Promise<readonly SqlRow[]>;
}

/** The same where the driver is synchronous, as better-sqlite3 is. */
export interface SyncSqlExecutor {
  rowsSync(statement: Statement): readonly SqlRow[];
}

/** Every adapter refuses a connection outside a transaction: the commit would then stand alone, and the effect with it. */
export function assertTransaction(inTransaction: boolean, hint: string): void {
  if (!inTransaction)
    throw new TypeError(`commitTx needs the open transaction that holds the handler's effect: ${hint}`);
}
