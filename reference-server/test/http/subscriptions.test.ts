import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;
let destination: string;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
});
beforeEach(async () => {
  api = (await server.project()).test;
  destination = (await api.post("/destinations", { url: receiver.url })).body.id as string;
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const subscribe = (fields: Record<string, unknown>) =>
  api.post("/subscriptions", { destination_id: destination, event_type: "order.*", ...fields });

/** How many deliveries an event makes. */
async function routed(type: string, body: unknown): Promise<number> {
  return (await api.post("/events", { type, body })).body.deliveries.length as number;
}

describe("POST /subscriptions", () => {
  it("routes every event that is accepted after its response", async () => {
    for (let n = 0; n < 20; n++) {
      const created = await subscribe({ event_type: `order.v${n}` });
      expect(created.status).toBe(201);
      expect(created.body).toMatchObject({ destination_id: destination, filter: null, status: "active" });
      expect(await routed(`order.v${n}`, 1)).toBe(1);
    }
  });

  it("makes one delivery however many subscriptions match", async () => {
    await subscribe({ event_type: "order.created" });
    await subscribe({ event_type: "order.*" });
    await subscribe({ event_type: "**" });
    expect(await routed("order.created", 1)).toBe(1);
  });

  it("filters by the body", async () => {
    await subscribe({ filter: { "$.amount": { $gte: 100 } } });
    expect(await routed("order.created", { amount: 100 })).toBe(1);
    expect(await routed("order.created", { amount: 99 })).toBe(0);
    expect(await routed("order.created", null)).toBe(0);
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ event_type: "order.**.x" }, "invalid_event_type_pattern", "body/event_type"],
    [{ event_type: "" }, "invalid_event_type_pattern", "body/event_type"],
    [{ filter: { "$..a": 1 } }, "invalid_filter", "body/filter/$..a"],
    [{ filter: { "$.a": { $like: 1 } } }, "invalid_filter", "body/filter/$.a/$like"],
    [{ filter: [] }, "invalid_request", "body/filter"],
    [{ event_type: 5 }, "invalid_request", "body/event_type"],
  ])("refuses %j", async (fields, code, path) => {
    const reply = await subscribe(fields);
    expect([reply.status, reply.body.error.code]).toEqual([400, code]);
    expect(reply.body.error.details[0].path).toBe(path);
  });

  it.each<[string, string]>([
    ['{"$.a":1,"$.b":2,"$.a":3}', "body/filter/$.a"],
    ['{"$.a":1,"$.\\u0061":3}', "body/filter/$.a"],
    ['{"$.a":{"$gt":1,"$gt":3}}', "body/filter/$.a/$gt"],
    ['{"$or":[{"$.b":1},{"$.a":{"$eq":{"x":1,"x":1}}}]}', "body/filter/$or/1/$.a/$eq/x"],
  ])("refuses the filter %s, of which it would drop a part", async (filter, path) => {
    const { body } = await api.post("/destinations", { url: "http://127.0.0.1:9" });
    const start = `{"destination_id":"${String(body.id)}","event_type":"a"`;
    const reply = await api.post("/subscriptions", `${start},"filter":${filter}}`);
    expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_filter"]);
    expect(reply.body.error.details).toEqual([{ path, message: "is given more than once" }]);
  });

  it("takes two spellings of a path as two conditions", async () => {
    await subscribe({ event_type: "order.created", filter: { "$.a": { $gt: 1 }, "$['a']": { $lt: 3 } } });
    expect(await routed("order.created", { a: 2 })).toBe(1);
    expect(await routed("order.created", { a: 3 })).toBe(0);
    expect(await routed("order.created", { a: 1 })).toBe(0);
  });

  it("keeps and compares a filter's numbers as they are written", async () => {
    const filter = '{ "$.id": 12345678901234567890, "$.rate": {"$gte": 1.0} }';
    const destination = await api.post("/destinations", { url: "http://127.0.0.1:9" });
    const created = await api.post(
      "/subscriptions",
      `{"destination_id":"${String(destination.body.id)}","event_type":"exact.*","filter":${filter}}`,
    );
    const path = `/subscriptions/${String(created.body.id)}`;
    const texts = [created.text, (await api.get(path)).text, (await api.get("/subscriptions?limit=1")).text];
    for (const text of texts) expect(text).toContain(`"filter":${filter},`);
    const deliveriesOf = async (id: string) =>
      (await api.post("/events", `{"type":"exact.a","body":{"id":${id},"rate":1}}`)).body
        .deliveries as unknown[];
    expect(await deliveriesOf("12345678901234567891")).toHaveLength(0);
    expect(await deliveriesOf("12345678901234567890")).toHaveLength(1);
  });

  it("refuses a number that no double holds, before it becomes a filter that nothing can read", async () => {
    const created = await subscribe({ event_type: "order.created", filter: { "$.a": 1 } });
    const path = `/subscriptions/${created.body.id as string}`;
    const reply = await api.request("PATCH", path, { body: '{"filter":{"$.a":{"$lt":1e999}}}' });
    expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_filter"]);
    expect(reply.body.error.details[0].path).toBe("body/filter/$.a/$lt");
    expect(await routed("order.created", { a: 1 })).toBe(1);
  });

  it.each(["dest_01KJPX728R3NF6M7PXVWPBB6VV", "nothing", "", "\u0000"])(
    "does not find the destination %j",
    async (destination_id) => {
      const reply = await subscribe({ destination_id });
      expect([reply.status, reply.body.error.code]).toEqual([404, "destination_not_found"]);
    },
  );
});

