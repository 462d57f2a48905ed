import { randomUUID } from "node:crypto";
import { type PoolClient, Pool } from "pg";
import type { Delivery, Millis } from "../../domain/domain.js";
import { StoreUnavailableError } from "../failures.js";
import type { StoreNotice } from "../notices.js";
import { asUnavailable, isConsequence, isRetryable } from "./failures.js";
import { LostCommit } from "./lost-commit.js";
import type { PostgresSettings } from "./settings.js";

/**
 * Connections by what they do, so that none waits behind another: `ingest` commits events, `work` claims and settles, `api` serves
 * everything else.
 */
export type Lane = "ingest" | "work" | "api";

const API_CONNECTIONS = 8;
/** Tries of a transaction that others were in the way of. */
const MAX_TRIES = 10;
/** After a failed connect every call fails at once for this long, growing from failure to failure. */
const FIRST_BACK_OFF_MS = 50;
const MAX_BACK_OFF_MS = 2000;

type Value = unknown;

/** Runs statements that read: the database, or a transaction. */
export interface Reader {
  all<Row>(sql: string, values?: readonly Value[]): Promise<Row[]>;
  one<Row>(sql: string, values?: readonly Value[]): Promise<Row | undefined>;
  /** As `all`, planned for its values each time: the plan for any values sorts all that matches, where an index has a page in order. */
  page<Row>(sql: string, values: readonly Value[]): Promise<Row[]>;
}

/** The channel on which processes notify each other of changes. */
export const CHANNEL = "harbor";

interface Session {
  /** Of this store among all that use the database. */
  readonly instance: string;
  nameOf(sql: string): string | undefined;
}

/** Emits what a transaction noted, once it is committed. */
export interface NoticeSink {
  emit(notice: StoreNotice): void;
  /** To this process and, a little later, to the others. */
  workDue(at: Millis): void;
  /** This process has changed the environment to this version. */
  changed(environmentId: number, version: number): void;
}

export interface TransactionOptions {
  lane?: Lane;
  /** False: a crash of the database may lose it. */
  durable?: boolean;
  /** Several reads of one moment, and no writes. */
  snapshot?: boolean;
  /** Called after the rollback in memory if the transaction, of which `id` is known, may be committed all the same. */
  lost?: (commit: LostCommit) => void;
}

export class Database implements Reader, Session {
  readonly instance = randomUUID();
  readonly #lanes: Record<Lane, Pool>;
  readonly #names = new Map<string, string>();
  readonly #notices: NoticeSink;
  #refusal: Error | null = null;
  #wasConnected = false;
  #failedConnects = 0;
  #backOffUntil = -Infinity;

  constructor(
    readonly settings: PostgresSettings,
    notices: NoticeSink,
  ) {
    this.#notices = notices;
    const pool = (max: number, connection = settings.connection) => {
      const created = new Pool({ ...connection, max, idleTimeoutMillis: 0, allowExitOnIdle: true });
      // An idle connection that breaks is replaced by the next call.
      created.on("error", () => undefined);
      // One that breaks while it is in use fails the statement; without a listener the event would end the process.
      created.on("connect", (client) => client.on("error", () => undefined));
      return created;
    };
    const planned = plannedOnce(settings);
    this.#lanes = { ingest: pool(1, planned), work: pool(1, planned), api: pool(API_CONNECTIONS) };
  }

  /** Undefined where statements are not prepared by name. Texts are constants: a text per value would fill the database's memory. */
  nameOf(sql: string): string | undefined {
    if (this.settings.pgbouncer) return undefined;
    let name = this.#names.get(sql);
    if (name === undefined) {
      name = `harbor_${this.#names.size}`;
      this.#names.set(sql, name);
    }
    return name;
  }

