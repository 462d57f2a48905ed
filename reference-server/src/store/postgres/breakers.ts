import { failingPercent } from "../../domain/circuit-breaker.js";
import type { Millis } from "../../domain/domain.js";
import { type Failing, failingEvent } from "../../domain/operational-events.js";
import { announce } from "./announcements.js";
import type { Transaction } from "./database.js";
import type { DestinationState } from "./destination-state.js";
import { destinationFromRow, destinationsBySeqs } from "./destinations.js";

/** The circuit breaker of a destination while a transaction records attempts. */
export interface Breaker {
  state: DestinationState;
  /** The count that the database has. */
  stored: number;
  /** The count from which percentages are newly reached: `stored`, or 0 after a success. */
  armedFrom: number;
}

export function breakerOf(state: DestinationState): Breaker {
  const { consecutiveFailures } = state;
  return { state, stored: consecutiveFailures, armedFrom: consecutiveFailures };
}

/** `timeIn`: the time of an environment. */
export async function announceFailing(
  tx: Transaction,
  breakers: ReadonlyMap<number, Breaker>,
  timeIn: (environmentId: number) => Millis,
): Promise<void> {
  const failing = new Map<number, Omit<Failing, "at">>();
  for (const [seq, { state, armedFrom }] of breakers) {
    const percent = failingPercent(state, armedFrom);
    const { consecutiveFailures, threshold } = state;
    if (percent !== null && threshold !== null) failing.set(seq, { consecutiveFailures, threshold, percent });
  }
  if (failing.size === 0) return;
  const rows = await destinationsBySeqs(tx, [...failing.keys()]);
  const events = rows.flatMap((row) => {
    const found = failing.get(row.seq);
    const at = timeIn(row.environment_id);
    return found === undefined ? [] : [failingEvent(destinationFromRow(row), { ...found, at })];
  });
  await announce(tx, events);
}
