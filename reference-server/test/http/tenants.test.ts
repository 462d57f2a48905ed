import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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
});
afterAll(() => server.close());

const send = (tenant?: string | null, fields: Record<string, unknown> = {}) =>
  api.post("/events", {
    type: "order.created",
    body: { a: 1 },
    ...(tenant !== undefined && { tenant }),
    ...fields,
  });

/** A subscribed destination of each tenant and one without. */
async function destinations() {
  const [acme, globex, own] = [
    await api.subscribe(receiver.url, { tenant: "acme" }),
    await api.subscribe(receiver.url, { tenant: "globex" }),
    await api.subscribe(receiver.url),
  ];
  return { acme, globex, own };
}

const destinationsOf = ({ body }: Awaited<ReturnType<typeof send>>) =>
  (body.deliveries as { destination_id: string }[]).map(({ destination_id }) => destination_id).sort();

describe("an event of a tenant", () => {
  it("goes to the destinations of its tenant and to those without one", async () => {
    const { acme, globex, own } = await destinations();
    expect(destinationsOf(await send("acme"))).toEqual([acme, own].sort());
    expect(destinationsOf(await send("globex"))).toEqual([globex, own].sort());
    expect(destinationsOf(await send("initech"))).toEqual([own]);
    expect(destinationsOf(await send())).toEqual([own]);
    expect(destinationsOf(await send(null))).toEqual([own]);
  });

  it("is sent with the tenant in a header, which other events do not have", async () => {
    await api.subscribe(receiver.url);
    await send("acme");
    await send();
    const received = await receiver.until(2);
    expect(received.map(({ headers }) => headers["harbor-tenant"] ?? null).sort()).toEqual(["acme", null]);
  });

  it("is replayed to no other tenant, even by name", async () => {
    const { acme, globex, own } = await destinations();
    const { body: event } = await send("acme");
    const all = await api.post(`/events/${event.id as string}/replay`, {});
    expect(destinationsOf({ ...all, body: { deliveries: all.body.data } })).toEqual([acme, own].sort());
    const named = await api.post(`/events/${event.id as string}/replay`, { destination_ids: [globex] });
    expect(named.body.error.code).toBe("destination_not_subscribed");
  });

  it("shares its idempotency key with no other tenant", async () => {
    const { body: event } = await send("acme", { idempotency_key: "order-1" });
    expect(await send("acme", { idempotency_key: "order-1" })).toMatchObject({
      status: 200,
      body: { id: event.id },
    });
    for (const tenant of ["globex", null]) {
      const other = await send(tenant, { idempotency_key: "order-1" });
      expect(other).toMatchObject({ status: 409, body: { error: { code: "idempotency_key_conflict" } } });
    }
  });

  it("has the tenant in a batch", async () => {
    const { acme, own } = await destinations();
    const { body } = await api.post("/events/batch", {
      events: [
        { type: "order.created", body: 1, tenant: "acme" },
        { type: "order.created", body: 1, tenant: "no tenant" },
      ],
    });
    expect(body.data[0].event).toMatchObject({ tenant: "acme" });
    expect(destinationsOf({ ...body, body: body.data[0].event })).toEqual([acme, own].sort());
    expect(body.data[1].error.details[0].path).toBe("body/events/1/tenant");
  });
});

