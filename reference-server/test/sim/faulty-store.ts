import type { Store } from "../../src/store/store.js";
import { StoreUnavailableError } from "../../src/store/store.js";
import type { Chance, Schedule } from "./schedule.js";

export interface FaultyStoreOptions {
  process: number;
  schedule: Schedule;
  chance: Chance;
  /** False at the end of a run, when everything must become idle. */
  faults: () => boolean;
}

const FAULT = 0.08;
const LATE = 0.1;

/**
 * The store behind the scheduler: a call may fail before or after its transaction, its result may arrive late, and a settle may arrive
 * twice.
 */
export function faultyStore(inner: Store, options: FaultyStoreOptions): Store {
  const { process, schedule, chance, faults } = options;

  async function call<T>(work: () => Promise<T>): Promise<T> {
    const result = await schedule.defer(process, async () => {
      if (faults() && chance.chance(FAULT)) throw new StoreUnavailableError("busy");
      const done = await work();
      if (faults() && chance.chance(FAULT)) throw new StoreUnavailableError("busy");
      return done;
    });
    if (faults() && chance.chance(LATE)) await schedule.defer(process, () => undefined);
    return result;
  }

  return {
    ...inner,
    commit: (...args) => call(() => inner.commit(...args)),
    claim: (terms) => call(() => inner.claim(terms)),
    release: (tokens, now) => call(() => inner.release(tokens, now)),
    sweep: (terms) => call(() => inner.sweep(terms)),
    snapshot: (environmentId) => call(() => inner.snapshot(environmentId)),
    settle: (...args) =>
      call(async () => {
        const result = await inner.settle(...args);
        // The second one carries tokens that are used up.
        if (faults() && chance.chance(FAULT)) await inner.settle(args[0], args[1]);
        return result;
      }),
  };
}
