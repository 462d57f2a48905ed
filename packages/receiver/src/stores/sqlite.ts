import { StaleClaimError, type Claim, type IdempotencyStore } from "../idempotency.js";
import { inProgress } from "./in-progress.js";
import { withTable } from "./missing-table.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";
import {
  assertTransaction,
  type SqlExecutor,
  type SqlRow,
  type Statement,
  type SyncSqlExecutor,
} from "./sql-executor.js";
import { sqliteSchema } from "./sqlite/schema.js";
import * as sql from "./sqlite/statements.js";
import { whenFree, type SqliteDatabase } from "./sqlite/when-free.js";
import { DEFAULT_TABLE, quotedTable } from "./table-name.js";

export { sqliteSchema };
export type { SqlExecutor, SqlParameter, SqlRow, Statement, SyncSqlExecutor } from "./sql-executor.js";
export type { SqliteDatabase };

/** Options of the SQLite store. */
export interface SqliteStoreOptions extends RetentionOptions {
  /**
   * A better-sqlite3 handle. Handlers that keep a transaction open across an `await` need another handle on the same file
   * than the store; open the store's with `timeout: 0`, because SQLite's own waiting blocks the process.
   */
  database: SqliteDatabase;
  /** `[schema.]table`. Default `harbor_idempotency`. */
  table?: string | undefined;
  /** How long a call waits for other transactions before it rejects, in ms. Default 5,000. */
  busyTimeoutMs?: number | undefined;
}

/** The result of {@link sqliteStore}. */
export interface SqliteStore extends IdempotencyStore {
  /** Creates the table and its index if they are missing. */
  migrate(): Promise<void>;

  /** Rejects if the database cannot be read or the table is missing. */
  check(): Promise<void>;

  /**
   * Records the event inside the open transaction of a better-sqlite3 handle, or of Drizzle, Kysely or Prisma through
   * `fromDrizzle`, `fromKysely`, `fromPrisma`. Begin with `IMMEDIATE`: a transaction that starts by reading may fail with
   * `SQLITE_BUSY` when it writes.
   *
   * @throws StaleClaimError if the claim was lost: do not catch it inside the transaction, so that the transaction rolls back.
   * @throws TypeError if no transaction is open.
   * @example
   * database.transaction(() => {
   *   insertOrder.run(order);
   *   store.commitTx(database, key, token);
   * }).immediate();
   */
  commitTx(tx: SqliteDatabase | SyncSqlExecutor, key: string, token: string): void;
  commitTx(tx: SqlExecutor, key: string, token: string): Promise<void>;

  /** Deletes at most `limit` expired records (default 1,000) and returns how many. Run it regularly; daily is enough. */
  purgeExpired(limit?: number): Promise<number>;
}

/**
 * Remembers handled events in SQLite through better-sqlite3. Call {@link SqliteStore.migrate} once, or run
 * {@link sqliteSchema} with your own migrations. See https://github.com/harbor-webhooks/harbor/blob/main/docs/idempotency.md
 *
 * @example
 * const database = new Database("app.db");
 * const store = sqliteStore({ database });
 * await store.migrate();
 */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  return new SqliteIdempotency(options);
}

class SqliteIdempotency implements SqliteStore {
  readonly #database: SqliteDatabase;
  readonly #name: string;
  readonly #table: string;
  readonly #schema: string;
  readonly #retentionMs: number;
  readonly #busyTimeoutMs: number;

  constructor({ database, table = DEFAULT_TABLE, busyTimeoutMs = 5_000, ...retention }: SqliteStoreOptions) {
    this.#database = database;
    this.#name = table;
    this.#table = quotedTable(table);
    this.#schema = sqliteSchema(table);
    this.#retentionMs = retentionMsOf(retention);
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  async migrate(): Promise<void> {
    await whenFree(this.#database, () => this.#database.exec(this.#schema), this.#busyTimeoutMs);
  }

  async check(): Promise<void> {
    await this.#rows(sql.held(this.#table, ""));
  }

  async claim(key: string, leaseMs: number): Promise<Claim> {
    const token = crypto.randomUUID();
    for (;;) {
      const acquired = await this.#rows(sql.acquire(this.#table, key, { token, leaseMs }));
      if (acquired.length > 0) return { state: "acquired", token };
      const [held] = await this.#rows(sql.held(this.#table, key));
      if (held !== undefined)
        return held.state === "done" ? { state: "done" } : inProgress(Number(held.remaining_ms));
    }
  }

  async renew(key: string, token: string, leaseMs: number): Promise<boolean> {
    return (await this.#rows(sql.renew(this.#table, key, { token, leaseMs }))).length > 0;
  }

  async commit(key: string, token: string): Promise<boolean> {
    return (await this.#rows(this.#commit(key, token))).length > 0;
  }

  async release(key: string, token: string): Promise<boolean> {
    return (await this.#rows(sql.release(this.#table, key, token))).length > 0;
  }

  commitTx(tx: SqliteDatabase | SyncSqlExecutor, key: string, token: string): void;
  commitTx(tx: SqlExecutor, key: string, token: string): Promise<void>;
  commitTx(
    tx: SqliteDatabase | SyncSqlExecutor | SqlExecutor,
    key: string,
    token: string,
  ): void | Promise<void> {
    const statement = this.#commit(key, token);
    if ("rows" in tx) return tx.rows(statement).then((rows) => assertHeld(rows, key));
    if ("rowsSync" in tx) return assertHeld(tx.rowsSync(statement), key);
    assertTransaction(tx.inTransaction, "call it inside database.transaction(() => …)");
    assertHeld(rowsOf(tx, statement), key);
  }

  async purgeExpired(limit = 1_000): Promise<number> {
    return (await this.#rows(sql.purge(this.#table, this.#retentionMs, limit))).length;
  }

  #commit(key: string, token: string): Statement {
    return sql.commit(this.#table, key, { token, retentionMs: this.#retentionMs });
  }

  #rows(statement: Statement): Promise<readonly SqlRow[]> {
    return withTable(this.#name, isMissingTable, () =>
      whenFree(this.#database, () => rowsOf(this.#database, statement), this.#busyTimeoutMs),
    );
  }
}

const isMissingTable = (error: unknown): boolean =>
  error instanceof Error && /^(no such table|unknown database)/.test(error.message);

function rowsOf(database: SqliteDatabase, { text, parameters }: Statement): readonly SqlRow[] {
  return database.prepare(text).all(...parameters) as SqlRow[];
}

function assertHeld(rows: readonly SqlRow[], key: string): void {
  if (rows.length === 0) throw new StaleClaimError(key);
}
