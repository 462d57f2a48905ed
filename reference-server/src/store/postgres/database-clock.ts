import type { Clock } from "../../clock.js";
import type { Millis } from "../../domain/domain.js";
import type { Reader } from "./database.js";

/** Machines whose clocks are as close as this agree: a lease has half a minute of slack. */
const AGREES_MS = 1000;

/**
 * Leases end by the database's clock, which all processes share, so that a machine whose clock is ahead does not end the leases of the
 * others. Callers count in their own wall time; what is stored differs from it by how far the two clocks are apart. Between two
 * comparisons the database's clock is as fast as this machine's monotonic one: its wall clock may be set at any moment. The monotonic
 * clock may have stood still, while the machine was suspended: to a process both look the same, and call for a comparison.
 */
export class DatabaseClock {
  /** How far the database's clock and the wall clock are ahead of the monotonic one; null before the first comparison. */
  #ahead: { database: Millis; wall: Millis } | null = null;

  constructor(readonly callers: Pick<Clock, "now" | "elapsed">) {}

  toDatabase(at: Millis): Millis {
    return at + this.#aheadMs;
  }

  fromDatabase(at: Millis): Millis {
    return at - this.#aheadMs;
  }

  /** The request's own duration is the error of the measurement. */
  async compare(db: Pick<Reader, "one">): Promise<void> {
    const [before, wall] = [this.callers.elapsed(), this.#wallAhead];
    const row = await db.one<{ now: number }>(
      "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now",
    );
    if (row === undefined) throw new Error("A SELECT of the time returned no row.");
    this.#ahead = { database: row.now - (before + this.callers.elapsed()) / 2, wall };
  }

  /** Before a lease is taken. Compares if the machine was suspended, or its wall clock set, since the last comparison. */
  async compareIfMoved(db: Pick<Reader, "one">): Promise<void> {
    const movedMs = this.#wallAhead - (this.#ahead?.wall ?? this.#wallAhead);
    if (Math.abs(movedMs) >= AGREES_MS) await this.compare(db);
  }

  get #wallAhead(): Millis {
    return this.callers.now() - this.callers.elapsed();
  }

  get #aheadMs(): Millis {
    if (this.#ahead === null) return 0;
    const aheadMs = Math.round(this.#ahead.database - this.#wallAhead);
    return Math.abs(aheadMs) < AGREES_MS ? 0 : aheadMs;
  }
}
