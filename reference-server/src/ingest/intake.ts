import type { Clock } from "../clock.js";
import type { Millis } from "../domain/domain.js";
import { FairQueue } from "../domain/fair-queue.js";
import { environmentShare } from "../domain/slot-shares.js";

export interface IntakeOptions {
  clock: Pick<Clock, "elapsed" | "after">;
  /** The share of the time since the last call in which this process worked; above 1 where several of its threads did. */
  utilization: () => number;
  /** Whether deliveries of the destination wait because its receiver is slow or silent. */
  waitsForReceiver: (destinationId: string) => boolean;
  /** Leased deliveries that wait in memory for a slot, and not for a receiver. */
  leased: () => number;
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
 * `maxAhead` deliveries get ahead of their first attempt: the requests that come next wait a little, in an order that is fair between
 * environments, and those that find no room to wait are refused. Refusals are paced as well: a client that ignores `Retry-After` waits
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
  /** Deliveries that wait in the store for a slot, counted since the process became saturated, in all and by destination. */
  #ahead = 0;
  readonly #aheadBy = new Map<string, { count: number; movedAt: Millis }>();
  /** Deliveries that wait in memory, at the last tick. */
  #leased = 0;
  /** Events that are admitted and not stored yet. */
  #storing = 0;
  /** Requests that were admitted since the last tick, and whose events are not counted yet. */
  #entering = 0;
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
    if (this.#waiting.size === 0 && this.#free() > 0) return this.#admit(arrival);
    if (!this.#hasRoom(arrival.environmentId)) return this.#refuse(arrival);
    this.#waiting.add(arrival.environmentId, { arrival, since: this.#options.clock.elapsed() });
    this.#schedule();
  }

  /** Events are about to be stored; negative once they are. */
  storing(events: number): void {
    this.#storing += events;
  }

  /** The load of what was stored: its events and deliveries. It decides whose requests come next. */
  charge(environmentId: number, cost: number): void {
    if (this.isCounting) this.#waiting.charge(environmentId, cost);
  }

  /** A new delivery waits in the store until this process has a slot for it. */
  gotAhead(destinationId: string): void {
    if (this.isCounting && !this.#options.waitsForReceiver(destinationId)) this.#count(destinationId, 1);
  }

  /** The first attempt of a delivery that waited begins. */
  caughtUp(destinationId: string): void {
    if (this.#aheadBy.has(destinationId)) this.#count(destinationId, -1);
  }

  #count(destinationId: string, change: number): void {
    const now = this.#options.clock.elapsed();
    const before = this.#aheadBy.get(destinationId) ?? { count: 0, movedAt: now };
    const count = before.count + change;
    if (count === 0) this.#aheadBy.delete(destinationId);
    else this.#aheadBy.set(destinationId, { count, movedAt: change < 0 ? now : before.movedAt });
    this.#ahead += change;
  }

  #free(): number {
    if (!this.isSaturated) return Infinity;
    return this.#options.maxAhead - this.#ahead - this.#leased - this.#storing - this.#entering;
  }

  #hasRoom(environmentId: number): boolean {
    const free = MAX_WAITING - this.#waiting.size;
    const byEnvironment = this.#waiting.sizeOf(environmentId);
    return environmentShare({ free, byEnvironment, bySilent: 0 }).total > 0;
  }

  #admit(arrival: Arrival): void {
    this.#entering += 1;
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
    this.#entering = 0;
    this.#leased = this.#options.leased();
    this.#refusals = 0;
    for (const arrival of this.#refused.splice(0, REFUSALS_PER_TICK)) this.#refuse(arrival);
    while (this.#free() > 0) {
      const next = this.#waiting.take();
      if (next === undefined) break;
      this.#admit(next.arrival);
    }
    const tooOld = this.#options.clock.elapsed() - MAX_WAIT_MS;
    for (const { arrival } of this.#waiting.removeWhile(({ since }) => since <= tooOld))
      this.#refuse(arrival);
    if (this.#waiting.size > 0 || this.#refused.length > 0) this.#schedule();
  }

  #review(): void {
    const { clock, utilization, waitsForReceiver } = this.#options;
    const now = clock.elapsed();
    if (now - this.#reviewedAt < WINDOW_MS) return;
    this.#reviewedAt = now;
    this.#saturated = utilization() >= (this.#saturated ? RELIEVED : SATURATED);
    if (this.#saturated) this.#saturatedAt = now;
    const isOver = now - this.#saturatedAt >= COUNTED_MS;
    for (const [destinationId, { count, movedAt }] of this.#aheadBy)
      if (isOver || now - movedAt >= STALLED_MS || waitsForReceiver(destinationId))
        this.#count(destinationId, -count);
  }
}

/** One that never has to hold anything back. */
export function idleIntake(clock: IntakeOptions["clock"]): Intake {
  return new Intake({
    clock,
    utilization: () => 0,
    waitsForReceiver: () => false,
    leased: () => 0,
    maxAhead: Infinity,
  });
}
