/** Longest delay that a timer can have. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A timer that never fires when the delay is too long for one, as `Infinity` is. */
export function startTimer(ms: number, callback: () => void): () => void {
  if (ms > MAX_TIMER_MS) return () => undefined;
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal fires; returns a function that removes the callback. One event listener per signal, however
 * many calls share it: Node.js warns of a leak from the eleventh on.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const known = listeners.get(signal);
  const callbacks = known ?? new Set();
  if (known === undefined) {
    listeners.set(signal, callbacks);
    signal.addEventListener("abort", () => callbacks.forEach((call) => call()), { once: true });
  }
  callbacks.add(callback);
  return () => callbacks.delete(callback);
}

/** Resolves after `ms`, or as soon as the signal fires. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const forget = onAbort(signal, () => {
      stop();
      resolve();
    });
    const stop = startTimer(ms, () => {
      forget();
      resolve();
    });
  });
}
