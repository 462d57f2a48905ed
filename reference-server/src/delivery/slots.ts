import type { Millis } from "../domain/domain.js";
import {
  destinationShare,
  type DestinationShare,
  environmentShare,
  type EnvironmentShare,
  type Responsiveness,
  type Shares,
  slotsFor,
} from "../domain/slot-shares.js";

/** Whose slot it is. */
export interface SlotHolder {
  environment_id: number;
  destination_id: string;
}

/** A destination with requests open for longer than this, and no response in the meantime, is silent. */
const SILENT_AFTER_MS = 1000;
/** What is known of a destination is forgotten when nothing has been sent to it for so long. */
const KEPT_MS = 300_000;
/** How often time alone is looked at. */
const REVIEW_EVERY_MS = 100;

interface DestinationSlots {
  environment: EnvironmentSlots;
  held: number;
  /** Requests on the wire. */
  open: number;
  /** Since then there are open requests and no response. */
  waitingSince: Millis;
  responsiveness: Responsiveness;
  activeAt: Millis;
}

interface EnvironmentSlots {
  id: number;
  held: number;
  /** Of these for destinations that are not responsive. */
  silent: number;
  /** Destinations that are known. */
  destinations: number;
}

/** The slots of this process: who holds them, and which destinations respond. Shares are domain/slot-shares.ts. */
export class Slots {
  readonly #total: number;
  readonly #elapsed: () => Millis;
  readonly #destinations = new Map<string, DestinationSlots>();
  readonly #environments = new Map<number, EnvironmentSlots>();
  #held = 0;
  #reviewedAt: Millis = -Infinity;

  constructor(total: number, elapsed: () => Millis) {
    this.#total = total;
    this.#elapsed = elapsed;
  }

  get free(): number {
    return Math.max(0, this.#total - this.#held);
  }

  /** Takes a slot if the share of the holder allows it. */
  reserve(holder: SlotHolder): boolean {
    this.#review();
    const destination = this.#destination(holder);
    const { environment, held, responsiveness } = destination;
    const room = slotsFor(responsiveness, {
      free: this.free,
      byEnvironment: environment.held,
      bySilent: environment.silent,
      byDestination: held,
    });
    if (room < 1) return false;
    this.#add(destination, 1);
    return true;
  }

  /** Takes a slot for a delivery that is leased already. */
  take(holder: SlotHolder): void {
    this.#add(this.#destination(holder), 1);
  }

  release(holder: SlotHolder): void {
    this.#add(this.#destination(holder), -1);
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
  ended(holder: SlotHolder, { responded }: { responded: boolean }): void {
    const destination = this.#destination(holder);
    const now = this.#elapsed();
    destination.open -= 1;
    destination.activeAt = now;
    if (responded) {
      destination.waitingSince = now;
      this.#classify(destination, "responsive");
    } else if (destination.responsiveness === "untried" || now - destination.waitingSince > SILENT_AFTER_MS) {
      this.#classify(destination, "silent");
    }
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
      else if (held === 0 && now - activeAt > KEPT_MS) this.#forget(id, destination);
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
      const nothing = { held: 0, open: 0, waitingSince: now, activeAt: now };
      destination = { environment, responsiveness: "untried", ...nothing };
      this.#destinations.set(destination_id, destination);
    }
    return destination;
  }

  #environment(id: number): EnvironmentSlots {
    let environment = this.#environments.get(id);
    if (environment === undefined) {
      environment = { id, held: 0, silent: 0, destinations: 0 };
      this.#environments.set(id, environment);
    }
    return environment;
  }
}
