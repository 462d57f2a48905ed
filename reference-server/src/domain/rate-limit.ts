import type { Millis } from "./domain.js";

/**
 * The token bucket of a destination with a rate limit (`max_per_second`). Each request takes a token. Time is real time, by one clock
 * for all processes.
 */
export interface Bucket {
  perSecond: number;
  /** Until it is full, if nothing is taken; 0 or less when it is. It is the whole state. */
  fullInMs: Millis;
}

/** A request by schedule takes one from the bucket. */
export interface Token {
  /** How long the delivery waited since it fell due, which is not part of its retry budget. */
  waited_ms: Millis;
  /** Wall time from which on nothing is sent: the delivery returns to its queue and takes a new token. */
  use_by: Millis;
}

/**
 * Requests that do not wait for a token put the bucket into debt, by at most this. It bounds how long they hold back the others, and
 * how long deliveries stop after the clock was set back: a state further ahead is of a clock that was.
 */
const MAX_DEBT_MS = 60_000;
/** Requests that were held up for longer would arrive together with those of the tokens since then. */
const TOKEN_USE_MS = 1000;
/** Tokens are collected for this long: at 10,000 per second a claim for each of them would be one every 0.1 ms. */
const MIN_WAIT_MS = 25;
/** Against the rounding of sums of fractions. */
const EPSILON = 1e-6;

function capacityOf(perSecond: number): number {
  return Math.max(1, perSecond / 10);
}

/** Until an empty bucket is full. */
export function fillMs(perSecond: number): Millis {
  return (capacityOf(perSecond) / perSecond) * 1000;
}

/** Whole tokens that are there. */
export function tokensIn(bucket: Bucket): number {
  const missing = (currentMs(bucket) / 1000) * bucket.perSecond;
  return Math.max(0, Math.floor(capacityOf(bucket.perSecond) - missing + EPSILON));
}

/** How long to wait for the next token. */
export function waitMs(bucket: Bucket): Millis {
  const oneAtMs = fillMs(bucket.perSecond) - 1000 / bucket.perSecond;
  return Math.max(MIN_WAIT_MS, Math.ceil(currentMs(bucket) - oneAtMs));
}

export function afterTaking({ perSecond, fullInMs }: Bucket, count: number): Bucket {
  const taken = currentMs({ perSecond, fullInMs }) + (count / perSecond) * 1000;
  return { perSecond, fullInMs: Math.min(taken, fillMs(perSecond) + MAX_DEBT_MS) };
}

export function tokenTaken({
  now,
  dueAt,
  claimedAt,
}: {
  now: Millis;
  dueAt: Millis;
  claimedAt: Millis;
}): Token {
  return { waited_ms: Math.max(0, now - dueAt), use_by: claimedAt + TOKEN_USE_MS };
}

/** Between 0 and what `afterTaking` leaves; more was written before the clock was set back, and the bucket starts again. */
function currentMs({ perSecond, fullInMs }: Bucket): Millis {
  return fullInMs > fillMs(perSecond) + MAX_DEBT_MS + EPSILON ? 0 : Math.max(0, fullInMs);
}
