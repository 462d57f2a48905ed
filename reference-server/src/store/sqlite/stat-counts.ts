import type { AttemptOutcome, Millis } from "../../domain/domain.js";
import { LATENCY_BOUNDS_MS, latencyClass } from "../../stats.js";
import type { Connection } from "./connection.js";

export const MINUTE_MS = 60_000;
/** The row of a whole environment, beside those of its destinations. */
export const WHOLE_ENVIRONMENT = 0;

type Counted = "ingested" | AttemptOutcome | "dead";

interface Counts extends Record<Counted, number> {
  latency: number[];
}

interface Place {
  environmentId: number;
  destinationSeq: number;
  /** Environment time. */
  at: Millis;
}

/** Counts gathered during a transaction and written at its end: one row per environment and per destination and minute. */
export class StatCounts {
  /** By environment, destination and minute. */
  readonly #rows = new Map<number, Map<number, Map<number, Counts>>>();

  constructor(readonly db: Connection) {}

  ingested(environmentId: number, at: Millis): void {
    this.#row({ environmentId, destinationSeq: WHOLE_ENVIRONMENT, at }).ingested += 1;
  }

  routed(place: Place): void {
    this.#row(place).ingested += 1;
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

  write(): void {
    for (const [environmentId, destinations] of this.#rows) {
      for (const [destinationSeq, minutes] of destinations) {
        for (const [minute, counts] of minutes)
          addCounts(this.db, [environmentId, destinationSeq, minute], counts);
      }
    }
  }

  #both(place: Place): [Counts, Counts] {
    return [this.#row({ ...place, destinationSeq: WHOLE_ENVIRONMENT }), this.#row(place)];
  }

  #row({ environmentId, destinationSeq, at }: Place): Counts {
    const destinations = getOrAdd(this.#rows, environmentId, () => new Map<number, Map<number, Counts>>());
    const minutes = getOrAdd(destinations, destinationSeq, () => new Map<number, Counts>());
    return getOrAdd(minutes, minuteOf(at), noCounts);
  }
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = create();
    map.set(key, value);
  }
  return value;
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
  key: [environmentId: number, destinationSeq: number, minute: number],
  { ingested, succeeded, failed, rejected, dead, latency }: Counts,
): void {
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
