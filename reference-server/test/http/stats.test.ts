import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/clock.js";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;
let live: Api;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
});
beforeEach(async () => {
  ({ test: api, live } = await server.project());
  receiver.respondWith((response) => response.end());
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

async function send(count: number, expected: string): Promise<void> {
  for (let n = 0; n < count; n++) await api.post("/events", { type: "a", body: n });
  await vi.waitUntil(
    async () => {
      const { data } = (await api.get(`/deliveries?limit=100&status=${expected}`)).body;
      return data.length >= count;
    },
    { timeout: 10_000 },
  );
}

describe("GET /stats", () => {
  it("counts what happened, over time and in all", async () => {
    const destination = await api.subscribe(receiver.url);
    await send(3, "succeeded");
    receiver.respondWith((response) => response.writeHead(422).end());
    await send(1, "dead");
    const { body } = await api.get("/stats?bucket=minute");
    expect(body.totals).toMatchObject({
      ingested: 4,
      attempts: { succeeded: 3, failed: 0, rejected: 1 },
      delivered: 3,
      dead: 1,
      success_rate: 0.75,
    });
    expect(body.totals.latency_ms.p50).toBeGreaterThan(0);
    expect(body.totals.latency_ms.p99).toBeGreaterThanOrEqual(body.totals.latency_ms.p50 as number);
    expect(body).toMatchObject({ dlq_depth: 1, backlog: { due: 0, oldest_due_age_seconds: null } });
    const counted = (body.buckets as { ingested: number }[]).reduce((sum, { ingested }) => sum + ingested, 0);
    expect(counted).toBe(4);

    const one = await api.get(`/stats?destination_id=${destination}`);
    expect(one.body.totals).toMatchObject({ ingested: 4, delivered: 3, dead: 1 });
    for (const none of ["dest_01KJPX728R3NF6M7PXVWPBB6VV", "nothing", "%00"]) {
      const { totals } = (await api.get(`/stats?destination_id=${none}`)).body;
      expect(totals).toMatchObject({ ingested: 0, success_rate: null, latency_ms: { p50: null, p99: null } });
    }
  });

  it("groups by destination, most attempts first", async () => {
    receiver.respondWith((response) => response.end());
    const busy = await api.subscribe(receiver.url);
    const other = await api.subscribe(receiver.url, { event_type: "b" });
    await api.post("/events", { type: "a", body: 1 });
    await api.post("/events", { type: "b", body: 1 });
    await api.post("/test-clock/advance", { seconds: 0 });
    const { body } = await api.get("/stats?group_by=destination");
    expect(body.group_by).toBe("destination");
    expect(body.groups).toMatchObject([
      { destination_id: busy, ingested: 2, attempts: { succeeded: 2 }, success_rate: 1, dlq_depth: 0 },
      { destination_id: other, ingested: 1, delivered: 1, dead: 0 },
    ]);
    const only = (await api.get(`/stats?group_by=destination&destination_id=${other}`)).body;
    expect(only.groups).toEqual(body.groups.slice(1));
    expect((await api.get("/stats")).body).toMatchObject({ group_by: null, groups: null });
    expect((await api.get("/stats?group_by=destination&destination_id=nothing")).body.groups).toEqual([]);
  });

  it("shows what is waiting", async () => {
    const held: ServerResponse[] = [];
    receiver.respondWith((response) => held.push(response));
    const destination = await api.subscribe(receiver.url, { max_concurrent_deliveries: 1 });
    for (let n = 0; n < 3; n++) await api.post("/events", { type: "a", body: n });
    await vi.waitUntil(() => held.length === 1);
    const backlog = async () => (await api.get(`/stats?destination_id=${destination}`)).body.backlog;
    await vi.waitUntil(async () => (await backlog()).oldest_due_age_seconds > 0);
    expect((await backlog()).due).toBe(2);
    receiver.respondWith((response) => response.end());
    held[0]?.end();
    await vi.waitUntil(async () => (await backlog()).due === 0);
    expect((await backlog()).oldest_due_age_seconds).toBeNull();
  });

  it.each([
    ["minute", "2026-03-02T09:00:30Z", "2026-03-02T09:02:30Z", 3],
    ["hour", "2026-03-02T09:00:00Z", "2026-03-02T11:00:00Z", 2],
    ["hour", "2026-03-02T09:59:59.999Z", "2026-03-02T10:00:00.001Z", 2],
    ["day", "2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", 1],
    ["day", "0000-01-01T00:00:00Z", "0000-01-02T00:00:00Z", 1],
    ["minute", "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z", 1440],
    ["minute", "2026-03-02T00:00:00Z", "2026-03-02T00:00:00Z", 0],
  ])("by %s widens %s to %s to %d whole buckets, without gaps", async (bucket, since, until, count) => {
    const { body } = await api.get(`/stats?bucket=${bucket}&since=${since}&until=${until}`);
    expect(body.buckets).toHaveLength(count);
    if (count === 0) return;
    expect(body.buckets[0].start).toBe(body.since);
    expect(Date.parse(body.since as string)).toBeLessThanOrEqual(Date.parse(since));
    expect(Date.parse(body.until as string)).toBeGreaterThanOrEqual(Date.parse(until));
  });

  it.each([
    ["bucket=minute&since=2026-03-01T23:59:59Z&until=2026-03-03T00:00:00Z", "query/since"],
    ["since=2026-03-02T09:00:00Z&until=2026-03-02T08:00:00Z", "query/since"],
    ["group_by=destination&bucket=day&since=2026-03-01T00:00:00Z&until=2026-03-09T00:00:00Z", "query/since"],
    ["group_by=event_type", "query/group_by"],
    ["since=9000-01-01T00:00:00Z", "query/since"],
    ["bucket=day&since=9999-12-31T23:00:00Z&until=9999-12-31T23:59:59Z", "query/until"],
  ])("refuses %s", async (query, path) => {
    const reply = await api.get(`/stats?${query}`);
    expect([reply.status, reply.body.error.details[0].path]).toEqual([400, path]);
  });

  it("covers the last 24 hours unless asked otherwise", async () => {
    const { body } = await api.get("/stats");
    expect(body.bucket).toBe("hour");
    const coveredMs = Date.parse(body.until as string) - Date.parse(body.since as string);
    expect(coveredMs).toBeGreaterThanOrEqual(86_400_000);
    expect((await api.get("/stats?bucket=minute")).body.buckets).toHaveLength(1440);
    expect((await api.get("/stats?bucket=day")).body.buckets.length).toBeGreaterThanOrEqual(1);
  });
});

describe("GET /stats of long ago", () => {
  it("begins with the years that four digits can write", async () => {
    const { body } = await api.get("/stats?until=0000-01-01T12:00:00Z");
    expect([body.since, body.until]).toEqual(["0000-01-01T00:00:00.000Z", "0000-01-01T12:00:00.000Z"]);
  });
});

describe("POST /test-clock/advance", () => {
  it("responds when the due deliveries have been attempted", async () => {
    receiver.respondWith((response) => response.writeHead(500).end());
    await api.subscribe(receiver.url, { retry_policy: { max_retries: 2, jitter: 0 } });
    const { body } = await api.post("/events", { type: "a", body: 1 });
    const before = Date.now();
    const advanced = await api.post("/test-clock/advance", { seconds: 86_400 });
    expect(Date.parse(advanced.body.now as string) - before).toBeGreaterThanOrEqual(86_400_000);
    const delivery = (await api.get(`/deliveries/${body.deliveries[0].id as string}`)).body;
    expect(delivery).toMatchObject({ status: "dead", dead_reason: "retries_exhausted", retry_count: 2 });
    expect(delivery.retries).toHaveLength(3);
  });

  it("does not wait for what is sent in the meantime", async () => {
    receiver.respondWith((response) => setTimeout(() => response.end(), 100));
    await api.subscribe(receiver.url);
    const stop = new AbortController();
    const sending = (async () => {
      while (!stop.signal.aborted) await api.post("/events", { type: "a", body: 1 });
    })();
    await receiver.until(5);
    expect((await api.post("/test-clock/advance", { seconds: 3600 })).status).toBe(200);
    stop.abort();
    await sending;
  });

  it("moves the environment's time, and that of no other", async () => {
    const stranger = (await server.project()).test;
    await api.post("/test-clock/advance", { seconds: 100_000 });
    const mine = await api.post("/events", { type: "a", body: 1 });
    const theirs = await stranger.post("/events", { type: "a", body: 1 });
    const apart = Date.parse(mine.body.created_at as string) - Date.parse(theirs.body.created_at as string);
    expect(apart).toBeGreaterThan(99_000_000);
    const at = (await api.post("/test-clock/advance", { seconds: 0.5 })).body.now as string;
    expect(Date.parse(at) - Date.now()).toBeGreaterThan(100_000_000);
  });

  it.each([-1, 315_360_001, "60", null])("refuses %j seconds", async (seconds) => {
    expect((await api.post("/test-clock/advance", { seconds })).body.error.code).toBe("invalid_request");
  });

  it("does not leave the years that four digits can write", async () => {
    const start = Date.parse("8999-06-01T00:00:00Z") - Date.now();
    const late = await startTestServer({}, { clock: { ...systemClock, now: () => start + Date.now() } });
    const { test } = await late.project();
    const refused = await test.post("/test-clock/advance", { seconds: 315_360_000 });
    expect([refused.status, refused.body.error.details[0].path]).toEqual([400, "body/seconds"]);
    expect((await test.post("/test-clock/advance", { seconds: 86_400 })).status).toBe(200);
    expect((await test.get("/stats")).status).toBe(200);
    await late.close();
  });

  it("is not for live keys, nor where it is off", async () => {
    const refused = await live.post("/test-clock/advance", { seconds: 1 });
    expect([refused.status, refused.body.error.code]).toEqual([403, "forbidden"]);
    const off = await startTestServer({ HARBOR_TEST_CLOCK: "off" });
    const reply = await (await off.project()).test.post("/test-clock/advance", { seconds: 1 });
    expect([reply.status, reply.body.error.code]).toEqual([403, "forbidden"]);
    await off.close();
  });
});
