import { CompiledQuery } from "kysely";
import { assertTransaction, type SqlExecutor, type SqlRow } from "../stores/sql-executor.js";

/** A Kysely transaction, on PostgreSQL or SQLite. */
export interface KyselyTransaction {
  readonly isTransaction: boolean;
  executeQuery(query: CompiledQuery): Promise<{ rows: unknown[] }>;
}

/**
 * Lets `commitTx` ride in a Kysely transaction.
 *
 * @throws TypeError when given the database rather than a transaction.
 * @example
 * await db.transaction().execute(async (tx) => {
 *   await tx.insertInto("orders").values(order).execute();
 *   await ctx.commitTx(fromKysely(tx));
 * });
 */
export function fromKysely(tx: KyselyTransaction): SqlExecutor {
  assertTransaction(
    tx.isTransaction,
    "pass the tx that db.transaction().execute(async (tx) => …) gives you.",
  );
  return {
    rows: async ({ text, parameters }) => {
      const { rows } = await tx.executeQuery(CompiledQuery.raw(text, [...parameters]));
      return rows as SqlRow[];
    },
  };
}
