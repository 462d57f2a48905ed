import type { Attempt, Millis, PausedReason } from "./domain.js";

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

/** The reason for which an attempt pauses its destination, or the resume by a success. */
export type StatusChange = "circuit_breaker" | "gone" | "resumed";

interface AfterAttempt {
  state: BreakerState;
  change: StatusChange | null;
}

const GONE = 410;

export function afterAttempt(
  state: BreakerState,
  { outcome, response_code }: Pick<Attempt, "outcome" | "response_code">,
): AfterAttempt {
  switch (outcome) {
    case "succeeded":
      return afterSuccess(state);
    case "failed":
      return afterFailure(state);
    case "rejected":
      return response_code === GONE ? afterGone(state) : { state, change: null };
  }
}

function afterSuccess(state: BreakerState): AfterAttempt {
  const closed = { ...state, consecutiveFailures: 0 };
  if (!state.held) return { state: closed, change: null };
  return { state: { ...closed, paused: false, held: false }, change: "resumed" };
}

/** A `rejected` attempt is a response, not an outage: it neither counts nor resets. A destination that the breaker holds gets no more probes. */
function afterGone(state: BreakerState): AfterAttempt {
  if (state.paused && !state.held) return { state, change: null };
  return { state: { ...state, paused: true, held: false }, change: "gone" };
}

function afterFailure(state: BreakerState): AfterAttempt {
  const failed = { ...state, consecutiveFailures: state.consecutiveFailures + 1 };
  if (state.paused || state.threshold === null || failed.consecutiveFailures < state.threshold) {
    return { state: failed, change: null };
  }
  return { state: { ...failed, paused: true, held: true }, change: "circuit_breaker" };
}

/** Percent of the threshold at which a destination is reported as failing. */
const FAILING_PERCENTS = [90, 70, 50];

/** The highest percentage that the count has newly reached; null for none, and for a destination that is paused. `from`: the count before. */
export function failingPercent(
  { consecutiveFailures, threshold, paused }: BreakerState,
  from: number,
): number | null {
  if (paused || threshold === null || consecutiveFailures <= from) return null;
  const reached = (percent: number, count: number) => count * 100 >= percent * threshold;
  const highest = FAILING_PERCENTS.find((percent) => reached(percent, consecutiveFailures));
  return highest === undefined || reached(highest, from) ? null : highest;
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
