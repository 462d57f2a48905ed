import type { Mode, Millis } from "../domain/domain.js";
import type { LeasedDelivery } from "../store/store.js";
import { VERSION } from "../version.js";
import type { Answer } from "./decide.js";
import type { Target } from "../environments/environment-cache.js";
import type { Reply, Transport, TransportKind } from "./send/transport.js";
import { isTunnelUrl } from "./send/tunnel-url.js";

/** One signed POST. A destination that fails is a value; only a fault of Harbor's own throws. */
export type Deliver = (delivery: LeasedDelivery, to: DeliverTo) => Promise<Sent>;

export interface DeliverTo {
  target: Target;
  environment: Mode;
  /** Wall time, for `t`. */
  now: Millis;
  /** Environment time, for which keys sign. */
  environmentNow: Millis;
}

export interface Sent extends Answer {
  latency_ms: Millis;
  response_body: string | null;
}

export function createDeliver(
  transports: Record<TransportKind, Transport>,
  { random, elapsed }: { random: () => number; elapsed: () => Millis },
): Deliver {
  return async (delivery, to) => {
    const { destination } = to.target;
    const startedAt = elapsed();
    const reply = await transports[isTunnelUrl(destination.url) ? "tunnel" : "http"]({
      destination,
      environment: to.environment,
      headers: requestHeaders(delivery, to, random),
      body: delivery.body,
    });
    return {
      response_code: reply.status,
      response_body: reply.status === null ? null : textOf(reply.body),
      error: reply.error,
      latency_ms: Math.round(elapsed() - startedAt),
      ...retryWish(reply.headers, to.now),
    };
  };
}

/** A character that the 4 KB have cut in two is left out. */
function textOf(body: Buffer): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(body, { stream: true });
}

function requestHeaders(
  delivery: LeasedDelivery,
  { target, now, environmentNow }: DeliverTo,
  random: () => number,
): string[] {
  const timestamp = Math.floor(now / 1000);
  const signature = target.signer(environmentNow).sign({
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

function retryWish(headers: Reply["headers"], now: Millis): Pick<Answer, "retryRequested" | "retryAfterMs"> {
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

/** Longer than any `max_delay_seconds`, to which it is cut. */
const MAX_RETRY_AFTER_SECONDS = 1e9;

/** RFC 9110 §10.2.3: seconds or an HTTP date. Null when it is neither. */
export function parseRetryAfter(value: string, now: Millis): Millis | null {
  if (/^\d+$/.test(value)) return Math.min(Number(value), MAX_RETRY_AFTER_SECONDS) * 1000;
  if (!/^[A-Z][a-z]{2,8},? /.test(value)) return null;
  // The form of asctime names no zone; like the others it means GMT.
  const at = Date.parse(/ \d{4}$/.test(value) ? `${value} GMT` : value);
  return Number.isNaN(at) ? null : Math.max(0, at - now);
}
