import type { Spending, SharedBuckets } from "../peers.js";
import type { Database } from "./database.js";
import type { Processes } from "./processes.js";

/** How often this process deletes the rows of buckets that are full. */
const CLEAN_MS = 60_000;
const NOW = "(extract(epoch FROM now()) * 1000)";

export class RateBuckets implements SharedBuckets {
  #cleanedAt = -Infinity;

  constructor(
    readonly db: Database,
    readonly processes: Processes,
  ) {}

  get hasOthers(): boolean {
    return this.processes.hasOthers;
  }

  /**
   * In one order for all processes, so that none waits for the other. When the clock has been set back since tokens were last taken,
   * as much is missing as then.
   */
  async spend(spendings: readonly Spending[]): Promise<number[]> {
    const rows = await this.db.all<{ name: string; full_in_ms: number }>(
      `INSERT INTO rate_buckets AS b (name, full_at, spent_at)
       SELECT name, ${NOW} + ms, ${NOW} FROM unnest($1::text[], $2::float8[]) AS given (name, ms) ORDER BY name
       ON CONFLICT (name) DO UPDATE SET
         full_at = excluded.full_at + greatest(b.full_at - greatest(b.spent_at, excluded.spent_at), 0),
         spent_at = excluded.spent_at
       RETURNING name, full_at - spent_at AS full_in_ms`,
      [spendings.map(({ name }) => name), spendings.map(({ ms }) => ms)],
    );
    void this.processes.feed.background.run("deleting full rate buckets failed; retrying", () =>
      this.#clean(),
    );
    const fullInMs = new Map(rows.map((row) => [row.name, row.full_in_ms]));
    return spendings.map(({ name }) => fullInMs.get(name) ?? 0);
  }

  async #clean(): Promise<void> {
    const now = performance.now();
    if (now - this.#cleanedAt < CLEAN_MS) return;
    this.#cleanedAt = now;
    await this.db.all(`DELETE FROM rate_buckets WHERE full_at < ${NOW} - $1::float8`, [CLEAN_MS]);
  }
}
