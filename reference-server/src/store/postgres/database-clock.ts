import { systemClock } from "../../clock.js";
import type { Millis } from "../../domain/domain.js";
import type { Database } from "./database.js";

/** Machines whose clocks are as close as this agree: a lease has half a minute of slack. */
const AGREES_MS = 1000;

/**
 * Leases end by the database's clock, which all processes share, so that a machine whose clock is ahead does not end the leases of the
 * others. Callers count in their own wall time; what is stored differs from it by how far the two clocks are apart.
 */
export class DatabaseClock {
  #aheadMs: Millis = 0;

  toDatabase(at: Millis): Millis {
    return at + this.#aheadMs;
  }

  fromDatabase(at: Millis): Millis {
    return at - this.#aheadMs;
  }

  /** The request's own duration is the error of the measurement. */
  async compare(db: Database): Promise<void> {
    const before = systemClock.now();
    const row = await db.one<{ now: number }>(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now",
    );
    const between = (before + systemClock.now()) / 2;
    this.measured((row?.now ?? between) - between);
  }

  measured(aheadMs: Millis): void {
    const rounded = Math.abs(aheadMs) < AGREES_MS ? 0 : Math.round(aheadMs);
    // Small changes are noise.
    if (Math.abs(rounded - this.#aheadMs) >= AGREES_MS || rounded === 0) this.#aheadMs = rounded;
  }
}
