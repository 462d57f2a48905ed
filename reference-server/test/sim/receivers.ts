import type { AttemptResult } from "../../src/domain/domain.js";
import {
  failed,
  type SendResult,
  type SignedRequest,
  type Transport,
} from "../../src/delivery/send/transport.js";
import type { Chance, Schedule } from "./schedule.js";

const response = (response_code: number): AttemptResult => ({
  ...failed("timeout"),
  error: null,
  response_code,
  response_body: "",
});

/** Results of unhealthy receivers; a healthy one responds with 200. */
const RESULTS: readonly (() => SendResult)[] = [
  ...Array.from({ length: 12 }, () => () => response(200)),
  () => response(500),
  () => response(503),
  () => response(400),
  () => failed("timeout"),
  () => failed("connection_reset"),
  () => ({ local_fault: new Error("EMFILE: too many open files") }),
];

interface Open {
  process: number;
  destinationId: string;
}

/** The receivers of all destinations, and what they saw. */
export class Receivers {
  readonly #schedule: Schedule;
  readonly #chance: Chance;
  healthy = false;
  /** Requests on the wire, by delivery. */
  readonly open = new Map<string, Open>();
  /** Requests that reached a receiver, by delivery. */
  readonly requests = new Map<string, number>();
  readonly accepted = new Set<string>();
  readonly violations: string[] = [];

  constructor(
    schedule: Schedule,
    chance: Chance,
    readonly maxConcurrent: number,
  ) {
    this.#schedule = schedule;
    this.#chance = chance;
  }

  transport(process: number): Transport {
    return (request) => {
      const id = deliveryOf(request);
      if (this.open.has(id)) this.violations.push(`two attempts of ${id} at once`);
      this.open.set(id, { process, destinationId: request.destination.id });
      const inFlight = [...this.open.values()].filter((one) => one.destinationId === request.destination.id);
      if (inFlight.length > this.maxConcurrent) {
        this.violations.push(`${inFlight.length} requests at once to ${request.destination.id}`);
      }
      return this.#schedule.defer(process, () => this.#respond(id));
    };
  }

  /** A process that is gone has closed its connections. */
  drop(process: number): void {
    for (const [id, open] of this.open) if (open.process === process) this.open.delete(id);
  }

  #respond(id: string): SendResult {
    this.open.delete(id);
    const result = this.healthy ? response(200) : this.#chance.pick(RESULTS)();
    if ("local_fault" in result) return result;
    this.requests.set(id, (this.requests.get(id) ?? 0) + 1);
    if (result.response_code === 200) this.accepted.add(id);
    return result;
  }
}

export function deliveryOf({ headers }: SignedRequest): string {
  return headers[headers.indexOf("Harbor-Delivery-Id") + 1] ?? "";
}
