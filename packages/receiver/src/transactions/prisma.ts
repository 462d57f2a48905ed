import { assertTransaction, type SqlExecutor, type SqlRow } from "../stores/sql-executor.js";

/** The client that an interactive Prisma transaction gives, on PostgreSQL or SQLite. */
export interface PrismaTransaction {
  $queryRawUnsafe(text: string, ...parameters: unknown[]): PromiseLike<unknown>;
}

/**
 * Lets `commitTx` ride in an interactive Prisma transaction. Only the statement is passed as text; key and token are
 * parameters.
 *
 * @throws TypeError when given the client itself rather than a transaction.
 * @example
 * await prisma.$transaction(async (tx) => {
 *   await tx.order.create({ data: order });
 *   await ctx.commitTx(fromPrisma(tx));
 * });
 */
export function fromPrisma(tx: PrismaTransaction): SqlExecutor {
  assertTransaction(!("$connect" in tx), "pass the tx that prisma.$transaction(async (tx) => …) gives you.");
  return {
    rows: async ({ text, parameters }) => (await tx.$queryRawUnsafe(text, ...parameters)) as SqlRow[],
  };
}
