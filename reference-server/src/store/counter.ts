import type { AttemptOutcome, Millis } from "../domain/domain.js";
import { LATENCY_BOUNDS_MS, latencyClass } from "../stats.js";

export const MINUTE_MS = 60_000;
/** The row of a whole environment, beside those of its destinations. */
export const WHOLE_ENVIRONMENT = 0;

type Counted = "ingested" | AttemptOutcome | "dead";

export interface Counts extends Record<Counted, number> {
  latency: number[];
}

export type CountKey = [environmentId: number, destinationSeq: number, minute: number];

interface Place {
  environmentId: number;
  destinationSeq: number;
  /** Environment time. */
  at: Millis;
}

/** As stored in `count_increments`. */
export interface Increments {
  stats: [...CountKey, Counts][];
  dead: [destinationSeq: number, change: number][];
}

/** Counts gathered during a transaction. A store inserts them as one row and adds them to the totals later. */
export class Counter {
  /** By minute, then destination; the whole environment under its negative number. */
  readonly #stats = new Map<number, Map<number, [...CountKey, Counts]>>();
  readonly #dead = new Map<number, number>();

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

  /** Adds an increment that was stored before. */
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

  /** All counts so far; null when there are none. */
  increments(): Increments | null {
    const stats = [...this.#stats.values()].flatMap((ofMinute) => [...ofMinute.values()]);
    const dead = [...this.#dead].filter(([, change]) => change !== 0);
    return stats.length === 0 && dead.length === 0 ? null : { stats, dead };
  }

  #both(place: Place): [Counts, Counts] {
    return [this.#at({ ...place, destinationSeq: WHOLE_ENVIRONMENT }), this.#at(place)];
  }

  #at({ environmentId, destinationSeq, at }: Place): Counts {
    return this.#of([environmentId, destinationSeq, Math.floor(at / MINUTE_MS)]);
  }

  #of(key: CountKey): Counts {
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
}

function noCounts(): Counts {
  const latency = Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0);
  return { ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0, latency };
}
