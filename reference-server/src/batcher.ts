import { shareOut } from "./domain/allocate-fairly.js";

export interface BatcherOptions<Item, Result> {
  maxItems: number;
  /** Bounds a flush of large items as well: the weights of its items, but one item of each owner always fits. */
  weight?: { of: (item: Item) => number; max: number };
  /** Whose item it is: a batch is shared equally between those that have items waiting. */
  ownerOf: (item: Item) => number;
  /** Gets the results of a flush, null if it failed, before its items resolve. The next flush is under way by then. */
  onFlushed?: (items: readonly Item[], results: readonly Result[] | null) => void;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (error: unknown) => void;
}

interface Batch<Item, Result> {
  owners: number[];
  taken: Waiting<Item, Result>[];
}

/** Flushes under way at one time. They have no owner in common. */
const MAX_FLUSHES = 4;

/**
 * Group commit: collects what arrives while the last flush of its owner runs and flushes it together, at most `maxItems`. A flush takes
 * all that one turn of the event loop brought. No timer, so an item alone waits for nothing; under load the batches grow by themselves.
 * An owner does not wait for the flushes of others.
 */
export class Batcher<Item, Result> {
  readonly #flush: (items: Item[]) => Promise<Result[]>;
  readonly #options: BatcherOptions<Item, Result>;
  readonly #queues = new Map<number, Waiting<Item, Result>[]>();
  /** The owners whose items are being flushed, each with what has arrived since. */
  readonly #flushing = new Map<number, Waiting<Item, Result>[]>();
  readonly #idleWaiters: (() => void)[] = [];
  #flushes = 0;
  #isStarting = false;

  constructor(flush: (items: Item[]) => Promise<Result[]>, options: BatcherOptions<Item, Result>) {
    this.#flush = flush;
    this.#options = options;
  }

  /** Resolves with this item's result of the flush that it was part of. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      const owner = this.#options.ownerOf(item);
      const queue = this.#flushing.get(owner) ?? this.#queues.get(owner);
      const waiting = { item, resolve, reject };
      if (queue === undefined) this.#queues.set(owner, [waiting]);
      else queue.push(waiting);
      this.#start();
    });
  }

  /** Resolves when nothing waits and nothing is being flushed. */
  idle(): Promise<void> {
    return this.#isIdle ? Promise.resolve() : new Promise((done) => this.#idleWaiters.push(done));
  }

  get #isIdle(): boolean {
    return this.#flushes === 0 && this.#queues.size === 0;
  }

  #start(): void {
    if (this.#isStarting) return;
    this.#isStarting = true;
    setImmediate(() => {
      this.#isStarting = false;
      this.#flushNext();
    });
  }

  #flushNext(): void {
    if (this.#queues.size > 0 && this.#flushes < MAX_FLUSHES) void this.#flushOnce(this.#take());
  }

  async #flushOnce({ owners, taken }: Batch<Item, Result>): Promise<void> {
    this.#flushes += 1;
    const items = taken.map(({ item }) => item);
    const outcome = await this.#flush(items).then(
      (results) => ({ results, error: null }),
      (error: unknown) => ({ results: null, error }),
    );
    this.#flushes -= 1;
    for (const owner of owners) this.#release(owner);
    // Before the results are handled: the store works on the next batch in the meantime.
    this.#flushNext();
    this.#options.onFlushed?.(items, outcome.results);
    taken.forEach(({ resolve, reject }, index) => {
      const result = outcome.results?.[index];
      if (result !== undefined) resolve(result);
      else reject(outcome.error ?? new Error("A flush returned fewer results than it was given items."));
    });
    if (this.#isIdle) for (const done of this.#idleWaiters.splice(0)) done();
  }

  /** The rest of an owner waits for this flush, and then behind the others. */
  #take(): Batch<Item, Result> {
    const owners = new Set<number>();
    const taken: Waiting<Item, Result>[] = [];
    const room = new Map<number, number>();
    shareOut(this.#options.maxItems, [...this.#queues], ([owner, queue], share) => {
      const items = queue.splice(0, this.#fitting(queue, share, { owner, room }));
      taken.push(...items);
      // In the order in which they were served last.
      owners.delete(owner);
      owners.add(owner);
      return items.length;
    });
    for (const owner of owners) {
      this.#flushing.set(owner, this.#queues.get(owner) ?? []);
      this.#queues.delete(owner);
    }
    return { owners: [...owners], taken };
  }

  /** How many of the first `most` items one flush takes. `room`: the weight that it may still take of an owner, an equal part of all. */
  #fitting(
    queue: readonly Waiting<Item, Result>[],
    most: number,
    { owner, room }: { owner: number; room: Map<number, number> },
  ): number {
    const { weight } = this.#options;
    if (weight === undefined) return most;
    let isFirst = !room.has(owner);
    let left = room.get(owner) ?? weight.max / this.#queues.size;
    let count = 0;
    for (const { item } of queue.slice(0, most)) {
      if (weight.of(item) > left && !isFirst) break;
      left -= weight.of(item);
      isFirst = false;
      count++;
    }
    room.set(owner, left);
    return count;
  }

  #release(owner: number): void {
    const queue = this.#flushing.get(owner) ?? [];
    this.#flushing.delete(owner);
    if (queue.length > 0) this.#queues.set(owner, queue);
  }
}
