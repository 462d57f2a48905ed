/** A parameter of the SQL stores' statements. */
export type SqlParameter = string | number;
/** A row that the SQL stores read. */
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

/** Runs one statement with a synchronous driver, such as better-sqlite3. */
export interface SyncSqlExecutor {
  rowsSync(statement: Statement): readonly SqlRow[];
}

/** Every adapter refuses a connection outside a transaction: the commit would then be stored without the effect. */
export function assertTransaction(inTransaction: boolean, hint: string): void {
  if (!inTransaction) throw new TypeError(noTransaction(hint));
}

export const noTransaction = (hint: string): string =>
  `commitTx needs the open transaction that holds the handler's effect: ${hint}`;
