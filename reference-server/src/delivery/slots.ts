import type { Millis } from "../domain/domain.js";
import {
  destinationShare,
  type DestinationShare,
  environmentShare,
  type EnvironmentShare,
  mayHoldAhead,
  type Responsiveness,
  type Shares,
  slotsFor,
} from "../domain/slot-shares.js";

/** Whose slot it is. */
export interface SlotHolder {
  environment_id: number;
  destination_id: string;
}

/** Bytes of bodies that wait in memory for a slot, in all. */
const AHEAD_BYTES = 32 * 1024 * 1024;
/** A destination with requests open for longer than this, and no response in the meantime, is silent. */
const SILENT_AFTER_MS = 1000;
/** A destination whose last response took longer than this is slow, also where the machine itself is late. */
const SLOW_AFTER_MS = 500;
/** A destination is forgotten when nothing has been sent to it for this long. */
const KEPT_MS = 300_000;
/** How often time alone is looked at. */
const REVIEW_EVERY_MS = 100;

interface DestinationSlots {
  environment: EnvironmentSlots;
  /** Slots in use or promised to deliveries that are about to start. */
  held: number;
  /** Slots in use. */
  running: number;
  /** Places of deliveries that wait for a slot, and all bytes of bodies that have not started. */
  ahead: Ahead;
  /** Requests on the wire. */
  open: number;
  /** Since then there are open requests and no response. */
  waitingSince: Millis;
  responsiveness: Responsiveness;
  /** How long the last request took. */
  lastTookMs: Millis;
  activeAt: Millis;
}

interface Ahead {
  places: number;
  bytes: number;
}

interface EnvironmentSlots {
  id: number;
  held: number;
  ahead: Ahead;
  /** Of these for destinations that are not responsive. */
  silent: number;
  /** Destinations that are known. */
  destinations: number;
}

/**
 * The slots of this process and the places in which leased deliveries wait for one: who holds them, and which destinations respond.
 * Shares are domain/slot-shares.ts. A destination's slots and places are interchangeable, so the delivery that came first gets the
 * next slot, regardless of its place.
 */
export class Slots {
  readonly #total: number;
  readonly #elapsed: () => Millis;
  readonly #destinations = new Map<string, DestinationSlots>();
  readonly #environments = new Map<number, EnvironmentSlots>();
  #held = 0;
  #running = 0;
  readonly #ahead: Ahead = { places: 0, bytes: 0 };
  #reviewedAt: Millis = -Infinity;

  constructor(total: number, elapsed: () => Millis) {
    this.#total = total;
    this.#elapsed = elapsed;
  }

