import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "./clock.js";
import type { Attempt, EventTypeValidation } from "./domain/domain.js";
import { COUNT_DUE_TO, type Waiting } from "./stats.js";
import type { Store } from "./store/store.js";

/** Counts events, attempts and responses for Prometheus. One per server, so that two in one process do not add up. */
export interface Metrics {
  /** Events that became durable. */
  ingested(count: number): void;
  /** An attempt that was recorded. */
  attempted(attempt: Pick<Attempt, "outcome" | "error" | "trigger" | "latency_ms">): void;
  /** An attempt whose lease another worker had taken over by the time it was recorded. */
  leaseLost(): void;
  /** A body that does not match the schema of its type, or is too costly to check. */
  mismatched(of: { validation: EventTypeValidation; reason: "mismatch" | "too_costly" }): void;
  responded(request: { operation: string; status: number; seconds: number }): void;
  /** The body of `GET /metrics`. `waiting`: deliveries that are leased and wait for a slot. */
  text(waiting: Waiting): Promise<string>;
  readonly contentType: string;
}

/** The totals are read from the store at most this often, however often it is scraped. */
const TOTALS_MAX_AGE_MS = 5000;
const SECONDS_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics({
  store,
  clock,
}: {
  store: Pick<Store, "stats" | "subscribe">;
  clock: Clock;
}): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counters = createCounters(registry);
  const totals = createTotals(registry, store, clock);
  store.subscribe((notice) => {
    if (notice.kind !== "status_changed") return;
    const { change } = notice.change;
    counters.breakerChanges.inc({ change: change === "circuit_breaker" ? "paused" : change });
  });
  return {
    ingested: (count) => {
      counters.events.inc(count);
    },
    attempted: ({ outcome, error, trigger, latency_ms }) => {
      counters.attempts.inc({ outcome, error: error ?? "none", trigger });
      counters.attemptSeconds.observe({ outcome }, latency_ms / 1000);
    },
    leaseLost: () => {
      counters.leasesLost.inc();
    },
    mismatched: (labels) => {
      counters.mismatches.inc(labels);
    },
    responded: ({ operation, status, seconds }) => {
      counters.requestSeconds.observe({ operation, status }, seconds);
    },
    async text(waiting) {
      await totals.refresh(waiting);
      return await registry.metrics();
    },
    contentType: registry.contentType,
  };
}

function createCounters(registry: Registry) {
  const registers = [registry];
  return {
    events: new Counter({ name: "harbor_events_total", help: "Events accepted and stored.", registers }),
    attempts: new Counter({
      name: "harbor_attempts_total",
      help: "Delivery attempts, by outcome, error (none with a response) and trigger.",
      labelNames: ["outcome", "error", "trigger"] as const,
      registers,
    }),
    attemptSeconds: new Histogram({
      name: "harbor_attempt_duration_seconds",
      help: "From the DNS lookup to the end of the response.",
      labelNames: ["outcome"] as const,
      buckets: SECONDS_BUCKETS,
      registers,
    }),
    leasesLost: new Counter({
      name: "harbor_leases_lost_total",
      help: "Attempts that another worker had taken over before they were recorded.",
      registers,
    }),
    mismatches: new Counter({
      name: "harbor_event_mismatches_total",
      help: "Events whose body does not match the schema of its type (mismatch) or is too costly to check, by the type's validation.",
      labelNames: ["validation", "reason"] as const,
      registers,
    }),
    breakerChanges: new Counter({
      name: "harbor_breaker_changes_total",
      help: "Destinations that the circuit breaker paused or resumed, or that were gone (410).",
      labelNames: ["change"] as const,
      registers,
    }),
    requestSeconds: new Histogram({
      name: "harbor_http_request_duration_seconds",
      help: "API requests, from their arrival to the end of the response.",
      labelNames: ["operation", "status"] as const,
      buckets: SECONDS_BUCKETS,
      registers,
    }),
  };
}

/** Gauges of what the whole installation has stored, the same from every process of it. */
function createTotals(registry: Registry, store: Pick<Store, "stats">, clock: Clock) {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const due = gauge(
    "harbor_deliveries_due",
    `Deliveries whose time has come and that have not started, counted to ${COUNT_DUE_TO}.`,
  );
  const inFlight = gauge("harbor_deliveries_in_flight", "Deliveries that a worker is sending.");
  const dead = gauge("harbor_deliveries_dead", "Deliveries in the dead-letter queue.");
  const paused = gauge("harbor_breaker_paused_destinations", "Destinations that the circuit breaker holds.");
  const age = gauge("harbor_oldest_due_age_seconds", "How long the oldest due delivery has been waiting.");
  let readAt = -Infinity;
  return {
    async refresh(waiting: Waiting) {
      const now = clock.now();
      if (now - readAt < TOTALS_MAX_AGE_MS) return;
      readAt = now;
      const totals = await store.stats.totals(now);
      due.set(Math.min(COUNT_DUE_TO, totals.due + waiting.count));
      inFlight.set(totals.inFlight - waiting.count);
      dead.set(totals.dead);
      paused.set(totals.pausedByBreaker);
      age.set(Math.max(totals.oldestDueAgeMs, waiting.oldestMs) / 1000);
    },
  };
}
