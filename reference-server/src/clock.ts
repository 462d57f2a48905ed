/** The one source of time: every stage gets it through `deps`, so a test can move it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `run` once, `delayMs` from now; the returned function calls it off. */
  after(delayMs: number, run: () => void): () => void;
}

/** setTimeout's own limit; a longer wait is cut short and asked for again by whoever waits. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(Math.max(delayMs, 0), MAX_TIMEOUT_MS));
    timer.unref();
    return () => {
      clearTimeout(timer);
    };
  },
};
