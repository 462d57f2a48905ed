import type { AttemptOutcome, Millis } from "../../domain/domain.js";
import { LATENCY_BOUNDS_MS, latencyClass } from "../../stats.js";
import type { Connection } from "./connection.js";

export const MINUTE_MS = 60_000;
/** The row of a whole environment, beside those of its destinations. */
export const WHOLE_ENVIRONMENT = 0;

/** Increments that one fold adds at most; a transaction inserts one. */
const FOLD_ROWS = 2000;

type Counted = "ingested" | AttemptOutcome | "dead";

interface Counts extends Record<Counted, number> {
  latency: number[];
}

type Key = [environmentId: number, destinationSeq: number, minute: number];

interface Place {
  environmentId: number;
  destinationSeq: number;
  /** Environment time. */
  at: Millis;
}

/** As stored in `count_increments`. */
interface Increments {
  stats: [...Key, Counts][];
  dead: [destinationSeq: number, change: number][];
}

/** Counts gathered during a transaction. They are inserted as one row, which `foldCounts` adds to the totals later. */
export class Counter {
  /** By minute, then destination; the whole environment under its negative number. */
  readonly #stats = new Map<number, Map<number, [...Key, Counts]>>();
  readonly #dead = new Map<number, number>();

  constructor(readonly db: Connection) {}

  ingested(environmentId: number, at: Millis): void {
    this.#at({ environmentId, destinationSeq: WHOLE_ENVIRONMENT, at }).ingested += 1;
  }

  routed(place: Place): void {
    this.#at(place).ingested += 1;
  }

  attempted(place: Place, outcome: AttemptOutcome, latencyMs: number): void {
    const latency = latencyClass(latencyMs);
    for (const counts of this.#both(place)) {
      counts[outcome] += 1;
      counts.latency[latency] = (counts.latency[latency] ?? 0) + 1;
    }
  }

  died(place: Place): void {
    for (const counts of this.#both(place)) counts.dead += 1;
  }

  /** Into the DLQ of a destination, or out of it. */
  deadLetters(destinationSeq: number, change: number): void {
    this.#dead.set(destinationSeq, (this.#dead.get(destinationSeq) ?? 0) + change);
  }

  write(): void {
    const increments: Increments = {
      stats: this.#all(),
      dead: [...this.#dead].filter(([, change]) => change !== 0),
    };
    if (increments.stats.length === 0 && increments.dead.length === 0) return;
    this.db
      .prepare<[string]>("INSERT INTO count_increments (increments) VALUES (?)")
      .run(JSON.stringify(increments));
  }

  /** Adds an increment that was written before. */
  add({ stats, dead }: Increments): void {
    for (const [environmentId, destinationSeq, minute, counts] of stats) {
      const total = this.#of([environmentId, destinationSeq, minute]);
      for (const counted of ["ingested", "succeeded", "failed", "rejected", "dead"] as const) {
        total[counted] += counts[counted];
      }
      total.latency = total.latency.map((count, index) => count + (counts.latency[index] ?? 0));
    }
    for (const [destinationSeq, change] of dead) this.deadLetters(destinationSeq, change);
  }

  addToTotals(): void {
    for (const [environmentId, destinationSeq, minute, counts] of this.#all()) {
      addToStats(this.db, [environmentId, destinationSeq, minute], counts);
    }
    for (const [destinationSeq, change] of this.#dead) {
      this.db
        .prepare<[number, number]>("UPDATE destination_state SET dead = dead + ? WHERE destination_seq = ?")
        .run(change, destinationSeq);
    }
  }

  #both(place: Place): [Counts, Counts] {
    return [this.#at({ ...place, destinationSeq: WHOLE_ENVIRONMENT }), this.#at(place)];
  }

  #at({ environmentId, destinationSeq, at }: Place): Counts {
    return this.#of([environmentId, destinationSeq, Math.floor(at / MINUTE_MS)]);
  }

  #of(key: Key): Counts {
    const [environmentId, destinationSeq, minute] = key;
    let ofMinute = this.#stats.get(minute);
    if (ofMinute === undefined) {
      ofMinute = new Map();
      this.#stats.set(minute, ofMinute);
    }
    // A destination has one environment.
    const name = destinationSeq === WHOLE_ENVIRONMENT ? -environmentId : destinationSeq;
    let row = ofMinute.get(name);
    if (row === undefined) {
      row = [...key, noCounts()];
      ofMinute.set(name, row);
    }
    return row[3];
  }

  #all(): [...Key, Counts][] {
    return [...this.#stats.values()].flatMap((ofMinute) => [...ofMinute.values()]);
  }
}

/** Inside a transaction: adds what transactions have counted to the totals. Reads of totals call it first. */
export function foldCounts(db: Connection): void {
  for (;;) {
    const rows = db
      .query<[number], { seq: number; increments: string }>(
        "SELECT seq, increments FROM count_increments ORDER BY seq LIMIT ?",
      )
      .all(FOLD_ROWS);
    const last = rows.at(-1);
    if (last === undefined) return;
    const total = new Counter(db);
    for (const { increments } of rows) total.add(JSON.parse(increments) as Increments);
    total.addToTotals();
    db.prepare<[number]>("DELETE FROM count_increments WHERE seq <= ?").run(last.seq);
    if (rows.length < FOLD_ROWS) return;
  }
}

function noCounts(): Counts {
  const latency = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  return { ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0, latency };
}

function addToStats(db: Connection, key: Key, counts: Counts): void {
  const { ingested, succeeded, failed, rejected, dead, latency } = counts;
  db.prepare<number[]>(
    `INSERT INTO stats (
       environment_id, destination_seq, minute, ingested, succeeded, failed, rejected, dead,
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

export function deleteOldStats(
  db: Connection,
  params: { environmentId: number; minute: number; limit: number },
): void {
  db.prepare<[typeof params]>(
    `DELETE FROM stats WHERE (environment_id, destination_seq, minute) IN (
       SELECT environment_id, destination_seq, minute FROM stats INDEXED BY stats_by_minute
       WHERE environment_id = @environmentId AND minute < @minute
       LIMIT @limit
     )`,
  ).run(params);
}
