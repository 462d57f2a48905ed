import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  api = (await server.project()).test;
  receiver = await startReceiver();
  return () => receiver.close();
});
afterAll(() => server.close());

const HALF_A_MONTH_S = 15 * 86_400;

async function settled(id: string, status: string) {
  return await vi.waitUntil(
    async () => {
      const { body } = await api.get(`/deliveries/${id}`);
      return body.status === status ? body : undefined;
    },
    { timeout: 10_000, interval: 10 },
  );
}

/** An event whose only delivery the destination has rejected. */
async function deadDelivery(): Promise<{ id: string; eventId: string; destination: string }> {
  receiver.respondWith((response) => response.writeHead(422).end("unknown order"));
  const destination = await api.subscribe(receiver.url);
  const { body } = await api.post("/events", { type: "order.created", body: 1 });
  const id = body.deliveries[0].id as string;
  await settled(id, "dead");
  receiver.respondWith((response) => response.end("ok"));
  return { id, eventId: body.id as string, destination };
}

describe("the time budget", () => {
  it("is for retries: a first attempt is sent after any wait", async () => {
    const retry_policy = { total_budget_seconds: 30, max_retries: 0, circuit_breaker_threshold: 1 };
    receiver.respondWith((response) => response.writeHead(500).end());
    const destination = await api.subscribe(receiver.url, { retry_policy });
    await api.post("/events", { type: "a", body: 0 });
    await api.post("/test-clock/advance", { seconds: 0 });
    expect((await api.get(`/destinations/${destination}`)).body.status).toBe("paused");
    receiver.respondWith((response) => response.end());
    const { body } = await api.post("/events", { type: "a", body: 1 });
    await api.post("/test-clock/advance", { seconds: 61 });
    const probed = await api.get(`/deliveries/${body.deliveries[0].id as string}`);
    expect(probed.body).toMatchObject({ status: "succeeded", retries: [{ trigger: "probe" }] });
    expect((await api.get(`/destinations/${destination}`)).body.status).toBe("active");
  });
});

describe("410 Gone", () => {
  it("pauses the destination until it is resumed by hand", async () => {
    const destination = await api.subscribe(receiver.url);
    receiver.respondWith((response) => response.writeHead(410).end());
    const gone = (await api.post("/events", { type: "a", body: 0 })).body;
    const dead = await settled(gone.deliveries[0].id as string, "dead");
    expect(dead).toMatchObject({ dead_reason: "rejected", response_code: 410 });
    const path = `/destinations/${destination}`;
    expect((await api.get(path)).body).toMatchObject({ status: "paused", paused_reason: "gone" });

    receiver.respondWith((response) => response.end());
    const { body } = await api.post("/events", { type: "a", body: 1 });
    const id = body.deliveries[0].id as string;
    await api.post("/test-clock/advance", { seconds: 600 });
    expect((await api.get(`/deliveries/${id}`)).body).toMatchObject({ status: "pending", retries: [] });
    await api.patch(path, { status: "active" });
    await settled(id, "succeeded");
  });

  it("is retried when it asks for it", async () => {
    const destination = await api.subscribe(receiver.url);
    receiver.respondWith((response) => response.writeHead(410, { "harbor-retry-hint": "true" }).end());
    const { body } = await api.post("/events", { type: "a", body: 0 });
    await settled(body.deliveries[0].id as string, "retrying");
    expect((await api.get(`/destinations/${destination}`)).body.status).toBe("active");
  });

  it("is an operational event without a count of failures", async () => {
    await api.subscribe(receiver.url, { event_type: "a" });
    const watching = await startReceiver();
    await api.subscribe(watching.url, { event_type: "harbor.destination.paused" });
    receiver.respondWith((response) => response.writeHead(410).end());
    await api.post("/events", { type: "a", body: 0 });
    const [notified] = await watching.until(1);
    expect(JSON.parse(String(notified?.body))).toMatchObject({
      paused_reason: "gone",
      consecutive_failures: null,
    });
    await watching.close();
  });
});

