/** An event that waits in the application's database. */
export interface OutboxRow {
  id: number;
  type: string;
  /** JSON text, sent as it is. */
  body: string;
  idempotencyKey: string;
  occurredAt: string | null;
}

export type NewOutboxRow = Omit<OutboxRow, "id">;

export interface ClaimOptions {
  /** Of the claim: what is claimed under it is released under it. */
  token: string;
  limit: number;
  leaseMs: number;
}

/** The outbox's table as the relay uses it, each call a transaction of its own. */
export interface OutboxTable {
  /** Leases the oldest rows that nobody else holds, in the order in which they were written. */
  claim(options: ClaimOptions): Promise<OutboxRow[]>;
  /** Deletes what Harbor has stored, whoever holds it by now. */
  remove(ids: number[]): Promise<void>;
  /** Sets a row aside, with the reason, until somebody looks at it. */
  park(id: number, reason: string): Promise<void>;
  /** Ends the lease of all rows that are still held under the token. */
  release(token: string): Promise<void>;
}

export const DEFAULT_TABLE = "harbor_outbox";

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,47}$/;

/**
 * The names of table and index for SQL. They become part of the statements, hence letters, digits and underscores only.
 *
 * @throws TypeError for anything else, and for more than 48 characters: PostgreSQL cuts names at 63, the index's is longer
 */
export function quoteNames(table: string): { table: string; index: string } {
  const parts = table.split(".");
  if (parts.length > 2 || !parts.every((part) => NAME.test(part))) {
    throw new TypeError(
      `"${table}" is no table name: [schema.]table of letters, digits and _, at most 48 each.`,
    );
  }
  return { table: parts.map((part) => `"${part}"`).join("."), index: `"${parts.at(-1)}_waiting"` };
}
