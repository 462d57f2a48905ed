import { setImmediate as nextTurn } from "node:timers/promises";
import { shareOut } from "./domain/allocate-fairly.js";

export interface BatcherOptions<Item> {
  maxItems: number;
  /** Whose item it is: a batch is shared equally between those that have items waiting. */
  ownerOf: (item: Item) => number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: collects what arrives while the last flush runs and flushes it together, at most `maxItems`. A flush takes all that
 * one turn of the event loop brought. No timer, so an item alone waits for nothing; under load the batches grow by themselves.
 */
export class Batcher<Item, Result> {
  readonly #flush: (items: Item[]) => Promise<Result[]>;
  readonly #options: BatcherOptions<Item>;
  readonly #queues = new Map<number, Waiting<Item, Result>[]>();
  readonly #idleWaiters: (() => void)[] = [];
  #running = false;

  constructor(flush: (items: Item[]) => Promise<Result[]>, options: BatcherOptions<Item>) {
    this.#flush = flush;
    this.#options = options;
  }

  /** Resolves with this item's result of the flush that it was part of. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const owner = this.#options.ownerOf(item);
      const queue = this.#queues.get(owner);
      const waiting = { item, resolve, reject };
      if (queue === undefined) this.#queues.set(owner, [waiting]);
      else queue.push(waiting);
      if (this.#running) return;
      this.#running = true;
      void this.#run();
    });
  }

  /** Resolves when nothing waits and nothing is being flushed. */
  idle(): Promise<void> {
    return this.#running ? new Promise((done) => this.#idleWaiters.push(done)) : Promise.resolve();
  }

  async #run(): Promise<void> {
    while (this.#queues.size > 0) {
      await nextTurn();
      await this.#flushOnce(this.#take());
    }
    this.#running = false;
    for (const done of this.#idleWaiters.splice(0)) done();
  }

  #take(): Waiting<Item, Result>[] {
    const taken: Waiting<Item, Result>[] = [];
    shareOut(this.#options.maxItems, [...this.#queues], ([owner, queue], share) => {
      const items = queue.splice(0, share);
      taken.push(...items);
      // The rest waits behind the others.
      this.#queues.delete(owner);
      if (queue.length > 0) this.#queues.set(owner, queue);
      return items.length;
    });
    return taken;
  }

  async #flushOnce(taken: Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#flush(taken.map(({ item }) => item));
      taken.forEach(({ resolve, reject }, index) => {
        const result = results[index];
        if (result === undefined)
          reject(new Error("A flush returned fewer results than it was given items."));
        else resolve(result);
      });
    } catch (error) {
      for (const { reject } of taken) reject(error);
    }
  }
}
