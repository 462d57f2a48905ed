import { FairQueue } from "./domain/fair-queue.js";

/**
 * Runs work of unknown cost so that the event loop gets to everything else in between: once a turn has had its share, the rest waits
 * for the next ones, in an order that is fair between its owners.
 */
export interface Pacer {
  /** Returns the result itself if the work ran at once, and throws what it threw. */
  run<T>(owner: number, work: Work<T>): T | Promise<T>;
  /** Work that waits for its turn. */
  readonly waiting: number;
}

type Work<T> = () => { result: T; cost: number };

/** The share of a turn counts as this much service of an owner; any work counts as 1 at least. */
const SERVICE_PER_TURN = 100;

export function createPacer(costPerTurn: number): Pacer {
  const waiting = new FairQueue<{ owner: number; run: () => void }>();
  let spent = 0;
  let isScheduled = false;

  function spend(cost: number): void {
    spent += cost;
    if (spent > 0) schedule();
  }

  /**
   * Work that runs at once runs for a socket. An immediate would follow in the same turn of the event loop, before timers; one set by
   * an immediate follows in the next turn.
   */
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => setImmediate(nextTurn));
  }

  function nextTurn(): void {
    spent = 0;
    while (spent < costPerTurn) {
      const next = waiting.take();
      if (next === undefined) break;
      const before = spent;
      next.run();
      waiting.charge(next.owner, (SERVICE_PER_TURN * (spent - before)) / costPerTurn - 1);
    }
    isScheduled = spent > 0 || waiting.size > 0;
    if (isScheduled) setImmediate(nextTurn);
  }

  function doWork<T>(work: Work<T>): T {
    const { result, cost } = work();
    spend(cost);
    return result;
  }

  return {
    get waiting() {
      return waiting.size;
    },
    run<T>(owner: number, work: Work<T>) {
      if (waiting.size === 0 && spent < costPerTurn) return doWork(work);
      return new Promise<T>((resolve) => {
        const run = () => resolve(new Promise<T>((done) => done(doWork(work))));
        waiting.add(owner, { owner, run });
        schedule();
      });
    },
  };
}
