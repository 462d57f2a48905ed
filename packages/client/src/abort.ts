import { HarborError } from "./harbor-error.js";

/** Longest time that a timer can hold. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** A timer that does not fire when the time is too long for one, as `Infinity` is. */
export function startTimer(ms: number, callback: () => void): () => void {
  if (ms > MAX_TIMER_MS) return () => undefined;
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

export function abortedError(signal: AbortSignal): HarborError {
  return new HarborError({ code: "aborted", message: "The call was aborted.", cause: signal.reason });
}

const listeners = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Calls back when the signal fires; returns what takes the callback off again. One event listener per signal, however many
 * calls share it: Node.js warns of a leak from the eleventh on.
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

/** Waits, or rejects with `aborted` as soon as the signal fires. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(abortedError(signal));
    const forget = onAbort(signal, () => {
      stop();
      reject(abortedError(signal));
    });
    const stop = startTimer(ms, () => {
      forget();
      resolve();
    });
  });
}
