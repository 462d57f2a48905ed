/** Counts by owner, and their sum. An owner without a count is not listed. */
export class Tally {
  readonly #counts = new Map<number, number>();
  #total = 0;

  get counts(): ReadonlyMap<number, number> {
    return this.#counts;
  }

  get total(): number {
    return this.#total;
  }

  of(owner: number): number {
    return this.#counts.get(owner) ?? 0;
  }

  /** `change` may be negative. */
  add(owner: number, change: number): void {
    const count = this.of(owner) + change;
    this.#total += change;
    if (count === 0) this.#counts.delete(owner);
    else this.#counts.set(owner, count);
  }
}
