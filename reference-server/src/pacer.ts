import { setImmediate as nextTurn } from "node:timers/promises";

/**
 * Runs work of unknown cost so that the event loop gets to everything else in between: once a turn has had its share, the rest waits
 * in order, and goes one by one.
 */
export interface Pacer {
  run<T>(work: () => { result: T; cost: number }): Promise<T>;
}

export function createPacer(costPerTurn: number): Pacer {
  let spent = 0;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();

  function doWork<T>(work: () => { result: T; cost: number }): T {
    const { result, cost } = work();
    if (spent === 0 && cost > 0) setImmediate(() => (spent = 0));
    spent += cost;
    return result;
  }

  async function inTurn<T>(before: Promise<unknown>, work: () => { result: T; cost: number }): Promise<T> {
    await before;
    if (spent >= costPerTurn) {
      await nextTurn();
      spent = 0;
    }
    waiting--;
    return doWork(work);
  }

  return {
    async run(work) {
      if (waiting === 0 && spent < costPerTurn) return doWork(work);
      waiting++;
      const done = inTurn(last, work);
      last = done.catch(() => undefined);
      return await done;
    },
  };
}
