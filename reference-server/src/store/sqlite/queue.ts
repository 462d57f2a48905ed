import type { Millis } from "../../domain/domain.js";
import type { ClaimOptions } from "../store.js";
import type { WaitingDestination } from "./backlog.js";
import { BY_HAND, FIRST_ATTEMPTS, type Lane, RETRIES } from "./leases.js";

/** What may be taken for one destination in one claim. */
export interface Queue {
  row: WaitingDestination;
  /** Environment time. */
  now: Millis;
  free: number;
  /** How many may still be taken from each lane. */
  most: Record<Lane, number>;
  /** The breaker holds it, and this claim may send one held delivery to see whether it is back. */
  probing: boolean;
  /** There may be more to take. */
  unfinished: boolean;
  /** Wall ms until time alone makes a difference to it. */
  nextMs: Millis | null;
}

export function toQueue(row: WaitingDestination, options: ClaimOptions): Queue {
  const { now: wallNow, probeIntervalMs, holdMs, perDestination } = options;
  const now = wallNow + row.clock_offset_ms;
  const paused = row.status === "paused";
  const probeAt = probeTime(row, probeIntervalMs);
  const isDue = (at: Millis | null) => at !== null && at <= now;
  const probing = probeAt !== null && probeAt <= now;
  const firsts = !isDue(row.first_due_at) ? 0 : !paused ? Infinity : probing ? 1 : 0;
  const most: Record<Lane, number> = {
    [BY_HAND]: isDue(row.by_hand_due_at) ? Infinity : 0,
    [FIRST_ATTEMPTS]: firsts,
    [RETRIES]: isDue(row.retry_due_at) ? Infinity : 0,
  };
  const changes = [
    row.by_hand_due_at,
    row.retry_due_at,
    paused ? holdEnd(row, holdMs) : row.first_due_at,
    firsts > 0 && probeAt !== null ? now + probeIntervalMs : probeAt,
  ];
  return {
    row,
    now,
    free: Math.min(row.max_concurrent_deliveries, perDestination) - row.in_flight,
    most,
    probing,
    unfinished: most[BY_HAND] + most[FIRST_ATTEMPTS] + most[RETRIES] > 0,
    nextMs: untilNext(changes, now),
  };
}

/** Null when there is nothing to probe with, or no breaker that holds it. */
function probeTime(row: WaitingDestination, intervalMs: Millis): Millis | null {
  if (row.paused_reason !== "circuit_breaker" || row.paused_at === null || row.first_due_at === null)
    return null;
  return Math.max(row.first_due_at, (row.last_probe_at ?? row.paused_at) + intervalMs);
}

/** When the first held delivery has been held long enough. */
function holdEnd({ first_due_at, paused_at }: WaitingDestination, holdMs: Millis): Millis | null {
  if (first_due_at === null || paused_at === null) return null;
  return Math.max(first_due_at, paused_at) + holdMs;
}

/** What is due already is either taken now or waits for a slot, not for time; a hold that is over waits for the sweep. */
function untilNext(times: (Millis | null)[], now: Millis): Millis | null {
  const later = times.filter((at) => at !== null && at > now).map((at) => Number(at) - now);
  return later.length === 0 ? null : Math.min(...later);
}
