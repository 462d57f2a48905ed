import { setImmediate } from "node:timers/promises";

/** Rows that one transaction of a long job changes: some ten milliseconds during which nothing else runs. */
export const STEP_ROWS = 500;

/** Runs a long job step by step until one answers `done`; requests and deliveries go on in between. */
export async function inSteps(step: () => "more" | "done"): Promise<void> {
  while (step() === "more") await setImmediate();
}
