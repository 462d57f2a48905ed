import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Api, type Reply, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  api = (await server.project()).test;
});
afterAll(() => server.close());

const URL = "http://127.0.0.1:9/none";
const under = (key: string) => ({ "idempotency-key": key });

/** A delivery that has died: its destination is gone from behind it but for one more to replay to. */
async function paused(): Promise<{ destination: string; delivery: string; event: string }> {
  const destination = await api.subscribe(URL);
  await api.patch(`/destinations/${destination}`, { status: "paused" });
  const { body } = await api.post("/events", { type: "a", body: 1 });
  await api.post("/test-clock/advance", { seconds: 3700 });
  return { destination, delivery: body.deliveries[0].id as string, event: body.id as string };
}

describe("an Idempotency-Key", () => {
  it.each<[string, () => Promise<[path: string, body?: unknown]>]>([
    ["createDestination", async () => ["/destinations", { url: URL }]],
    [
      "createSubscription",
      async () => ["/subscriptions", { destination_id: await api.subscribe(URL), event_type: "b" }],
    ],
    ["rotateSigningKey", async () => [`/destinations/${await api.subscribe(URL)}/signing-keys/rotate`]],
    ["testDestination", async () => [`/destinations/${await api.subscribe(URL)}/test`, { body: { n: 1 } }]],
    ["createEventBatch", async () => ["/events/batch", { events: [{ type: "a", body: 1 }] }]],
    ["replayEvent", async () => [`/events/${(await paused()).event}/replay`]],
    ["retryDelivery", async () => [`/deliveries/${(await paused()).delivery}/retry`]],
    ["replayDeadDeliveries", async () => ["/dlq/replay"]],
    ["advanceTestClock", async () => ["/test-clock/advance", { seconds: 60 }]],
    [
      "replayDeadDelivery",
      async () => {
        const { destination, delivery } = await paused();
        await api.patch(`/destinations/${destination}`, { status: "active" });
        return [`/dlq/${delivery}/replay`];
      },
    ],
  ])("repeats the first response of %s", async (_operation, prepare) => {
    const [path, body] = await prepare();
    const first = await api.post(path, body, under("k"));
    expect(first.status).toBeLessThan(300);
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    const again = await api.post(path, body, under("k"));
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect(again.headers.get("harbor-request-id")).not.toBe(first.headers.get("harbor-request-id"));

    const other = await api.post(path, { ...(body as object), name: "other" }, under("k"));
    expect([409, 400]).toContain(other.status);
    const elsewhere = await api.post("/destinations", { url: `${URL}/elsewhere` }, under("k"));
    expect([elsewhere.status, elsewhere.body.error.code]).toEqual([409, "idempotency_key_conflict"]);
  });

  it("creates one destination for a hundred requests at the same moment, and every response has its secret", async () => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => api.post("/destinations", { url: URL }, under("k"))),
    );
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.every(({ status }) => status === 201)).toBe(true);
    expect((await api.get("/destinations")).body.data).toHaveLength(1);
  });

  it("remembers nothing of a request that was refused", async () => {
    expect((await api.post("/destinations", { url: "http://10.0.0.1/" }, under("k"))).status).toBe(400);
    expect((await api.post("/destinations", { url: URL }, under("k"))).status).toBe(201);
    const path = "/subscriptions";
    const nowhere = { destination_id: "dest_01KJPX728R3NF6M7PXVWPBB6VV", event_type: "a" };
    expect((await api.post(path, nowhere, under("s"))).status).toBe(404);
    expect((await api.post(path, nowhere, under("s"))).headers.get("idempotent-replayed")).toBeNull();
  });

  it("is forgotten after 24 hours of the environment's time", async () => {
    const first = await api.post("/destinations", { url: URL }, under("k"));
    await api.post("/test-clock/advance", { seconds: 86_400 - 60 });
    expect((await api.post("/destinations", { url: URL }, under("k"))).text).toBe(first.text);
    await api.post("/test-clock/advance", { seconds: 120 });
    const later = await api.post("/destinations", { url: URL }, under("k"));
    expect(later.status).toBe(201);
    expect(later.body.id).not.toBe(first.body.id);
  });

  it("is one key for all operations", async () => {
    const event = { type: "a", body: 1 };
    const codeOf = (reply: Reply<{ error: { code: string } }>) => [reply.status, reply.body.error.code];
    const conflict = [409, "idempotency_key_conflict"];
    await api.post("/events", event, under("e"));
    expect(codeOf(await api.post("/destinations", { url: URL }, under("e")))).toEqual(conflict);
    expect(codeOf(await api.post("/events/batch", { events: [event] }, under("e")))).toEqual(conflict);
    expect(codeOf(await api.post("/test-clock/advance", { seconds: 1 }, under("e")))).toEqual(conflict);
    await api.post("/destinations", { url: URL }, under("d"));
    expect(codeOf(await api.post("/events", event, under("d")))).toEqual(conflict);
    const { body } = await api.post("/events/batch", { events: [{ ...event, idempotency_key: "d" }] });
    expect(codeOf({ ...(await api.get("/events")), ...body.data[0], body: body.data[0] })).toEqual(conflict);
    expect((await api.post("/events", event, under("e"))).status).toBe(200);
  });

  it("is the environment's own", async () => {
    const { test, live } = await server.project();
    const target = { url: "https://127.0.0.1:9/none" };
    expect((await test.post("/destinations", target, under("k"))).status).toBe(201);
    expect((await live.post("/destinations", target, under("k"))).body.error.code).toBe("invalid_url");
  });

  it("outlives a restart, the secret sealed on the disk", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-"));
    const env = {
      HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`,
      HARBOR_API_KEYS: "hk_test_restart_0123456789",
    };
    const before = await startTestServer(env);
    const ask = (url: string) =>
      new Api(url, env.HARBOR_API_KEYS).post("/destinations", { url: URL }, under("k"));
    const first = await ask(before.url);
    await before.close();
    const after = await startTestServer(env);
    const again = await ask(after.url);
    await after.close();
    rmSync(folder, { recursive: true });
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
  });
});
