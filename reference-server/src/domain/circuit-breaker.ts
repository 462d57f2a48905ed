import type { AttemptOutcome, Millis, PausedReason } from "./domain.js";

/** The state of the breaker of a destination (docs/contract.md §5). */
export interface BreakerState {
  consecutiveFailures: number;
  /** Null: the breaker is off. */
  threshold: number | null;
  /** Paused for any reason, or deleted: nothing is left to pause. */
  paused: boolean;
  /** Paused by the breaker: a success resumes it. */
  held: boolean;
}

export type BreakerChange = "paused" | "resumed";

/** A `rejected` attempt is a response, not an outage: it neither counts nor resets. */
export function afterAttempt(
  state: BreakerState,
  outcome: AttemptOutcome,
): { state: BreakerState; change: BreakerChange | null } {
  if (outcome === "rejected") return { state, change: null };
  if (outcome === "succeeded") {
    const closed = { ...state, consecutiveFailures: 0 };
    if (!state.held) return { state: closed, change: null };
    return { state: { ...closed, paused: false, held: false }, change: "resumed" };
  }
  const failed = { ...state, consecutiveFailures: state.consecutiveFailures + 1 };
  if (state.paused || state.threshold === null || failed.consecutiveFailures < state.threshold) {
    return { state: failed, change: null };
  }
  return { state: { ...failed, paused: true, held: true }, change: "paused" };
}

/** When the next held delivery may be sent as a probe; null without a breaker that holds, or without a delivery. */
export function probeTime(
  {
    pausedReason,
    pausedAt,
    lastProbeAt,
    firstDueAt,
  }: {
    pausedReason: PausedReason | null;
    pausedAt: Millis | null;
    lastProbeAt: Millis | null;
    firstDueAt: Millis | null;
  },
  intervalMs: Millis,
): Millis | null {
  if (pausedReason !== "circuit_breaker" || pausedAt === null || firstDueAt === null) return null;
  return Math.max(firstDueAt, (lastProbeAt ?? pausedAt) + intervalMs);
}
