import { StaleClaimError, type Claim, type IdempotencyStore } from "../idempotency.js";
import { inProgress } from "./in-progress.js";
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
  /** How long a call waits for other transactions before it rejects. Default 5,000. */
  busyTimeoutMs?: number | undefined;
}

/**
 * Remembers handled events in SQLite through better-sqlite3 (docs/contract.md §7). Call {@link SqliteStore.migrate} once,
 * or run {@link sqliteSchema} with your own migrations.
 *
 * @example
 * const database = new Database("app.db");
 * const store = sqliteStore({ database });
 * await store.migrate();
 */
export function sqliteStore(options: SqliteStoreOptions): SqliteStore {
  return new SqliteStore(options);
}

export class SqliteStore implements IdempotencyStore {
  readonly #database: SqliteDatabase;
  readonly #table: string;
  readonly #schema: string;
  readonly #retentionMs: number;
  readonly #busyTimeoutMs: number;

  constructor({ database, table = DEFAULT_TABLE, busyTimeoutMs = 5_000, ...retention }: SqliteStoreOptions) {
    this.#database = database;
    this.#table = quotedTable(table);
    this.#schema = sqliteSchema(table);
    this.#retentionMs = retentionMsOf(retention);
    this.#busyTimeoutMs = busyTimeoutMs;
  }

  /** Creates table and index where they are missing. */
  async migrate(): Promise<void> {
    await whenFree(this.#database, () => this.#database.exec(this.#schema), this.#busyTimeoutMs);
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

  /**
   * Remembers the event inside the open transaction of a better-sqlite3 handle, or of Drizzle, Kysely or Prisma through
   * `fromDrizzle`, `fromKysely`, `fromPrisma`. Begin with `IMMEDIATE`: a transaction that starts by reading may fail with
   * `SQLITE_BUSY` when it comes to write.
   *
   * @throws StaleClaimError when the claim was lost: let it out of the transaction, which rolls back.
   * @throws TypeError when no transaction is open.
   * @example
   * database.transaction(() => {
   *   insertOrder.run(order);
   *   store.commitTx(database, key, token);
   * }).immediate();
   */
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

  /** Deletes expired records, at most `limit` of them, and answers how many. Run it now and then, daily is enough. */
  async purgeExpired(limit = 1_000): Promise<number> {
    return (await this.#rows(sql.purge(this.#table, this.#retentionMs, limit))).length;
  }

  #commit(key: string, token: string): Statement {
    return sql.commit(this.#table, key, { token, retentionMs: this.#retentionMs });
  }

  #rows(statement: Statement): Promise<readonly SqlRow[]> {
    return whenFree(this.#database, () => rowsOf(this.#database, statement), this.#busyTimeoutMs);
  }
}

function rowsOf(database: SqliteDatabase, { text, parameters }: Statement): readonly SqlRow[] {
  return database.prepare(text).all(...parameters) as SqlRow[];
}

function assertHeld(rows: readonly SqlRow[], key: string): void {
  if (rows.length === 0) throw new StaleClaimError(key);
}