describe("GET /deliveries", () => {
  it("shows a delivery with its last attempt, and alone with all of them", async () => {
    receiver.respondWith((response) => response.end("thank you"));
    const destination = await api.subscribe(receiver.url);
    const event = (await api.post("/events", { type: "order.created", body: 1 })).body;
    const delivery = await settled(event.deliveries[0].id as string, "succeeded");
    const { retries, ...shown } = delivery;
    expect(shown).toMatchObject({
      event_id: event.id,
      event_type: "order.created",
      destination_id: destination,
      retry_count: 0,
      response_code: 200,
      response_body: "thank you",
      error: null,
      next_retry_at: null,
      waiting_for: null,
      dead_reason: null,
    });
    expect(shown.completed_at).not.toBeNull();
    expect(retries).toMatchObject([
      { number: 0, trigger: "schedule", outcome: "succeeded", response_code: 200 },
    ]);
    expect((await api.get("/deliveries")).body.data).toEqual([shown]);
  });

  it("filters by everything that it says it does", async () => {
    const { id, eventId, destination } = await deadDelivery();
    const other = (await api.post("/events", { type: "other", body: 1 })).body;
    await settled(other.deliveries[0].id as string, "succeeded");
    const { created_at } = (await api.get(`/deliveries/${id}`)).body;
    const later = new Date(Date.parse(created_at as string) + 1).toISOString();
    const ids = async (query: string) =>
      (await api.get(`/deliveries?${query}`)).body.data.map(
        (delivery: { id: string }) => delivery.id,
      ) as string[];
    expect(await ids(`event_id=${eventId}`)).toEqual([id]);
    expect(await ids("status=dead")).toEqual([id]);
    expect(await ids("event_type=order.created")).toEqual([id]);
    expect(await ids("event_type=order")).toEqual([]);
    expect(await ids(`destination_id=${destination}`)).toHaveLength(2);
    expect(await ids(`destination_id=${destination}&status=succeeded&event_type=other`)).toHaveLength(1);
    expect(await ids(`until=${created_at as string}`)).toEqual([]);
    expect(await ids(`since=${created_at as string}&until=${later}`)).toEqual([id]);
    expect(await ids(`since=${later}&event_id=${eventId}`)).toEqual([]);
  });
});

describe("POST /deliveries/{id}/retry", () => {
  it("makes one attempt now, and only of what can be retried", async () => {
    const { id } = await deadDelivery();
    const retried = await api.post(`/deliveries/${id}/retry`);
    expect([retried.status, retried.body.status]).toEqual([200, "retrying"]);
    const { retries } = await settled(id, "succeeded");
    expect(retries).toMatchObject([{ trigger: "schedule" }, { trigger: "manual", outcome: "succeeded" }]);
    const again = await api.post(`/deliveries/${id}/retry`);
    expect([again.status, again.body.error.code]).toEqual([409, "delivery_not_retryable"]);
  });

  it("leaves a dead delivery dead when it fails", async () => {
    const { id } = await deadDelivery();
    receiver.respondWith((response) => response.writeHead(500).end());
    await api.post(`/deliveries/${id}/retry`);
    await receiver.until(2);
    expect(await settled(id, "dead")).toMatchObject({ dead_reason: "rejected", response_code: 500 });
  });

  it("is too late after the retention", async () => {
    const { id, eventId } = await deadDelivery();
    await api.post("/test-clock/advance", { seconds: 2 * HALF_A_MONTH_S });
    for (const [path, code] of [
      [`/deliveries/${id}/retry`, "delivery_too_old"],
      [`/dlq/${id}/replay`, "delivery_too_old"],
      [`/events/${eventId}/replay`, "event_too_old"],
    ] as const) {
      const reply = await api.post(path);
      expect([reply.status, reply.body.error.code]).toEqual([410, code]);
    }
    expect((await api.post("/dlq/replay")).body).toEqual({ replayed: 0, skipped: 1 });
    for (const list of ["/deliveries", "/dlq", "/events"])
      expect((await api.get(list)).body.data).toEqual([]);
  });
});

describe("the dead-letter queue", () => {
  it("lists, replays and deletes", async () => {
    const { id, destination } = await deadDelivery();
    const listed = (await api.get(`/dlq?destination_id=${destination}`)).body.data;
    expect(listed).toMatchObject([
      { id, status: "dead", dead_reason: "rejected", response_body: "unknown order" },
    ]);
    const replayed = await api.post(`/dlq/${id}/replay`);
    expect(replayed.body).toMatchObject({ id, status: "retrying", retry_count: 0, dead_reason: null });
    await settled(id, "succeeded");
    for (const reply of [await api.post(`/dlq/${id}/replay`)]) {
      expect([reply.status, reply.body.error.code]).toEqual([409, "delivery_not_retryable"]);
    }
    expect((await api.delete(`/dlq/${id}`)).status).toBe(404);
    expect((await api.get("/dlq")).body.data).toEqual([]);

    const other = await deadDelivery();
    expect((await api.delete(`/dlq/${other.id}`)).status).toBe(204);
    expect((await api.get(`/deliveries/${other.id}`)).body.error.code).toBe("delivery_not_found");
    expect((await api.delete(`/dlq/${other.id}`)).status).toBe(404);
  });

  it("are counted by cause", async () => {
    receiver.respondWith((response) => response.writeHead(422).end());
    const destination = await api.subscribe(receiver.url);
    for (const body of [1, 2]) await api.post("/events", { type: "a", body });
    await api.post("/test-clock/advance", { seconds: 0 });
    receiver.respondWith((response) => response.end());
    const [newest] = (await api.get("/dlq")).body.data;
    const counted = {
      destination_id: destination,
      dead_reason: "rejected",
      response_code: 422,
      count: 2,
      newest_delivery_id: newest.id,
      newest_created_at: newest.created_at,
    };
    const groups = async (query: string) => (await api.get(`/dlq/groups${query}`)).body;
    expect(await groups("")).toEqual({ data: [counted], complete: true });
    expect(await groups(`?destination_id=${destination}&since=${newest.created_at as string}`)).toMatchObject(
      {
        data: [{ ...counted, count: expect.any(Number) }],
      },
    );
    for (const none of ["?destination_id=nothing", "?until=2020-01-01T00:00:00Z"])
      expect(await groups(none)).toEqual({ data: [], complete: true });
    expect((await api.delete("/dlq/groups")).status).toBe(405);
  });

  it("replays many, but not those of a paused destination", async () => {
    const first = await deadDelivery();
    const second = await deadDelivery();
    await api.patch(`/destinations/${second.destination}`, { status: "paused" });
    const paused = await api.post(`/dlq/${second.id}/replay`);
    expect([paused.status, paused.body.error.code]).toEqual([409, "destination_paused"]);
    expect((await api.post("/dlq/replay", { destination_id: "dest_none" })).body).toEqual({
      replayed: 0,
      skipped: 0,
    });
    expect((await api.post("/dlq/replay", { until: "2000-01-01T00:00:00Z" })).body.replayed).toBe(0);
    const all = await api.post("/dlq/replay");
    expect(all.status).toBe(202);
    await settled(first.id, "succeeded");
    expect((await api.get(`/deliveries/${second.id}`)).body.status).toBe("dead");
  });
});

