import Database from "better-sqlite3";
import type { Delivery, Millis } from "../../domain/domain.js";
import { type StoreNotice, StoreUnavailableError } from "../store.js";
import { openDatabase } from "./open-database.js";

/**
 * Pages of write-ahead log before SQLite copies them into the file, while all calls wait for about 10 ms. A longer log means fewer copies
 * of the pages that every commit touches, and fewer waits.
 */
const CHECKPOINT_PAGES = 8000;
/** The log shrinks to this once a reader that kept it from being reused is gone. Above the size at a checkpoint: 4 KiB a page. */
const LOG_LIMIT_BYTES = 48 * 1024 * 1024;
const CACHE_KIB = 64 * 1024;
/**
 * How long a transaction waits for another program that writes, such as `harbor-server keys`. Everything else in this thread waits with
 * it, so that once a wait was in vain the next transactions fail at once, until one gets through.
 */
const BUSY_TIMEOUT_MS = 1000;
/** Rows in one INSERT: statements of 8 cost a fifth less than single ones, longer ones gain nothing. */
const ROWS_PER_INSERT = 8;

/** Zeros over rows that move within the pages of a table, where they would leave copies of bodies. It writes no page more. */
const KEPT_CLEAN = "FAST";

export type Value = number | string | Uint8Array | null;

/**
 * One SQLite connection: statements prepared once per text, transactions, and the notices that they cause. Throws
 * `StoreUnavailableError` while another program keeps it from opening the database.
 */
export class Connection {
  readonly #db: Database.Database;
  readonly #statements = new Map<string, Database.Statement>();
  readonly #queries = new Map<string, Query<unknown[], unknown>>();
  readonly #inserts = new Map<string, [one: Database.Statement, many: Database.Statement]>();
  readonly #changedEnvironments = new Set<number>();
  #workDueAt: Millis | null = null;
  #announcementDue = false;
  #undo: (() => void)[] = [];
  #refusal: Error | null = null;
  #busyTimeoutMs = BUSY_TIMEOUT_MS;
  /** Whether a transaction found the disk full, and none has shown since that it is not. */
  full = false;

  constructor(
    file: string,
    readonly emit: (notice: StoreNotice) => void = () => undefined,
  ) {
    this.#db = openDatabase(file, { timeout: BUSY_TIMEOUT_MS });
    try {
      configure(this.#db);
    } catch (error) {
      this.#db.close();
      throw asUnavailable(error);
    }
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

  /** The prepared query of this text: for statements that return rows. */
  query<Params extends unknown[], Row>(sql: string): Query<Params, Row> {
    let query = this.#queries.get(sql);
    if (query === undefined) {
      query = new Query(this.prepare(sql).raw());
      this.#queries.set(sql, query);
    }
    return query as unknown as Query<Params, Row>;
  }

  /** Inserts rows, several with one statement. `into` is `INSERT INTO table (column, column)`. */
  insert(into: string, rows: readonly (readonly Value[])[]): void {
    const [first] = rows;
    if (first === undefined) return;
    const [one, many] = this.#insertsOf(into, first.length);
    let at = 0;
    for (; at + ROWS_PER_INSERT <= rows.length; at += ROWS_PER_INSERT) {
      const values: Value[] = [];
      for (let index = at; index < at + ROWS_PER_INSERT; index += 1) {
        for (const value of rows[index] ?? []) values.push(value);
      }
      many.run(values);
    }
    for (; at < rows.length; at += 1) one.run(rows[at]);
  }

  /**
   * A transaction. It survives the death of the process; a power cut only once the log is synced (`Log.durably`). Throws
   * `StoreUnavailableError` while another program holds the database or its disk is full.
   */
  writing<T>(run: () => T): T {
    return this.#transaction("BEGIN IMMEDIATE", () => {
      this.#waitFor(BUSY_TIMEOUT_MS);
      return run();
    });
  }

  /** For a part of a transaction: nothing of what it deletes or replaces stays in the free space of the database. */
  overwriting<T>(run: () => T): T {
    this.#db.pragma("secure_delete = ON");
    try {
      return run();
    } finally {
      this.#db.pragma(`secure_delete = ${KEPT_CLEAN}`);
    }
  }

  /** Copies the log into the database and empties it. False while another program reads: it is not waited for. */
  emptyLog(): boolean {
    this.#db.pragma("busy_timeout = 0");
    try {
      const [result] = this.#db.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
      return result?.busy === 0;
    } finally {
      this.#db.pragma(`busy_timeout = ${this.#busyTimeoutMs}`);
    }
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
    this.#inserts.clear();
    this.#db.close();
  }