describe("a tenant", () => {
  it.each(["", "-acme", "a b", "ä", "a".repeat(129), 7])("cannot be %j", async (tenant) => {
    for (const refused of [
      await api.post("/destinations", { url: receiver.url, tenant }),
      await api.post("/events", { type: "order.created", body: 1, tenant }),
    ]) {
      expect(refused.status).toBe(400);
      expect(refused.body.error.details[0].path).toBe("body/tenant");
    }
  });

  it.each(["a", "0", "Acme_1.eu:7-b", "a".repeat(128)])("can be %j", async (tenant) => {
    expect((await api.post("/destinations", { url: receiver.url, tenant })).body.tenant).toBe(tenant);
    expect((await send(tenant)).body.tenant).toBe(tenant);
  });

  it("of a destination never changes", async () => {
    const id = await api.subscribe(receiver.url, { tenant: "acme" });
    expect((await api.patch(`/destinations/${id}`, { tenant: "globex" })).status).toBe(400);
  });

  it("is that of the destination for its subscriptions and test events, that of the event for its deliveries", async () => {
    const { acme, own } = await destinations();
    const test = await api.post(`/destinations/${acme}/test`, {});
    expect(test.body.tenant).toBe("acme");
    expect((await api.get(`/events/${test.body.event_id as string}`)).body.tenant).toBe("acme");
    const { body: event } = await send("globex");
    const { body } = await api.get(`/deliveries?event_id=${event.id as string}&destination_id=${own}`);
    expect(body.data).toMatchObject([{ tenant: "globex" }]);
    const subscriptions = await api.get(`/subscriptions?destination_id=${acme}`);
    expect(subscriptions.body.data).toMatchObject([{ tenant: "acme" }]);
  });
});

describe("the filter tenant", () => {
  it.each(["/destinations", "/subscriptions", "/events", "/deliveries"])("of %s", async (list) => {
    await destinations();
    for (const tenant of ["acme", "globex", null]) await send(tenant);
    const { body: all } = await api.get(list);
    for (const [query, tenant] of [
      ["acme", "acme"],
      ["globex", "globex"],
      ["", null],
    ]) {
      const { body } = await api.get(`${list}?tenant=${query ?? ""}`);
      const wanted = all.data.filter((item: { tenant: string | null }) => item.tenant === tenant);
      expect(body.data.map(({ id }: { id: string }) => id)).toEqual(
        wanted.map(({ id }: { id: string }) => id),
      );
      expect(wanted.length).toBeGreaterThan(0);
    }
    expect((await api.get(`${list}?tenant=initech`)).body.data).toEqual([]);
    expect((await api.get(`${list}?tenant=a%20b`)).status).toBe(400);
  });

  it("binds a cursor", async () => {
    for (let n = 0; n < 2; n++) await send("acme");
    const { body } = await api.get("/events?tenant=acme&limit=1");
    expect(
      (await api.get(`/events?tenant=acme&cursor=${body.next_cursor as string}`)).body.data,
    ).toHaveLength(1);
    for (const other of ["tenant=globex&", "tenant=&", ""]) {
      const refused = await api.get(`/events?${other}cursor=${body.next_cursor as string}`);
      expect(refused.body.error.code).toBe("invalid_cursor");
    }
  });

  it("of /dlq and /dlq/replay is the event's", async () => {
    receiver.respondWith((response) => response.writeHead(400).end());
    const own = await api.subscribe(receiver.url);
    for (const tenant of ["acme", "globex", null]) await send(tenant);
    await expect.poll(async () => (await api.get("/dlq")).body.data.length as number).toBe(3);
    expect((await api.get("/dlq?tenant=acme")).body.data).toMatchObject([
      { tenant: "acme", destination_id: own },
    ]);
    expect((await api.get("/dlq?tenant=")).body.data).toMatchObject([{ tenant: null }]);
    expect((await api.post("/dlq/replay", { tenant: "acme" })).body).toEqual({ replayed: 1, skipped: 0 });
    expect((await api.post("/dlq/replay", { tenant: "initech" })).body).toEqual({ replayed: 0, skipped: 0 });
  });

  it("of /stats is the destination's", async () => {
    await destinations();
    for (const tenant of ["acme", null]) await send(tenant);
    const ingested = async (query: string) =>
      (await api.get(`/stats${query}`)).body.totals.ingested as number;
    expect(await ingested("?tenant=acme")).toBe(1);
    expect(await ingested("?tenant=globex")).toBe(0);
    expect(await ingested("?tenant=")).toBe(2);
    expect(await ingested("")).toBe(2);
  });
});
