import { identityHeaders, keepRequest } from "../domain/attempt-headers.js";
import type { Millis, Mode } from "../domain/domain.js";
import { newSpanId, type TraceContext, traceOf, traceparent } from "../domain/trace-context.js";
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
  /** Of the attempt's span; null where none is recorded. */
  trace: TraceContext | null;
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
  const trace = terms.trace ?? { ...traceOf(delivery), spanId: newSpanId(random) };
  const { state } = trace;
  const own = [
    ...signature,
    "Harbor-Timestamp",
    String(timestamp),
    "Harbor-Retry-Count",
    String(delivery.retry_count),
    "traceparent",
    traceparent(trace),
    // It can name the sender's own systems.
    ...(state === null || target.destination.tenant !== null ? [] : ["tracestate", state]),
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