  /** From now on every transaction fails with this. */
  refuse(error: Error): void {
    this.#refusal = error;
  }

  /** Takes back what the transaction under way has changed in memory, if it is rolled back. */
  onRollback(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Emitted once the transaction under way is committed. */
  noteEnvironmentChanged(environmentId: number): void {
    this.#changedEnvironments.add(environmentId);
  }

  /** As above. Of several times in one transaction the earliest is emitted. `at` is wall time. */
  noteWorkDue(at: Millis): void {
    this.#workDueAt = Math.min(this.#workDueAt ?? at, at);
  }

  /** Emits `announcement_due` once the transaction under way is committed. */
  noteAnnouncement(): void {
    this.#announcementDue = true;
  }

  /** For changes in several transactions, of which only the last one resolves the call. */
  emitChanged(deliveries: readonly Delivery[]): void {
    if (deliveries.length > 0) this.emit({ kind: "deliveries_changed", deliveries });
  }

  #insertsOf(into: string, columns: number): [one: Database.Statement, many: Database.Statement] {
    let statements = this.#inserts.get(into);
    if (statements === undefined) {
      const row = `(${Array.from({ length: columns }, () => "?").join(", ")})`;
      const rows = (count: number) => Array.from({ length: count }, () => row).join(", ");
      const sql = (count: number) => `${into} VALUES ${rows(count)}`;
      statements = [this.prepare(sql(1)), this.prepare(sql(ROWS_PER_INSERT))];
      this.#inserts.set(into, statements);
    }
    return statements;
  }

  #transaction<T>(begin: string, run: () => T): T {
    if (this.#refusal !== null) throw this.#refusal;
    let result: T;
    try {
      this.prepare(begin).run();
      result = run();
      this.prepare("COMMIT").run();
    } catch (error) {
      if (this.#db.inTransaction) this.prepare("ROLLBACK").run();
      for (const undo of this.#undo.toReversed()) undo();
      this.#undo = [];
      this.#takeNotices();
      const failure = asUnavailable(error);
      if (failure instanceof StoreUnavailableError) this.#note(failure);
      throw failure;
    }
    this.#undo = [];
    for (const notice of this.#takeNotices()) this.emit(notice);
    return result;
  }

  #note({ reason }: StoreUnavailableError): void {
    if (reason === "busy") this.#waitFor(0);
    if (reason === "full") this.full = true;
  }

  #waitFor(busyTimeoutMs: number): void {
    if (busyTimeoutMs === this.#busyTimeoutMs) return;
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#db.pragma(`busy_timeout = ${busyTimeoutMs}`);
  }

  #takeNotices(): StoreNotice[] {
    if (this.#changedEnvironments.size === 0 && this.#workDueAt === null && !this.#announcementDue) return [];
    const notices = [...this.#changedEnvironments].map((environmentId): StoreNotice => ({
      kind: "environment_changed",
      environmentId,
    }));
    if (this.#workDueAt !== null) notices.push({ kind: "work_due", at: this.#workDueAt });
    if (this.#announcementDue) notices.push({ kind: "announcement_due" });
    this.#changedEnvironments.clear();
    this.#workDueAt = null;
    this.#announcementDue = false;
    return notices;
  }
}

function configure(db: Database.Database): void {
  db.pragma("journal_mode = WAL");
  // The log is synced by wal-sync.ts.
  db.pragma("synchronous = NORMAL");
  db.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  db.pragma(`journal_size_limit = ${LOG_LIMIT_BYTES}`);
  db.pragma(`cache_size = -${CACHE_KIB}`);
  db.pragma(`secure_delete = ${KEPT_CLEAN}`);
  db.pragma("temp_store = MEMORY");
  db.pragma("foreign_keys = ON");
}

/** An error that passes by itself, or once there is room on the disk, has a class of its own; all others stay as they are. */
function asUnavailable(error: unknown): unknown {
  if (!(error instanceof Database.SqliteError)) return error;
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) return new StoreUnavailableError("busy", { cause: error });
  if (error.code === "SQLITE_FULL") return new StoreUnavailableError("full", { cause: error });
  return error;
}

/** Rows as objects. Built here from arrays they take a third less time than the driver's own. */
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

  /** Reads row by row. The caller may stop early, and runs no other statement meanwhile. */
  *iterate(...params: Params): IterableIterator<Row> {
    for (const values of this.statement.iterate(...params)) yield this.#toRow(values as unknown[]);
  }

  #toRow(values: unknown[]): Row {
    const row: Record<string, unknown> = {};
    this.#columns.forEach((column, index) => (row[column] = values[index]));
    return row as Row;
  }
}
