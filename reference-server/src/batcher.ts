import { setImmediate as nextTurn } from "node:timers/promises";

/** Collects what arrives while the last flush ran, and flushes it together. */
export interface Group<Item, Result> {
  /** Resolves with this item's result of the flush that it rode in. */
  add(item: Item): Promise<Result>;
  /** Resolves when nothing waits and nothing is being flushed. */
  idle(): Promise<void>;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: a flush takes all that one turn of the event loop brought, at most `maxItems`. No timer, so an item alone waits
 * for nothing; under load the groups grow by themselves.
 */
export function createGroup<Item, Result>(
  flush: (items: Item[]) => Promise<Result[]>,
  { maxItems }: { maxItems: number },
): Group<Item, Result> {
  const queue: Waiting<Item, Result>[] = [];
  let running = false;
  const idleWaiters: (() => void)[] = [];

  async function flushOnce(): Promise<void> {
    const taken = queue.splice(0, maxItems);
    try {
      const results = await flush(taken.map(({ item }) => item));
      taken.forEach(({ resolve, reject }, i) => {
        const result = results[i];
        if (result === undefined) reject(new Error("a flush answered fewer results than it was given items"));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
  }

  async function run(): Promise<void> {
    while (queue.length > 0) {
      await nextTurn();
      await flushOnce();
    }
    running = false;
    for (const done of idleWaiters.splice(0)) done();
  }

  return {
    add(item) {
      return new Promise((resolve, reject) => {
        queue.push({ item, resolve, reject });
        if (running) return;
        running = true;
        void run();
      });
    },
    idle: () => (running ? new Promise((done) => idleWaiters.push(done)) : Promise.resolve()),
  };
}
