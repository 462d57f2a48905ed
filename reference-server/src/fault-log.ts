import type { Logger } from "pino";
import type { Clock } from "./clock.js";
import type { Millis } from "./domain/domain.js";
import { isFault } from "./store/store.js";

/** A fault may come with each of thousands of requests a second: one log entry with the same message in this time. */
const FAULT_LOG_MS = 5000;

/** Messages are constants. */
export type LogFault = (error: unknown, message: string) => void;

/** Logs faults of work that no caller waits for, but not each of them, and not those of a store that is unavailable. */
export function createFaultLog({ clock, log }: { clock: Pick<Clock, "elapsed">; log: Logger }): LogFault {
  const loggedAt = new Map<string, Millis>();
  return (error, message) => {
    const now = clock.elapsed();
    if (!isFault(error) || now - (loggedAt.get(message) ?? -Infinity) < FAULT_LOG_MS) return;
    loggedAt.set(message, now);
    log.error({ err: error }, message);
  };
}
