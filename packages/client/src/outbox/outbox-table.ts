/** An event that waits in the application's database. */
export interface OutboxRow {
  id: number;
  type: string;
  /** JSON text, sent as it is. */
  body: string;
  idempotency_key: string;
  occurred_at: string | null;
  tenant: string | null;
  ordering_key: string | null;
}

export type NewOutboxRow = Omit<OutboxRow, "id">;

export interface ClaimOptions {
  /** Identifies the claim, for its release. */
  token: string;
  limit: number;
  leaseMs: number;
}

/** The columns that a row is written with and sent from. */
export const EVENT_COLUMNS = "type, body, idempotency_key, occurred_at, tenant, ordering_key";

/** The outbox's table as the relay uses it. Each call is a transaction of its own and fails with `missingTable`. */
export interface OutboxTable {
  /** Reads no rows, to find out whether the table is there. */
  check(): Promise<void>;
  /** Leases the oldest free rows, in the order in which they were written. */
  claim(options: ClaimOptions): Promise<OutboxRow[]>;
  /** Deletes rows that Harbor has stored, even if another relay has leased them since. */
  remove(ids: number[]): Promise<void>;
  /** Excludes a row from sending and records the reason. */
  park(id: number, reason: string): Promise<void>;
  /** Ends the lease of all rows that the claim still holds. */
  release(token: string): Promise<void>;
}

export const DEFAULT_TABLE = "harbor_outbox";

const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,47}$/;

/**
 * The names of table and index for SQL. They become part of the statements, so they may have letters, digits and underscores only.
 *
 * @throws TypeError for other characters, and for more than 48: PostgreSQL cuts names at 63, and the index has a suffix
 */
export function quoteNames(table: string): { table: string; index: string } {
  const parts = table.split(".");
  if (parts.length > 2 || !parts.every((part) => NAME.test(part))) {
    throw new TypeError(
      `"${table}" is not a table name: it must be [schema.]table, each of up to 48 letters, digits and _.`,
    );
  }
  return { table: parts.map((part) => `"${part}"`).join("."), index: `"${parts.at(-1)}_waiting"` };
}

/** The error for a table that is missing, or that an earlier version of this package created. */
export function missingTable(table: string, cause: unknown): Error {
  const remedy = "call `await outbox.migrate()` at start, or run `outbox.schema` in your own migrations";
  return new Error(`Table ${table} is missing or lacks a column: ${remedy}.`, { cause });
}
