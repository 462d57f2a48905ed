import { metrics, type Attributes } from "@opentelemetry/api";
import {
  AggregationTemporality,
  DataPointType,
  InMemoryMetricExporter,
  MeterProvider,
  type MetricData,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { hasMeterProvider } from "../src/open-telemetry-metrics.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { type Api, startTestServer, type TestServer } from "./test-server.js";

const OPERATIONS = new URL("../../docs/operations.md", import.meta.url);
const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
let reader: PeriodicExportingMetricReader;
let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  reader = new PeriodicExportingMetricReader({ exporter });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  // As harbor-server asks: the buckets below are still those of the first instruments.
  expect(hasMeterProvider()).toBe(true);
  server = await startTestServer();
});
beforeEach(async () => {
  api = (await server.project()).test;
  receiver = await startReceiver();
  await collect();
  return () => receiver.close();
});
afterAll(async () => {
  await server.close();
  metrics.disable();
});

/** The metrics that were recorded since the last call, by name. */
async function collect(): Promise<Map<string, MetricData>> {
  exporter.reset();
  await reader.forceFlush();
  const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
  expect(found.every(({ scope }) => scope.name === "harbor")).toBe(true);
  return new Map(found.flatMap((scope) => scope.metrics).map((metric) => [metric.descriptor.name, metric]));
}

/** The values with their attributes; of a histogram, the counts. */
function pointsOf(metric: MetricData | undefined): [number, Attributes][] {
  if (metric === undefined) return [];
  return metric.dataPointType === DataPointType.HISTOGRAM
    ? metric.dataPoints.map(({ value, attributes }) => [value.count, attributes])
    : metric.dataPoints.map(({ value, attributes }) => [value as number, attributes]);
}

/** Resolves when that many deliveries have that status. */
async function reached(status: string, count: number): Promise<void> {
  await vi.waitUntil(async () => (await api.get(`/deliveries?status=${status}`)).body.data.length === count, {
    timeout: 10_000,
    interval: 5,
  });
}

it("counts events, attempts and requests by outcome", async () => {
  await api.subscribe(receiver.url);
  await api.post("/events/batch", { events: [1, 2, 3].map((body) => ({ type: "a", body })) });
  await reached("succeeded", 3);
  const found = await collect();
  expect(pointsOf(found.get("harbor.events"))).toEqual([[3, {}]]);
  expect(pointsOf(found.get("harbor.attempt.duration"))).toEqual([
    [3, { "harbor.attempt.outcome": "succeeded", "harbor.attempt.trigger": "schedule" }],
  ]);
  expect(pointsOf(found.get("harbor.http.request.duration"))).toContainEqual([
    1,
    { "harbor.operation": "createEventBatch", "http.response.status_code": 207 },
  ]);
});

it("measures durations in seconds", async () => {
  await api.subscribe(receiver.url);
  await api.post("/events", { type: "a", body: 1 });
  await reached("succeeded", 1);
  const metric = (await collect()).get("harbor.attempt.duration");
  if (metric?.dataPointType !== DataPointType.HISTOGRAM) throw new Error("not a histogram");
  expect(metric.descriptor.unit).toBe("s");
  const { sum = NaN, buckets } = metric.dataPoints[0]?.value ?? {};
  const [{ id }] = (await api.get("/deliveries")).body.data;
  const { retries } = (await api.get(`/deliveries/${id as string}`)).body;
  expect(sum).toBeCloseTo(retries[0].latency_ms / 1000, 6);
  expect(buckets?.boundaries.at(-1)).toBe(60);
});

it("names the error of an attempt without a response", async () => {
  await api.subscribe("http://127.0.0.1:1/", { retry_policy: { max_retries: 0 } });
  await api.post("/events", { type: "a", body: 1 });
  await reached("dead", 1);
  expect(pointsOf((await collect()).get("harbor.attempt.duration"))).toEqual([
    [
      1,
      {
        "harbor.attempt.outcome": "failed",
        "harbor.attempt.trigger": "schedule",
        "error.type": "connection_refused",
      },
    ],
  ]);
});

it("counts bodies that do not match their schema", async () => {
  await api.request("PUT", "/event-types/a", {
    body: { schema: { type: "string" }, validation: "warn" },
  });
  await api.post("/events", { type: "a", body: 1 });
  expect(pointsOf((await collect()).get("harbor.event.mismatches"))).toEqual([
    [1, { "harbor.event_type.validation": "warn", "harbor.mismatch.reason": "mismatch" }],
  ]);
});

it("counts what the circuit breaker does", async () => {
  receiver.respondWith((response) => response.writeHead(410).end());
  await api.subscribe(receiver.url);
  await api.post("/events", { type: "a", body: 1 });
  await reached("dead", 1);
  expect(pointsOf((await collect()).get("harbor.breaker.changes"))).toEqual([
    [1, { "harbor.breaker.change": "gone" }],
  ]);
});

it("reads the gauges of the installation, and no longer once the server is closed", async () => {
  const own = await startTestServer();
  const { test } = await own.project();
  const receiverDown = { retry_policy: { max_retries: 0 } };
  await test.subscribe("http://127.0.0.1:1/", receiverDown);
  await test.post("/events", { type: "a", body: 1 });
  await vi.waitUntil(async () => (await test.get("/dlq")).body.data.length === 1);
  const found = await collect();
  for (const name of [
    "harbor.deliveries.due",
    "harbor.deliveries.in_flight",
    "harbor.breaker.paused_destinations",
    "harbor.oldest_due_age",
  ])
    expect(pointsOf(found.get(name))).toEqual([[expect.any(Number), {}]]);
  expect(pointsOf(found.get("harbor.deliveries.dead"))).toEqual([[1, {}]]);
  await own.close();
  await server.close();
  expect((await collect()).has("harbor.deliveries.dead")).toBe(false);
  server = await startTestServer();
});

it("documents the metrics that it records", async () => {
  const documented = [
    ...readFileSync(OPERATIONS, "utf8").matchAll(/^\| `(harbor\.[a-z_.]+)` +\| (\w+) +\| `(\S+)`/gm),
  ];
  expect(documented.map(([, name]) => name)).toContain("harbor.events");
  await api.subscribe(receiver.url);
  await api.post("/events", { type: "a", body: 1 });
  await reached("succeeded", 1);
  const units = new Map(documented.map(([, name, , unit]) => [name, unit]));
  for (const [name, { descriptor }] of await collect())
    expect([name, descriptor.unit]).toEqual([name, units.get(name)]);
});
