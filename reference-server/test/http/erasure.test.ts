import type { ServerResponse } from "node:http";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { openStream } from "../event-stream.js";
import { type Receiver, startReceiver } from "../receiver.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

const SECRET = "4111-1111";

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  receiver = await startReceiver();
  receiver.respondWith((response) => response.writeHead(422).end(`card ${SECRET} refused`));
  api = (await server.project()).test;
});
afterEach(() => receiver.close());
afterAll(() => server.close());

const under = (key: string) => ({ "idempotency-key": key });
const codeOf = async (reply: Promise<{ status: number; body: { error: { code: string } } }>) => {
  const { status, body } = await reply;
  return [status, body.error.code];
};

async function until(deliveryId: string, status: string): Promise<void> {
  await vi.waitUntil(async () => (await api.get(`/deliveries/${deliveryId}`)).body.status === status, {
    timeout: 10_000,
  });
}

/** An event whose delivery the receiver has refused. */
async function dead(fields: object = {}): Promise<{ event: string; delivery: string; destination: string }> {
  const destination = await api.subscribe(receiver.url);
  const { body } = await api.post("/events", { type: "a", body: { card: SECRET }, ...fields });
  const delivery = body.deliveries[0].id as string;
  await until(delivery, "dead");
  return { event: body.id as string, delivery, destination };
}

const erase = (event: string) => api.delete(`/events/${event}/body`);