  get free(): number {
    return Math.max(0, this.#total - this.#held);
  }

  /** Whether every slot is in use. Calls of the store that overlap can promise more slots than there are. */
  get allRunning(): boolean {
    return this.#running >= this.#total;
  }

  /** Promises a slot, or a place if the destination responds, as far as the shares of the holder allow it. */
  reserve(holder: SlotHolder, { bytes, limit }: { bytes: number; limit: number }): boolean {
    this.#review();
    const destination = this.#destination(holder);
    if (destination.held < limit && this.#hasSlotFor(destination)) this.#add(destination, 1);
    else if (this.#hasPlaceFor(destination, bytes)) this.#addAhead(destination, "places", 1);
    else return false;
    this.#addAhead(destination, "bytes", bytes);
    return true;
  }

  /** Promises a slot to a delivery that is leased already. */
  take(holder: SlotHolder, bytes: number): void {
    const destination = this.#destination(holder);
    this.#add(destination, 1);
    this.#addAhead(destination, "bytes", bytes);
  }

  /** Takes back what was reserved or taken for a delivery that has not started. */
  cancel(holder: SlotHolder, bytes: number): void {
    const destination = this.#destination(holder);
    if (destination.ahead.places > 0) this.#addAhead(destination, "places", -1);
    else this.#add(destination, -1);
    this.#addAhead(destination, "bytes", -bytes);
  }

  /**
   * A slot for the next delivery of the destination, which has a place or a promise. `at_limit`: it has as many open requests as it
   * may have. `no_slot`: the process has none for it.
   */
  start(
    holder: SlotHolder,
    { bytes, limit }: { bytes: number; limit: number },
  ): "started" | "at_limit" | "no_slot" {
    const destination = this.#destination(holder);
    if (destination.running >= limit) return "at_limit";
    if (this.allRunning) return "no_slot";
    if (destination.running >= destination.held) {
      if (!this.#hasSlotFor(destination)) return "no_slot";
      this.#addAhead(destination, "places", -1);
      this.#add(destination, 1);
    }
    this.#addAhead(destination, "bytes", -bytes);
    destination.running += 1;
    this.#running += 1;
    return "started";
  }

  /** The slot of a delivery that started. */
  release(holder: SlotHolder): void {
    const destination = this.#destination(holder);
    destination.running -= 1;
    this.#running -= 1;
    this.#add(destination, -1);
  }

  /** A request goes out. */
  sent(holder: SlotHolder): void {
    const destination = this.#destination(holder);
    const now = this.#elapsed();
    if (destination.open === 0) destination.waitingSince = now;
    destination.open += 1;
    destination.activeAt = now;
  }

  /** A request has ended: `responded` with a response, or so soon that its slot is not held for long. */
  ended(holder: SlotHolder, { responded, tookMs }: { responded: boolean; tookMs: Millis }): void {
    const destination = this.#destination(holder);
    const now = this.#elapsed();
    destination.lastTookMs = tookMs;
    destination.open -= 1;
    destination.activeAt = now;
    if (responded) {
      destination.waitingSince = now;
      this.#classify(destination, "responsive");
    } else if (destination.responsiveness === "untried" || now - destination.waitingSince > SILENT_AFTER_MS) {
      this.#classify(destination, "silent");
    }
  }

  /** Whether more slots would not help: the receiver is silent, or takes long to respond. */
  waitsForReceiver(destinationId: string): boolean {
    this.#review();
    const destination = this.#destinations.get(destinationId);
    if (destination === undefined) return false;
    return destination.responsiveness === "silent" || destination.lastTookMs > SLOW_AFTER_MS;
  }

  shares(): Shares {
    this.#review();
    const { free } = this;
    const environments = new Map<number, EnvironmentShare>();
    for (const { id, held, silent } of this.#environments.values()) {
      environments.set(id, environmentShare({ free, byEnvironment: held, bySilent: silent }));
    }
    const destinations = new Map<string, DestinationShare>();
    for (const [id, { held, responsiveness }] of this.#destinations) {
      destinations.set(id, destinationShare(responsiveness, { free, byDestination: held }));
    }
    return {
      environments,
      otherEnvironment: environmentShare({ free, byEnvironment: 0, bySilent: 0 }),
      destinations,
      otherDestination: destinationShare("untried", { free, byDestination: 0 }),
    };
  }

  #hasSlotFor({ environment, held, responsiveness }: DestinationSlots): boolean {
    const byEnvironment = environment.held;
    const bySilent = environment.silent;
    return slotsFor(responsiveness, { free: this.free, byEnvironment, bySilent, byDestination: held }) >= 1;
  }

  #hasPlaceFor({ environment, ahead, responsiveness }: DestinationSlots, bytes: number): boolean {
    if (responsiveness !== "responsive") return false;
    const holding = (of: keyof Ahead, total: number) => ({
      free: total - this.#ahead[of],
      byEnvironment: environment.ahead[of],
      byDestination: ahead[of],
    });
    return (
      mayHoldAhead(holding("places", this.#total), 1) && mayHoldAhead(holding("bytes", AHEAD_BYTES), bytes)
    );
  }

  #addAhead({ environment, ahead }: DestinationSlots, of: keyof Ahead, count: number): void {
    this.#ahead[of] += count;
    environment.ahead[of] += count;
    ahead[of] += count;
  }

  #add(destination: DestinationSlots, count: 1 | -1): void {
    const { environment } = destination;
    this.#held += count;
    destination.held += count;
    environment.held += count;
    if (destination.responsiveness !== "responsive") environment.silent += count;
  }

  #classify(destination: DestinationSlots, responsiveness: Responsiveness): void {
    const { environment, held } = destination;
    const before = destination.responsiveness === "responsive" ? 0 : held;
    const after = responsiveness === "responsive" ? 0 : held;
    environment.silent += after - before;
    destination.responsiveness = responsiveness;
  }

  /** Open requests become silence with time, and what is old is forgotten. */
  #review(): void {
    const now = this.#elapsed();
    if (now - this.#reviewedAt < REVIEW_EVERY_MS) return;
    this.#reviewedAt = now;
    for (const [id, destination] of this.#destinations) {
      const { held, open, waitingSince, activeAt } = destination;
      if (open > 0 && now - waitingSince > SILENT_AFTER_MS) this.#classify(destination, "silent");
      else if (held === 0 && destination.ahead.places === 0 && now - activeAt > KEPT_MS)
        this.#forget(id, destination);
    }
  }

  #forget(id: string, { environment }: DestinationSlots): void {
    this.#destinations.delete(id);
    environment.destinations -= 1;
    if (environment.destinations === 0) this.#environments.delete(environment.id);
  }

  #destination({ environment_id, destination_id }: SlotHolder): DestinationSlots {
    let destination = this.#destinations.get(destination_id);
    if (destination === undefined) {
      const environment = this.#environment(environment_id);
      environment.destinations += 1;
      const now = this.#elapsed();
      const nothing = { held: 0, running: 0, ahead: { places: 0, bytes: 0 }, open: 0, lastTookMs: 0 };
      const known = { responsiveness: "untried" as const, waitingSince: now, activeAt: now };
      destination = { environment, ...nothing, ...known };
      this.#destinations.set(destination_id, destination);
    }
    return destination;
  }

  #environment(id: number): EnvironmentSlots {
    let environment = this.#environments.get(id);
    if (environment === undefined) {
      environment = { id, held: 0, ahead: { places: 0, bytes: 0 }, silent: 0, destinations: 0 };
      this.#environments.set(id, environment);
    }
    return environment;
  }
}
