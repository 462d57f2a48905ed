import { assertTransaction, type SqlExecutor, type SqlRow } from "../sql-executor.js";

/** A `Pool`, `Client` or `PoolClient` of the `pg` package. */
export interface PgClient {
  query(text: string, parameters?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The `sql` function of the `postgres` package, or that of a transaction. */
export interface PostgresJsClient {
  unsafe(text: string, parameters?: (string | number)[]): PromiseLike<readonly unknown[]>;
}

/** A pool or a connection of either driver. */
export type PostgresClient = PgClient | PostgresJsClient;

/** What `commitTx` takes: a driver's own transaction, or an ORM's through `fromDrizzle`, `fromKysely`, `fromPrisma`. */
export type PostgresTransaction = PgClient | PostgresJsClient | SqlExecutor;

export function executorFor(client: PostgresClient): SqlExecutor {
  if ("unsafe" in client) {
    return {
      rows: async ({ text, parameters }) => (await client.unsafe(text, [...parameters])) as readonly SqlRow[],
    };
  }
  return {
    rows: async ({ text, parameters }) => (await client.query(text, [...parameters])).rows as SqlRow[],
  };
}

/** Several statements in one message, without parameters. */
export async function runScript(client: PostgresClient, text: string): Promise<void> {
  if ("unsafe" in client) await client.unsafe(text);
  else await client.query(text);
}

/**
 * @throws TypeError for a pool: each of its statements may run on another connection, none of them the transaction's.
 */
export function transactionExecutorFor(tx: PostgresTransaction): SqlExecutor {
  if ("rows" in tx) return tx;
  assertTransaction(
    !("totalCount" in tx),
    "a Pool is none; use the client from pool.connect() that ran BEGIN.",
  );
  assertTransaction(!("begin" in tx), "use the sql that sql.begin(async (sql) => …) gives you.");
  return executorFor(tx);
}
