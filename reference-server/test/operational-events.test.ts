import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { builtInEventTypes } from "../src/domain/built-in-event-types.js";
import { openapi } from "./openapi.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { type Api, startTestServer, type TestServer } from "./test-server.js";

let harbor: TestServer;
let api: Api;
/** Gets Harbor's own events. */
let watching: Receiver;
let receiver: Receiver;

beforeAll(async () => {
  harbor = await startTestServer();
});
afterAll(() => harbor.close());
beforeEach(async () => {
  api = (await harbor.project()).test;
  watching = await startReceiver();
  receiver = await startReceiver();
});
afterEach(async () => {
  await watching.close();
  await receiver.close();
});

const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openapi.components });

interface Reported {
  type: string;
  body: Record<string, unknown>;
}

function eventsAt({ received }: Receiver): Reported[] {
  return received.map(({ headers, body }) => ({
    type: String(headers["harbor-event-type"]).replace("harbor.", ""),
    body: JSON.parse(body.toString()) as Record<string, unknown>,
  }));
}

/** The events that `watching` has received, once there are `count` of this type, or of any. */
async function reported(count: number, type?: string): Promise<Reported[]> {
  const found = () => eventsAt(watching).filter((each) => type === undefined || each.type === type);
  await vi.waitUntil(() => found().length >= count, { timeout: 10_000, interval: 5 });
  return found();
}

const types = (all: Reported[]) => all.map(({ type }) => type);
const failWith = (status: number) => receiver.respondWith((response) => response.writeHead(status).end());
const send = (count: number) =>
  api.post("/events/batch", {
    events: Array.from({ length: count }, (_, n) => ({ type: "order.created", body: n })),
  });
const advance = (seconds: number) => api.post("/test-clock/advance", { seconds });

describe("each operational event", () => {
  it("is in the catalogue and in openapi.yaml with the same fields", () => {
    const webhooks = Object.values(openapi.webhooks) as {
      post: {
        description: string;
        requestBody: { content: { "application/json": { schema: { $ref: string }; examples?: Examples } } };
      };
    }[];
    type Examples = Record<string, { value: unknown }>;
    const entries = builtInEventTypes(1).filter(({ type }) => type !== "harbor.test");
    expect(entries.map(({ type }) => type)).toEqual(entries.map(({ type }) => type).toSorted());
    expect(webhooks).toHaveLength(entries.length + 1);
    for (const { type, schema, example } of entries) {
      const webhook = webhooks.find(({ post }) => post.description.includes(`\`${type}\`:`));
      const { schema: documented, examples } = webhook?.post.requestBody.content["application/json"] ?? {};
      const bodies = [JSON.parse(String(example)) as unknown, Object.values(examples ?? {})[0]?.value];
      for (const body of bodies) {
        expect(ajv.validate({ $ref: `openapi${documented?.$ref}` }, body), ajv.errorsText()).toBe(true);
        expect(ajv.validate(JSON.parse(String(schema)) as object, body), ajv.errorsText()).toBe(true);
      }
      expect(Object.keys(bodies[0] as object)).toEqual(Object.keys(bodies[1] as object));
    }
  });

  it("is delivered with a body as in the catalogue, about what has happened", async () => {
    await api.subscribe(watching.url, { event_type: "harbor.**" });
    failWith(500);
    const retry_policy = { circuit_breaker_threshold: 4, base_delay_seconds: 1, max_retries: 0 };
    const id = await api.subscribe(receiver.url, { name: "Orders", retry_policy });
    await send(2);
    await reported(1, "destination.failing");
    await reported(2, "delivery.dead");
    await send(2);
    await reported(1, "destination.paused");
    failWith(200);
    await api.patch(`/destinations/${id}`, { status: "active" });
    await reported(1, "destination.resumed");
    await api.post(`/destinations/${id}/signing-keys/rotate`, { grace_period_days: 3 });
    await reported(1, "signing_key.rotated");
    await advance(2 * 86_400);
    await reported(1, "signing_key.expiring");
    await api.delete(`/destinations/${id}`);
    await reported(1, "destination.deleted");

    const all = eventsAt(watching);
    expect(new Set(types(all))).toEqual(
      new Set(
        builtInEventTypes(1).flatMap(({ type }) =>
          type === "harbor.test" ? [] : type.replace("harbor.", ""),
        ),
      ),
    );
    for (const { type, body } of all) {
      const { schema } = (await api.get(`/event-types/harbor.${type}`)).body;
      expect(ajv.validate(schema as object, body), `${type}: ${ajv.errorsText()}`).toBe(true);
      expect(body).toMatchObject({ destination_id: id, name: "Orders", url: receiver.url });
    }
    expect(all).toContainEqual({
      type: "destination.failing",
      body: expect.objectContaining({ consecutive_failures: 2, circuit_breaker_threshold: 4, percent: 50 }),
    });
    expect(all).toContainEqual({
      type: "delivery.dead",
      body: expect.objectContaining({ dead_reason: "retries_exhausted", response_code: 500, count: 1 }),
    });
  });

  it("is an event like any other: listed, and not sent to a pattern that does not name it", async () => {
    const everything = await startReceiver();
    await api.subscribe(everything.url, { event_type: "**" });
    await api.subscribe(watching.url, { event_type: "harbor.destination.*" });
    const { id } = (await api.post("/destinations", { url: receiver.url })).body;
    const [event] = await reported(1);
    expect(event).toMatchObject({ type: "destination.created", body: { destination_id: id } });
    const { data } = (await api.get("/events?type=harbor.destination.created")).body;
    expect(data).toHaveLength(1);
    expect(everything.received).toEqual([]);
    await everything.close();
  });

  it("is not stored while no subscription asks for Harbor's own events", async () => {
    const id = await api.subscribe(receiver.url, { event_type: "**" });
    await api.patch(`/destinations/${id}`, { status: "paused" });
    await advance(1);
    expect((await api.get("/events")).body.data).toEqual([]);
  });
});

