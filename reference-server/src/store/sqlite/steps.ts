import { setImmediate } from "node:timers/promises";

/** Rows that one transaction of a long job changes: some milliseconds during which nothing else runs. */
export const STEP_ROWS = 500;

/** Runs a long job in steps until one returns `done`; other calls are served in between. */
export async function inSteps(step: () => "more" | "done"): Promise<void> {
  while (step() === "more") await setImmediate();
}
