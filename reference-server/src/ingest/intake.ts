import type { Clock } from "../clock.js";
import type { Millis } from "../domain/domain.js";
import { FairQueue } from "../domain/fair-queue.js";
import { mayTakeOneMore } from "../domain/max-min.js";
import { environmentShare } from "../domain/slot-shares.js";
import { Tally } from "../tally.js";

export interface IntakeOptions {
  clock: Pick<Clock, "elapsed" | "after">;
  /** The share of the time since the last call in which this process worked; above 1 where several of its threads did. */
  utilization: () => number;
  /** Whether deliveries of the destination wait because its receiver is slow or silent. */
  waitsForReceiver: (destinationId: string) => boolean;
  /** By environment, the leased deliveries that wait in memory for a slot, and not for a receiver. */
  leased: () => ReadonlyMap<number, number>;
  /** Maximum number of deliveries that may wait for a slot of this process, in memory and in the store, while it is saturated. */
  maxAhead: number;
}

/** A request with events, before anything of it is read. Exactly one of the two is called. */
export interface Arrival {
  environmentId: number;
  admit(): void;
  refuse(): void;
}

interface Waiting {
  arrival: Arrival;
  since: Millis;
}

/** Deliveries of a destination that wait in the store. */
interface Stored {
  environmentId: number;
  count: number;
  movedAt: Millis;
}

/** The process is saturated when it worked for this share of a window, and until it works for less than the second one. */
const SATURATED = 0.95;
const RELIEVED = 0.8;
const WINDOW_MS = 100;
/** Deliveries are counted until the process has not been saturated for so long. */
const COUNTED_MS = 1000;
/** Requests that wait to be admitted, in all. An environment may have three quarters of them. */
const MAX_WAITING = 256;
/** A request that was not admitted for so long is refused. */
const MAX_WAIT_MS = 1000;
const TICK_MS = 5;
/** A refusal costs mainly the system call that sends it; a flood of them may take only a small part of the time. */
const REFUSALS_PER_TICK = 16;
/**
 * Refusals that wait for their turn, in all. Beyond it a refusal goes out at once: Node.js holds it behind the earlier responses of its
 * connection and reads no further requests there.
 */
const MAX_REFUSED = 4096;
/** A destination whose deliveries begin no attempt for so long is paused, deleted or at its own limit: it does not wait for this process. */
const STALLED_MS = 2000;

