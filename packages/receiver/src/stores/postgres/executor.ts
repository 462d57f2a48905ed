import { hasCode } from "../missing-table.js";
import { assertTransaction, noTransaction, type SqlExecutor, type SqlRow } from "../sql-executor.js";

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

/** The transaction of a driver, or of an ORM through `fromDrizzle`, `fromKysely`, `fromPrisma`. */
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
 * The executor of a transaction that is open. A `SAVEPOINT` fails outside of one (SQLSTATE 25P01), where the commit would stand
 * alone: after a forgotten `BEGIN`, after `COMMIT`, on a reserved connection. It ends with the transaction.
 *
 * @throws TypeError if no transaction is open, or for a pool: each of its statements may run on another connection.
 */
export async function openTransactionOf(tx: PostgresTransaction): Promise<SqlExecutor> {
  const executor = transactionExecutorFor(tx);
  try {
    await executor.rows({ text: "SAVEPOINT harbor_commit_tx", parameters: [] });
  } catch (error) {
    if (hasCode(error, ["25P01"]))
      throw new TypeError(noTransaction("none is open on this connection."), { cause: error });
    throw error;
  }
  return executor;
}

function transactionExecutorFor(tx: PostgresTransaction): SqlExecutor {
  if ("rows" in tx) return tx;
  assertTransaction(
    !("totalCount" in tx),
    "a Pool is not a transaction; use the client from pool.connect() that ran BEGIN.",
  );
  assertTransaction(!("begin" in tx), "use the sql that sql.begin(async (sql) => …) gives you.");
  return executorFor(tx);
}
