import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;

const SINCE = { since: "2020-01-01T00:00:00Z" };

beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(async () => {
  api = (await server.project()).test;
  receiver = await startReceiver();
  return () => receiver.close();
});
afterAll(() => server.close());

async function send(count: number, fields: object = {}): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const { body } = await api.post("/events", { type: "order.created", body: { n }, ...fields });
    ids.push(body.id as string);
  }
  return ids;
}

async function recover(destination: string, input: object = {}, headers: Record<string, string> = {}) {
  return await api.post(`/destinations/${destination}/recover`, { ...SINCE, ...input }, headers);
}

describe("POST /destinations/{id}/recover", () => {
  it("delivers what came before the subscription, in pages, once", async () => {
    const ids = await send(120);
    const destination = await api.subscribe(receiver.url, { event_type: "order.*" });
    const expected = { matched: 120, created: 120, revived: 0, skipped: 0 };
    const planned = await recover(destination, { dry_run: true });
    expect([planned.status, planned.body]).toEqual([200, expected]);
    const key = { "idempotency-key": "outage" };
    const recovered = await recover(destination, {}, key);
    expect([recovered.status, recovered.body]).toEqual([202, expected]);
    const received = await receiver.until(120);
    expect(received.map(({ headers }) => headers["harbor-event-id"]).sort()).toEqual([...ids].sort());
    const repeated = await recover(destination, {}, key);
    expect([repeated.body, repeated.headers.get("idempotent-replayed")]).toEqual([expected, "true"]);
    const again = await recover(destination);
    expect(again.body).toEqual({ matched: 120, created: 0, revived: 0, skipped: 120 });
  });

  it("revives dead deliveries in their place", async () => {
    receiver.respondWith((response) => response.writeHead(422).end());
    const destination = await api.subscribe(receiver.url);
    await send(1);
    await api.post("/test-clock/advance", { seconds: 0 });
    receiver.respondWith((response) => response.end());
    expect((await recover(destination)).body).toEqual({ matched: 1, created: 0, revived: 1, skipped: 0 });
    await api.post("/test-clock/advance", { seconds: 0 });
    const { body } = await api.get(`/deliveries?destination_id=${destination}`);
    expect(body.data).toMatchObject([{ status: "succeeded" }]);
  });

  it("takes only what matches the subscriptions of the destination, its filter, its tenant and the range", async () => {
    const filter = { "$.n": { $gte: 1 } };
    await send(2, { type: "other" });
    await send(2, { tenant: "globex" });
    await send(3, { tenant: "acme" });
    const created = await api.post("/destinations", { url: receiver.url, tenant: "acme" });
    const destination = created.body.id as string;
    await api.post("/subscriptions", { destination_id: destination, event_type: "order.*", filter });
    expect((await recover(destination, { dry_run: true, since: "2100-01-01T00:00:00Z" })).body.matched).toBe(
      0,
    );
    expect((await recover(destination, { dry_run: true, until: "2020-01-02T00:00:00Z" })).body.matched).toBe(
      0,
    );
    expect((await recover(destination)).body).toMatchObject({ matched: 2, created: 2 });
  });

  it("ignores test events", async () => {
    const other = await api.subscribe(receiver.url);
    await api.post(`/destinations/${other}/test`, { type: "order.created", body: 1 });
    const destination = await api.subscribe(receiver.url);
    expect((await recover(destination)).body.matched).toBe(0);
  });

  it("refuses a paused and a missing destination, and a request without a time", async () => {
    const destination = await api.subscribe(receiver.url);
    await api.patch(`/destinations/${destination}`, { status: "paused" });
    const codes = [
      await recover(destination),
      await recover(destination, { dry_run: true }),
      await recover("dest_01KJPX728R3NF6M7PXVWPBB6VV"),
      await recover("nonsense"),
      await api.post(`/destinations/${destination}/recover`, {}),
      await recover(destination, { since: "yesterday" }),
    ].map(({ status, body }) => [status, body.error.code]);
    expect(codes).toEqual([
      [409, "destination_paused"],
      [409, "destination_paused"],
      [404, "destination_not_found"],
      [404, "destination_not_found"],
      [400, "invalid_request"],
      [400, "invalid_request"],
    ]);
  });
});

describe("the replay of a test event", () => {
  it("goes to its destination only, and nowhere once that is deleted", async () => {
    const destination = await api.subscribe(receiver.url, { event_type: "other" });
    await api.subscribe(receiver.url);
    const { body: test } = await api.post(`/destinations/${destination}/test`, { type: "order.created" });
    const path = `/events/${test.event_id as string}/replay`;
    const replayed = await api.post(path, {});
    expect(replayed.body.data).toMatchObject([{ destination_id: destination }]);
    await api.delete(`/destinations/${destination}`);
    expect((await api.post(path, {})).body).toEqual({ count: 0, data: [] });
  });
});
