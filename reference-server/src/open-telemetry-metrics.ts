import { createNoopMeter, type Meter, metrics } from "@opentelemetry/api";
import { VERSION } from "./version.js";

/** State of the whole installation, the same from every process of it. */
export interface Totals {
  due: number;
  inFlight: number;
  dead: number;
  pausedByBreaker: number;
  oldestDueAgeSeconds: number;
}

export type OpenTelemetryMetrics = ReturnType<typeof createInstruments>;

/** Undefined, at no cost, unless a provider is registered. */
export function createOpenTelemetryMetrics(secondsBuckets: number[]): OpenTelemetryMetrics | undefined {
  return hasMeterProvider() ? createInstruments(getMeter(), secondsBuckets) : undefined;
}

/** Whether the application has registered a provider. Creates no instrument: a provider keeps the first one of a name. */
export const hasMeterProvider = (): boolean => getMeter() !== createNoopMeter();

const getMeter = () => metrics.getMeter("harbor", VERSION);

/** Translated to Prometheus, the names are those of `GET /metrics`. Attempts have no counter: their histogram counts them. */
function createInstruments(meter: Meter, secondsBuckets: number[]) {
  const seconds = { unit: "s", advice: { explicitBucketBoundaries: secondsBuckets } };
  return {
    events: meter.createCounter("harbor.events", {
      unit: "{event}",
      description: "Events accepted and stored.",
    }),
    attemptDuration: meter.createHistogram("harbor.attempt.duration", {
      ...seconds,
      description: "From the DNS lookup to the end of the response.",
    }),
    leasesLost: meter.createCounter("harbor.leases.lost", {
      unit: "{lease}",
      description: "Attempts that another worker had taken over before they were recorded.",
    }),
    mismatches: meter.createCounter("harbor.event.mismatches", {
      unit: "{event}",
      description: "Events whose body does not match the schema of its type or is too costly to check.",
    }),
    breakerChanges: meter.createCounter("harbor.breaker.changes", {
      unit: "{change}",
      description: "Destinations that the circuit breaker paused or resumed, or that were gone (410).",
    }),
    requestDuration: meter.createHistogram("harbor.http.request.duration", {
      ...seconds,
      description: "API requests, from their arrival to the end of the response.",
    }),
    observe: createTotalsObserver(meter),
  };
}

/** The totals are read when the provider collects. The function that it returns ends that. */
function createTotalsObserver(meter: Meter): (read: () => Promise<Totals>) => () => void {
  const gauge = (name: string, unit: string, description: string) =>
    meter.createObservableGauge(name, { unit, description });
  const gauges = {
    due: gauge(
      "harbor.deliveries.due",
      "{delivery}",
      "Deliveries whose time has come and that have not started.",
    ),
    inFlight: gauge(
      "harbor.deliveries.in_flight",
      "{delivery}",
      "Deliveries that workers are sending, or have taken to send.",
    ),
    dead: gauge("harbor.deliveries.dead", "{delivery}", "Deliveries in the dead-letter queue."),
    pausedByBreaker: gauge(
      "harbor.breaker.paused_destinations",
      "{destination}",
      "Destinations that the circuit breaker holds.",
    ),
    oldestDueAgeSeconds: gauge(
      "harbor.oldest_due_age",
      "s",
      "How long the oldest due delivery has been waiting.",
    ),
  } satisfies Record<keyof Totals, unknown>;
  const names = Object.keys(gauges) as (keyof Totals)[];
  const observables = names.map((name) => gauges[name]);
  return (read) => {
    const callback: Parameters<Meter["addBatchObservableCallback"]>[0] = async (result) => {
      const totals = await read();
      for (const name of names) result.observe(gauges[name], totals[name]);
    };
    meter.addBatchObservableCallback(callback, observables);
    return () => {
      meter.removeBatchObservableCallback(callback, observables);
    };
  };
}
