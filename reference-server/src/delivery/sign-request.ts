import type { Destination, Millis, Mode } from "../domain/domain.js";
import type { Target } from "../environments/environment-cache.js";
import type { LeasedDelivery } from "../store/store.js";
import { VERSION } from "../version.js";
import type { SignedRequest } from "./send/transport.js";

export interface SignTerms {
  target: Target;
  mode: Mode;
  /** Wall time, for `t`. */
  sentAt: Millis;
  /** Environment time, which decides which keys sign. */
  environmentNow: Millis;
  /** Uniform in [0, 1). */
  random: () => number;
}

/** The request of one attempt, with every header of docs/contract.md §4. */
export function signRequest(delivery: LeasedDelivery, terms: SignTerms): SignedRequest {
  const { target, mode, sentAt, environmentNow, random } = terms;
  const timestamp = Math.floor(sentAt / 1000);
  const signature = target.signer(environmentNow).sign({
    timestamp,
    body: delivery.body,
    eventId: delivery.event_id,
    eventType: delivery.event_type,
    deliveryId: delivery.id,
  });
  const headers = [
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
  const destination: Destination = target.destination;
  return { destination, mode, headers, body: delivery.body, sentAt };
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** W3C trace context. All attempts of an event share a trace: its id is the event's own 128 bits. */
function traceparent(eventId: string, random: () => number): string {
  let bits = 0n;
  for (const digit of eventId.slice(-26)) bits = bits * 32n + BigInt(CROCKFORD.indexOf(digit));
  const half = () => (1 + Math.floor(random() * 0xffff_fffe)).toString(16).padStart(8, "0");
  return `00-${bits.toString(16).padStart(32, "0")}-${half()}${half()}-01`;
}
