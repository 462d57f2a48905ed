import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { METRICS_TOKEN } from "../store-under-test.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

const SCHEMA = {
  type: "object",
  required: ["order_id"],
  properties: { order_id: { type: "string" }, lines: { items: { type: "object", required: ["sku"] } } },
};
const VALID = { order_id: "ord_1" };
const INVALID = { order_id: 7, lines: [{ sku: "a" }, {}] };
const DETAILS = [
  { path: "body/body/order_id", message: "must be string" },
  { path: "body/body/lines/1/sku", message: "is required" },
];

let server: TestServer;
let receiver: Receiver;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  api = (await server.project()).test;
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const put = (fields: object = {}, type = "order.created") =>
  api.request("PUT", `/event-types/${type}`, { body: { schema: SCHEMA, validation: "enforce", ...fields } });
const send = (body: unknown, fields: object = {}) =>
  api.post("/events", { type: "order.created", body, ...fields });
const stored = async () => (await api.get("/events")).body.data.length as number;
const metric = async (labels: string) => {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  const text = await (await fetch(`${server.url}/metrics`, { headers })).text();
  return Number(
    new RegExp(`^harbor_event_mismatches_total\\{${labels}\\} (\\d+)$`, "m").exec(text)?.[1] ?? 0,
  );
};

describe("enforce", () => {
  it("refuses a body that does not match, with the places and without a value", async () => {
    await put();
    expect((await send(VALID)).status).toBe(202);
    const refused = await send({ ...INVALID, order_id: ["a secret"] });
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe("invalid_event_body");
    expect(refused.body.error.details).toEqual(DETAILS);
    expect(refused.text).not.toContain("secret");
    expect(await stored()).toBe(1);
  });

  it("names at most 20 places", async () => {
    await put();
    const { body } = await send({ ...VALID, lines: Array.from({ length: 50 }, () => ({})) });
    expect(body.error.details).toHaveLength(20);
  });

  it("refuses single events of a batch, with and without an Idempotency-Key", async () => {
    await put();
    const events = [VALID, INVALID, VALID].map((body) => ({ type: "order.created", body }));
    for (const headers of [{}, { "idempotency-key": "batch" }]) {
      const { status, body } = await api.post("/events/batch", { events }, headers);
      expect(status).toBe(207);
      expect(body.data.map((result: { status: number }) => result.status)).toEqual([202, 400, 202]);
      expect(body.data[1].error.code).toBe("invalid_event_body");
      expect(body.data[1].error.details).toEqual(
        DETAILS.map(({ path, message }) => ({ path: path.replace("body/", "body/events/1/"), message })),
      );
    }
    expect(await stored()).toBe(4);
    const none = await api.post("/events/batch", { events: [events[1]] }, { "idempotency-key": "none" });
    expect(none.body.data).toMatchObject([{ status: 400 }]);
  });

  it("refuses a body that is too costly to check", async () => {
    await put({ schema: { items: { anyOf: Array.from({ length: 100 }, () => ({ pattern: "(a|b)*c" })) } } });
    const refused = await send(Array.from({ length: 500 }, () => "a".repeat(100)));
    expect(refused.body.error.details).toEqual([
      { path: "body/body", message: "is too costly to check against the schema" },
    ]);
    expect(await metric('validation="enforce",reason="too_costly"')).toBe(1);
  });

  it("holds from the response to each PUT and DELETE on", async () => {
    for (let round = 0; round < 3; round++) {
      await put();
      expect((await send(INVALID)).status).toBe(400);
      await put({ schema: { type: "string" } });
      expect((await send("text")).status).toBe(202);
      expect((await send(VALID)).status).toBe(400);
      await api.delete("/event-types/order.created");
      expect((await send(INVALID)).status).toBe(202);
    }
  });

  it("applies to its own environment and type only", async () => {
    const project = await server.project();
    api = project.test;
    await put();
    expect((await project.live.post("/events", { type: "order.created", body: INVALID })).status).toBe(202);
    expect((await send(INVALID, { type: "order.created.late" })).status).toBe(202);
  });
});

