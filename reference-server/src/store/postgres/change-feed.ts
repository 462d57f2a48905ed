import { Client } from "pg";
import type { Clock } from "../../clock.js";
import type { Millis } from "../../domain/domain.js";
import type { StoreNotice } from "../notices.js";
import type { Background } from "./background.js";
import { CHANNEL, type Database, type NoticeSink } from "./database.js";
import type { DatabaseClock } from "./database-clock.js";

/** How often to look for changes whose notification was lost, and to run the tasks of `onPoll`. */
const POLL_MS = 1000;
/** Work that falls due within this time is notified once. */
const DEBOUNCE_MS = 10;
/** A connection that listens and does not respond for as long is lost, although nothing has closed it. */
const RESPONSE_TIMEOUT_MS = 3000;

/**
 * Emits the notices of this process and those of the others on the same database. NOTIFY is only a hint: a poll
 * finds what it has lost, and commits compare versions in their own transactions.
 */
export class ChangeFeed implements NoticeSink {
  /** The newest version of each environment that listeners know of. */
  readonly #versions = new Map<number, number>();
  #workDueAt: Millis | null = null;
  #cancelDebounce: (() => void) | null = null;
  #cancelPoll: () => void = () => undefined;
  #client: Client | null = null;
  #connecting: Promise<void> | null = null;
  #open = false;
  #db: Database | null = null;
  #clock: DatabaseClock | null = null;
  readonly #handlers = new Map<string, (words: string[]) => void>();
  readonly #polled: (() => Promise<unknown>)[] = [];
  readonly #connected: (() => Promise<unknown>)[] = [];

  constructor(
    readonly emit: (notice: StoreNotice) => void,
    readonly timers: Pick<Clock, "after">,
    readonly background: Background,
  ) {}

  changed(environmentId: number, version: number): void {
    this.#versions.set(environmentId, Math.max(version, this.#versions.get(environmentId) ?? 0));
  }

  workDue(at: Millis): void {
    this.emit({ kind: "work_due", at });
    if (!this.#open) return;
    this.#workDueAt = Math.min(this.#workDueAt ?? at, at);
    this.#cancelDebounce ??= this.timers.after(DEBOUNCE_MS, () => this.#sendWorkDue());
  }

  /** Handles the messages of other processes that begin with this word. */
  on(kind: string, handler: (words: string[]) => void): void {
    this.#handlers.set(kind, handler);
  }

  /** Runs with each poll. One that fails is run again by the next: see `Background.run`. */
  onPoll(failure: string, task: () => Promise<unknown>): void {
    this.#polled.push(() => this.background.run(failure, task));
  }

  /** Runs whenever the connection that listens is opened. */
  onConnect(task: () => Promise<unknown>): void {
    this.#connected.push(task);
  }

  /** Resolves when the versions of all environments are known. */
  async start({ db, clock }: { db: Database; clock: DatabaseClock }): Promise<void> {
    if (this.#open) return;
    this.#open = true;
    this.#db = db;
    this.#clock = clock;
    await clock.compare(db);
    for (const { id, version } of await this.#readVersions(db)) this.changed(id, version);
    await this.#connect();
    this.#schedule();
  }

  async stop(): Promise<void> {
    this.#open = false;
    this.#cancelPoll();
    this.#cancelDebounce?.();
    await this.#connecting;
    await this.#client?.end();
    this.#client = null;
  }

  #schedule(): void {
    if (!this.#open) return;
    this.#cancelPoll = this.timers.after(POLL_MS, () =>
      this.background
        .run("polling for changes failed; retrying", () => this.#pollOnce())
        .finally(() => this.#schedule()),
    );
  }

  /** Fails while the database is away; the calls that need it say so. */
  async #pollOnce(): Promise<void> {
    const [db, clock] = [this.#db, this.#clock];
    if (db === null || clock === null) return;
    const silent = await this.#loseSilent();
    try {
      for (const { id, version } of await this.#readVersions(db)) this.#sawVersion(id, version);
      // Work that the other processes have notified meanwhile.
      if (this.#client === null) this.emit({ kind: "work_due", at: 0 });
      for (const task of this.#polled) await task();
    } finally {
      // Its locks end with it, after the tasks have said that this process does not rely on them.
      silent?.end().catch(() => undefined);
    }
    if (this.#client === null) await this.#connect();
    await clock.compare(db);
  }

  /** Returns the connection if it does not respond: one that a firewall has dropped stays open on this side. */
  async #loseSilent(): Promise<Client | null> {
    const client = this.#client;
    if (client === null) return null;
    try {
      await client.query("SELECT 1");
      return null;
    } catch {
      this.#lost(client);
      return client;
    }
  }

  #readVersions(db: Database): Promise<{ id: number; version: number }[]> {
    return db.all<{ id: number; version: number }>("SELECT id, version FROM environments");
  }

  #sawVersion(environmentId: number, version: number): void {
    const known = this.#versions.get(environmentId) ?? 1;
    this.changed(environmentId, version);
    if (version > known) this.emit({ kind: "environment_changed", environmentId });
  }

  /** LISTEN takes a connection of its own, which PgBouncer does not give. */
  #connect(): Promise<void> {
    this.#connecting ??= this.#connectOnce().finally(() => (this.#connecting = null));
    return this.#connecting;
  }

  async #connectOnce(): Promise<void> {
    const db = this.#db;
    if (db === null || db.settings.pgbouncer || !this.#open) return;
    const client = new Client({
      ...db.settings.connection,
      query_timeout: RESPONSE_TIMEOUT_MS,
      // The end of a connection with a pipeline waits for its responses.
      pipeline: false,
    });
    client.on("error", () => this.#lost(client));
    client.on("end", () => this.#lost(client));
    client.on("notification", ({ payload = "" }) => this.#received(payload));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      this.#client = client;
      for (const task of this.#connected) await task();
    } catch (error) {
      // The next poll tries again.
      if (this.#client === client)
        this.background.report(error, "preparing the connection that listens failed; retrying");
      this.#lost(client);
      await client.end().catch(() => undefined);
    }
  }

  #lost(client: Client): void {
    if (this.#client === client) this.#client = null;
  }

  /** Takes an advisory lock that ends with the connection. Returns whether it is held at a later time. */
  async holdLock(sql: string, values: readonly unknown[]): Promise<() => boolean> {
    const client = this.#client;
    if (client === null) return () => false;
    await client.query(sql, [...values]);
    return () => this.#client === client;
  }

  async #sendWorkDue(): Promise<void> {
    const at = this.#workDueAt;
    this.#cancelDebounce = null;
    this.#workDueAt = null;
    if (at !== null) await this.send(`w ${at}`);
  }

  /** A notification that cannot be sent is found by the others' poll. */
  async send(message: string): Promise<void> {
    const db = this.#db;
    if (db === null || !this.#open) return;
    await this.background.run("notifying the other processes failed; they poll", () =>
      db.all("SELECT pg_notify($1, $2)", [CHANNEL, `${db.instance} ${message}`]),
    );
  }

  #received(payload: string): void {
    const [instance, kind = "", ...words] = payload.split(" ");
    if (instance === this.#db?.instance) return;
    if (kind === "e") this.#sawVersion(Number(words[0]), Number(words[1]));
    if (kind === "w") this.emit({ kind: "work_due", at: Number(words[0]) });
    this.#handlers.get(kind)?.(words);
  }
}