describe("harbor.delivery.dead", () => {
  it("comes 60 times a minute for a destination, then once with the number of the rest", async () => {
    await api.subscribe(watching.url, { event_type: "harbor.delivery.*" });
    failWith(400);
    await api.subscribe(receiver.url, { event_type: "order.*", max_concurrent_deliveries: 100 });
    await advance(60 - ((await clockSeconds()) % 60));
    await send(75);
    expect((await reported(60)).map(({ body }) => body.count)).toEqual(Array.from({ length: 60 }, () => 1));
    await vi.waitUntil(async () => (await api.get("/dlq?limit=100")).body.data.length === 75);
    await advance(60);
    const all = await reported(61);
    expect(all.at(-1)?.body).toMatchObject({ delivery_id: null, count: 15 });
    expect(all).toHaveLength(61);
  });

  it("does not come for test events", async () => {
    await api.subscribe(watching.url, { event_type: "harbor.**" });
    failWith(400);
    const id = await api.subscribe(receiver.url, { event_type: "order.*" });
    await api.post(`/destinations/${id}/test`, { type: "order.created", body: 1 });
    await receiver.until(1);
    await send(1);
    const [dead] = await reported(1, "delivery.dead");
    expect(types(eventsAt(watching)).filter((type) => type === "delivery.dead")).toHaveLength(1);
    expect(dead?.body).toMatchObject({ event_type: "order.created" });
  });
});

/** The time of the environment. */
async function clockSeconds(): Promise<number> {
  const { created_at } = (await api.post("/events", { type: "clock", body: null })).body;
  return Math.floor(Date.parse(String(created_at)) / 1000);
}

