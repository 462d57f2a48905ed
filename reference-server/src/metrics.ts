import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Clock } from "./clock.js";
import type { Attempt, EventTypeValidation } from "./domain/domain.js";
import { createOpenTelemetryMetrics, type Totals } from "./open-telemetry-metrics.js";
import { COUNT_DUE_TO, type Waiting } from "./stats.js";
import type { Store } from "./store/store.js";

/**
 * Counts events, attempts and responses, for Prometheus and for an OpenTelemetry provider if one is registered. One per server, so that
 * two in one process do not add up in Prometheus.
 */
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
  /** Lets the OpenTelemetry provider read the gauges, until the function that it returns is called. */
  observeTotals(waiting: () => Waiting): () => void;
}

/** The totals are read from the store at most this often, however often they are collected. */
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
  const setGauges = createGauges(registry);
  const readTotals = createTotals(store, clock);
  const otel = createOpenTelemetryMetrics(SECONDS_BUCKETS);
  store.subscribe((notice) => {
    if (notice.kind !== "status_changed") return;
    const change = notice.change.change === "circuit_breaker" ? "paused" : notice.change.change;
    counters.breakerChanges.inc({ change });
    otel?.breakerChanges.add(1, { "harbor.breaker.change": change });
  });
  return {
    ingested: (count) => {
      counters.events.inc(count);
      otel?.events.add(count);
    },
    attempted: ({ outcome, error, trigger, latency_ms }) => {
      counters.attempts.inc({ outcome, error: error ?? "none", trigger });
      counters.attemptSeconds.observe({ outcome }, latency_ms / 1000);
      otel?.attemptDuration.record(latency_ms / 1000, {
        "harbor.attempt.outcome": outcome,
        "harbor.attempt.trigger": trigger,
        ...(error !== null && { "error.type": error }),
      });
    },
    leaseLost: () => {
      counters.leasesLost.inc();
      otel?.leasesLost.add(1);
    },
    mismatched: ({ validation, reason }) => {
      counters.mismatches.inc({ validation, reason });
      otel?.mismatches.add(1, {
        "harbor.event_type.validation": validation,
        "harbor.mismatch.reason": reason,
      });
    },
    responded: ({ operation, status, seconds }) => {
      counters.requestSeconds.observe({ operation, status }, seconds);
      otel?.requestDuration.record(seconds, {
        "harbor.operation": operation,
        "http.response.status_code": status,
      });
    },
    async text(waiting) {
      setGauges(await readTotals(waiting));
      return await registry.metrics();
    },
    contentType: registry.contentType,
    observeTotals: (waiting) => otel?.observe(() => readTotals(waiting())) ?? (() => undefined),
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

function createGauges(registry: Registry): (totals: Totals) => void {
  const registers = [registry];
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
  const due = gauge(
    "harbor_deliveries_due",
    `Deliveries whose time has come and that have not started, counted to ${COUNT_DUE_TO}.`,
  );
  const inFlight = gauge(
    "harbor_deliveries_in_flight",
    "Deliveries that workers are sending, or have taken to send.",
  );
  const dead = gauge("harbor_deliveries_dead", "Deliveries in the dead-letter queue.");
  const paused = gauge("harbor_breaker_paused_destinations", "Destinations that the circuit breaker holds.");
  const age = gauge("harbor_oldest_due_age_seconds", "How long the oldest due delivery has been waiting.");
  return (totals) => {
    due.set(totals.due);
    inFlight.set(totals.inFlight);
    dead.set(totals.dead);
    paused.set(totals.pausedByBreaker);
    age.set(totals.oldestDueAgeSeconds);
  };
}

/** Those who read at the same time share one query. A failure is not kept. */
function createTotals(store: Pick<Store, "stats">, clock: Clock): (waiting: Waiting) => Promise<Totals> {
  let last: { at: number; totals: Promise<Totals> } | undefined;
  return async (waiting) => {
    const now = clock.now();
    if (last === undefined || now - last.at >= TOTALS_MAX_AGE_MS)
      last = { at: now, totals: queryTotals(store, now, waiting) };
    const current = last;
    try {
      return await current.totals;
    } catch (error) {
      if (last === current) last = undefined;
      throw error;
    }
  };
}

async function queryTotals(store: Pick<Store, "stats">, now: number, waiting: Waiting): Promise<Totals> {
  const { due, inFlight, dead, pausedByBreaker, oldestDueAgeMs } = await store.stats.totals(now);
  return {
    due: Math.min(COUNT_DUE_TO, due + waiting.count),
    inFlight: inFlight - waiting.count,
    dead,
    pausedByBreaker,
    oldestDueAgeSeconds: Math.max(oldestDueAgeMs, waiting.oldestMs) / 1000,
  };
}
