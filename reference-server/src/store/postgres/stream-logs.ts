import { setTimeout as wait } from "node:timers/promises";
import type { Delivery } from "../../domain/domain.js";
import type { ChangeLogs, LogPage, OpenLog } from "../peers.js";
import type { Visible } from "../scope.js";
import type { ChangeFeed } from "./change-feed.js";
import type { Database } from "./database.js";
import { erasedAt } from "./erasures.js";
import type { Processes } from "./processes.js";
import { LogWriter } from "./stream-log-writer.js";

/** A log without a reader is kept for as long, for a reader that comes back. */
const KEPT_UNWATCHED_MS = 300_000;
/** How long the first reader of a log waits until all processes write to it. */
const WAIT_MS = 2000;
const LOOK_MS = 5;

interface LogRow {
  id: string;
  environment_id: number;
  tenant: string | null;
  age_ms: number;
}

interface ChangeRow {
  next: number;
  kept_from: number;
  n: number | null;
  delivery: string;
  response_body: Buffer | null;
}

/**
 * A change is written after its own transaction, by the process that made it, and only while there is a log for it. A process learns of
 * logs as it learns of other processes; until all have, a new log is not read. One that learns too late deletes the log, because it may
 * have left out changes: the streams end, and continue behind a gap.
 */
export class StreamLogs implements ChangeLogs {
  /** By scope. */
  #logs = new Map<string, LogWriter>();
  #learned = false;
  /** Those that are to be deleted, while the database is away. */
  readonly #dropped = new Set<string>();
  /** By the ids of the logs that this process reads. */
  readonly #readers = new Map<string, () => void>();

