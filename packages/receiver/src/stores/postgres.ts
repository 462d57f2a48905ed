import { StaleClaimError, type Claim, type TransactionalStore } from "../idempotency.js";
import { inProgress } from "./in-progress.js";
import {
  executorFor,
  runScript,
  transactionExecutorFor,
  type PgClient,
  type PostgresClient,
  type PostgresJsClient,
  type PostgresTransaction,
} from "./postgres/executor.js";
import { migration, postgresSchema } from "./postgres/schema.js";
import * as sql from "./postgres/statements.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";
import type { SqlExecutor, Statement } from "./sql-executor.js";
import { DEFAULT_TABLE, quotedTable } from "./table-name.js";

export { postgresSchema };
export type { PgClient, PostgresClient, PostgresJsClient, PostgresTransaction };

/** Options of the PostgreSQL store. */
export interface PostgresStoreOptions extends RetentionOptions {
  /** A `Pool` of `pg`, or the `sql` of `postgres`. */
  client: PostgresClient;
  /** `[schema.]table`. Default `harbor_idempotency`. */
  table?: string | undefined;
}

/**
 * Remembers handled events in PostgreSQL through `pg` or `postgres` (docs/contract.md §7). Call
 * {@link PostgresStore.migrate} once, or run {@link postgresSchema} with your own migrations.
 *
 * @example
 * const store = postgresStore({ client: new Pool({ connectionString }) });
 * await store.migrate();
 */
export function postgresStore(options: PostgresStoreOptions): PostgresStore {
  return new PostgresStore(options);
}

export class PostgresStore implements TransactionalStore<PostgresTransaction> {
  readonly #client: PostgresClient;
  readonly #executor: SqlExecutor;
  readonly #table: string;
  readonly #migration: string;
  readonly #retentionMs: number;

  constructor({ client, table = DEFAULT_TABLE, ...retention }: PostgresStoreOptions) {
    this.#client = client;
    this.#executor = executorFor(client);
    this.#table = quotedTable(table);
    this.#migration = migration(table);
    this.#retentionMs = retentionMsOf(retention);
  }

  /** Creates table and index where they are missing; may run in many processes at once. */
  async migrate(): Promise<void> {
    await runScript(this.#client, this.#migration);
  }

  async claim(key: string, leaseMs: number): Promise<Claim> {
    const token = crypto.randomUUID();
    for (;;) {
      const acquired = await this.#executor.rows(sql.acquire(this.#table, key, { token, leaseMs }));
      if (acquired.length > 0) return { state: "acquired", token };
      const [held] = await this.#executor.rows(sql.held(this.#table, key));
      if (held !== undefined)
        return held.state === "done" ? { state: "done" } : inProgress(Number(held.remaining_ms));
    }
  }

  async renew(key: string, token: string, leaseMs: number): Promise<boolean> {
    return (await this.#executor.rows(sql.renew(this.#table, key, { token, leaseMs }))).length > 0;
  }

  async commit(key: string, token: string): Promise<boolean> {
    return (await this.#executor.rows(this.#commit(key, token))).length > 0;
  }

  async release(key: string, token: string): Promise<boolean> {
    return (await this.#executor.rows(sql.release(this.#table, key, token))).length > 0;
  }

  /**
   * Remembers the event inside the caller's open transaction: a `pg` client after `BEGIN`, the `sql` of `sql.begin`, or
   * Drizzle, Kysely and Prisma through `fromDrizzle`, `fromKysely`, `fromPrisma`. Call it last: from here to the end of the
   * transaction, renewals and other workers' claims of this event wait.
   *
   * @throws StaleClaimError when the claim was lost: let it out of the transaction, which rolls back.
   * @throws TypeError when given a pool or a root connection.
   * @example
   * await sql.begin(async (tx) => {
   *   await tx`INSERT INTO orders ${tx(order)}`;
   *   await store.commitTx(tx, key, token);
   * });
   */
  async commitTx(tx: PostgresTransaction, key: string, token: string): Promise<void> {
    const rows = await transactionExecutorFor(tx).rows(this.#commit(key, token));
    if (rows.length === 0) throw new StaleClaimError(key);
  }

  /** Deletes expired records, at most `limit` of them, and answers how many. Run it now and then, daily is enough. */
  async purgeExpired(limit = 1_000): Promise<number> {
    return (await this.#executor.rows(sql.purge(this.#table, this.#retentionMs, limit))).length;
  }

  #commit(key: string, token: string): Statement {
    return sql.commit(this.#table, key, { token, retentionMs: this.#retentionMs });
  }
}