describe("dry_run", () => {
  it("counts what a replay of the DLQ would do, and neither does nor remembers it", async () => {
    const { id, destination } = await deadDelivery();
    const body = { destination_id: destination, dry_run: true };
    const key = { "idempotency-key": "once" };
    for (const headers of [key, {}]) {
      const reply = await api.post("/dlq/replay", body, headers);
      expect([reply.status, reply.body]).toEqual([200, { replayed: 1, skipped: 0 }]);
    }
    expect((await api.get(`/deliveries/${id}`)).body.status).toBe("dead");
    const replayed = await api.post("/dlq/replay", { destination_id: destination }, key);
    expect([replayed.status, replayed.body]).toEqual([202, { replayed: 1, skipped: 0 }]);
  });

  it("counts the deliveries that a replay of an event would create", async () => {
    const { eventId } = await deadDelivery();
    await api.subscribe(receiver.url);
    const path = `/events/${eventId}/replay`;
    const key = { "idempotency-key": "once" };
    const planned = await api.post(path, { dry_run: true }, key);
    expect([planned.status, planned.body]).toEqual([200, { count: 2, data: [] }]);
    expect((await api.get(`/events/${eventId}`)).body.deliveries).toHaveLength(1);
    const unknown = await api.post(path, { dry_run: true, destination_ids: ["dest_none"] });
    expect(unknown.body.error.code).toBe("destination_not_subscribed");
    const replayed = await api.post(path, {}, key);
    expect([replayed.status, replayed.body.count, replayed.body.data.length]).toEqual([202, 2, 2]);
  });
});

describe("POST /events/{id}/replay", () => {
  it("delivers again, with the same event id, to those that match now", async () => {
    const destination = await api.subscribe(receiver.url);
    const { body: event } = await api.post("/events", { type: "a", body: { n: 1 } });
    await receiver.until(1);
    const later = await api.subscribe(receiver.url);
    const replayed = await api.post(`/events/${event.id as string}/replay`);
    expect(replayed.status).toBe(202);
    expect(
      replayed.body.data.map((created: { destination_id: string }) => created.destination_id).sort(),
    ).toEqual([destination, later].sort());
    const received = await receiver.until(3);
    expect(received.map(({ headers }) => headers["harbor-event-id"])).toEqual([event.id, event.id, event.id]);
    expect(new Set(received.map(({ headers }) => headers["harbor-delivery-id"])).size).toBe(3);
  });

  it("goes to the named ones, once each, and refuses one that is not subscribed", async () => {
    const destination = await api.subscribe(receiver.url);
    const other = await api.subscribe(receiver.url, { event_type: "other" });
    const { body: event } = await api.post("/events", { type: "a", body: 1 });
    const path = `/events/${event.id as string}/replay`;
    const replayed = await api.post(path, { destination_ids: [destination, destination] });
    expect(replayed.body.data).toMatchObject([{ destination_id: destination }]);
    const refused = await api.post(path, { destination_ids: [destination, other, "dest_none"] });
    expect([refused.status, refused.body.error.code]).toEqual([400, "destination_not_subscribed"]);
    expect(refused.body.error.details.map((detail: { path: string }) => detail.path)).toEqual([
      "body/destination_ids/1",
      "body/destination_ids/2",
    ]);
    expect((await api.get("/deliveries")).body.data).toHaveLength(2);
  });
});
