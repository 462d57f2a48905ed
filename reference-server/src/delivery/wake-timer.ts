import type { Clock } from "../clock.js";
import type { Millis } from "../domain/domain.js";

/**
 * The longest wait. It bounds the harm of every wake-up that is missed: a notice of another process, a machine that was suspended,
 * a wall clock that was set.
 */
const MAX_WAIT_MS = 5000;

/** One timer that is always armed between `start` and `stop`; of several wishes the earliest counts. Runs on elapsed time. */
export class WakeTimer {
  readonly #clock: Pick<Clock, "elapsed" | "after">;
  readonly #wake: () => void;
  #at: Millis = Infinity;
  #cancel: () => void = () => undefined;
  #started = false;

  constructor(clock: Pick<Clock, "elapsed" | "after">, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  start(): void {
    this.#started = true;
    this.wakeIn(0);
  }

  wakeIn(delayMs: Millis): void {
    if (!this.#started) return;
    const delay = Math.min(Math.max(0, delayMs), MAX_WAIT_MS);
    const at = this.#clock.elapsed() + delay;
    if (at >= this.#at) return;
    this.#cancel();
    this.#at = at;
    this.#cancel = this.#clock.after(delay, () => {
      this.#at = Infinity;
      this.wakeIn(MAX_WAIT_MS);
      this.#wake();
    });
  }

  stop(): void {
    this.#started = false;
    this.#at = Infinity;
    this.#cancel();
  }
}
