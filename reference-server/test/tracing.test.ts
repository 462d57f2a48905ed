import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import Database from "better-sqlite3";
import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { traceIdOf } from "../src/domain/trace-context.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { Api, startTestServer, type TestServer } from "./test-server.js";

const exporter = new InMemorySpanExporter();
let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
  server = await startTestServer();
});
beforeEach(async () => {
  exporter.reset();
  api = (await server.project()).test;
  receiver = await startReceiver();
  return () => receiver.close();
});
afterAll(async () => {
  await server.close();
  trace.disable();
});

const TRACE_ID = "0af7651916cd43dd8448eb211c80319c";
const SENT = { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01`, tracestate: "congo=t61" };
const ORDER = { type: "order.created", body: 1 };

/** The spans with this name, once there are that many. */
async function spans(name: string, count: number): Promise<ReadableSpan[]> {
  const found = () => exporter.getFinishedSpans().filter((span) => span.name === name);
  await vi.waitUntil(() => found().length >= count, { timeout: 10_000, interval: 5 });
  expect(found()).toHaveLength(count);
  return found();
}

const idsOf = (span: ReadableSpan | undefined) => span?.spanContext();

it("records an event from its sender to its destination in one trace", async () => {
  const destination = await api.subscribe(receiver.url);
  const { body: event } = await api.post("/events", ORDER, SENT);
  const [attempt] = await spans("attempt", 1);
  const [ingest] = await spans("ingest", 1);
  expect(ingest).toMatchObject({
    kind: SpanKind.SERVER,
    parentSpanContext: { traceId: TRACE_ID, spanId: "b7ad6b7169203331" },
    attributes: { "harbor.event.id": event.id, "harbor.ingest.result": "created" },
  });
  expect(idsOf(ingest)?.traceId).toBe(TRACE_ID);
  expect(attempt).toMatchObject({
    kind: SpanKind.CLIENT,
    parentSpanContext: { traceId: TRACE_ID, spanId: idsOf(ingest)?.spanId },
    status: { code: SpanStatusCode.UNSET },
    attributes: {
      "http.request.method": "POST",
      "http.response.status_code": 200,
      "server.address": "127.0.0.1",
      "harbor.event.id": event.id,
      "harbor.delivery.id": event.deliveries[0].id,
      "harbor.destination.id": destination,
      "harbor.attempt.number": 0,
      "harbor.attempt.trigger": "schedule",
      "harbor.attempt.outcome": "succeeded",
    },
  });
  expect(receiver.received[0]?.headers).toMatchObject({
    traceparent: `00-${TRACE_ID}-${String(idsOf(attempt)?.spanId)}-01`,
    tracestate: SENT.tracestate,
  });
  expect(JSON.stringify(attempt?.attributes)).not.toContain("/hook");
});

it("links the span of a commit to those of its events", async () => {
  const events = [ORDER, { ...ORDER, body: 2 }];
  await api.post("/events/batch", { events }, { ...SENT, "idempotency-key": "k" });
  const ingests = await spans("ingest", 2);
  const [commit] = await spans("commit", 1);
  expect(commit?.parentSpanContext).toBeUndefined();
  expect(commit?.attributes).toEqual({ "harbor.commit.events": 2 });
  const linked = commit?.links.map(({ context }) => context.spanId).sort();
  expect(linked).toEqual(ingests.map((span) => span.spanContext().spanId).sort());
});

it("keeps every attempt in the trace, each with its outcome", async () => {
  receiver.respondWith((response) => response.writeHead(500).end());
  await api.subscribe(receiver.url, { retry_policy: { max_retries: 1 } });
  await api.post("/events", ORDER, SENT);
  await spans("attempt", 1);
  await api.post("/test-clock/advance", { seconds: 3600 });
  const attempts = await spans("attempt", 2);
  const [ingest] = await spans("ingest", 1);
  for (const [number, attempt] of attempts.entries()) {
    expect(attempt).toMatchObject({
      parentSpanContext: { traceId: TRACE_ID, spanId: idsOf(ingest)?.spanId },
      status: { code: SpanStatusCode.ERROR },
      attributes: { "http.response.status_code": 500, "harbor.attempt.number": number },
    });
  }
  expect(receiver.received.map(({ headers }) => headers["traceparent"])).toEqual(
    attempts.map((attempt) => `00-${TRACE_ID}-${attempt.spanContext().spanId}-01`),
  );
});

it("keeps a retry in the trace after a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-tracing-"));
  const env = { HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}` };
  receiver.respondWith((response) => response.writeHead(500).end());
  const before = await startTestServer(env);
  const { test } = await before.project();
  await test.subscribe(receiver.url, { retry_policy: { max_retries: 1 } });
  await test.post("/events", ORDER, SENT);
  await spans("attempt", 1);
  await before.close();
  const after = await startTestServer(env);
  await new Api(after.url, test.key).post("/test-clock/advance", { seconds: 3600 });
  const attempts = await spans("attempt", 2);
  const [ingest] = await spans("ingest", 1);
  for (const attempt of attempts)
    expect(attempt.parentSpanContext).toMatchObject({ traceId: TRACE_ID, spanId: idsOf(ingest)?.spanId });
  expect(receiver.received.map(({ headers }) => headers)).toMatchObject(
    attempts.map((attempt) => ({
      traceparent: `00-${TRACE_ID}-${attempt.spanContext().spanId}-01`,
      tracestate: SENT.tracestate,
    })),
  );
  await after.close();
  rmSync(folder, { recursive: true });
});

