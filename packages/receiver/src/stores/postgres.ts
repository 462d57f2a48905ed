import { StaleClaimError, type Claim, type TransactionalStore } from "../idempotency.js";
import { hasCode, withTable } from "./missing-table.js";
import { inProgress } from "./in-progress.js";
import {
  executorFor,
  runScript,
  openTransactionOf,
  type PgClient,
  type PostgresClient,
  type PostgresJsClient,
  type PostgresTransaction,
} from "./postgres/executor.js";
import { migration, postgresSchema } from "./postgres/schema.js";
import * as sql from "./postgres/statements.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";
import type { SqlExecutor, SqlRow, Statement } from "./sql-executor.js";
import { DEFAULT_TABLE, quotedTable } from "./table-name.js";

export { postgresSchema };
export type { SqlExecutor, SqlParameter, SqlRow, Statement } from "./sql-executor.js";
export type { PgClient, PostgresClient, PostgresJsClient, PostgresTransaction };

/** Options of the PostgreSQL store. */
export interface PostgresStoreOptions extends RetentionOptions {
  /** A `Pool` of `pg`, or the `sql` of `postgres`. */
  client: PostgresClient;
  /** `[schema.]table`. Default `harbor_idempotency`. */
  table?: string | undefined;
}

/** The result of {@link postgresStore}. */
export interface PostgresStore extends TransactionalStore<PostgresTransaction> {
  /** Creates the table and its index if they are missing. Many processes may call it at once. */
  migrate(): Promise<void>;

  /** Rejects if the database cannot be reached or the table is missing. */
  check(): Promise<void>;

  /**
   * Records the event inside the caller's open transaction: a `pg` client after `BEGIN`, the `sql` of `sql.begin`, or
   * Drizzle, Kysely and Prisma through `fromDrizzle`, `fromKysely`, `fromPrisma`. Call it last: from here to the end of the
   * transaction, renewals and other workers' claims of this event wait.
   *
   * @throws StaleClaimError if the claim was lost: do not catch it inside the transaction, so that the transaction rolls back.
   * @throws TypeError if no transaction is open on `tx`, or `tx` is a pool or a root connection.
   * @example
   * await sql.begin(async (tx) => {
   *   await tx`INSERT INTO orders ${tx(order)}`;
   *   await store.commitTx(tx, key, token);
   * });
   */
  commitTx(tx: PostgresTransaction, key: string, token: string): Promise<void>;

  /** Deletes at most `limit` expired records (default 1,000) and returns how many. Run it regularly; daily is enough. */
  purgeExpired(limit?: number): Promise<number>;
}

/**
 * Remembers handled events in PostgreSQL through `pg` or `postgres`. Call {@link PostgresStore.migrate} once, or run
 * {@link postgresSchema} with your own migrations. See https://github.com/harbor-webhooks/harbor/blob/main/docs/idempotency.md
 *
 * @example
 * const store = postgresStore({ client: new Pool({ connectionString }) });
 * await store.migrate();
 */
export function postgresStore(options: PostgresStoreOptions): PostgresStore {
  return new PostgresIdempotency(options);
}

class PostgresIdempotency implements PostgresStore {
  readonly #client: PostgresClient;
  readonly #executor: SqlExecutor;
  readonly #name: string;
  readonly #table: string;
  readonly #migration: string;
  readonly #retentionMs: number;

  constructor({ client, table = DEFAULT_TABLE, ...retention }: PostgresStoreOptions) {
    this.#client = client;
    this.#executor = executorFor(client);
    this.#name = table;
    this.#table = quotedTable(table);
    this.#migration = migration(table);
    this.#retentionMs = retentionMsOf(retention);
  }

  async migrate(): Promise<void> {
    await runScript(this.#client, this.#migration);
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

  async commitTx(tx: PostgresTransaction, key: string, token: string): Promise<void> {
    const rows = await withTable(this.#name, isMissingTable, async () =>
      (await openTransactionOf(tx)).rows(this.#commit(key, token)),
    );
    if (rows.length === 0) throw new StaleClaimError(key);
  }

  async purgeExpired(limit = 1_000): Promise<number> {
    return (await this.#rows(sql.purge(this.#table, this.#retentionMs, limit))).length;
  }

  #rows(statement: Statement): Promise<readonly SqlRow[]> {
    return withTable(this.#name, isMissingTable, () => this.#executor.rows(statement));
  }

  #commit(key: string, token: string): Statement {
    return sql.commit(this.#table, key, { token, retentionMs: this.#retentionMs });
  }
}

/** `undefined_table`, and `invalid_schema_name` for a table in a schema of its own. */
const isMissingTable = (error: unknown): boolean => hasCode(error, ["42P01", "3F000"]);
