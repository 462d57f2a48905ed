export interface Division {
  /** The ids of all workers. */
  workers: readonly number[];
  destination: number;
  slots: number;
}

/**
 * The part of a worker of the slots of a destination (`max_concurrent_deliveries`). Pure. All parts are equal; the slots that are left over
 * go to the first workers in an order that each destination has of its own. Where a worker stands before another does not depend on the
 * rest, so no part shrinks when another worker leaves, even if that one keeps some of its slots for a while, and none grows when one joins.
 */
export function slotsOf(worker: number, { workers, destination, slots }: Division): number {
  if (slots <= 0 || !workers.includes(worker)) return 0;
  const { length } = workers;
  const isBefore = (other: number) => compare(destination, other, worker) < 0;
  const place = workers.filter(isBefore).length;
  return Math.floor(slots / length) + (place < slots % length ? 1 : 0);
}

function compare(destination: number, one: number, other: number): number {
  return hash(destination, one) - hash(destination, other) || one - other;
}

/** The mixing steps of MurmurHash3. */
function hash(destination: number, worker: number): number {
  let mixed = Math.imul(destination, 0x85ebca6b) ^ Math.imul(worker, 0xc2b2ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
