import type { Clock } from "../clock.js";
import { isHeldByPause } from "../domain/claim-plan.js";
import type { Destination, Millis } from "../domain/domain.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { LeasedDelivery, TenantFilter } from "../store/store.js";
import type { Waiting } from "../stats.js";
import { Tally } from "../tally.js";
import type { SlotHolder, Slots } from "./slots.js";

/** How ingest hands new deliveries to the worker, so that they need not be read back from the store. */
export interface HandOff {
  /** Takes a slot for a new delivery, or a place to wait for one, if the share of its destination allows it. */
  reserve(holder: SlotHolder, bytes: number): boolean;
  /** Returns what was reserved for a delivery that the commit did not lease. */
  cancel(holder: SlotHolder, bytes: number): void;
  /** Delivers what the commit leased under a reservation. */
  deliver(delivery: LeasedDelivery): void;
}

/** Which waiting deliveries to count: by the environment, the destination, and the tenant of the destination. */
export interface WaitingFilter extends TenantFilter {
  environmentId?: number;
  destinationId?: string;
}

export interface WaitingRoomParts {
  slots: Slots;
  environments: Pick<EnvironmentCache, "get" | "peek">;
  clock: Pick<Clock, "elapsed">;
  /** A delivery that has waited for this long goes back to its queue, so that no lease ends while its delivery waits. */
  maxWaitMs: Millis;
  /** Sends a delivery, which has a slot now. */
  start: (delivery: LeasedDelivery) => void;
  /** Returns deliveries to their queue. */
  giveBack: (deliveries: readonly LeasedDelivery[]) => void;
  /** Asks for a call of `review` after that time. */
  reviewIn: (delayMs: Millis) => void;
}

const LOAD_RETRY_MS = 500;
/** Destinations short of slots that are looked at when a slot is free. */
const STARVED_PER_SLOT = 8;

interface Queue extends SlotHolder {
  /** In the order in which they came, each with the elapsed time since which it waits. */
  entries: { delivery: LeasedDelivery; since: Millis }[];
}

/** Of its body. */
export function bytesOf({ body }: LeasedDelivery): number {
  return body?.length ?? 0;
}

/** Leased deliveries that wait in memory for a slot, first come, first served for each destination. */
export class WaitingRoom {
  readonly #parts: WaitingRoomParts;
  readonly #queues = new Map<string, Queue>();
  /** Destinations that may have more open requests and got no slot of the process; the one that was looked at last is last. */
  readonly #starved = new Map<string, Queue>();
  #closed = false;

  constructor(parts: WaitingRoomParts) {
    this.#parts = parts;
  }

  /** A slot or a place for a delivery that is about to be leased, if the share of its destination allows it. */
  reserve(holder: SlotHolder, bytes: number): boolean {
    const destination = this.#destination(holder);
    // A token is taken from the store, by a claim.
    if (destination === undefined || destination.max_per_second !== null) return false;
    return this.#parts.slots.reserve(holder, { bytes, limit: destination.max_concurrent_deliveries });
  }

  /** Takes back what was reserved for a delivery that was not leased. */
  cancel(holder: SlotHolder, bytes: number): void {
    this.#parts.slots.cancel(holder, bytes);
    this.startNext(holder.destination_id);
  }

