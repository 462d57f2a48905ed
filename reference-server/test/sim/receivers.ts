import type { AttemptResult, Millis } from "../../src/domain/domain.js";
import {
  failed,
  type SendResult,
  type SignedRequest,
  type Transport,
} from "../../src/delivery/send/transport.js";
import type { History } from "./history.js";
import { Orders } from "./orders.js";
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

/** Of destinations; the rate of one of them. */
export const LIMITS = { maxConcurrent: 2, perSecond: 0.5 };
/** How long after its token a request may be sent, also by a clock at nine tenths of its speed. */
const TOKEN_USE_MS = 1112;

interface Open {
  process: number;
  destinationId: string;
  /** Requests with the same are not open at the same time. */
  alone: string | null;
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
  readonly orders: Orders;
  /** The requests to the destination with a rate limit since `#ratesSince`, in elapsed time. */
  #sentAt: Millis[] = [];
  #ratesSince: Millis = -1;

  constructor(
    schedule: Schedule,
    chance: Chance,
    readonly history: History,
  ) {
    this.#schedule = schedule;
    this.#chance = chance;
    this.orders = new Orders(chance);
  }

  transport(process: number): Transport {
    return (request) => {
      const id = deliveryOf(request);
      if (this.open.has(id)) this.violations.push(`two attempts of ${id} at once`);
      const alone = this.orders.request(request);
      const isAlone = [...this.open.values()].every((one) => one.alone === null || one.alone !== alone);
      if (!isAlone) this.violations.push(`two requests at once with one ordering key: ${alone}`);
      this.open.set(id, { process, destinationId: request.destination.id, alone });
      const inFlight = [...this.open.values()].filter((one) => one.destinationId === request.destination.id);
      if (inFlight.length > LIMITS.maxConcurrent) {
        this.violations.push(`${inFlight.length} requests at once to ${request.destination.id}`);
      }
      this.history.note(`process ${process} sends ${id} to ${request.destination.id}`);
      const sentAt = request.destination.max_per_second === null ? null : this.history.elapsed();
      return this.#schedule.defer(process, () => this.#respond(id, sentAt));
    };
  }

  /** The clock that the rate limit is kept by was set: it holds from then on. */
  forgetRates(): void {
    this.#ratesSince = this.history.elapsed();
    this.#sentAt = [];
  }

  /** In no window more was sent than the bucket holds and what came in the meantime. */
  #checkRate(at: Millis): void {
    if (at <= this.#ratesSince) return;
    const { perSecond } = LIMITS;
    this.#sentAt = [...this.#sentAt, at].sort((a, b) => a - b);
    this.#sentAt.forEach((from, first) => {
      this.#sentAt.slice(first).forEach((to, more) => {
        const most = Math.max(1, perSecond / 10) + (perSecond * (to - from + TOKEN_USE_MS)) / 1000;
        if (more + 1 > most) this.violations.push(`${more + 1} requests in ${to - from} ms`);
      });
    });
  }

  /** A process that is gone has closed its connections. */
  drop(process: number): void {
    for (const [id, open] of this.open) if (open.process === process) this.open.delete(id);
  }

  #respond(id: string, sentAt: Millis | null): SendResult {
    this.open.delete(id);
    const result = this.healthy ? response(200) : this.#chance.pick(RESULTS)();
    this.history.note(`response to ${id}: ${JSON.stringify(result)}`);
    if ("local_fault" in result) return result;
    if (sentAt !== null) this.#checkRate(sentAt);
    this.requests.set(id, (this.requests.get(id) ?? 0) + 1);
    if (result.response_code === 200) this.accepted.add(id);
    return result;
  }
}

export function deliveryOf({ headers }: SignedRequest): string {
  return headers[headers.indexOf("Harbor-Delivery-Id") + 1] ?? "";
}
