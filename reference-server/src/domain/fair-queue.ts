/** Maximum of the service that counts against an owner which received it while no other waited, so that it is not kept out for long. */
const MAX_DEBT = 2000;

interface Owned<T> {
  items: T[];
  /** Service that the owner has received, on the scale of the virtual time. */
  served: number;
}

/**
 * A queue that serves its owners equally, however much each puts into it: start-time fair queueing (Goyal, Vin and Cheng, 1996). Next is
 * the owner that was served least. Who was idle begins with those that wait, so idle time is not saved up.
 */
export class FairQueue<T> {
  readonly #owners = new Map<number, Owned<T>>();
  #virtualTime = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  sizeOf(owner: number): number {
    return this.#owners.get(owner)?.items.length ?? 0;
  }

  add(owner: number, item: T): void {
    this.#owned(owner).items.push(item);
    this.#size += 1;
  }

  /** The item that `take` would remove. */
  peek(): T | undefined {
    return this.#next(() => true)?.items[0];
  }

  /** Removes the next item, of the owners that `isAllowed`, and charges its owner 1. */
  take(isAllowed: (owner: number) => boolean = () => true): T | undefined {
    const next = this.#next(isAllowed);
    if (next === undefined) return undefined;
    this.#virtualTime = Math.max(this.#virtualTime, next.served);
    next.served += 1;
    this.#size -= 1;
    return next.items.shift();
  }

  /** An item of this owner cost more than the 1 that `take` charged. */
  charge(owner: number, cost: number): void {
    if (cost <= 0) return;
    const owned = this.#owned(owner);
    owned.served = Math.max(owned.served, Math.min(owned.served + cost, this.#virtualTime + MAX_DEBT));
  }

  /** Removes the items at the head of each owner's queue for which `test` holds. */
  removeWhile(test: (item: T) => boolean): T[] {
    const removed: T[] = [];
    for (const { items } of this.#owners.values()) {
      const kept = items.findIndex((item) => !test(item));
      removed.push(...items.splice(0, kept === -1 ? items.length : kept));
    }
    this.#size -= removed.length;
    return removed;
  }

  /** Forgets owners that have nothing to wait for. */
  #next(isAllowed: (owner: number) => boolean): Owned<T> | undefined {
    let next: Owned<T> | undefined;
    for (const [owner, owned] of this.#owners) {
      if (owned.items.length > 0) {
        const isLess = next === undefined || owned.served < next.served;
        if (isLess && isAllowed(owner)) next = owned;
      } else if (owned.served <= this.#virtualTime) this.#owners.delete(owner);
    }
    return next;
  }

  #owned(owner: number): Owned<T> {
    let owned = this.#owners.get(owner);
    if (owned === undefined) {
      owned = { items: [], served: this.#virtualTime };
      this.#owners.set(owner, owned);
    } else if (owned.items.length === 0) owned.served = Math.max(owned.served, this.#virtualTime);
    return owned;
  }
}
