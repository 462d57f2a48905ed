import { sql, type SQL, type SQLWrapper } from "drizzle-orm";
import {
  assertTransaction,
  type SqlExecutor,
  type SqlRow,
  type Statement,
  type SyncSqlExecutor,
} from "../stores/sql-executor.js";

/** A Drizzle transaction on PostgreSQL, with any driver. */
export interface DrizzlePostgresTransaction {
  execute(query: SQLWrapper | string): PromiseLike<unknown>;
  rollback(): never;
}

/** A Drizzle transaction on better-sqlite3, which is synchronous. */
export interface DrizzleSqliteTransaction {
  all(query: SQLWrapper | string): unknown[];
  rollback(): never;
}

/**
 * Lets `commitTx` ride in a Drizzle transaction.
 *
 * @throws TypeError when given the database rather than a transaction.
 * @example
 * await db.transaction(async (tx) => {
 *   await tx.insert(orders).values(order);
 *   await ctx.commitTx(fromDrizzle(tx));
 * });
 */
export function fromDrizzle(tx: DrizzlePostgresTransaction): SqlExecutor;
export function fromDrizzle(tx: DrizzleSqliteTransaction): SyncSqlExecutor;
export function fromDrizzle(
  tx: DrizzlePostgresTransaction | DrizzleSqliteTransaction,
): SqlExecutor | SyncSqlExecutor {
  assertTransaction("rollback" in tx, "pass the tx that db.transaction(async (tx) => …) gives you.");
  if ("execute" in tx)
    return { rows: async (statement) => rowsOf(await tx.execute(drizzleQuery(statement))) };
  return { rowsSync: (statement) => tx.all(drizzleQuery(statement)) as SqlRow[] };
}

/** Drizzle writes the placeholders itself, one for each value between two pieces of text. */
function drizzleQuery({ text, parameters }: Statement): SQL {
  const placeholders = [...text.matchAll(/\$(\d+)|\?/g)];
  const chunks = text.split(/\$\d+|\?/).flatMap((piece, i) => {
    if (i === 0) return [sql.raw(piece)];
    const number = placeholders[i - 1]?.[1];
    return [sql.param(parameters[number === undefined ? i - 1 : Number(number) - 1]), sql.raw(piece)];
  });
  return sql.join(chunks);
}

/** node-postgres returns an object with `rows`, postgres.js the rows themselves. */
function rowsOf(result: unknown): readonly SqlRow[] {
  return Array.isArray(result) ? (result as SqlRow[]) : (result as { rows: SqlRow[] }).rows;
}
