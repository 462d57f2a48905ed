/** Random numbers of a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface Chance {
  random: () => number;
  /** True with this probability. */
  chance(probability: number): boolean;
  pick<T>(items: readonly T[]): T;
}

export function chanceOf(seed: number): Chance {
  const random = seeded(seed);
  return {
    random,
    chance: (probability) => random() < probability,
    pick: (items) => items[Math.floor(random() * items.length)] as (typeof items)[number],
  };
}

/** A call that has reached the outside world and that the scheduler continues at a time of its choice. */
export interface Action {
  process: number;
  run: () => void;
}

/** The calls that wait for the scheduler. */
export class Schedule {
  readonly actions: Action[] = [];
  /** Work of the real store. */
  #running = 0;

  /** The returned promise settles when the scheduler has let `work` run; never if the process dies before. */
  defer<T>(process: number, work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.actions.push({
        process,
        run: () => this.await(Promise.resolve().then(work).then(resolve, reject)),
      });
    });
  }

  /** The scheduler waits for this work before the next step. */
  await(work: Promise<void>): void {
    this.#running += 1;
    void work.finally(() => (this.#running -= 1));
  }

  take(action: Action): void {
    this.actions.splice(this.actions.indexOf(action), 1);
    action.run();
  }

  /** The process is gone, and with it everything that it waited for. */
  drop(process: number): void {
    const kept = this.actions.filter((action) => action.process !== process);
    this.actions.splice(0, this.actions.length, ...kept);
  }

  /** Lets promises and the store settle until nothing moves by itself. */
  async drain(): Promise<void> {
    for (let quiet = 0; quiet < QUIET_TURNS; quiet += 1) {
      if (this.#running > 0) quiet = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A commit passes this many turns of the event loop between the batcher and the store. */
const QUIET_TURNS = 4;
