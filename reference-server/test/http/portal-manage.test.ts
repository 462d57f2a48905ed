import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { OPERATIONS } from "../../src/http/operations.js";
import { type Receiver, startReceiver } from "../receiver.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let admin: Api;
/** A session of the tenant acme that may manage. */
let acme: Api;

beforeAll(async () => {
  server = await startTestServer({ HARBOR_MAX_TENANT_DESTINATIONS: "3", HARBOR_MAX_SUBSCRIPTIONS: "2" });
  receiver = await startReceiver();
});
beforeEach(async () => {
  admin = (await server.project()).test;
  acme = await sessionOf("acme");
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

async function sessionOf(tenant: string, api = admin): Promise<Api> {
  const { body } = await api.post("/portal-sessions", { tenant, capabilities: ["manage"] });
  expect(body.capabilities).toEqual(["read", "manage"]);
  return new Api(api.url, body.token);
}

const codeOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [
  status,
  body.error.code,
];
const FORBIDDEN = [403, "forbidden"];

it("a test event does not show a session what an internal type is", async () => {
  const { body } = await acme.post("/destinations", { url: receiver.url });
  const schema = { type: "object", required: ["secret"], additionalProperties: false };
  const entry = { visibility: "internal", schema: { ...schema, properties: { secret: {} } } };
  const put = await admin.request("PUT", "/event-types/a.b", {
    body: { ...entry, example: { secret: "s3cret" }, validation: "enforce" },
  });
  expect(put.status).toBe(201);
  const before = receiver.received.length;
  const test = `/destinations/${body.id as string}/test`;
  expect((await acme.post(test, { type: "a.b" })).status).toBe(202);
  expect((await acme.post(test, { type: "a.b", body: { q: 1 } })).status).toBe(202);
  const received = (await receiver.until(before + 2)).slice(before);
  expect(received.map((each) => each.body.toString()).join()).not.toContain("s3cret");
});

describe("a session that may manage", () => {
  /** Written from docs/contract.md §2, independent of `x-access`. */
  const MANAGES = [
    "createDestination",
    "updateDestination",
    "deleteDestination",
    "rotateSigningKey",
    "testDestination",
    "recoverDestination",
    "createSubscription",
    "updateSubscription",
    "deleteSubscription",
    "replayEvent",
    "retryDelivery",
    "replayDeadDeliveries",
    "replayDeadDelivery",
    "deleteDeadDelivery",
  ];

  it("may use these operations besides those that read", async () => {
    for (const { id, method, path, body } of OPERATIONS.filter((operation) => operation.method !== "GET")) {
      const response = await fetch(server.url + path.replaceAll(/\{\w+\}/g, "unknown"), {
        method,
        headers: { authorization: `Bearer ${acme.key ?? ""}`, "content-type": "application/json" },
        ...(body !== "none" && { body: '{"unknown":1}' }),
      });
      expect([id, response.status === 403]).toEqual([id, !MANAGES.includes(id)]);
    }
  });

  it("creates destinations of its own tenant only", async () => {
    const created = await acme.post("/destinations", {
      url: receiver.url,
      name: "Mine",
      headers: { "X-A": "1" },
    });
    expect(created.body).toMatchObject({ tenant: "acme", name: "Mine", signing_secret: expect.any(String) });
    expect((await acme.post("/destinations", { url: receiver.url, tenant: "acme" })).status).toBe(201);
    for (const tenant of ["globex", null])
      expect(codeOf(await acme.post("/destinations", { url: receiver.url, tenant }))).toEqual(FORBIDDEN);
    expect((await admin.get(`/destinations/${created.body.id as string}`)).body.tenant).toBe("acme");
  });

  it.each([
    { metadata: { a: 1 } },
    { retry_policy: { max_retries: 1 } },
    { max_concurrent_deliveries: 1 },
    { max_per_second: 1 },
    { ordering: "key" },
    { max_per_second: null },
    { timeout_seconds: 1 },
  ])("may not set %j", async (fields) => {
    const { body } = await acme.post("/destinations", { url: receiver.url });
    expect(codeOf(await acme.post("/destinations", { url: receiver.url, ...fields }))).toEqual(FORBIDDEN);
    const refused = await acme.patch(`/destinations/${body.id as string}`, { name: "x", ...fields });
    expect(codeOf(refused)).toEqual(FORBIDDEN);
    expect(refused.body.error.message).toBe(`A portal session may not set ${Object.keys(fields).join()}.`);
    expect((await acme.get(`/destinations/${body.id as string}`)).body.name).toBeNull();
  });

  it("changes, tests, rotates and deletes its destinations and no other", async () => {
    const { body: own } = await acme.post("/destinations", { url: receiver.url });
    const changes = {
      url: `${receiver.url}/2`,
      name: "n",
      headers: {},
      status: "paused",
      signature: "standard",
    };
    const changed = await acme.patch(`/destinations/${own.id as string}`, changes);
    expect(changed.body).toMatchObject({
      name: "n",
      status: "paused",
      signature: "standard",
      metadata: null,
    });
    const path = `/destinations/${own.id as string}`;
    const rotation = { grace_period_days: 0 };
    expect((await acme.post(`${path}/signing-keys/rotate`, rotation)).status).toBe(200);
    expect((await acme.post(`${path}/test`, {})).body.tenant).toBe("acme");
    expect((await acme.delete(path)).status).toBe(204);
    for (const tenant of ["globex", null]) {
      const foreign = `/destinations/${await admin.subscribe(receiver.url, { tenant })}`;
      expect((await acme.patch(foreign, { name: "x" })).status).toBe(404);
      expect((await acme.post(`${foreign}/signing-keys/rotate`, rotation)).status).toBe(404);
      expect((await acme.post(`${foreign}/test`, {})).status).toBe(404);
      expect((await acme.delete(foreign)).status).toBe(404);
      const subscription = { destination_id: foreign.slice("/destinations/".length), event_type: "**" };
      expect((await acme.post("/subscriptions", subscription)).status).toBe(404);
    }
  });

  it("creates, changes and deletes subscriptions of its destinations", async () => {
    const { body: destination } = await acme.post("/destinations", { url: receiver.url });
    const input = { destination_id: destination.id, event_type: "order.*" };
    const { body } = await acme.post("/subscriptions", input);
    expect(body.tenant).toBe("acme");
    const path = `/subscriptions/${body.id as string}`;
    expect((await acme.patch(path, { event_type: "user.*" })).body.event_type).toBe("user.*");
    const globex = await sessionOf("globex");
    expect((await globex.patch(path, { status: "paused" })).status).toBe(404);
    expect((await globex.delete(path)).status).toBe(404);
    expect((await acme.delete(path)).status).toBe(204);
  });

  it("reaches limits of its own", async () => {
    for (let n = 0; n < 3; n++) await acme.post("/destinations", { url: receiver.url });
    const refused = await acme.post("/destinations", { url: receiver.url });
    expect(codeOf(refused)).toEqual([409, "over_destination_limit"]);
    expect(refused.body.error.message).toBe("Destination limit reached (3 per tenant).");
    const { body } = await (await sessionOf("globex")).post("/destinations", { url: receiver.url });
    for (let n = 0; n < 2; n++)
      await admin.post("/subscriptions", { destination_id: body.id, event_type: "**" });
    const subscription = await admin.post("/subscriptions", { destination_id: body.id, event_type: "**" });
    expect(codeOf(subscription)).toEqual([409, "over_subscription_limit"]);
    expect((await admin.post("/destinations", { url: receiver.url })).status).toBe(201);
  });
});

describe("by hand, a session", () => {
  const failing = async () => {
    receiver.respondWith((response) => response.writeHead(400).end());
    const ids = {
      acme: await admin.subscribe(receiver.url, { tenant: "acme" }),
      own: await admin.subscribe(receiver.url),
    };
    const { body: event } = await admin.post("/events", { type: "a", body: 1, tenant: "acme" });
    await expect.poll(async () => (await admin.get("/dlq")).body.data.length as number).toBe(2);
    const idOf = (destination: string): string =>
      event.deliveries.find((one: { destination_id: string }) => one.destination_id === destination).id;
    receiver.respondWith((response) => response.end());
    return { event: event.id as string, ids, deliveries: { acme: idOf(ids.acme), own: idOf(ids.own) } };
  };

  it("replays an event to its own destinations only", async () => {
    const { event, ids } = await failing();
    const dry = await acme.post(`/events/${event}/replay`, { dry_run: true });
    expect(dry.body.count).toBe(1);
    const replayed = await acme.post(`/events/${event}/replay`, {});
    expect(replayed.body.data).toMatchObject([{ destination_id: ids.acme }]);
    const named = await acme.post(`/events/${event}/replay`, { destination_ids: [ids.own] });
    expect(codeOf(named)).toEqual([400, "destination_not_subscribed"]);
    expect((await (await sessionOf("globex")).post(`/events/${event}/replay`, {})).status).toBe(404);
  });

  it("retries, replays and deletes its own deliveries only", async () => {
    const { deliveries } = await failing();
    for (const change of [
      (id: string) => acme.post(`/deliveries/${id}/retry`),
      (id: string) => acme.post(`/dlq/${id}/replay`),
      (id: string) => acme.delete(`/dlq/${id}`),
    ])
      expect((await change(deliveries.own)).status).toBe(404);
    expect((await acme.post(`/deliveries/${deliveries.acme}/retry`)).status).toBe(200);
    for (const tenant of ["globex", ""])
      expect(codeOf(await acme.post("/dlq/replay", { tenant }))).toEqual(FORBIDDEN);
  });

  it("replays and deletes its own part of the DLQ", async () => {
    const { deliveries } = await failing();
    expect((await acme.post("/dlq/replay", { dry_run: true })).body).toEqual({ replayed: 1, skipped: 0 });
    expect((await acme.post("/dlq/replay", { tenant: "acme" })).body).toEqual({ replayed: 1, skipped: 0 });
    await expect
      .poll(async () => (await acme.get("/deliveries?status=succeeded")).body.data.length as number)
      .toBe(1);
    expect((await admin.get("/dlq")).body.data).toMatchObject([{ id: deliveries.own }]);
  });
});

describe("a pause", () => {
  it("by a session is shown as such, and not by a session what the sender has paused is resumed", async () => {
    const { body } = await acme.post("/destinations", { url: receiver.url });
    const path = `/destinations/${body.id as string}`;
    const pause = { status: "paused" };
    expect((await acme.patch(path, pause)).body.paused_reason).toBe("portal");
    expect((await acme.patch(path, { status: "active" })).body.status).toBe("active");
    expect((await admin.patch(path, pause)).body.paused_reason).toBe("manual");
    expect((await acme.patch(path, pause)).body.paused_reason).toBe("manual");
    const refused = await acme.patch(path, { status: "active" });
    expect(codeOf(refused)).toEqual(FORBIDDEN);
    expect(refused.body.error.message).toBe("The sender has paused this destination.");
    expect((await admin.patch(path, { status: "active" })).body.status).toBe("active");
  });
});

describe("an idempotency key of a session", () => {
  it("meets neither those of other tenants nor those of keys and events", async () => {
    const create = (api: Api) =>
      api.post("/destinations", { url: receiver.url }, { "idempotency-key": "one" });
    await admin.post("/events", { type: "a", body: 1, idempotency_key: "two" });
    const made = [await create(admin), await create(acme), await create(await sessionOf("globex"))];
    expect(new Set(made.map(({ body }) => body.id as string)).size).toBe(3);
    const again = await create(await sessionOf("acme"));
    expect([again.text, again.headers.get("idempotent-replayed")]).toEqual([made[1]?.text, "true"]);
    const test = await acme.post(
      `/destinations/${made[1]?.body.id as string}/test`,
      {},
      { "idempotency-key": "two" },
    );
    expect(test.status).toBe(202);
  });
});

describe("a URL that a session sets", () => {
  let strict: TestServer;
  beforeAll(async () => {
    strict = await startTestServer({ HARBOR_PORTAL_TEST_NETWORKS: "off" });
  });
  afterAll(() => strict.close());

  it("is judged as that of a live destination, and refused with one message", async () => {
    const session = await sessionOf("acme", (await strict.project()).test);
    const texts = new Set<string>();
    for (const url of [
      receiver.url,
      "https://127.0.0.1/x",
      "https://10.0.0.1/",
      "https://does-not-resolve.invalid/",
      "ftp://example.com",
      "https://user:pass@example.com",
      "https://example.com/\u0001",
    ]) {
      const refused = await session.post("/destinations", { url });
      expect(codeOf(refused)).toEqual([400, "invalid_url"]);
      const { message, details } = refused.body.error;
      texts.add(JSON.stringify([message, details]));
    }
    expect([...texts]).toHaveLength(1);
  });

  it("is judged at every dial too, until a key sets it again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-portal-"));
    const settings = { HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}` };
    const lifted = await startTestServer(settings);
    const { test: key } = await lifted.project();
    const { body: destination } = await (
      await sessionOf("acme", key)
    ).post("/destinations", { url: receiver.url });
    await lifted.close();
    const server = await startTestServer({ ...settings, HARBOR_PORTAL_TEST_NETWORKS: "off" });
    const api = new Api(server.url, key.key);
    const path = `/destinations/${destination.id as string}`;
    const errorOfTest = async () => {
      const { body } = await api.post(`${path}/test`, {});
      const attempts = async () =>
        (await api.get(`/deliveries/${body.id as string}`)).body.retries as { error: string | null }[];
      await expect.poll(async () => (await attempts()).length).toBe(1);
      return (await attempts())[0]?.error;
    };
    expect(await errorOfTest()).toBe("blocked_address");
    await api.patch(path, { url: receiver.url });
    expect(await errorOfTest()).toBeNull();
    await server.close();
    rmSync(folder, { recursive: true });
  });
});
