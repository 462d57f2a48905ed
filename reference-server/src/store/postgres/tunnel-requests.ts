import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { coalesce } from "../../coalesce.js";
import type { AttemptResult, Millis } from "../../domain/domain.js";
import type { Handed, HeldTunnels, SharedTunnels, TunnelRequest } from "../peers.js";
import type { ChangeFeed } from "./change-feed.js";
import { CHANNEL, type Database } from "./database.js";

/** How often, and for how long, the holder of a tunnel looks whether results are recorded before it deletes the destination. */
const LOOK_MS = 10;
const LOOK_FOR_MS = 5000;

/** Of the time of a request, by the clock of the database. */
const LEFT_MS = "(timeout_ms - floor(extract(epoch FROM clock_timestamp() - given_at) * 1000)::bigint)";

const EXCHANGE_FAILED = "exchanging tunnels' requests with the other processes failed; retrying";

interface RequestRow {
  id: string;
  destination_id: string;
  headers: string;
  body: Buffer;
  sent_at: Millis;
  timeout_ms: Millis;
}

/**
 * Requests and results are rows of `tunnel_requests`. A notification says that there is one: `t` to the holder, `r` to the sender. Lost
 * ones are found by the poll of the change feed.
 */
export class TunnelRequests implements SharedTunnels {
  #held: HeldTunnels | null = null;
  #holdsAny = false;
  /** Ids of requests of this process whose results are not recorded yet. */
  readonly #open = new Set<string>();
  /** Those of them that wait for a result, by id. */
  readonly #waiting = new Map<string, (result: Handed["result"]) => void>();
  /** Requests of others that this process handles. */
  readonly #handling = new Set<Promise<unknown>>();

