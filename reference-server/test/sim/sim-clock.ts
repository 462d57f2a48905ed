import { createSystemClock, type Clock } from "../../src/clock.js";
import type { Millis } from "../../src/domain/domain.js";

interface Timer {
  at: Millis;
  run: () => void | Promise<void>;
}

const STALL_MS = 2500;
export const START = Date.UTC(2026, 0, 1);

/** Simulated time: it moves only when the scheduler says so, and the wall clock can be set beside it. */
export class SimClock {
  readonly #timers = new Set<Timer>();
  #elapsed: Millis = 0;
  #wallOffset: Millis = START;
  readonly wall = (): Millis => this.#wallOffset + this.#elapsed;
  readonly elapsed = (): Millis => this.#elapsed;

  /** A clock as the server has it; its timers end with the process that set them. */
  forProcess(isAlive: () => boolean): Clock {
    const { now } = createSystemClock({ wall: this.wall, elapsed: this.elapsed });
    return {
      now,
      wall: this.wall,
      elapsed: this.elapsed,
      after: (delayMs, run) => {
        const timer = {
          at: this.#elapsed + Math.max(0, delayMs),
          run: () => (isAlive() ? run() : undefined),
        };
        this.#timers.add(timer);
        return () => void this.#timers.delete(timer);
      },
    };
  }

  /** The machine stands still, with calls and requests under way. */
  stall(): void {
    this.#elapsed += STALL_MS;
  }

  /** The wall clock is set forward or back, as after a suspend or by an operator. */
  setWall(byMs: Millis): void {
    this.#wallOffset += byMs;
  }

  /** Timers that are due, to be run in any order. */
  due(): (() => void | Promise<void>)[] {
    return [...this.#timers]
      .filter(({ at }) => at <= this.#elapsed)
      .map((timer) => () => {
        this.#timers.delete(timer);
        return timer.run();
      });
  }

  /** Moves to the next timer; false when no timer is set. */
  advance(): boolean {
    const next = Math.min(...[...this.#timers].map(({ at }) => at));
    if (next === Infinity) return false;
    this.#elapsed = Math.max(this.#elapsed, next);
    return true;
  }
}
