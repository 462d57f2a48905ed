import type { Millis } from "./domain/domain.js";

/** The one source of time: every stage gets it through `deps`, so a test can move it. */
export interface Clock {
  /**
   * Milliseconds since the Unix epoch, for everything that is stored or scheduled. It never steps back: see `createSystemClock`.
   */
  now(): Millis;
  /** The machine's wall time, which can be set forward or back: for values that a receiver compares with its own clock. */
  wall(): Millis;
  /** Monotonic milliseconds: for durations and time limits of this process. */
  elapsed(): Millis;
  /**
   * Calls `run` once, after `delayMs` of elapsed time; the returned function cancels it. 0: after the current turn of the event loop.
   * A promise that `run` returns must not reject; it says when the work is done, which only a simulation waits for.
   */
  after(delayMs: Millis, run: () => void | Promise<void>): () => void;
}

/** setTimeout's own limit; a longer wait ends early, and the caller looks again. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** Speed of `now` while it is ahead of the wall clock. */
const SLOWED = 0.9;

/**
 * `now` follows the wall clock, also when that steps forward. When it steps back, `now` continues from its last value, slowed to nine
 * tenths until the wall clock has caught up: a retry that is due in two seconds stays due in about two seconds, and no lease or
 * rate limit sees time run backwards.
 */
export function createSystemClock({ wall, elapsed }: Pick<Clock, "wall" | "elapsed">): Clock {
  let last = wall();
  /** Set while `now` is ahead of the wall clock. */
  let aheadSince: Millis | null = null;
  return {
    wall,
    elapsed,
    now() {
      const at = wall();
      if (at >= last) {
        aheadSince = null;
        return (last = at);
      }
      const passedTo = elapsed();
      last += SLOWED * (passedTo - (aheadSince ?? passedTo));
      aheadSince = passedTo;
      return Math.floor(last);
    },
    after,
  };
}

/** The clock of this machine. */
export const systemClock: Clock = createSystemClock({
  wall: () => Date.now(),
  elapsed: () => performance.now(),
});

function after(delayMs: Millis, run: () => void | Promise<void>): () => void {
  if (delayMs <= 0) {
    const immediate = setImmediate(() => void run());
    return () => {
      clearImmediate(immediate);
    };
  }
  const timer = setTimeout(() => void run(), Math.min(delayMs, MAX_TIMEOUT_MS));
  timer.unref();
  return () => {
    clearTimeout(timer);
  };
}