describe("a destination that fails", () => {
  const policy = { circuit_breaker_threshold: 4, max_retries: 0 };

  it("does not get its own failures, nor by a recovery", async () => {
    failWith(500);
    const id = await api.subscribe(receiver.url, {
      event_type: "harbor.destination.*",
      retry_policy: policy,
    });
    await api.post("/subscriptions", { destination_id: id, event_type: "order.*" });
    await api.subscribe(watching.url, { event_type: "harbor.destination.*" });
    await receiver.until(1);
    await send(3);
    await reported(1, "destination.paused");
    failWith(200);
    await api.patch(`/destinations/${id}`, { status: "active" });
    await reported(1, "destination.resumed");
    const recovered = await api.post(`/destinations/${id}/recover`, { since: new Date(0).toISOString() });
    expect(recovered.status).toBe(202);
    await vi.waitUntil(() => types(eventsAt(receiver)).includes("destination.resumed"));
    const own = eventsAt(receiver).filter(({ body }) => body.destination_id === id);
    expect(types(own)).not.toContain("destination.failing");
    expect(types(own)).not.toContain("destination.paused");
  });

  it("reports nothing about attempts of operational events", async () => {
    failWith(500);
    for (let count = 0; count < 3; count += 1) {
      const quick = { circuit_breaker_threshold: 2, max_retries: 0 };
      await api.subscribe(receiver.url, { event_type: "harbor.**", retry_policy: quick });
    }
    await receiver.until(2);
    await advance(60);
    const { data } = (await api.get("/events")).body;
    expect(new Set(data.map(({ type }: { type: string }) => type))).toEqual(
      new Set(["harbor.destination.created"]),
    );
    expect((await api.get("/destinations?status=paused")).body.data.length).toBeGreaterThan(0);
  });

  it("does not fail another one without end that reports it", async () => {
    failWith(500);
    watching.respondWith((response) => response.writeHead(500).end());
    for (const { url } of [receiver, watching]) {
      const id = await api.subscribe(url, { event_type: "harbor.**", retry_policy: policy });
      await api.post("/subscriptions", { destination_id: id, event_type: "order.*" });
    }
    await send(4);
    await vi.waitUntil(async () => (await api.get("/destinations?status=paused")).body.data.length === 2);
    await advance(30 * 60);
    const own = async () => {
      const { data } = (await api.get("/events?limit=100")).body;
      return (data as { type: string }[]).filter(({ type }) => type.startsWith("harbor.")).length;
    };
    const before = await own();
    // One is created, eight deliveries are dead, and of each three percentages and a pause are the most that can be reported.
    expect(before).toBeLessThanOrEqual(1 + 8 + 2 * 4);
    await advance(3 * 3600);
    expect(await own()).toBe(before);
  });
});

describe("the operational events of a tenant's destination", () => {
  it("go to the tenant and to the sender, and not to another tenant", async () => {
    const other = await startReceiver();
    await api.subscribe(other.url, { tenant: "globex", event_type: "harbor.**" });
    await api.subscribe(receiver.url, { tenant: "acme", event_type: "harbor.**" });
    await api.subscribe(watching.url, { event_type: "harbor.**" });
    const id = await api.subscribe("http://127.0.0.1:9/", { tenant: "acme" });
    await api.patch(`/destinations/${id}`, { status: "paused" });
    const paused = await reported(1, "destination.paused");
    expect(paused[0]?.body).toMatchObject({ destination_id: id, paused_reason: "manual" });
    await vi.waitUntil(() => types(eventsAt(receiver)).includes("destination.paused"));
    expect(eventsAt(other).filter(({ body }) => body.destination_id === id)).toEqual([]);
    await other.close();
  });

  it("do not bring a tenant back that is erased", async () => {
    await api.subscribe(watching.url, { event_type: "harbor.**" });
    await api.subscribe(receiver.url, { tenant: "acme" });
    await reported(1, "destination.created");
    expect((await api.delete("/tenants/acme")).status).toBe(204);
    await advance(1);
    expect((await api.get("/tenants")).body.data).toEqual([]);
  });
});
