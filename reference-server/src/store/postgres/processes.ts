import { coalesce } from "../../coalesce.js";
import type { ChangeFeed } from "./change-feed.js";
import { type StoreHealth, StoreTooNewError } from "../failures.js";
import { CHANNEL, type Database, type Reader } from "./database.js";
import { PROCESS } from "./locks.js";
import { GONE_AFTER_MS, isGone, type Kind, Presence } from "./presence.js";

const KIND: Kind = { namespace: PROCESS, key: (id) => `(hashtext(${id}::text) & 2147483647)` };

const REFRESH_FAILED = "learning of the other processes failed; retrying";

/** How many server processes are on the database. */
export async function runningProcesses(db: Reader): Promise<number> {
  const row = await db.one<{ running: number }>(
    `SELECT count(*)::int AS running FROM processes p WHERE NOT ${isGone("p", KIND)}`,
  );
  return row?.running ?? 0;
}

/** The server processes on the database, of all roles: the table `processes`. */
export class Processes {
  #joined = false;
  readonly #presence: Presence;
  #others = 0;
  readonly #tasks: (() => Promise<void>)[] = [];

  constructor(
    readonly db: Database,
    readonly feed: ChangeFeed,
    readonly onFatal: StoreHealth["onFatal"],
  ) {
    this.#presence = new Presence(feed, KIND);
    feed.on("p", () => void feed.background.run(REFRESH_FAILED, () => this.#keep()));
    feed.onPoll(REFRESH_FAILED, () => this.#keep());
    feed.onConnect(() => this.#connect());
  }

  /** Learns what the others share, before they learn that this process is up to date. If a task fails, they do not learn that. */
  onRefresh(task: () => Promise<void>): void {
    this.#tasks.push(task);
  }

  get hasOthers(): boolean {
    return this.#others > 0;
  }

  async join(): Promise<void> {
    this.#joined = true;
    await this.#connect();
    await this.refresh();
    // A log that another process has created before it saw the row of this one.
    await this.refresh();
    void this.feed.send("p");
  }

  /** While this process stood still, the others may have counted it as gone, and migrated to a schema that it cannot use. */
  async #keep(): Promise<void> {
    try {
      await this.refresh();
    } catch (error) {
      if (!(error instanceof StoreTooNewError) || !this.#joined) throw error;
      this.#joined = false;
      this.db.refuse(error);
      this.onFatal(error);
    }
  }

  async #connect(): Promise<void> {
    if (this.#joined) await this.#presence.show(this.db.instance);
  }

  /** `now()` is before the snapshot of the statement, and so of those behind it. */
  readonly refresh = coalesce(async () => {
    if (!this.#joined) return;
    const { db } = this;
    const row = await db.one<{ now: string; others: number }>(
      `SELECT now()::text AS now,
         (SELECT count(*)::int FROM processes WHERE id <> $1 AND seen_at > now() - $2 * interval '1 ms') AS others`,
      [db.instance, GONE_AFTER_MS],
    );
    this.#others = row?.others ?? 0;
    for (const task of this.#tasks) await task();
    await db.all(
      `INSERT INTO processes AS p (id, seen_at, connected) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET seen_at = greatest(p.seen_at, excluded.seen_at), connected = excluded.connected`,
      [db.instance, row?.now, this.#presence.connected],
    );
    await this.#forgetGone();
  });

  /** One that was killed may have left out changes of the streams: they continue behind a gap. */
  async #forgetGone(): Promise<void> {
    const gone = await this.db.one<{ count: number }>(
      `WITH gone AS (
         DELETE FROM processes p WHERE id <> $1 AND ${isGone("p", KIND)} RETURNING id
       ), requests AS (
         DELETE FROM tunnel_requests WHERE sender IN (SELECT id FROM gone)
       ), logs AS (
         DELETE FROM stream_logs WHERE EXISTS (SELECT FROM gone)
       )
       SELECT count(*)::int AS count FROM gone`,
      [this.db.instance],
    );
    if (gone?.count !== 0) void this.feed.send("p");
  }

  async close(): Promise<void> {
    if (!this.#joined) return;
    this.#joined = false;
    const { db } = this;
    await db.transaction(async (tx) => {
      tx.soon("DELETE FROM processes WHERE id = $1", [db.instance]);
      tx.soon("DELETE FROM tunnel_requests WHERE sender = $1", [db.instance]);
      tx.soon("SELECT pg_notify($1, $2)", [CHANNEL, `${db.instance} p`]);
    });
  }
}