  /** A delivery that was leased under a reservation. */
  add(delivery: LeasedDelivery): void {
    const { environment_id, destination_id } = delivery;
    let queue = this.#queues.get(destination_id);
    if (queue === undefined) {
      queue = { environment_id, destination_id, entries: [] };
      this.#queues.set(destination_id, queue);
    }
    queue.entries.push({ delivery, since: this.#parts.clock.elapsed() });
    this.startNext(destination_id);
  }

  /** A slot of the destination is free: it goes to what waits there, or else to a destination that is short of slots. */
  freed(destinationId: string): void {
    this.startNext(destinationId);
    let looks = STARVED_PER_SLOT;
    for (const id of this.#starved.keys()) {
      if (this.#parts.slots.allRunning || looks === 0) return;
      looks -= 1;
      this.startNext(id);
    }
  }

  /** The limits of the environment's destinations have changed. */
  changed(environmentId: number): void {
    for (const [id, { environment_id }] of this.#queues)
      if (environment_id === environmentId) this.startNext(id);
  }

  /** Starts what waits for the destination, as far as there are slots; gives back what may not be sent now. */
  startNext(destinationId: string): void {
    const queue = this.#queues.get(destinationId);
    if (queue === undefined) return;
    if (this.#closed) return void this.#giveBack(queue, () => true);
    const { slots, environments, reviewIn } = this.#parts;
    if (environments.peek(queue.environment_id) === undefined) return this.#startOnceLoaded(queue);
    const destination = this.#destination(queue);
    if (destination === undefined) return void this.#giveBack(queue, () => true);
    if (destination.status === "paused") this.#giveBack(queue, isHeldByPause);

    const limit = destination.max_concurrent_deliveries;
    this.#starved.delete(destinationId);
    for (;;) {
      const next = queue.entries[0]?.delivery;
      if (next === undefined) return void this.#queues.delete(destinationId);
      const started = slots.start(queue, { bytes: bytesOf(next), limit });
      if (started === "started") this.#startFirst(queue, next);
      else {
        if (started === "no_slot") this.#starved.set(destinationId, queue);
        return reviewIn(this.#parts.maxWaitMs);
      }
    }
  }

  /** Gives back what has waited for long. All of a destination together, so that the order is kept in the queue. */
  review(): void {
    const until = this.#parts.clock.elapsed() - this.#parts.maxWaitMs;
    for (const queue of this.#queues.values()) {
      const since = queue.entries[0]?.since ?? Infinity;
      if (since <= until) this.#giveBack(queue, () => true);
      else this.#parts.reviewIn(since - until);
    }
  }

  /** Gives this one back; false if it does not wait. */
  recall(delivery: LeasedDelivery): boolean {
    const queue = this.#queues.get(delivery.destination_id);
    return queue !== undefined && this.#giveBack(queue, (each) => each === delivery);
  }

  /** Gives everything back, now and from now on. */
  close(): void {
    this.#closed = true;
    for (const queue of this.#queues.values()) this.#giveBack(queue, () => true);
  }

  /** How many wait, and for how long the first of them has: in all, of one environment, or of one destination. */
  count(of: WaitingFilter = {}): Waiting {
    const now = this.#parts.clock.elapsed();
    const counted = { count: 0, oldestMs: 0 };
    for (const { environment_id, destination_id, entries } of this.#queues.values()) {
      if ((of.environmentId ?? environment_id) !== environment_id) continue;
      if ((of.destinationId ?? destination_id) !== destination_id) continue;
      if (of.tenant !== undefined && this.#tenantOf(environment_id, destination_id) !== of.tenant) continue;
      counted.count += entries.length;
      counted.oldestMs = Math.max(counted.oldestMs, now - (entries[0]?.since ?? now));
    }
    return counted;
  }

  #tenantOf(environmentId: number, destinationId: string): string | null | undefined {
    return this.#parts.environments.peek(environmentId)?.destination(destinationId)?.tenant;
  }

  /** By environment, how many wait that would start if this process were faster: their receivers respond in time. */
  countPrompt(): ReadonlyMap<number, number> {
    const waiting = new Tally();
    for (const { environment_id, destination_id, entries } of this.#queues.values())
      if (!this.#parts.slots.waitsForReceiver(destination_id)) waiting.add(environment_id, entries.length);
    return waiting.counts;
  }

  #startFirst(queue: Queue, first: LeasedDelivery): void {
    queue.entries.shift();
    this.#parts.start(first);
  }

  #startOnceLoaded({ environment_id, destination_id }: Queue): void {
    this.#parts.environments.get(environment_id).then(
      () => this.startNext(destination_id),
      () => this.#parts.reviewIn(LOAD_RETRY_MS),
    );
  }

  #giveBack(queue: Queue, matches: (delivery: LeasedDelivery) => boolean): boolean {
    const back = queue.entries.map(({ delivery }) => delivery).filter(matches);
    if (back.length === 0) return false;
    queue.entries = queue.entries.filter(({ delivery }) => !matches(delivery));
    if (queue.entries.length === 0) {
      this.#queues.delete(queue.destination_id);
      this.#starved.delete(queue.destination_id);
    }
    for (const delivery of back) this.#parts.slots.cancel(queue, bytesOf(delivery));
    this.#parts.giveBack(back);
    return true;
  }

  #destination({ environment_id, destination_id }: SlotHolder): Destination | undefined {
    return this.#parts.environments.peek(environment_id)?.destination(destination_id);
  }
}