  constructor(
    readonly db: Database,
    readonly feed: ChangeFeed,
    readonly processes: Processes,
  ) {
    feed.on("s", ([id = ""]) => this.#readers.get(id)?.());
    feed.onPoll("maintenance of the logs of changes failed; retrying", async () => {
      await this.#maintain();
      for (const changed of this.#readers.values()) changed();
    });
    processes.onRefresh(() => this.#learn());
  }

  get any(): boolean {
    return this.#logs.size > 0;
  }

  find(scope: Visible): LogWriter | undefined {
    return this.#logs.get(nameOf(scope));
  }

  async open(scope: Visible, changed: () => void): Promise<OpenLog> {
    const row = await this.db.one<{ id: string; next: number }>(
      `INSERT INTO stream_logs AS l (environment_id, tenant) VALUES ($1, $2)
       ON CONFLICT (environment_id, tenant) DO UPDATE SET watched_at = clock_timestamp()
       RETURNING id, next`,
      [scope.environmentId, scope.owner ?? null],
    );
    if (row === undefined) throw new Error("An INSERT returned no row.");
    const { id, next } = row;
    this.#writeTo(scope, id);
    this.#readers.set(id, changed);
    await this.#knownToAll(id);
    return {
      id,
      next,
      read: (after, limit) => this.#read(id, after, limit),
      close: () => {
        if (this.#readers.get(id) === changed) this.#readers.delete(id);
      },
    };
  }

  /** Its own row was committed before the time that this asks for. */
  async #knownToAll(id: string): Promise<void> {
    const { db } = this;
    const asked = await db.one<{ now: string; age_ms: number }>(
      `SELECT clock_timestamp()::text AS now, ${AGE_MS} AS age_ms FROM stream_logs WHERE id = $1`,
      [id],
    );
    const deadline = performance.now() + WAIT_MS - (asked?.age_ms ?? WAIT_MS);
    if (performance.now() >= deadline) return;
    void this.feed.send("p");
    while (performance.now() < deadline) {
      const behind = await db.one(
        "SELECT FROM processes WHERE id <> $1 AND seen_at < $2::timestamptz LIMIT 1",
        [db.instance, asked?.now],
      );
      if (behind === undefined) return;
      await wait(LOOK_MS);
    }
  }

  async #learn(): Promise<void> {
    // One that this process creates meanwhile may be missing from the result, which is then older.
    const known = new Set([...this.#logs.values()].map(({ id }) => id));
    const rows = await this.db.all<LogRow>(
      `SELECT id, environment_id, tenant, ${AGE_MS} AS age_ms FROM stream_logs`,
    );
    const [isFirst, ids] = [!this.#learned, new Set(rows.map(({ id }) => id))];
    this.#learned = true;
    for (const id of known) if (!ids.has(id)) this.#forget(id);
    for (const [id, changed] of this.#readers) if (!ids.has(id)) changed();
    for (const { id, environment_id: environmentId, tenant: owner, age_ms } of rows) {
      const isLate = !isFirst && !known.has(id) && age_ms > WAIT_MS;
      const current = this.#logs.get(nameOf({ environmentId, owner }))?.id;
      if (isLate || this.#dropped.has(id)) await this.#drop(id);
      else if (current === undefined || known.has(current)) this.#writeTo({ environmentId, owner }, id);
    }
  }

  #writeTo(scope: Visible, id: string): void {
    const name = nameOf(scope);
    if (this.#logs.get(name)?.id === id) return;
    const { background } = this.feed;
    const writer = new LogWriter(this.db, id, {
      background,
      environmentId: scope.environmentId,
      written: () => this.#readers.get(id)?.(),
      failed: () => void background.run("deleting a log of changes failed; retrying", () => this.#drop(id)),
    });
    this.#logs.set(name, writer);
  }

  #forget(id: string): void {
    for (const [name, writer] of this.#logs) if (writer.id === id) this.#logs.delete(name);
  }

  /** Changes may be missing from it: its streams end, and continue behind a gap. */
  async #drop(id: string): Promise<void> {
    this.#dropped.add(id);
    this.#forget(id);
    await this.db.all("DELETE FROM stream_logs WHERE id = $1", [id]);
    this.#dropped.delete(id);
    void this.feed.send("p");
    this.#readers.get(id)?.();
  }

  /** Null when the log is gone. Responses to events that have been erased since are left out. */
  async #read(id: string, after: number, limit: number): Promise<LogPage | null> {
    const rows = await this.db.all<ChangeRow>(
      `SELECT l.next, l.kept_from, c.n, c.delivery, c.response_body
       FROM stream_logs l
       LEFT JOIN LATERAL (
         SELECT n, delivery, CASE WHEN c.response_body IS NOT NULL AND EXISTS (
           SELECT FROM events e WHERE e.environment_id = c.environment_id AND e.id = c.event_id AND ${erasedAt("e")} IS NULL
         ) THEN c.response_body END AS response_body
         FROM stream_changes c WHERE c.log_id = l.id AND c.n > $2 ORDER BY c.n LIMIT $3
       ) c ON true
       WHERE l.id = $1
       ORDER BY c.n`,
      [id, after, limit],
    );
    const [log] = rows;
    if (log === undefined) return null;
    const changes = rows.flatMap(({ n, delivery, response_body }) =>
      n === null
        ? []
        : [
            {
              n,
              delivery: {
                ...(JSON.parse(delivery) as Delivery),
                response_body: response_body?.toString() ?? null,
              },
            },
          ],
    );
    return { changes, next: log.next, keptFrom: log.kept_from };
  }

  /** Resolves when what this process has changed is in the logs. */
  async close(): Promise<void> {
    await Promise.all([...this.#logs.values()].map((writer) => writer.written()));
  }

  /** Also without a log: one that is gone may have left changes behind. */
  async #maintain(): Promise<void> {
    const { db } = this;
    if (this.#readers.size > 0)
      await db.all("UPDATE stream_logs SET watched_at = clock_timestamp() WHERE id = ANY ($1::uuid[])", [
        [...this.#readers.keys()],
      ]);
    await db.all("DELETE FROM stream_logs WHERE watched_at < clock_timestamp() - $1 * interval '1 ms'", [
      KEPT_UNWATCHED_MS,
    ]);
    await db.all(DELETE_LEFT);
  }
}

/** From log to log along the primary key: a plan that reads all changes takes 45 ms for 100,000 of them, in each process and second. */
const DELETE_LEFT = `
  WITH RECURSIVE logs AS (
    (SELECT log_id AS id FROM stream_changes ORDER BY log_id LIMIT 1)
    UNION ALL
    SELECT (SELECT c.log_id FROM stream_changes c WHERE c.log_id > logs.id ORDER BY c.log_id LIMIT 1) FROM logs WHERE logs.id IS NOT NULL
  )
  DELETE FROM stream_changes WHERE ctid = ANY (ARRAY (
    SELECT c.ctid
    FROM logs
    LEFT JOIN stream_logs l ON l.id = logs.id
    CROSS JOIN LATERAL (
      SELECT ctid FROM stream_changes WHERE log_id = logs.id AND (l.id IS NULL OR n < l.kept_from) ORDER BY n
    ) AS c
  ))`;

const AGE_MS = "(extract(epoch FROM clock_timestamp() - created_at) * 1000)::float8";

function nameOf({ environmentId, owner = null }: Visible): string {
  return `${environmentId}/${owner ?? ""}`;
}
