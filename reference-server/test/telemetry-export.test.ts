import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Received, type Receiver, startReceiver } from "./receiver.js";
import { killPrograms, type ServerProcess, startProgram } from "./server-process.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_telemetry_0123456789";
const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SENT = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` };
const ORDER = { type: "order.created", body: 1 };
const API = JSON.stringify(createRequire(import.meta.url).resolve("@opentelemetry/api"));

/** Says whether the process has loaded a part of the SDK, when it exits. */
const SAY_LOADED = `
const { writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");
const isLoaded = () => Object.keys(require.cache).some((path) => /@opentelemetry.(sdk|exporter|otlp)-/.test(path));
if (isMainThread) process.once("exit", () => writeSync(2, "SDK loaded: " + isLoaded() + "\\n"));
`;
const REGISTER_PROVIDERS = `
const { metrics, ProxyTracerProvider, trace } = require(${API});
const own = new ProxyTracerProvider();
trace.setGlobalTracerProvider({ getTracer: (name) => own.getTracer(name) });
const ignore = () => undefined;
const instrument = { add: ignore, record: ignore };
metrics.setGlobalMeterProvider({
  getMeter: () => ({
    createCounter: () => instrument,
    createHistogram: () => instrument,
    createObservableGauge: () => instrument,
    addBatchObservableCallback: ignore,
    removeBatchObservableCallback: ignore,
  }),
});
`;

let folder: string;
let collector: Receiver;
let endpoint: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "harbor-telemetry-"));
  collector = await startReceiver();
  endpoint = new URL(collector.url).origin;
});
afterEach(async () => {
  killPrograms();
  await collector.close();
  rmSync(folder, { recursive: true });
});

async function start(
  env: Record<string, string>,
  preload = "",
): Promise<{ server: ServerProcess; api: Api }> {
  const script = join(folder, "preload.cjs");
  writeFileSync(script, SAY_LOADED + preload);
  const server = await startProgram({
    HARBOR_DATABASE_URL: "sqlite::memory:",
    HARBOR_API_KEYS: KEY,
    HARBOR_LOG_LEVEL: "warn",
    NODE_OPTIONS: `--require ${script}`,
    ...env,
  });
  return { server, api: new Api(server.url, KEY) };
}

/** Resolves when the server has written it. */
async function said(server: ServerProcess, pattern: RegExp): Promise<void> {
  await vi.waitUntil(() => pattern.test(server.stderr()), { timeout: 10_000, interval: 5 });
}

function contains(text: string | Buffer) {
  return ({ body }: Received) => body.includes(text);
}

it("sends the spans of an event to the collector while the server runs", async () => {
  const { server, api } = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_HEADERS: "x-team=shop",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=staging",
    OTEL_BSP_SCHEDULE_DELAY: "50",
  });
  await api.post("/events", ORDER, SENT);
  const exported = () => collector.received.filter(contains(Buffer.from(TRACE_ID, "hex")));
  await vi.waitUntil(() => exported().some(contains("ingest")), { timeout: 5000, interval: 5 });
  const [first] = exported();
  expect(first).toMatchObject({
    path: "/v1/traces",
    headers: { "content-type": "application/x-protobuf", "x-team": "shop" },
  });
  for (const text of ["service.name", "harbor", "deployment.environment.name", "staging"])
    expect(first?.body.includes(text)).toBe(true);
  expect(await server.stop()).toBe(0);
  await said(server, /SDK loaded: true/);
});

it("sends its metrics to the collector while the server runs", async () => {
  const { server, api } = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_TRACES_EXPORTER: "none",
    OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=staging",
    OTEL_METRIC_EXPORT_INTERVAL: "50",
  });
  await api.post("/events", ORDER);
  await vi.waitUntil(() => collector.received.some(contains("harbor.events")), {
    timeout: 5000,
    interval: 5,
  });
  const exported = collector.received.find(contains("harbor.events"));
  expect(exported).toMatchObject({
    path: "/v1/metrics",
    headers: { "content-type": "application/x-protobuf" },
  });
  for (const text of ["service.name", "staging", "harbor.deliveries.due", "harbor.http.request.duration"])
    expect(exported?.body.includes(text)).toBe(true);
  expect(collector.received.filter(({ path }) => path !== "/v1/metrics")).toEqual([]);
  expect(await server.stop()).toBe(0);
});

it("sends its last metrics when the server stops", async () => {
  const { server, api } = await start({ OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: collector.url });
  await api.post("/events", ORDER);
  expect(collector.received).toEqual([]);
  expect(await server.stop()).toBe(0);
  expect(collector.received).toHaveLength(1);
  expect(collector.received[0]?.path).toBe(new URL(collector.url).pathname);
  expect(collector.received.every(contains("harbor.events"))).toBe(true);
  await said(server, /SDK loaded: true/);
  expect(server.stderr()).not.toContain("opentelemetry");
});

it.each(["soon", "-1", "99999999999"])(
  "uses the default for an export interval of %s, and logs it",
  async (text) => {
    const { server } = await start({
      OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: collector.url,
      OTEL_METRIC_EXPORT_INTERVAL: text,
    });
    await said(server, /OTEL_METRIC_EXPORT_INTERVAL is not a number of milliseconds/);
    expect(await server.stop()).toBe(0);
  },
);

it("sends the last spans when the server stops", async () => {
  const { server, api } = await start({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: collector.url,
    OTEL_SERVICE_NAME: "webhooks",
    OTEL_BSP_SCHEDULE_DELAY: "3600000",
  });
  await api.post("/events", ORDER, SENT);
  expect(collector.received).toEqual([]);
  expect(await server.stop()).toBe(0);
  expect(collector.received).toHaveLength(1);
  expect(collector.received[0]?.path).toBe(new URL(collector.url).pathname);
  expect(collector.received.every(contains("webhooks"))).toBe(true);
  expect(collector.received.every(contains(Buffer.from(TRACE_ID, "hex")))).toBe(true);
});

it("stops within seconds if the collector does not respond", { timeout: 20_000 }, async () => {
  collector.respondWith(() => undefined);
  const { server, api } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
  await api.post("/events", ORDER, SENT);
  const startedAt = performance.now();
  expect(await server.stop()).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(8000);
  expect(collector.received.map(({ path }) => path).sort()).toEqual(["/v1/metrics", "/v1/traces"]);
  await said(server, /telemetry_export_deadline/);
});

it("only logs that the collector is unreachable", async () => {
  await collector.close();
  const { server, api } = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_TIMEOUT: "100",
    OTEL_BSP_SCHEDULE_DELAY: "50",
  });
  expect((await api.post("/events", ORDER)).status).toBe(202);
  await said(server, /"event":"opentelemetry","msg":"OpenTelemetry: connect ECONNREFUSED/);
  expect((await api.post("/events", ORDER)).status).toBe(202);
  expect(await server.stop()).toBe(0);
});

it.each<[string, Record<string, string>, string?]>([
  ["without a collector", {}],
  ["with an empty endpoint", { OTEL_EXPORTER_OTLP_ENDPOINT: "" }],
  ["with OTEL_SDK_DISABLED", { OTEL_EXPORTER_OTLP_ENDPOINT: "set", OTEL_SDK_DISABLED: "true" }],
  [
    "with no exporters",
    { OTEL_EXPORTER_OTLP_ENDPOINT: "set", OTEL_TRACES_EXPORTER: "none", OTEL_METRICS_EXPORTER: "none" },
  ],
  ["with providers of its own", { OTEL_EXPORTER_OTLP_ENDPOINT: "set" }, REGISTER_PROVIDERS],
])("does not load the SDK %s", async (_case, env, preload) => {
  const { server } = await start(
    env["OTEL_EXPORTER_OTLP_ENDPOINT"] === "set" ? { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } : env,
    preload,
  );
  expect(await server.stop()).toBe(0);
  await said(server, /SDK loaded: (true|false)/);
  expect(server.stderr()).toContain("SDK loaded: false");
  expect(collector.received).toEqual([]);
});
