import type { Logger } from "pino";
import type { Clock } from "../clock.js";
import type { Millis } from "../domain/domain.js";

/** A machine that is out of descriptors fails thousands of requests a second: one log entry in this time. */
const FAULT_LOG_MS = 5000;

/** Logs local faults, but not each of them. */
export function createFaultLog({ clock, log }: { clock: Pick<Clock, "elapsed">; log: Logger }) {
  let loggedAt: Millis = -Infinity;
  return (error: Error): void => {
    const now = clock.elapsed();
    if (now - loggedAt < FAULT_LOG_MS) return;
    loggedAt = now;
    log.error({ err: error }, `this machine cannot send (${error.message}); deliveries wait and are retried`);
  };
}
