import type { Millis } from "../../domain/domain.js";
import type { Connection } from "./connection.js";

/** Changes to the counters of `destination_state`, gathered during a transaction and written once per destination at its end. */
export class StateChanges {
  readonly #changes = new Map<number, { inFlight: number; dead: number }>();

  add(destinationSeq: number, { inFlight = 0, dead = 0 }: { inFlight?: number; dead?: number }): void {
    const change = this.#changes.get(destinationSeq);
    if (change === undefined) this.#changes.set(destinationSeq, { inFlight, dead });
    else {
      change.inFlight += inFlight;
      change.dead += dead;
    }
  }

  write(db: Connection): void {
    for (const [destinationSeq, { inFlight, dead }] of this.#changes) {
      if (inFlight !== 0 || dead !== 0) addToCounters(db, destinationSeq, { inFlight, dead });
    }
  }
}

function addToCounters(
  db: Connection,
  destinationSeq: number,
  { inFlight, dead }: { inFlight: number; dead: number },
): void {
  db.prepare<[number, number, number]>(
    "UPDATE destination_state SET in_flight = in_flight + ?, dead = dead + ? WHERE destination_seq = ?",
  ).run(inFlight, dead, destinationSeq);
}

export function setConsecutiveFailures(db: Connection, destinationSeq: number, count: number): void {
  db.prepare<[number, number]>(
    "UPDATE destination_state SET consecutive_failures = ? WHERE destination_seq = ?",
  ).run(count, destinationSeq);
}

export function setLastProbe(db: Connection, destinationSeq: number, at: Millis): void {
  db.prepare<[number, number]>(
    "UPDATE destination_state SET last_probe_at = ? WHERE destination_seq = ?",
  ).run(at, destinationSeq);
}

export function resetBreaker(db: Connection, destinationSeq: number): void {
  db.prepare<[number]>(
    "UPDATE destination_state SET consecutive_failures = 0, last_probe_at = NULL WHERE destination_seq = ?",
  ).run(destinationSeq);
}