describe("DELETE /events/{id}/body", () => {
  it("leaves nothing of the body and the responses to read", async () => {
    const { event, delivery } = await dead();
    expect((await api.get(`/deliveries/${delivery}`)).text).toContain(SECRET);
    expect((await erase(event)).status).toBe(204);
    const shown = await api.get(`/events/${event}`);
    expect(shown.body).toMatchObject({ id: event, type: "a", body: null });
    expect(Date.parse(shown.body.erased_at as string)).toBeGreaterThan(0);
    for (const path of [
      `/events/${event}`,
      "/events",
      "/events?type=a",
      "/deliveries",
      `/deliveries/${delivery}`,
      `/deliveries?event_id=${event}`,
      "/deliveries?status=dead",
      "/dlq",
    ]) {
      const { status, text } = await api.get(path);
      expect([path, status, text.includes(event), text.includes(SECRET)]).toEqual([path, 200, true, false]);
    }
  });

  it("is for admin keys, finds no unknown event, and can be repeated", async () => {
    const { event } = await dead();
    for (const role of ["send", "read"]) {
      const { body } = await api.post("/api-keys", { role });
      const other = new Api(api.url, body.key as string);
      expect(await codeOf(other.delete(`/events/${event}/body`))).toEqual([403, "forbidden"]);
    }
    expect(await codeOf(erase("evt_01KJPX8RB1P17G0AVDQZTD2P3X"))).toEqual([404, "event_not_found"]);
    expect(await codeOf(erase("evt"))).toEqual([404, "event_not_found"]);
    await erase(event);
    const { text } = await api.get(`/events/${event}`);
    expect((await erase(event)).status).toBe(204);
    expect((await api.get(`/events/${event}`)).text).toBe(text);
  });

  it("keeps it from being sent again", async () => {
    const { event, delivery, destination } = await dead();
    await erase(event);
    const erased = [409, "event_erased"];
    expect(await codeOf(api.post(`/events/${event}/replay`))).toEqual(erased);
    expect(await codeOf(api.post(`/events/${event}/replay`, { dry_run: true }))).toEqual(erased);
    expect(await codeOf(api.post(`/deliveries/${delivery}/retry`))).toEqual(erased);
    expect(await codeOf(api.post(`/dlq/${delivery}/replay`))).toEqual(erased);
    expect((await api.post("/dlq/replay")).body).toEqual({ replayed: 0, skipped: 1 });
    const since = new Date(0).toISOString();
    const recovered = await api.post(`/destinations/${destination}/recover`, { since });
    expect(recovered.body).toEqual({ matched: 0, created: 0, revived: 0, skipped: 0 });
    const preview = await api.post("/subscriptions/preview", { event_type: "**" });
    expect(preview.body).toEqual({ checked: 0, matched: 0, data: [] });
    expect(receiver.received).toHaveLength(1);
  });

  it("returns the erased event for a repeat of its idempotency key", async () => {
    const { event } = await dead({ idempotency_key: "k" });
    await erase(event);
    const repeat = { type: "a", body: { card: SECRET }, idempotency_key: "k" };
    const repeated = await api.post("/events", repeat);
    expect([repeated.status, repeated.body.id, repeated.body.body]).toEqual([200, event, null]);
    expect(await codeOf(api.post("/events", { ...repeat, type: "b" }))).toEqual([
      409,
      "idempotency_key_conflict",
    ]);
    expect((await api.get("/events")).body.data).toHaveLength(1);
  });

  it("takes the body out of the response to a repeated batch, and no other one", async () => {
    const batch = {
      events: [
        { type: "a", body: { card: SECRET } },
        { type: "harbor.reserved", body: {} },
        { type: "a", body: { n: 1.0 }, idempotency_key: '{"id":"evt_01KJPX8RB1P17G0AVDQZTD2P3X"' },
      ],
    };
    const raw = JSON.stringify(batch).replace('{"n":1}', '{"n":1.0,  "big":12345678901234567890}');
    const first = await api.post("/events/batch", raw, under("k"));
    const again = await api.post("/events/batch", raw, under("k"));
    expect(again.text).toBe(first.text);
    const [erased] = first.body.data;
    await erase(erased.event.id as string);
    const { text, body, headers } = await api.post("/events/batch", raw, under("k"));
    expect(headers.get("idempotent-replayed")).toBe("true");
    const { erased_at } = (await api.get(`/events/${erased.event.id as string}`)).body;
    expect(body.data[0]).toEqual({ ...erased, event: { ...erased.event, body: null, erased_at } });
    expect(text.slice(text.indexOf('{"status":4'))).toBe(first.text.slice(first.text.indexOf('{"status":4')));
  });

  it("leaves no response in what a repeated retry returns", async () => {
    const { event, delivery } = await dead();
    const first = await api.post(`/deliveries/${delivery}/retry`, undefined, under("k"));
    expect(first.text).toContain(SECRET);
    await receiver.until(2);
    await until(delivery, "dead");
    await erase(event);
    const again = await api.post(`/deliveries/${delivery}/retry`, undefined, under("k"));
    expect([again.status, again.body]).toEqual([200, { ...first.body, response_body: null }]);
  });

  it("starts no attempt any more: neither of those that wait in memory nor of those in the queue", async () => {
    const open: ServerResponse[] = [];
    receiver.respondWith((response) => void open.push(response));
    await api.subscribe(receiver.url, { max_concurrent_deliveries: 1 });
    const events: { event: string; delivery: string }[] = [];
    for (let n = 0; n < 3; n += 1) {
      const { body } = await api.post("/events", { type: "a", body: { n } });
      events.push({ event: body.id as string, delivery: body.deliveries[0].id as string });
      await receiver.until(1);
    }
    for (const { event } of events) expect((await erase(event)).status).toBe(204);
    for (const response of open) response.end(SECRET);
    await api.post("/events", { type: "a", body: "last" });
    expect((await receiver.until(2))[1]?.body.toString()).toBe('"last"');
    for (const { delivery } of events) {
      const { body } = await api.get(`/deliveries/${delivery}`);
      expect(body).toMatchObject({ status: "dead", dead_reason: "event_erased", response_body: null });
    }
    const [inFlight] = events;
    await vi.waitUntil(
      async () => (await api.get(`/deliveries/${inFlight?.delivery ?? ""}`)).body.retries.length === 1,
    );
    expect((await api.get(`/deliveries/${inFlight?.delivery ?? ""}`)).text).not.toContain(SECRET);
  });

  it("takes the responses out of what a stream continues with", async () => {
    const first = await openStream(api);
    const { event } = await dead();
    const seen = await first.until(2);
    expect(JSON.stringify(seen)).toContain(SECRET);
    await first.close();
    await erase(event);
    const second = await openStream(api, "/stream", { "last-event-id": seen[0]?.id ?? "" });
    const [missed] = await second.until(1);
    expect(missed).toEqual({ ...seen[1], data: { ...seen[1]?.data, response_body: null } });
    await second.close();
  });
});