describe("only new events are checked", () => {
  it("a repetition returns what was accepted before the schema", async () => {
    const first = await send(INVALID, { idempotency_key: "k" });
    await put();
    const repeated = await send(INVALID, { idempotency_key: "k" });
    expect([repeated.status, repeated.body.id]).toEqual([200, first.body.id]);
    const other = await send({ order_id: 8 }, { idempotency_key: "k" });
    expect([other.status, other.body.error.code]).toEqual([409, "idempotency_key_conflict"]);
    expect((await send(INVALID, { idempotency_key: "new" })).body.error.code).toBe("invalid_event_body");
    const events = [{ type: "order.created", body: INVALID, idempotency_key: "k" }];
    expect((await api.post("/events/batch", { events })).body.data).toMatchObject([{ status: 200 }]);
  });

  it("a replay sends what was accepted before", async () => {
    await api.subscribe(receiver.url);
    const { body: event } = await send(INVALID);
    await put();
    expect((await api.post(`/events/${event.id}/replay`, {})).body.count).toBe(1);
    await receiver.until(2);
  });
});

describe("warn and off", () => {
  it("warn accepts, logs the places and counts", async () => {
    await put({ validation: "warn" });
    const labels = 'validation="warn",reason="mismatch"';
    const before = await metric(labels);
    expect((await send(INVALID)).status).toBe(202);
    expect((await send(VALID)).status).toBe(202);
    expect(await metric(labels)).toBe(before + 1);
    const logged = server.logged().filter(({ event_type }) => event_type === "order.created");
    expect(logged.at(-1)).toMatchObject({ details: DETAILS });
    expect(JSON.stringify(logged)).not.toContain("ord_1");
  });

  it("warn accepts and counts what is too costly to check", async () => {
    const schema = { items: { anyOf: Array.from({ length: 100 }, () => ({ pattern: "(a|b)*c" })) } };
    await put({ schema, validation: "warn" });
    expect((await send(Array.from({ length: 500 }, () => "a".repeat(100)))).status).toBe(202);
    expect(await metric('validation="warn",reason="too_costly"')).toBe(1);
  });

  it("off does not check", async () => {
    await put({ validation: "off" });
    expect((await send(INVALID)).status).toBe(202);
  });
});

describe("a test event", () => {
  it("is checked, and has the example of its type without a body", async () => {
    const id = await api.subscribe(receiver.url);
    const test = (body?: object) => api.post(`/destinations/${id}/test`, { type: "order.created", ...body });
    await put({ example: VALID });
    expect((await test({ body: INVALID })).body.error).toMatchObject({
      code: "invalid_event_body",
      details: DETAILS,
    });
    expect((await test()).status).toBe(202);
    expect((await receiver.until(1))[0]?.body.toString()).toBe(JSON.stringify(VALID));
    await put({ example: null });
    expect((await test()).body.error.code).toBe("invalid_event_body");
    await put({ example: null, validation: "off" });
    expect((await test()).status).toBe(202);
    expect((await receiver.until(2))[1]?.body.toString()).toBe('{"message":"A test event from Harbor"}');
  });
});

describe("an internal type", () => {
  it("does not go to the destinations of a tenant", async () => {
    const own = await api.subscribe(receiver.url);
    const acme = await api.subscribe(receiver.url, { tenant: "acme" });
    const to = async () => {
      const { body } = await send(VALID, { tenant: "acme" });
      return body.deliveries.map(({ destination_id }: { destination_id: string }) => destination_id).sort();
    };
    expect(await to()).toEqual([own, acme].sort());
    await put({ visibility: "internal" });
    expect(await to()).toEqual([own]);
    const { body: event } = await send(VALID, { tenant: "acme" });
    const named = await api.post(`/events/${event.id}/replay`, { destination_ids: [acme] });
    expect(named.body.error.code).toBe("destination_not_subscribed");
  });
});

describe("HARBOR_EVENT_TYPES=strict", () => {
  it("refuses types that are not in the catalogue, other than Harbor's own", async () => {
    const strict = await startTestServer({ HARBOR_EVENT_TYPES: "strict" });
    api = (await strict.project()).test;
    const refused = await send(VALID);
    expect([refused.status, refused.body.error.code]).toEqual([400, "invalid_event_type"]);
    expect(refused.body.error.details[0].path).toBe("body/type");
    const id = await api.subscribe(receiver.url);
    expect((await api.post(`/destinations/${id}/test`, { type: "order.created", body: 1 })).status).toBe(400);
    expect((await api.post(`/destinations/${id}/test`)).status).toBe(202);
    await put({ validation: "off" });
    expect((await send(VALID)).status).toBe(202);
    await strict.close();
  });
});
