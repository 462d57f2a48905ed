import type { Agent, Dispatcher } from "undici";
import type { AttemptError, Environment, Millis } from "../domain.js";
import type { LeasedDelivery } from "../store/store.js";
import { VERSION } from "../version.js";
import { attemptErrorOf } from "./attempt-error.js";
import type { Answer } from "./decide.js";
import type { Target } from "./routes.js";

/** One signed POST. A destination that fails is a value; only a fault of Harbor's own throws. */
export type Deliver = (delivery: LeasedDelivery, to: DeliverTo) => Promise<Sent>;

export interface DeliverTo {
  target: Target;
  environment: Environment;
  /** Wall time, for `t`. */
  now: Millis;
  /** Scope time, for which keys sign. */
  scopeNow: Millis;
}

export interface Sent extends Answer {
  latency_ms: Millis;
  response_body: string | null;
}

const MAX_RESPONSE_BYTES = 4096;

export function createDeliver(
  agents: Record<Environment, Agent>,
  { random, elapsed }: { random: () => number; elapsed: () => Millis },
): Deliver {
  return (delivery, to) =>
    new Promise((resolve) => {
      const { destination } = to.target;
      const url = new URL(destination.url);
      const exchange = new Exchange({
        timeoutMs: destination.timeout_seconds * 1000,
        now: to.now,
        elapsed,
        resolve,
      });
      agents[to.environment].dispatch(
        {
          origin: url.origin,
          path: `${url.pathname}${url.search}`,
          method: "POST",
          headers: requestHeaders(delivery, to, random),
          body: delivery.body,
        },
        exchange,
      );
    });
}

function requestHeaders(
  delivery: LeasedDelivery,
  { target, now, scopeNow }: DeliverTo,
  random: () => number,
): string[] {
  const timestamp = Math.floor(now / 1000);
  const signature = target.signer(scopeNow).sign({
    timestamp,
    body: delivery.body,
    eventId: delivery.event_id,
    eventType: delivery.event_type,
    deliveryId: delivery.id,
  });
  return [
    ...target.headers,
    "Content-Type",
    "application/json",
    "User-Agent",
    `Harbor/${VERSION}`,
    "Harbor-Signature",
    signature,
    "Harbor-Timestamp",
    String(timestamp),
    "Harbor-Event-Id",
    delivery.event_id,
    "Harbor-Event-Type",
    delivery.event_type,
    "Harbor-Delivery-Id",
    delivery.id,
    "Harbor-Retry-Count",
    String(delivery.retry_count),
    "traceparent",
    traceparent(delivery.event_id, random),
  ];
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** W3C trace context. All attempts of an event share a trace: its id is the event's own 128 bits. */
function traceparent(eventId: string, random: () => number): string {
  let bits = 0n;
  for (const digit of eventId.slice(-26)) bits = bits * 32n + BigInt(CROCKFORD.indexOf(digit));
  const half = () => (1 + Math.floor(random() * 0xffff_fffe)).toString(16).padStart(8, "0");
  return `00-${bits.toString(16).padStart(32, "0")}-${half()}${half()}-01`;
}

interface ExchangeOptions {
  timeoutMs: Millis;
  now: Millis;
  elapsed: () => Millis;
  resolve: (sent: Sent) => void;
}

/** One request and what came back; resolves exactly once, at the latest when its time is up. */
class Exchange implements Dispatcher.DispatchHandler {
  #controller: Dispatcher.DispatchController | null = null;
  #status: number | null = null;
  #headers: Record<string, string | string[] | undefined> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;
  #done = false;
  readonly #startedAt: Millis;
  readonly #timer: NodeJS.Timeout;

  constructor(private readonly options: ExchangeOptions) {
    this.#startedAt = options.elapsed();
    this.#timer = setTimeout(() => {
      this.#finish("timeout");
    }, options.timeoutMs);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#done) controller.abort(new Error("the attempt's time was up before it had a connection"));
  }

  onRequestUpgrade(): void {
    this.#finish("protocol_error");
  }

  onResponseStart(
    _: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    const rest = MAX_RESPONSE_BYTES - this.#bytes;
    this.#chunks.push(chunk.length > rest ? chunk.subarray(0, rest) : chunk);
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_RESPONSE_BYTES) this.#finish(null);
  }

  onResponseEnd(): void {
    this.#finish(null);
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#finish(attemptErrorOf(error));
  }

  /** The status counts once the headers are in: what goes wrong after that is not an error of the attempt. */
  #finish(error: AttemptError | null): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    const complete = error === null && this.#bytes <= MAX_RESPONSE_BYTES;
    if (!complete) this.#controller?.abort(new Error("Harbor has read all it wants"));
    this.options.resolve({
      response_code: this.#status,
      response_body: this.#status === null ? null : Buffer.concat(this.#chunks).toString("utf8"),
      error: this.#status === null ? (error ?? "protocol_error") : null,
      latency_ms: Math.round(this.options.elapsed() - this.#startedAt),
      ...retryWish(this.#headers, this.options.now),
    });
  }
}

function retryWish(
  headers: Record<string, string | string[] | undefined>,
  now: Millis,
): Pick<Answer, "retryRequested" | "retryAfterMs"> {
  const hint = one(headers["harbor-retry-hint"]);
  const after = one(headers["retry-after"]);
  return {
    retryRequested: hint?.trim().toLowerCase() === "true" || after !== undefined,
    retryAfterMs: after === undefined ? null : parseRetryAfter(after.trim(), now),
  };
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** RFC 9110 §10.2.3: seconds or an HTTP date. Null when it is neither. */
export function parseRetryAfter(value: string, now: Millis): Millis | null {
  if (/^\d{1,10}$/.test(value)) return Number(value) * 1000;
  if (!/^[A-Z][a-z]{2,8},? /.test(value)) return null;
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
