import type { AttemptResult, Mode, Millis } from "../domain/domain.js";
import type { LeasedDelivery } from "../store/store.js";
import { VERSION } from "../version.js";
import type { Target } from "../environments/environment-cache.js";
import { isLocalFault, type LocalFault, type Transport, type TransportKind } from "./send/transport.js";
import { isTunnelUrl } from "./send/tunnel-url.js";

/** One signed POST. A destination that fails is a value; only a fault of Harbor's own throws. */
export type Deliver = (delivery: LeasedDelivery, to: DeliverTo) => Promise<Sent | LocalFault>;

export interface DeliverTo {
  target: Target;
  environment: Mode;
  /** Wall time, for `t`. */
  now: Millis;
  /** Environment time, for which keys sign. */
  environmentNow: Millis;
}

export interface Sent extends AttemptResult {
  latency_ms: Millis;
}

export function createDeliver(
  transports: Record<TransportKind, Transport>,
  { random, elapsed }: { random: () => number; elapsed: () => Millis },
): Deliver {
  return async (delivery, to) => {
    const { destination } = to.target;
    const startedAt = elapsed();
    const result = await transports[isTunnelUrl(destination.url) ? "tunnel" : "http"]({
      destination,
      environment: to.environment,
      headers: requestHeaders(delivery, to, random),
      body: delivery.body,
      sentAt: to.now,
    });
    if (isLocalFault(result)) return result;
    return { ...result, latency_ms: Math.round(elapsed() - startedAt) };
  };
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