describe("tenants", () => {
  const remove = (tenant: string) => api.delete(`/tenants/${tenant}`);

  it("lists them, and lets only admin and read keys do so", async () => {
    await dead({ tenant: "acme" });
    const destination = await api.subscribe(receiver.url, { tenant: "acme" });
    await api.patch(`/destinations/${destination}`, { status: "paused" });
    await api.subscribe(receiver.url, { tenant: "globex" });
    const { body } = await api.get("/tenants?limit=1");
    expect(body.data).toEqual([
      {
        tenant: "acme",
        destinations: 1,
        paused_destinations: 1,
        dead_deliveries: 0,
        last_event_at: expect.stringMatching(/Z$/) as string,
      },
    ]);
    const next = await api.get(`/tenants?limit=1&cursor=${body.next_cursor as string}`);
    expect(next.body).toMatchObject({ data: [{ tenant: "globex", last_event_at: null }], next_cursor: null });
    const ofRole = async (role: string) =>
      new Api(api.url, (await api.post("/api-keys", { role })).body.key as string);
    expect((await (await ofRole("read")).get("/tenants")).status).toBe(200);
    const sender = await ofRole("send");
    expect(await codeOf(sender.get("/tenants"))).toEqual([403, "forbidden"]);
    for (const key of [sender, await ofRole("read")])
      expect(await codeOf(key.delete("/tenants/acme"))).toEqual([403, "forbidden"]);
  });

  it("deletes all that is of one: sessions, destinations, and what was sent, wherever it went", async () => {
    const { event, delivery, destination } = await dead({ tenant: "acme" });
    const own = await api.subscribe(receiver.url, { tenant: "acme" });
    const other = await api.subscribe(receiver.url, { tenant: "globex" });
    const kept = await api.post("/events", { type: "a", body: { card: "kept" }, tenant: "globex" });
    const { body: session } = await api.post("/portal-sessions", {
      tenant: "acme",
      capabilities: ["manage"],
    });
    const portal = new Api(api.url, session.token as string);
    expect((await portal.get("/destinations")).status).toBe(200);
    expect((await remove("acme")).status).toBe(204);
    expect(await codeOf(portal.get("/destinations"))).toEqual([403, "forbidden"]);
    expect((await api.get("/destinations?limit=100")).body.data.map(({ id }: { id: string }) => id)).toEqual([
      other,
      destination,
    ]);
    expect(await codeOf(api.get(`/destinations/${own}`))).toEqual([404, "destination_not_found"]);
    for (const path of [
      `/events/${event}`,
      `/deliveries/${delivery}`,
      "/events?tenant=acme",
      "/dlq?tenant=acme",
    ]) {
      const { status, text } = await api.get(path);
      expect([path, status, text.includes(event), text.includes(SECRET)]).toEqual([path, 200, true, false]);
    }
    expect((await api.get(`/events/${kept.body.id as string}`)).body.body).toEqual({ card: "kept" });
    expect((await api.get("/tenants")).body.data.map(({ tenant }: { tenant: string }) => tenant)).toEqual([
      "globex",
    ]);
    const later = await api.post("/events", { type: "a", body: { card: "later" }, tenant: "acme" });
    expect((await api.get(`/events/${later.body.id as string}`)).body).toMatchObject({
      body: { card: "later" },
      ordering_key: null,
      erased_at: null,
    });
    expect((await remove("acme")).status).toBe(204);
    expect((await api.get(`/events/${later.body.id as string}`)).body.body).toBeNull();
    expect((await remove("unknown")).status).toBe(204);
    expect(await codeOf(remove("-"))).toEqual([400, "invalid_request"]);
  });

  it("starts no attempt of them any more", async () => {
    const open: ServerResponse[] = [];
    receiver.respondWith((response) => void open.push(response));
    await api.subscribe(receiver.url, { max_concurrent_deliveries: 1 });
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      ids.push(
        (await api.post("/events", { type: "a", body: { n }, tenant: "acme" })).body.deliveries[0]
          .id as string,
      );
      await receiver.until(1);
    }
    await remove("acme");
    await api.post("/events", { type: "a", body: "last", tenant: "acme" });
    for (const response of open) response.end(SECRET);
    expect((await receiver.until(2))[1]?.body.toString()).toBe('"last"');
    for (const id of ids) expect((await api.get(`/deliveries/${id}`)).body.dead_reason).toBe("event_erased");
  });

  it("forgets the responses that a session of it would repeat", async () => {
    const create = async () => {
      const { body } = await api.post("/portal-sessions", { tenant: "acme", capabilities: ["manage"] });
      const portal = new Api(api.url, body.token as string);
      return (await portal.post("/destinations", { url: receiver.url }, under("one"))).body;
    };
    const first = await create();
    expect(await create()).toEqual(first);
    expect((await remove("acme")).status).toBe(204);
    const second = await create();
    expect(second.id).not.toBe(first.id);
    expect(second.signing_secret).not.toBe(first.signing_secret);
  });

  it("is not for portal sessions, nor is the erasure of an event", async () => {
    const { event } = await dead({ tenant: "acme" });
    for (const capabilities of [["read"], ["manage"]]) {
      const { body } = await api.post("/portal-sessions", { tenant: "acme", capabilities });
      const portal = new Api(api.url, body.token as string);
      expect(await codeOf(portal.get("/tenants"))).toEqual([403, "forbidden"]);
      expect(await codeOf(portal.delete("/tenants/acme"))).toEqual([403, "forbidden"]);
      expect(await codeOf(portal.delete(`/events/${event}/body`))).toEqual([403, "forbidden"]);
    }
    expect((await api.get(`/events/${event}`)).body.body).toEqual({ card: SECRET });
  });
});
