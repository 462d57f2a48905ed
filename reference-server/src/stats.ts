/**
 * Upper bounds, inclusive, of the latency classes that attempts are counted in; one more class has no bound. A store keeps
 * one column per class, so a change here needs a migration.
 */
export const LATENCY_BOUNDS_MS = [10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000] as const;

/** Due deliveries are counted up to this number: the age of the oldest shows more about a longer backlog, and costs nothing. */
export const COUNT_DUE_TO = 100_000;

/** The index of the class that a latency belongs to: `0` up to and including `LATENCY_BOUNDS_MS.length`. */
export function latencyClass(latencyMs: number): number {
  const at = LATENCY_BOUNDS_MS.findIndex((bound) => latencyMs <= bound);
  return at === -1 ? LATENCY_BOUNDS_MS.length : at;
}

/** Leased deliveries that wait in a process for a slot. */
export interface Waiting {
  count: number;
  /** How long the first of them has been waiting. */
  oldestMs: number;
}
