/**
 * Lets settlements ride in the transaction of a commit. A transaction costs about as much as the rows of ten events, and while a commit
 * is under way the next one is rarely far: a settlement waits for that one. Nothing else waits for a settlement, because its slot is
 * free once the response has arrived.
 */
export class Riders {
  #waiting: (() => void)[] = [];
  #commits = 0;

  /** Resolves when a settlement may be sent. */
  ready(): Promise<void> {
    return this.#commits === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Sends a commit, and with it every settlement that waits. */
  async with<T>(commit: () => Promise<T>): Promise<T> {
    this.#commits += 1;
    try {
      const committed = commit();
      this.#go();
      return await committed;
    } finally {
      this.#commits -= 1;
      // The next commit goes out in this turn, if there is one.
      if (this.#commits === 0) setImmediate(() => this.#go());
    }
  }

  #go(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