describe("a subscription", () => {
  it("is shown, listed by destination, changed, paused, resumed and deleted", async () => {
    const created = await subscribe({ filter: { "$.a": 1 } });
    const path = `/subscriptions/${created.body.id as string}`;
    expect((await api.get(path)).body).toEqual(created.body);
    expect((await api.get(`/subscriptions?destination_id=${destination}`)).body.data).toEqual([created.body]);

    expect((await api.patch(path, { filter: null, event_type: "a.**" })).body).toMatchObject({
      filter: null,
      event_type: "a.**",
      status: "active",
    });
    expect(await routed("a.b.c", {})).toBe(1);
    expect((await api.patch(path, { status: "paused" })).body.status).toBe("paused");
    expect(await routed("a.b.c", {})).toBe(0);
    await api.patch(path, { status: "active" });
    expect(await routed("a.b.c", {})).toBe(1);

    expect((await api.delete(path)).status).toBe(204);
    expect(await routed("a.b.c", {})).toBe(0);
    for (const gone of [await api.get(path), await api.delete(path), await api.patch(path, {})]) {
      expect([gone.status, gone.body.error.code]).toEqual([404, "subscription_not_found"]);
    }
  });

  it("is not changed by what is not valid", async () => {
    const path = `/subscriptions/${(await subscribe({})).body.id as string}`;
    expect((await api.patch(path, { event_type: "a b" })).body.error.code).toBe("invalid_event_type_pattern");
    expect((await api.patch(path, { filter: { a: 1 } })).body.error.code).toBe("invalid_filter");
    expect((await api.patch(path, { destination_id: destination })).body.error.code).toBe("invalid_request");
    expect((await api.get(path)).body.event_type).toBe("order.*");
  });
});

describe("POST /subscriptions/preview", () => {
  const preview = (fields: Record<string, unknown>) => api.post("/subscriptions/preview", fields);

  it("shows which of the latest events would match, as routing decides", async () => {
    const ids: string[] = [];
    for (const [type, body] of [
      ["order.created", { total: 150 }],
      ["order.created", { total: 50 }],
      ["order.created", { total: 12345678901234567890n.toString() }],
      ["invoice.paid", { total: 150 }],
    ] as const)
      ids.unshift((await api.post("/events", { type, body })).body.id as string);
    const { status, body } = await preview({ event_type: "order.*", filter: { "$.total": { $gte: 100 } } });
    expect([status, body.checked, body.matched]).toEqual([200, 4, 1]);
    expect(body.data.map(({ id, matches }: { id: string; matches: boolean }) => [id, matches])).toEqual(
      ids.map((id, at) => [id, at === 3]),
    );
    expect((await preview({ event_type: "**" })).body.matched).toBe(4);
    expect((await preview({ event_type: "**", filter: null })).body.matched).toBe(4);
    expect((await api.get("/subscriptions")).body.data).toEqual([]);
  });

  it("looks at a hundred events at most, and at those since a time", async () => {
    const batch = { events: Array.from({ length: 100 }, (_, n) => ({ type: "order.created", body: n })) };
    await api.post("/events/batch", { events: [{ type: "old.one", body: 0 }, ...batch.events.slice(1)] });
    await api.post("/events", { type: "order.created", body: "x".repeat(200_000) });
    const { body } = await preview({ event_type: "old.*" });
    expect([body.checked, body.matched]).toEqual([100, 0]);
    const since = (await api.post("/test-clock/advance", { seconds: 3600 })).body.now as string;
    await api.post("/events", { type: "order.created", body: 1 });
    expect((await preview({ event_type: "**", since })).body).toMatchObject({ checked: 1, matched: 1 });
  });

  it("refuses what a subscription would not take, and leaves the event loop to others", async () => {
    for (const [fields, code] of [
      [{ event_type: "a.**.b" }, "invalid_event_type_pattern"],
      [{ event_type: "a", filter: { "$..x": 1 } }, "invalid_filter"],
      [{ event_type: "a", destination_id: destination }, "invalid_request"],
      [{}, "invalid_request"],
    ] as const) {
      const reply = await preview(fields);
      expect([reply.status, reply.body.error.code]).toEqual([400, code]);
    }
    const large = { events: Array.from({ length: 10 }, () => ({ type: "a", body: Array(60_000).fill(1) })) };
    await api.post("/events/batch", large);
    const slow = preview({ event_type: "a", filter: { "$[*]": { $in: [2, 3, 4] }, "$[0]": 2 } });
    const first = await Promise.race([slow.then(() => "preview"), api.get("/events/x").then(() => "read")]);
    expect(first).toBe("read");
    expect((await slow).body).toMatchObject({ checked: 10, matched: 0 });
  });
});
