import Database from "better-sqlite3";
import type { Millis } from "../../domain/domain.js";
import { type StoreNotice, StoreUnavailableError } from "../store.js";

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
  readonly #listeners = new Set<(notice: StoreNotice) => void>();
  readonly #changedEnvironments = new Set<number>();
  #workDueAt: Millis | null = null;
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

  subscribe(listener: (notice: StoreNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Once the transaction under way has been committed; never if it is rolled back. */
  noteEnvironmentChanged(environmentId: number): void {
    this.#changedEnvironments.add(environmentId);
  }

  /** As above. Of several times in one transaction the earliest is emitted. `at` is wall time. */
  noteWorkDue(at: Millis): void {
    this.#workDueAt = Math.min(this.#workDueAt ?? at, at);
  }

  #transaction<T>(begin: string, run: () => T): T {
    let result: T;
    try {
      this.prepare(begin).run();
      result = run();
      this.prepare("COMMIT").run();
    } catch (error) {
      if (this.#db.inTransaction) this.prepare("ROLLBACK").run();
      this.#takeNotices();
      throw asUnavailable(error);
    }
    for (const notice of this.#takeNotices()) this.#emit(notice);
    return result;
  }

  #takeNotices(): StoreNotice[] {
    const notices = [...this.#changedEnvironments].map((environmentId): StoreNotice => ({
      kind: "environment_changed",
      environmentId,
    }));
    if (this.#workDueAt !== null) notices.push({ kind: "work_due", at: this.#workDueAt });
    this.#changedEnvironments.clear();
    this.#workDueAt = null;
    return notices;
  }

  #emit(notice: StoreNotice): void {
    for (const listener of this.#listeners) listener(notice);
  }

  /** Takes a few microseconds, an fsync some hundred; SQLite allows it between transactions only. */
  #setSync(sync: Sync): void {
    if (this.#sync === sync) return;
    this.#db.exec(`PRAGMA synchronous = ${sync}`);
    this.#sync = sync;
  }
}

/** SQLite's result codes for what passes by itself or once somebody frees space; everything else stays as it is. */
function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) return new StoreUnavailableError("busy", { cause: error });
  if (error.code === "SQLITE_FULL") return new StoreUnavailableError("full", { cause: error });
  return error;
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
