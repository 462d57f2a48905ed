import Database from "better-sqlite3";

type Sync = "FULL" | "NORMAL";

/** Pages of write-ahead log before SQLite copies them into the file: fewer, larger copies of the pages that every commit touches. */
const CHECKPOINT_PAGES = 4000;
const CACHE_KIB = 64 * 1024;
/** How long a statement waits for `harbor-server keys`, the only other process that may write. */
const BUSY_TIMEOUT_MS = 5000;

/** One SQLite connection: statements prepared once per text, and transactions that say how durable they are. */
export class Connection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #queries = new Map<string, Query<unknown[], unknown>>();
  #sync: Sync = "FULL";

  constructor(file: string) {
    this.#db = new Database(file, { timeout: BUSY_TIMEOUT_MS });
    this.#db.pragma("journal_mode = WAL");
    this.#db.pragma("synchronous = FULL");
    this.#db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
    this.#db.pragma(`cache_size = -${CACHE_KIB}`);
    this.#db.pragma("temp_store = MEMORY");
    this.#db.pragma("foreign_keys = ON");
  }

  /** The prepared statement of this text. Texts are constants: a text per value would fill the cache. */
  prepare<Params extends unknown[], Row = unknown>(sql: string): Database.Statement<Params, Row> {
    let statement = this.#statements.get(sql);
    if (statement === undefined) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement as Database.Statement<Params, Row>;
  }

  /** The prepared query of this text: for statements that answer rows. */
  query<Params extends unknown[], Row>(sql: string): Query<Params, Row> {
    let query = this.#queries.get(sql);
    if (query === undefined) {
      query = new Query(this.prepare(sql).raw());
      this.#queries.set(sql, query);
    }
    return query as unknown as Query<Params, Row>;
  }

  /** One transaction, fsynced before it returns. */
  durably<T>(run: () => T): T {
    this.#setSync("FULL");
    return this.#transaction("BEGIN IMMEDIATE", run);
  }

  /**
   * One transaction that survives the death of the process, but maybe not a power cut. It reaches the disk with the next durable
   * one at the latest: the write-ahead log is one file, in order.
   */
  quickly<T>(run: () => T): T {
    this.#setSync("NORMAL");
    return this.#transaction("BEGIN IMMEDIATE", run);
  }

  /** Several reads of one state. */
  reading<T>(run: () => T): T {
    return this.#transaction("BEGIN", run);
  }

  /** Runs several statements at once, unprepared. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  close(): void {
    this.#statements.clear();
    this.#queries.clear();
    this.#db.close();
  }

  #transaction<T>(begin: string, run: () => T): T {
    this.prepare(begin).run();
    try {
      const result = run();
      this.prepare("COMMIT").run();
      return result;
    } catch (error) {
      if (this.#db.inTransaction) this.prepare("ROLLBACK").run();
      throw error;
    }
  }

  /** Takes a few microseconds, an fsync some hundred; SQLite allows it between transactions only. */
  #setSync(sync: Sync): void {
    if (this.#sync === sync) return;
    this.#db.exec(`PRAGMA synchronous = ${sync}`);
    this.#sync = sync;
  }
}

/** Rows as objects. Made here of arrays they take a third less time than the driver's own. */
export class Query<Params extends unknown[], Row> {
  readonly #columns: string[];

  constructor(readonly statement: Database.Statement) {
    this.#columns = statement.columns().map(({ name }) => name);
  }

  get(...params: Params): Row | undefined {
    const values = this.statement.get(...params) as unknown[] | undefined;
    return values === undefined ? undefined : this.#toRow(values);
  }

  all(...params: Params): Row[] {
    return (this.statement.all(...params) as unknown[][]).map((values) => this.#toRow(values));
  }

  #toRow(values: unknown[]): Row {
    const row: Record<string, unknown> = {};
    this.#columns.forEach((column, index) => (row[column] = values[index]));
    return row as Row;
  }
}