  constructor(
    readonly db: Database,
    readonly feed: ChangeFeed,
  ) {
    const { instance } = db;
    const own = (task: () => Promise<void>) => (words: string[]) => {
      if (words[0] === instance) void feed.background.run(EXCHANGE_FAILED, task);
    };
    feed.on("t", own(this.#takeRequests));
    feed.on("r", own(this.#takeResults));
    feed.on("h", ([destinationId = ""]) => this.#held?.check(destinationId));
    feed.onPoll(EXCHANGE_FAILED, async () => {
      if (this.#holdsAny) await this.#takeRequests();
      if (this.#waiting.size > 0) await this.#takeResults();
      await this.#deleteLeft();
    });
  }

  serve(held: HeldTunnels): void {
    this.#held = held;
  }

  async hold(destinationId: string): Promise<void> {
    this.#holdsAny = true;
    await this.db.all(
      `WITH held AS (UPDATE tunnels SET holder = $2::uuid WHERE destination_id = $1 RETURNING destination_id)
       SELECT pg_notify($3, $2::uuid || ' h ' || destination_id) FROM held`,
      [destinationId, this.db.instance, CHANNEL],
    );
  }

  async takenOver(destinationIds: readonly string[]): Promise<string[]> {
    if (destinationIds.length === 0) return [];
    const rows = await this.db.all<{ destination_id: string }>(
      "SELECT destination_id FROM tunnels WHERE destination_id = ANY ($1) AND holder IS DISTINCT FROM $2",
      [destinationIds, this.db.instance],
    );
    return rows.map((row) => row.destination_id);
  }

  async exchange(request: TunnelRequest): Promise<Handed> {
    const id = randomUUID();
    this.#open.add(id);
    const done = () => void this.#open.delete(id);
    let timer: NodeJS.Timeout | undefined;
    const result = new Promise<Handed["result"]>((resolve) => {
      this.#waiting.set(id, resolve);
      timer = setTimeout(() => {
        resolve("timeout");
      }, request.timeoutMs);
    });
    try {
      if (!(await this.#insert(id, request))) return { result: "connection_refused", done };
      return {
        result: await result,
        done: () => {
          done();
          void this.feed.background.run(EXCHANGE_FAILED, () =>
            this.db.all("DELETE FROM tunnel_requests WHERE id = $1", [id]),
          );
        },
      };
    } catch (error) {
      done();
      throw error;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** False if no other process holds the tunnel. */
  async #insert(id: string, request: TunnelRequest): Promise<boolean> {
    const rows = await this.db.all(
      `WITH given AS (
         INSERT INTO tunnel_requests (id, sender, holder, destination_id, headers, body, sent_at, timeout_ms)
         SELECT $1, $2::uuid, p.id, t.destination_id, $4, $5, $6, $7
         FROM tunnels t JOIN processes p ON p.id = t.holder
         WHERE t.destination_id = $3 AND p.id <> $2::uuid
         RETURNING holder
       )
       SELECT pg_notify($8, $2::uuid || ' t ' || holder) FROM given`,
      [
        id,
        this.db.instance,
        request.destinationId,
        JSON.stringify(request.headers),
        request.body,
        request.sentAt,
        request.timeoutMs,
        CHANNEL,
      ],
    );
    return rows.length > 0;
  }

  /** Those whose insertion had no reply, or whose deletion failed. A request of this moment has time left. */
  async #deleteLeft(): Promise<void> {
    await this.db.all(
      `DELETE FROM tunnel_requests WHERE sender = $1 AND id <> ALL ($2::uuid[]) AND ${LEFT_MS} <= 0`,
      [this.db.instance, [...this.#open]],
    );
  }

  /** Also of requests whose holder is gone. */
  readonly #takeResults = coalesce(async () => {
    const rows = await this.db.all<{ id: string; result: string | null }>(
      `SELECT given.id, r.result
       FROM unnest($1::uuid[]) AS given (id)
       JOIN tunnel_requests r ON r.id = given.id
       WHERE r.result IS NOT NULL OR NOT EXISTS (SELECT FROM processes p WHERE p.id = r.holder)`,
      [[...this.#waiting.keys()]],
    );
    for (const { id, result } of rows) {
      this.#waiting.get(id)?.(result === null ? "connection_reset" : (JSON.parse(result) as AttemptResult));
    }
  });

  readonly #takeRequests = coalesce(async () => {
    const held = this.#held;
    if (held === null) return;
    const rows = await this.db.all<RequestRow>(
      `UPDATE tunnel_requests SET taken = true WHERE holder = $1 AND NOT taken AND ${LEFT_MS} > 0
       RETURNING id, destination_id, headers, body, sent_at, ${LEFT_MS} AS timeout_ms`,
      [this.db.instance],
    );
    for (const row of rows) {
      const handled = this.feed.background
        .run("handling a tunnel's request of another process failed", () => this.#handle(held, row))
        .finally(() => this.#handling.delete(handled));
      this.#handling.add(handled);
    }
  });

  async #handle(held: HeldTunnels, { id, ...row }: RequestRow): Promise<void> {
    const result = await held.exchange({
      destinationId: row.destination_id,
      headers: JSON.parse(row.headers) as string[],
      body: row.body,
      sentAt: row.sent_at,
      timeoutMs: row.timeout_ms,
    });
    await this.db.all(
      `WITH given AS (UPDATE tunnel_requests SET result = $2 WHERE id = $1 RETURNING sender)
       SELECT pg_notify($3, $4::uuid || ' r ' || sender) FROM given`,
      [id, JSON.stringify(result), CHANNEL, this.db.instance],
    );
  }

  async recorded(destinationId: string): Promise<void> {
    const deadline = performance.now() + LOOK_FOR_MS;
    const open = "SELECT FROM tunnel_requests WHERE destination_id = $1 AND holder = $2 LIMIT 1";
    while (performance.now() < deadline) {
      if ((await this.db.one(open, [destinationId, this.db.instance])) === undefined) return;
      await wait(LOOK_MS);
    }
  }

  /** Resolves when the results of the requests that this process handles are stored. */
  async close(): Promise<void> {
    await Promise.all(this.#handling);
  }
}