  all<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    return this.#read<Row>({ sql, values });
  }

  page<Row>(sql: string, values: readonly Value[]): Promise<Row[]> {
    return this.#read<Row>({ sql, values, isPage: true });
  }

  async #read<Row>(statement: Statement): Promise<Row[]> {
    const client = await this.#connect("api");
    let failure: Error | undefined;
    try {
      return await queryRows<Row>(client, this, statement);
    } catch (error) {
      failure = brokenBy(error);
      throw asUnavailable(error);
    } finally {
      client.release(failure);
    }
  }

  async one<Row>(sql: string, values: readonly Value[] = []): Promise<Row | undefined> {
    return (await this.all<Row>(sql, values))[0];
  }

  /** `run` may be called again, after a rollback, when other transactions were in the way. */
  async transaction<T>(run: (tx: Transaction) => Promise<T>, options: TransactionOptions = {}): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#once(run, options);
      } catch (error) {
        if (!isRetryable(error) || tries >= MAX_TRIES) throw asUnavailable(error);
      }
    }
  }

  /** The same database, with connections that wait for a response for as long as it takes. */
  patient(): Database {
    const connection = { ...this.settings.connection, query_timeout: 0 };
    return new Database({ ...this.settings, connection }, this.#notices);
  }

  /** Calls that come later fail. */
  async close(): Promise<void> {
    this.#refusal ??= new StoreUnavailableError("unreachable");
    await Promise.all(Object.values(this.#lanes).map((pool) => pool.end()));
  }

  async #once<T>(run: (tx: Transaction) => Promise<T>, options: TransactionOptions): Promise<T> {
    const client = await this.#connect(options.lane ?? "api");
    const tx = new Transaction(client, this);
    let failure: Error | undefined;
    let isEnding = false;
    try {
      tx.begin(options);
      const result = await run(tx);
      isEnding = true;
      await tx.commit();
      this.#committed(tx);
      return result;
    } catch (error) {
      const cause = await tx.firstFailure(error);
      failure = await tx.rollback(cause);
      if (failure !== undefined && isEnding && tx.id !== null)
        options.lost?.(new LostCommit(this, tx.id, () => this.#committed(tx)));
      throw cause;
    } finally {
      client.release(failure);
    }
  }

  #committed(tx: Transaction): void {
    for (const [environmentId, version] of tx.changedEnvironments) {
      if (version !== null) this.#notices.changed(environmentId, version);
      this.#notices.emit({ kind: "environment_changed", environmentId });
    }
    if (tx.workDueAt !== null) this.#notices.workDue(tx.workDueAt);
    if (tx.hasAnnouncement) this.#notices.emit({ kind: "announcement_due" });
  }

  /** For changes in several transactions, of which only the last one resolves the call. */
  emitChanged(deliveries: readonly Delivery[]): void {
    if (deliveries.length > 0) this.#notices.emit({ kind: "deliveries_changed", deliveries });
  }

  /** From now on every call fails with this. */
  refuse(error: Error): void {
    this.#refusal = error;
  }

  async #connect(lane: Lane): Promise<PoolClient> {
    if (this.#refusal !== null) throw this.#refusal;
    const pool = this.#lanes[lane];
    if (pool.idleCount === 0 && performance.now() < this.#backOffUntil) {
      throw new StoreUnavailableError("unreachable");
    }
    try {
      const client = await pool.connect();
      this.#wasConnected = true;
      this.#failedConnects = 0;
      this.#backOffUntil = -Infinity;
      return client;
    } catch (error) {
      const backOffMs = Math.min(FIRST_BACK_OFF_MS * 2 ** this.#failedConnects, MAX_BACK_OFF_MS);
      this.#failedConnects += 1;
      this.#backOffUntil = performance.now() + backOffMs;
      // A password or certificate that is refused later is for the operator of the database to correct, as one that is down.
      throw this.#wasConnected
        ? new StoreUnavailableError("unreachable", { cause: error })
        : asUnavailable(error);
    }
  }
}

/** One transaction at READ COMMITTED: every statement sees what was committed before it. */
export class Transaction implements Reader {
  /** With the version that this transaction gave them; null where it only saw that they have changed. */
  readonly changedEnvironments = new Map<number, number | null>();
  hasAnnouncement = false;
  /** As of `pg_current_xact_id`, set by a transaction that has asked for it: see `TransactionOptions.lost`. */
  id: string | null = null;
  #workDueAt: Millis | null = null;
  readonly #pending: Promise<unknown>[] = [];
  readonly #undo: (() => void)[] = [];

  constructor(
    readonly client: PoolClient,
    readonly session: Session,
  ) {}

  get workDueAt(): Millis | null {
    return this.#workDueAt;
  }

  begin({ durable = true, snapshot = false }: TransactionOptions): void {
    const begin = snapshot ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" : "BEGIN";
    this.await(this.client.query(durable ? begin : `${begin}; SET LOCAL synchronous_commit = off`));
  }

  async all<Row>(sql: string, values: readonly Value[] = []): Promise<Row[]> {
    return await queryRows<Row>(this.client, this.session, { sql, values });
  }

  async page<Row>(sql: string, values: readonly Value[]): Promise<Row[]> {
    return await queryRows<Row>(this.client, this.session, { sql, values, isPage: true });
  }

  async one<Row>(sql: string, values: readonly Value[] = []): Promise<Row | undefined> {
    return (await this.all<Row>(sql, values))[0];
  }

  /** Returns how many rows it changed. */
  async run(sql: string, values: readonly Value[] = []): Promise<number> {
    return (await query(this.client, this.session, { sql, values })).rowCount ?? 0;
  }

  /** Sent now, together with what follows; its failure fails the commit. */
  soon(sql: string, values: readonly Value[] = []): void {
    this.await(query(this.client, this.session, { sql, values }));
  }

  /** A failed statement turns COMMIT into ROLLBACK without an error: the tag says which of them it was. */
  async commit(): Promise<void> {
    for (const [id, version] of this.changedEnvironments) {
      if (version !== null)
        this.soon("SELECT pg_notify($1, $2)", [CHANNEL, `${this.session.instance} e ${id} ${version}`]);
    }
    const committed = this.client.query("COMMIT");
    const [{ command }] = await Promise.all([committed, ...this.#pending]);
    if (command !== "COMMIT") throw new Error(`PostgreSQL ended the transaction with ${command}.`);
  }

  /** The cause, where `error` only says that a statement before has failed. */
  async firstFailure(error: unknown): Promise<unknown> {
    const ended = await Promise.allSettled(this.#pending);
    if (!isConsequence(error)) return error;
    const failed = ended.find((one) => one.status === "rejected" && !isConsequence(one.reason));
    return failed?.status === "rejected" ? failed.reason : error;
  }

  /** Returns the error that makes the connection unusable. */
  async rollback(cause: unknown): Promise<Error | undefined> {
    for (const undo of this.#undo.toReversed()) undo();
    const broken = brokenBy(cause);
    if (broken !== undefined) return broken;
    try {
      await this.client.query("ROLLBACK");
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error("ROLLBACK failed.", { cause: error });
    }
  }

  /** Takes back what the transaction has changed in memory, if it is not committed. */
  onRollback(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** For this process; another one's periodic maintenance sends it if this one ends. */
  noteAnnouncement(): void {
    this.hasAnnouncement = true;
  }

  /** This transaction has changed the environment to this version. */
  noteEnvironmentChanged(environmentId: number, version: number): void {
    this.changedEnvironments.set(environmentId, version);
  }

  /** This transaction has seen a change that was committed earlier. */
  noteEnvironmentStale(environmentId: number): void {
    if (!this.changedEnvironments.has(environmentId)) this.changedEnvironments.set(environmentId, null);
  }

  /** Of several times in one transaction the earliest is emitted. `at` is wall time. */
  noteWorkDue(at: Millis): void {
    this.#workDueAt = Math.min(this.#workDueAt ?? at, at);
  }

  /** As above, of a statement on its way. */
  await(sent: Promise<unknown>): void {
    // Awaited by `commit`; until then the promise has no handler.
    sent.catch(() => undefined);
    this.#pending.push(sent);
  }
}

/**
 * The database plans a statement again each time if that seems cheaper for as many ids as it has this time. For the few rows that
 * these statements read, planning costs several times as much as running them.
 */
function plannedOnce({ connection, pgbouncer }: PostgresSettings): PostgresSettings["connection"] {
  if (pgbouncer) return connection;
  return { ...connection, options: `${connection.options ?? ""} -c plan_cache_mode=force_generic_plan` };
}

interface Statement {
  sql: string;
  values: readonly Value[];
  isPage?: true;
}

async function query(client: PoolClient, session: Session, { sql, values, isPage }: Statement) {
  const name = isPage === true ? undefined : session.nameOf(sql);
  return await client.query({ text: sql, values: [...values], ...(name !== undefined && { name }) });
}

async function queryRows<Row>(client: PoolClient, session: Session, statement: Statement): Promise<Row[]> {
  return (await query(client, session, statement)).rows as Row[];
}

/** An error of the connection, rather than of a statement or of the program. */
function brokenBy(error: unknown): Error | undefined {
  return error instanceof Error && asUnavailable(error) !== error ? error : undefined;
}
