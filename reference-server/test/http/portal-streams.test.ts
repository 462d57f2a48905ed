import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openStream } from "../event-stream.js";
import { type Receiver, startReceiver } from "../receiver.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let admin: Api;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
});
beforeEach(async () => {
  admin = (await server.project()).test;
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

async function sessionOf(tenant: string, api = admin): Promise<{ id: string; api: Api }> {
  const { body } = await api.post<{ id: string; token: string }>("/portal-sessions", { tenant });
  return { id: body.id, api: new Api(server.url, body.token) };
}

describe("the stream of a session", () => {
  it("has the changes to its tenant's deliveries, numbered without the others", async () => {
    const destination = await admin.subscribe(receiver.url, { tenant: "acme" });
    await admin.subscribe(receiver.url);
    await admin.subscribe(receiver.url, { tenant: "globex" });
    const { api } = await sessionOf("acme");
    const stream = await openStream(api);
    for (const tenant of ["globex", "acme", null])
      await admin.post("/events", { type: "a", body: 1, tenant });
    await stream.until(2);
    const again = await admin.post("/events", { type: "b", body: 1, tenant: "acme" });
    const events = await stream.until(4);
    expect(new Set(events.map(({ data }) => data.destination_id))).toEqual(new Set([destination]));
    const numbers = events.map(({ id = "" }) => Number(id.split("-").at(-1)));
    expect(numbers).toEqual([0, 1, 2, 3]);
    await stream.close();
    const resumed = await openStream(api, "/stream", { "last-event-id": events[1]?.id ?? "" });
    expect((await resumed.until(2)).map(({ data }) => data.event_id)).toEqual([again.body.id, again.body.id]);
    await resumed.close();
    const { api: globex } = await sessionOf("globex");
    for (const other of [globex, admin]) {
      const gap = await openStream(other, "/stream", { "last-event-id": events[1]?.id ?? "" });
      expect(await gap.until(1)).toMatchObject([{ event: "gap" }]);
      await gap.close();
    }
  });

  it("has the deliveries that die with their destination", async () => {
    receiver.respondWith((response) => response.writeHead(500).end());
    const destination = await admin.subscribe(receiver.url, { tenant: "acme" });
    await admin.post("/events", { type: "a", body: 1, tenant: "acme" });
    const { api } = await sessionOf("acme");
    await vi.waitUntil(async () => (await api.get("/deliveries?status=retrying")).body.data.length === 1);
    const stream = await openStream(api);
    await admin.delete(`/destinations/${destination}`);
    expect(await stream.until(1)).toMatchObject([{ data: { dead_reason: "destination_deleted" } }]);
    await stream.close();
    receiver.respondWith((response) => response.end());
  });

  it("ends with the session", async () => {
    const [session, kept] = [await sessionOf("acme"), await sessionOf("acme")];
    const [ending, open] = [await openStream(session.api), await openStream(kept.api)];
    await admin.delete(`/portal-sessions/${session.id}`);
    await ending.ended;
    await admin.subscribe(receiver.url, { tenant: "acme" });
    await admin.post("/events", { type: "a", body: 1, tenant: "acme" });
    await open.until(1);
    expect(ending.events()).toEqual([]);
    await admin.delete("/portal-sessions?tenant=acme");
    await open.ended;
  });

  it("ends with the key that created the session, as that of the key does", async () => {
    const { id, key } = (await admin.post("/api-keys", {})).body;
    const api = new Api(server.url, key);
    const streams = [await openStream(api), await openStream((await sessionOf("acme", api)).api)];
    await admin.delete(`/api-keys/${id}`);
    for (const { ended } of streams) await ended;
  });

  it("is one of at most five of its tenant", async () => {
    const { api } = await sessionOf("acme");
    const opened = [];
    for (let n = 0; n < 5; n++) opened.push(await openStream((await sessionOf("acme")).api));
    const refused = await api.get("/stream");
    expect(refused.status).toBe(429);
    expect(refused.body.error.message).toBe(
      "This tenant has too many open streams (maximum 5). Close one first.",
    );
    const { api: other } = await sessionOf("globex");
    opened.push(await openStream(other), await openStream(admin));
    for (const stream of opened) await stream.close();
  });
});