/**
 * Keeps the intake of events at the pace of their delivery.
 *
 * A process that is saturated takes events in faster than it delivers them, because accepting is less work. Then no more than
 * `maxAhead` deliveries get ahead of their first attempt, shared fairly between environments: what one has ahead beyond its share, such
 * as deliveries that wait for the limit of their own destination, keeps only itself out. The requests that come next wait a little, in
 * an order that is fair between environments, and those that find no room to wait are refused. Refusals are paced as well: a client that ignores `Retry-After` waits
 * for them, and its connection brings no further request meanwhile.
 *
 * A backlog alone is not overload. While the process has time left, what waits does so for a receiver, and the store holds it.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #waiting = new FairQueue<Waiting>();
  readonly #refused: Arrival[] = [];
  /** Requests that were refused since the last tick. */
  #refusals = 0;
  /** By environment: deliveries that wait in memory or in the store, events that are not stored yet, and requests just admitted. */
  readonly #ahead = new Tally();
  /** Of these, deliveries that wait in the store, counted since the process became saturated. */
  readonly #stored = new Map<string, Stored>();
  /** Of these, what every tick counts again: deliveries that wait in memory, and requests whose events are not counted yet. */
  #counted = new Tally();
  #saturated = false;
  #saturatedAt: Millis = -Infinity;
  #reviewedAt: Millis = -Infinity;
  #ticking = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** While false, `enter` admits everything. */
  get isSaturated(): boolean {
    this.#review();
    return this.#saturated;
  }

  /** While false, `charge` and `gotAhead` need not be called. */
  get isCounting(): boolean {
    this.#review();
    return this.#options.clock.elapsed() - this.#saturatedAt < COUNTED_MS;
  }

  enter(arrival: Arrival): void {
    const { environmentId } = arrival;
    if (this.#waiting.sizeOf(environmentId) === 0 && this.#mayEnter(environmentId))
      return this.#admit(arrival);
    if (!this.#hasRoom(environmentId)) return this.#refuse(arrival);
    this.#waiting.add(environmentId, { arrival, since: this.#options.clock.elapsed() });
    this.#schedule();
  }

  /** Events are about to be stored; negative once they are. */
  storing(environmentId: number, events: number): void {
    this.#ahead.add(environmentId, events);
  }

  /** The load of what was stored: its events and deliveries. It decides whose requests come next. */
  charge(environmentId: number, cost: number): void {
    if (this.isCounting) this.#waiting.charge(environmentId, cost);
  }

  /** A new delivery waits in the store until this process has a slot for it. */
  gotAhead(environmentId: number, destinationId: string): void {
    if (!this.isCounting || this.#options.waitsForReceiver(destinationId)) return;
    const movedAt = this.#options.clock.elapsed();
    const stored = this.#stored.get(destinationId) ?? { environmentId, count: 0, movedAt };
    this.#stored.set(destinationId, stored);
    this.#count(destinationId, stored, 1);
  }

  /** The first attempt of a delivery that waited begins. */
  caughtUp(destinationId: string): void {
    const stored = this.#stored.get(destinationId);
    if (stored === undefined) return;
    stored.movedAt = this.#options.clock.elapsed();
    this.#count(destinationId, stored, -1);
  }

  #count(destinationId: string, stored: Stored, change: number): void {
    stored.count += change;
    this.#ahead.add(stored.environmentId, change);
    if (stored.count === 0) this.#stored.delete(destinationId);
  }

  #mayEnter(environmentId: number): boolean {
    const { maxAhead: total } = this.#options;
    if (!this.isSaturated || this.#ahead.total < total) return true;
    return mayTakeOneMore(environmentId, { held: this.#ahead.counts, total });
  }

  #hasRoom(environmentId: number): boolean {
    const free = MAX_WAITING - this.#waiting.size;
    const byEnvironment = this.#waiting.sizeOf(environmentId);
    return environmentShare({ free, byEnvironment, bySilent: 0 }).total > 0;
  }

  #admit(arrival: Arrival): void {
    this.#ahead.add(arrival.environmentId, 1);
    this.#counted.add(arrival.environmentId, 1);
    this.#schedule();
    arrival.admit();
  }

  #refuse(arrival: Arrival): void {
    this.#schedule();
    if (this.#refusals >= REFUSALS_PER_TICK && this.#refused.length < MAX_REFUSED) {
      this.#refused.push(arrival);
      return;
    }
    this.#refusals += 1;
    arrival.refuse();
  }

  #schedule(): void {
    if (this.#ticking) return;
    this.#ticking = true;
    this.#options.clock.after(TICK_MS, () => {
      this.#ticking = false;
      this.#tick();
    });
  }

  #tick(): void {
    this.#recount();
    this.#refusals = 0;
    for (const arrival of this.#refused.splice(0, REFUSALS_PER_TICK)) this.#refuse(arrival);
    for (;;) {
      const next = this.#waiting.take((environmentId) => this.#mayEnter(environmentId));
      if (next === undefined) break;
      this.#admit(next.arrival);
    }
    const tooOld = this.#options.clock.elapsed() - MAX_WAIT_MS;
    for (const { arrival } of this.#waiting.removeWhile(({ since }) => since <= tooOld))
      this.#refuse(arrival);
    if (this.#waiting.size > 0 || this.#refused.length > 0) this.#schedule();
  }

  #recount(): void {
    for (const [environmentId, count] of this.#counted.counts) this.#ahead.add(environmentId, -count);
    this.#counted = new Tally();
    for (const [environmentId, count] of this.#options.leased()) {
      this.#ahead.add(environmentId, count);
      this.#counted.add(environmentId, count);
    }
  }

  #review(): void {
    const { clock, utilization, waitsForReceiver } = this.#options;
    const now = clock.elapsed();
    if (now - this.#reviewedAt < WINDOW_MS) return;
    this.#reviewedAt = now;
    this.#saturated = utilization() >= (this.#saturated ? RELIEVED : SATURATED);
    if (this.#saturated) this.#saturatedAt = now;
    const isOver = now - this.#saturatedAt >= COUNTED_MS;
    for (const [destinationId, stored] of this.#stored)
      if (isOver || now - stored.movedAt >= STALLED_MS || waitsForReceiver(destinationId))
        this.#count(destinationId, stored, -stored.count);
  }
}

/** One that never has to hold anything back. */
export function idleIntake(clock: IntakeOptions["clock"]): Intake {
  return new Intake({
    clock,
    utilization: () => 0,
    waitsForReceiver: () => false,
    leased: () => new Map(),
    maxAhead: Infinity,
  });
}
