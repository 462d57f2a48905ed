import { identityHeaders, keepRequest } from "../domain/attempt-headers.js";
import type { Millis, Mode } from "../domain/domain.js";
import type { Target } from "../environments/environment-cache.js";
import type { LeasedDelivery } from "../store/store.js";
import type { SignedRequest } from "./send/transport.js";

export interface SignTerms {
  target: Target;
  /** Of the event. */
  body: Buffer;
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
  const { target, body, mode, sentAt, environmentNow, random } = terms;
  const timestamp = Math.floor(sentAt / 1000);
  const signature = target.signer(environmentNow)({
    timestamp,
    body,
    eventId: delivery.event_id,
    eventType: delivery.event_type,
    deliveryId: delivery.id,
  });
  const own = [
    ...signature,
    "Harbor-Timestamp",
    String(timestamp),
    "Harbor-Retry-Count",
    String(delivery.retry_count),
    "traceparent",
    traceparent(delivery.event_id, random),
  ];
  return {
    destination: target.destination,
    mode,
    fixedHeaders: target.headers,
    headers: [...identityHeaders(delivery), ...own],
    keptHeaders: keepRequest(target, own),
    body,
    sentAt,
  };
}

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const DIGITS = new Map(Array.from(CROCKFORD, (digit, value) => [digit.charCodeAt(0), value]));
/** Two hex digits of each byte. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** W3C trace context. All attempts of an event share a trace: its id is the event's own 128 bits. */
function traceparent(eventId: string, random: () => number): string {
  return `00-${traceIdOf(eventId)}-${randomHalf(random)}${randomHalf(random)}-01`;
}

/** The 26 digits of a ULID have two bits more than the 128 that it stands for; those are 0. */
function traceIdOf(eventId: string): string {
  let hex = "";
  let bits = 0;
  let count = -2;
  for (let at = eventId.length - 26; at < eventId.length; at++) {
    bits = (bits << 5) | (DIGITS.get(eventId.charCodeAt(at)) ?? 0);
    count += 5;
    if (count < 8) continue;
    count -= 8;
    hex += HEX[(bits >> count) & 0xff] ?? "";
    bits &= (1 << count) - 1;
  }
  return hex;
}

/** Never 0. */
function randomHalf(random: () => number): string {
  const half = 1 + Math.floor(random() * 0xffff_fffe);
  const byte = (shift: number) => HEX[(half >>> shift) & 0xff] ?? "";
  return byte(24) + byte(16) + byte(8) + byte(0);
}
