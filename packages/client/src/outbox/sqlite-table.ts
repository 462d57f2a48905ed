import {
  type ClaimOptions,
  EVENT_COLUMNS,
  missingTable,
  type NewOutboxRow,
  type OutboxRow,
  type OutboxTable,
  quoteNames,
} from "./outbox-table.js";

/** A handle of `better-sqlite3`, or a `DatabaseSync` of `node:sqlite`. */
export interface SqliteDatabase {
  prepare(text: string): { all(...parameters: unknown[]): unknown[] };
  exec(text: string): unknown;
  /** better-sqlite3. */
  readonly inTransaction?: boolean;
  /** node:sqlite. */
  readonly isTransaction?: boolean;
}

/** SQLite's own clock, constant within one statement; milliseconds since 1970. Needs SQLite 3.42. */
const NOW_MS = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

const BUSY_TIMEOUT_MS = 5_000;
const LONGEST_PAUSE_MS = 50;

/** Every column that the outbox uses. */
const COLUMNS = `id, ${EVENT_COLUMNS}, lease_token, leased_until_ms, refused_at_ms, refusal`;

/** The columns that a table of an earlier version lacks. */
const ADDED_COLUMNS = ["tenant", "ordering_key"];

export class SqliteTable implements OutboxTable {
  readonly schema: string;
  readonly #database: SqliteDatabase;
  readonly #table: string;
  /** Name and schema. */
  readonly #place: [string, string];

  constructor(database: SqliteDatabase, name: string) {
    const { table, index } = quoteNames(name);
    const [schema, bare] = name.includes(".") ? name.split(".") : [undefined, name];
    this.#database = database;
    this.#table = table;
    this.#place = [bare, schema ?? "main"];
    this.schema = `
CREATE TABLE IF NOT EXISTS ${table} (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  type            TEXT    NOT NULL,
  body            TEXT    NOT NULL,
  idempotency_key TEXT    NOT NULL DEFAULT (lower(hex(randomblob(16)))),
  occurred_at     TEXT,
  created_at_ms   INTEGER NOT NULL DEFAULT (${NOW_MS}),
  lease_token     TEXT,
  leased_until_ms INTEGER NOT NULL DEFAULT 0,
  refused_at_ms   INTEGER,
  refusal         TEXT,
  tenant          TEXT,
  ordering_key    TEXT
);

CREATE INDEX IF NOT EXISTS ${schema === undefined ? "" : `"${schema}".`}${index}
  ON "${bare}" (id) WHERE refused_at_ms IS NULL;
`;
  }

  async migrate(): Promise<void> {
    await this.#transact(() => {
      this.#database.exec(this.schema);
      this.#addColumns();
    });
  }

  /** SQLite cannot add a column conditionally. */
  #addColumns(): void {
    const columns = this.#database.prepare(`SELECT * FROM pragma_table_info(?, ?)`).all(...this.#place);
    const names = (columns as { name: string }[]).map(({ name }) => name);
    for (const name of ADDED_COLUMNS.filter((added) => !names.includes(added))) {
      this.#database.exec(`ALTER TABLE ${this.#table} ADD COLUMN ${name} TEXT`);
    }
  }

  async check(): Promise<void> {
    this.#all(this.#database, `SELECT ${COLUMNS} FROM ${this.#table} LIMIT 0`);
  }

  /** @throws TypeError outside a transaction, if the handle knows its state */
  insert(
    tx: SqliteDatabase,
    { type, body, idempotency_key, occurred_at, tenant, ordering_key }: NewOutboxRow,
  ): void {
    if (isOpen(tx) === false) {
      throw new TypeError("enqueue must be called inside the transaction that the event belongs to.");
    }
    const text = `INSERT INTO ${this.#table} (${EVENT_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) RETURNING id`;
    this.#all(tx, text, type, body, idempotency_key, occurred_at, tenant, ordering_key);
  }

  async claim({ token, limit, leaseMs }: ClaimOptions): Promise<OutboxRow[]> {
    const text = `
UPDATE ${this.#table}
SET lease_token = ?, leased_until_ms = ${NOW_MS} + ?
WHERE id IN (
  SELECT id FROM ${this.#table}
  WHERE refused_at_ms IS NULL AND leased_until_ms <= ${NOW_MS}
  ORDER BY id
  LIMIT ?
)
RETURNING id, ${EVENT_COLUMNS}`;
    const rows = await this.#rows(text, token, Math.ceil(leaseMs), limit);
    // RETURNING has no order.
    return (rows as OutboxRow[]).sort((a, b) => a.id - b.id);
  }

  async remove(ids: number[]): Promise<void> {
    const text = `DELETE FROM ${this.#table} WHERE id IN (SELECT value FROM json_each(?)) RETURNING id`;
    await this.#rows(text, JSON.stringify(ids));
  }

  async park(id: number, reason: string): Promise<void> {
    const text = `UPDATE ${this.#table} SET refused_at_ms = ${NOW_MS}, refusal = ? WHERE id = ? RETURNING id`;
    await this.#rows(text, reason, id);
  }

  async release(token: string): Promise<void> {
    const text = `
UPDATE ${this.#table} SET leased_until_ms = 0 WHERE lease_token = ? AND refused_at_ms IS NULL RETURNING id`;
    await this.#rows(text, token);
  }

  #rows(text: string, ...parameters: (string | number)[]): Promise<unknown[]> {
    return this.#transact(() => this.#all(this.#database, text, ...parameters));
  }

  #all(database: SqliteDatabase, text: string, ...parameters: (string | number | null)[]): unknown[] {
    try {
      return database.prepare(text).all(...parameters);
    } catch (error) {
      const isMissing = error instanceof Error && /no such (table|column)|has no column/.test(error.message);
      throw isMissing ? missingTable(this.#table, error) : error;
    }
  }

  /**
   * Runs `work` in a transaction of its own, after any other. It also waits for a transaction that the application has open
   * on this handle: inside it, the relay would send events that may still be rolled back.
   */
  async #transact<T>(work: () => T): Promise<T> {
    const deadline = performance.now() + BUSY_TIMEOUT_MS;
    for (let pauseMs = 2; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        this.#database.exec("BEGIN IMMEDIATE");
        break;
      } catch (error) {
        if (!isBusy(error) || performance.now() + pauseMs > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
      }
    }
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      // SQLite has already rolled back after some errors, such as SQLITE_FULL; another ROLLBACK would hide the reason.
      if (isOpen(this.#database) !== false) this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** Whether a transaction is open; undefined for a handle that does not know. */
function isOpen(database: SqliteDatabase): boolean | undefined {
  return database.inTransaction ?? database.isTransaction;
}

/** better-sqlite3 sets a name in `code`, node:sqlite a number in `errcode`. */
function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, errcode } = error as { code?: string; errcode?: number };
  return (
    code?.startsWith("SQLITE_BUSY") === true || errcode === 5 || /within a transaction/.test(error.message)
  );
}
