import { performance } from "node:perf_hooks";
import type { Store } from "./store/store.js";

/**
 * Returns a function for the share of the time since its last call in which this process worked, in its main thread or in the store's.
 * Each often waits for the other, so their shares are added: 1 or more means that one of them always had work.
 */
export function createUtilization({ busyMs }: Pick<Store, "busyMs">): () => number {
  let last = { at: performance.now(), busyMs: mainBusyMs() + busyMs() };
  return () => {
    const now = { at: performance.now(), busyMs: mainBusyMs() + busyMs() };
    const elapsedMs = now.at - last.at;
    const workedMs = now.busyMs - last.busyMs;
    last = now;
    return elapsedMs > 0 ? workedMs / elapsedMs : 0;
  };
}

function mainBusyMs(): number {
  return performance.eventLoopUtilization().active;
}
