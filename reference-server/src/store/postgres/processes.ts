import { coalesce } from "../../coalesce.js";
import type { ChangeFeed } from "./change-feed.js";
import { CHANNEL, type Database } from "./database.js";
import { PROCESS } from "./locks.js";

/** A process that has not been seen for as long, by the database's clock, is gone. */
const GONE_AFTER_MS = 10_000;

/** The server processes on the database, of all roles: the table `processes`. */
export class Processes {
  #joined = false;
  #connected = false;
  #others = 0;
  readonly #tasks: (() => Promise<void>)[] = [];

  constructor(
    readonly db: Database,
    readonly feed: ChangeFeed,
  ) {
    feed.on("p", () => void this.refresh().catch(() => undefined));
    feed.onPoll(() => this.refresh());
    feed.onConnect(() => this.#connect());
  }

  /** Learns what the others share, before they learn that this process is up to date. */
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
    this.feed.send("p");
  }

  /** Others see by the lock that this process lives. Keys of different processes may be equal, so it is shared. */
  async #connect(): Promise<void> {
    if (!this.#joined) return;
    this.#connected = await this.feed.holdLock(`SELECT pg_advisory_lock_shared($1, ${lockKey("$2")})`, [
      PROCESS,
      this.db.instance,
    ]);
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
      [db.instance, row?.now, this.#connected],
    );
    await this.#forgetGone();
  });

  /** One that was killed may have left out changes of the streams: they continue behind a gap. */
  async #forgetGone(): Promise<void> {
    const gone = await this.db.one<{ count: number }>(
      `WITH gone AS (
         DELETE FROM processes p WHERE id <> $1 AND (
           seen_at < now() - $2 * interval '1 ms'
           OR connected AND NOT EXISTS (
             SELECT FROM pg_locks l
             WHERE l.locktype = 'advisory' AND l.classid = $3 AND l.objid = ${lockKey("p.id")}::oid AND l.objsubid = 2
               AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
           )
         )
         RETURNING id
       ), requests AS (
         DELETE FROM tunnel_requests WHERE sender IN (SELECT id FROM gone)
       ), logs AS (
         DELETE FROM stream_logs WHERE EXISTS (SELECT FROM gone)
       )
       SELECT count(*)::int AS count FROM gone`,
      [this.db.instance, GONE_AFTER_MS, PROCESS],
    );
    if (gone?.count !== 0) this.feed.send("p");
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

function lockKey(id: string): string {
  return `(hashtext(${id}::text) & 2147483647)`;
}