it("records in the event's own trace what is sent without a trace", async () => {
  await api.subscribe(receiver.url);
  const { body: event } = await api.post("/events", ORDER);
  const [attempt] = await spans("attempt", 1);
  const [ingest] = await spans("ingest", 1);
  const traceId = traceIdOf(event.id as string);
  expect([idsOf(ingest)?.traceId, idsOf(attempt)?.traceId]).toEqual([traceId, traceId]);
  expect(receiver.received[0]?.headers["traceparent"]).toBe(
    `00-${traceId}-${String(idsOf(attempt)?.spanId)}-01`,
  );
});

it("keeps what the sender does not sample unsampled", async () => {
  await api.subscribe(receiver.url);
  await api.post("/events", ORDER, { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-00` });
  const [first] = await receiver.until(1);
  expect(first?.headers["traceparent"]).toMatch(new RegExp(`^00-${TRACE_ID}-[0-9a-f]{16}-00$`));
  expect(exporter.getFinishedSpans().filter(({ name }) => name !== "commit")).toEqual([]);
});

it("gives a repetition a span that names the first event", async () => {
  const { body: event } = await api.post("/events", { ...ORDER, idempotency_key: "r" }, SENT);
  await api.post("/events", { ...ORDER, idempotency_key: "r" });
  const [, repeat] = await spans("ingest", 2);
  expect(repeat?.attributes).toMatchObject({
    "harbor.event.id": event.id,
    "harbor.ingest.result": "duplicate",
  });
});

it("ends the span of an event that cannot be stored, as an error", async () => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-tracing-"));
  const file = join(folder, "harbor.db");
  const locked = await startTestServer({ HARBOR_DATABASE_URL: `sqlite:${file}` });
  const { test } = await locked.project();
  const other = new Database(file);
  other.exec("BEGIN IMMEDIATE");
  expect((await test.post("/events", ORDER, SENT)).status).toBe(503);
  const batch = { events: [ORDER, ORDER] };
  expect((await test.post("/events/batch", batch, { "idempotency-key": "k" })).status).toBe(503);
  for (const { status, attributes } of await spans("ingest", 3)) {
    expect(status.code).toBe(SpanStatusCode.ERROR);
    expect(attributes).not.toHaveProperty("harbor.ingest.result");
  }
  other.close();
  await locked.close();
  rmSync(folder, { recursive: true });
});
