import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export interface Interrupt {
  /** Aborted by the first signal, with its name as the reason. */
  signal: AbortSignal;
  /** As if the signal had come. */
  raise: (name?: NodeJS.Signals) => void;
}

/**
 * Turns the first Ctrl-C (or SIGTERM, SIGHUP) into an abort, for commands that end in good order. A second one ends the process at
 * once.
 */
export function onInterrupt(): Interrupt {
  const controller = new AbortController();
  const raise = (name: NodeJS.Signals = "SIGINT") => {
    if (controller.signal.aborted) process.exit(128 + constants.signals[name]);
    controller.abort(name);
  };
  for (const name of SIGNALS) process.on(name, raise);
  return { signal: controller.signal, raise };
}
