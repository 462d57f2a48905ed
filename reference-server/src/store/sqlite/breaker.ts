import type { AttemptOutcome, Destination, Millis } from "../../domain/domain.js";
import type { SettleResult } from "../store.js";
import type { Connection } from "./connection.js";
import { type DestinationRow, destinationBySeq, toDestination } from "./destination-reads.js";
import { resetBreaker, setConsecutiveFailures } from "./destination-state.js";
import { updateDestination } from "./destination-writes.js";
import { bumpVersion } from "./environments.js";

/**
 * The circuit breaker over one batch of attempts (docs/contract.md §5). Destinations are read once; one that succeeds all the
 * time is never written.
 */
export class Breaker {
  readonly #destinations = new Map<number, Watched>();
  readonly #changes: SettleResult["breaker"] = [];

  constructor(readonly db: Connection) {}

  /** A `rejected` attempt is an answer, not an outage: it neither counts nor resets. */
  record({ destinationSeq, at }: { destinationSeq: number; at: Millis }, outcome: AttemptOutcome): void {
    if (outcome === "rejected") return;
    const watched = this.#watched(destinationSeq);
    watched.failures = outcome === "failed" ? watched.failures + 1 : 0;
    if (watched.failures === 0) {
      if (watched.held) this.#resume(destinationSeq, at);
    } else if (!watched.paused && watched.threshold !== null && watched.failures >= watched.threshold) {
      this.#pause(destinationSeq, at);
    }
  }

  /** Writes the counts that changed; answers the destinations that were paused or resumed. */
  write(): SettleResult["breaker"] {
    for (const [seq, { failures, stored }] of this.#destinations) {
      if (failures !== stored) setConsecutiveFailures(this.db, seq, failures);
    }
    return this.#changes;
  }

  #pause(seq: number, at: Millis): void {
    const row = destinationBySeq(this.db, seq);
    this.#change(row, {
      ...toDestination(row),
      status: "paused",
      paused_reason: "circuit_breaker",
      paused_at: at,
      updated_at: at,
    });
    Object.assign(this.#watched(seq), { paused: true, held: true });
  }

  #resume(seq: number, at: Millis): void {
    const row = destinationBySeq(this.db, seq);
    this.#change(row, {
      ...toDestination(row),
      status: "active",
      paused_reason: null,
      paused_at: null,
      updated_at: at,
    });
    resetBreaker(this.db, seq);
    Object.assign(this.#watched(seq), { paused: false, held: false, stored: 0 });
  }

  #change(row: DestinationRow, destination: Destination): void {
    updateDestination(this.db, row.seq, destination);
    bumpVersion(this.db, row.environment_id);
    // At once: a worker that looks then learns when the first hold ends or the first probe may go.
    this.db.noteWorkDue(0);
    this.#changes.push({
      destination,
      change: destination.status === "paused" ? "paused" : "resumed",
      consecutiveFailures: this.#watched(row.seq).failures,
    });
  }

  #watched(seq: number): Watched {
    let watched = this.#destinations.get(seq);
    if (watched === undefined) {
      const { failures, threshold, paused, held } = breakerRow(this.db, seq);
      watched = { failures, stored: failures, threshold, paused: paused === 1, held: held === 1 };
      this.#destinations.set(seq, watched);
    }
    return watched;
  }
}

interface Watched {
  failures: number;
  /** What the database has. */
  stored: number;
  threshold: number | null;
  /** Paused or deleted: there is nothing left to pause. */
  paused: boolean;
  /** Paused by the breaker: a success resumes it. */
  held: boolean;
}

interface BreakerRow {
  failures: number;
  threshold: number | null;
  paused: 0 | 1;
  held: 0 | 1;
}

function breakerRow(db: Connection, seq: number): BreakerRow {
  const row = db
    .query<[number], BreakerRow>(
      `SELECT s.consecutive_failures AS failures,
         json_extract(t.retry_policy, '$.circuit_breaker_threshold') AS threshold,
         t.status = 'paused' OR t.deleted_at IS NOT NULL AS paused,
         t.status = 'paused' AND t.paused_reason = 'circuit_breaker' AND t.deleted_at IS NULL AS held
       FROM destination_state s JOIN destinations t ON t.seq = s.destination_seq
       WHERE s.destination_seq = ?`,
    )
    .get(seq);
  if (row === undefined) throw new Error(`There is no destination row ${seq}.`);
  return row;
}
