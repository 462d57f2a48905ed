import type { SignedRequest } from "../../src/delivery/send/transport.js";
import type { Chance } from "./schedule.js";

interface Sent {
  key: string | null;
  sentAt: number;
  acknowledgedAt: number;
}

/** The order that an ordered destination sees: the events of a key one at a time, in the order of their 202s. */
export class Orders {
  readonly #chance: Chance;
  readonly #events: Sent[] = [];
  /** The first and the last request with each event, by destination. */
  readonly #requests = new Map<string, Map<number, { first: number; last: number }>>();
  #time = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** A new event, in its body. */
  send(): { number: number; orderingKey: string | null; body: Buffer } {
    const orderingKey = this.#chance.pick(["a", "a", "b", null]);
    const number =
      this.#events.push({ key: orderingKey, sentAt: this.#tick(), acknowledgedAt: Infinity }) - 1;
    return { number, orderingKey, body: Buffer.from(JSON.stringify({ number })) };
  }

  acknowledge(number: number): void {
    const event = this.#events[number];
    if (event !== undefined) event.acknowledgedAt = this.#tick();
  }

  /** Returns which requests must not be open beside this one; null for any. */
  request({ destination, body }: SignedRequest): string | null {
    const { number } = JSON.parse(Buffer.from(body).toString()) as { number: number };
    const { key = null } = this.#events[number] ?? {};
    if (destination.ordering === "none" || key === null) return null;
    const requests = this.#requests.get(destination.id) ?? new Map<number, { first: number; last: number }>();
    const last = this.#tick();
    requests.set(number, { first: requests.get(number)?.first ?? last, last });
    this.#requests.set(destination.id, requests);
    return `${destination.id} ${key}`;
  }

  /** Of two events the later one must not be sent before the last request with the earlier one. */
  violation(): string | null {
    for (const [destinationId, requests] of this.#requests) {
      for (const [later, { first }] of requests) {
        for (const [earlier, { last }] of requests) {
          if (this.#isBefore(earlier, later) && first < last)
            return `event ${later} was sent before event ${earlier} to ${destinationId}`;
        }
      }
    }
    return null;
  }

  #isBefore(earlier: number, later: number): boolean {
    const [one, other] = [this.#events[earlier], this.#events[later]];
    if (one === undefined || other === undefined) return false;
    return one.key === other.key && one.acknowledgedAt < other.sentAt;
  }

  #tick(): number {
    this.#time += 1;
    return this.#time;
  }
}
