import type { AttemptOutcome, Millis } from "../../domain.js";
import { LATENCY_BOUNDS_MS, latencyClass } from "../../stats.js";
import type { Connection } from "./connection.js";

export const MINUTE_MS = 60_000;
/** The row of a whole scope, beside those of its destinations. */
export const WHOLE_SCOPE = 0;

type Counted = "ingested" | AttemptOutcome | "dead";

interface Counts extends Record<Counted, number> {
  latency: number[];
}

/** Counts gathered during a transaction and written at its end: one row per scope and per destination and minute. */
export class StatCounts {
  readonly #rows = new Map<
    string,
    { key: [scopeId: number, destinationSeq: number, minute: number]; counts: Counts }
  >();

  constructor(readonly db: Connection) {}

  ingested(scopeId: number, at: Millis): void {
    this.#row([scopeId, WHOLE_SCOPE, minuteOf(at)]).ingested += 1;
  }

  routed(scopeId: number, destinationSeq: number, at: Millis): void {
    this.#row([scopeId, destinationSeq, minuteOf(at)]).ingested += 1;
  }

  attempted(
    { scopeId, destinationSeq, at }: { scopeId: number; destinationSeq: number; at: Millis },
    outcome: AttemptOutcome,
    latencyMs: number,
  ): void {
    const latency = latencyClass(latencyMs);
    for (const seq of [WHOLE_SCOPE, destinationSeq]) {
      const counts = this.#row([scopeId, seq, minuteOf(at)]);
      counts[outcome] += 1;
      counts.latency[latency] = (counts.latency[latency] ?? 0) + 1;
    }
  }

  died({ scopeId, destinationSeq, at }: { scopeId: number; destinationSeq: number; at: Millis }): void {
    for (const seq of [WHOLE_SCOPE, destinationSeq]) this.#row([scopeId, seq, minuteOf(at)]).dead += 1;
  }

  write(): void {
    for (const { key, counts } of this.#rows.values()) addCounts(this.db, key, counts);
  }

  #row(key: [number, number, number]): Counts {
    const name = key.join("/");
    let row = this.#rows.get(name);
    if (row === undefined) {
      row = { key, counts: noCounts() };
      this.#rows.set(name, row);
    }
    return row.counts;
  }
}

function minuteOf(at: Millis): number {
  return Math.floor(at / MINUTE_MS);
}

function noCounts(): Counts {
  const latency = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  return { ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0, latency };
}

function addCounts(
  db: Connection,
  key: [scopeId: number, destinationSeq: number, minute: number],
  { ingested, succeeded, failed, rejected, dead, latency }: Counts,
): void {
  db.prepare<number[]>(
    `INSERT INTO stats (
       scope_id, destination_seq, minute, ingested, succeeded, failed, rejected, dead,
       le_10, le_25, le_50, le_100, le_250, le_500, le_1000, le_2500, le_5000, le_10000, le_30000, le_more
     ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET
       ingested = ingested + excluded.ingested,
       succeeded = succeeded + excluded.succeeded,
       failed = failed + excluded.failed,
       rejected = rejected + excluded.rejected,
       dead = dead + excluded.dead,
       le_10 = le_10 + excluded.le_10,
       le_25 = le_25 + excluded.le_25,
       le_50 = le_50 + excluded.le_50,
       le_100 = le_100 + excluded.le_100,
       le_250 = le_250 + excluded.le_250,
       le_500 = le_500 + excluded.le_500,
       le_1000 = le_1000 + excluded.le_1000,
       le_2500 = le_2500 + excluded.le_2500,
       le_5000 = le_5000 + excluded.le_5000,
       le_10000 = le_10000 + excluded.le_10000,
       le_30000 = le_30000 + excluded.le_30000,
       le_more = le_more + excluded.le_more`,
  ).run(...key, ingested, succeeded, failed, rejected, dead, ...latency);
}
