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
  return () => receiver.close();
});
afterAll(() => server.close());

/** The member `body` of a response, cut out by hand: the text in front of it and behind it is known. */
function bodyIn(text: string): string {
  const start = text.indexOf(',"body":') + ',"body":'.length;
  return text.slice(start, text.lastIndexOf(',"erased_at":'));
}

const BODIES = [
  '{"n":1.0,"big":12345678901234567890,"e":1e3}',
  '{"n" : 1.0 ,\t"n":2,\r\n "a":[ ],"b":{ } }',
  "null",
  "true",
  '""',
  "-0",
  "0.1e-7",
  "[1,\n2]",
  '{"b":1,"a":2,"1":3}',
  '"\\u00e9\\/\\ud83d\\ude80 é🚀\\n"',
  '{"\\u0061":1,"a":2}',
  '{"__proto__":{"x":1},"constructor":null}',
  '{"idempotency_key":"x","body":{"type":"y"}}',
  '"],\\"body\\":1,{"',
  `${"[".repeat(512)}${"]".repeat(512)}`,
];

const DEEP_BODIES = [
  `${"[".repeat(513)}${"]".repeat(513)}`,
  `${'{"a":'.repeat(513)}1${"}".repeat(513)}`,
  `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
];

describe("an event's body", () => {
  it.each(BODIES)("%.60s arrives and comes back byte for byte", async (body) => {
    await api.subscribe(receiver.url);
    const created = await api.post("/events", `{ "type":"a.b" , "\\u0062ody" :  ${body} }`);
    expect(created.status).toBe(202);
    expect(bodyIn(created.text)).toBe(body);
    const [received] = await receiver.until(1);
    expect(received?.body.toString()).toBe(body);
    const shown = await api.get(`/events/${created.body.id as string}`);
    expect(bodyIn(shown.text)).toBe(body);
    const listed = await api.get("/events");
    expect(listed.text).toContain(`"body":${body},`);
    const inBatch = await api.post("/events/batch", `{"events":[ {"body":${body} ,"type":"a.b"} ]}`);
    expect(bodyIn(inBatch.text)).toBe(body);
    expect((await receiver.until(2))[1]?.body.toString()).toBe(body);
  });

  it.each(DEEP_BODIES)("nested more than 512 levels deep is body_too_deep: %.20s", async (body) => {
    const destination = await api.post("/destinations", { url: receiver.url });
    const id = destination.body.id as string;
    const single = await api.post("/events", `{"type":"a.b","body":${body}}`);
    const test = await api.post(`/destinations/${id}/test`, `{"body":${body}}`);
    for (const reply of [single, test]) {
      expect(reply.status).toBe(400);
      expect(reply.body.error).toMatchObject({
        code: "body_too_deep",
        message: "The event body is nested too deeply (maximum 512 levels).",
        details: [{ path: "body/body", message: "is nested more than 512 levels deep" }],
      });
    }
    const batch = await api.post(
      "/events/batch",
      `{"events":[{"type":"a.b","body":1},{"type":"a.b","body":${body}}]}`,
    );
    expect(batch.body.data).toMatchObject([
      { status: 202 },
      { status: 400, error: { code: "body_too_deep", details: [{ path: "body/events/1/body" }] } },
    ]);
  });

  it("may be as large as 256 KB and no larger", async () => {
    const fits = JSON.stringify("x".repeat(262_142));
    expect((await api.post("/events", `{"type":"a","body":${fits}}`)).status).toBe(202);
    const over = await api.post("/events", `{"type":"a","body":${JSON.stringify("x".repeat(262_143))}}`);
    expect([over.status, over.body.error.code]).toEqual([413, "body_too_large"]);
    expect(over.body.error.details[0].path).toBe("body/body");
  });
});

describe("POST /events", () => {
  it("shows the event and its deliveries", async () => {
    const destination = await api.subscribe(receiver.url);
    const { status, body } = await api.post("/events", {
      type: "order.created",
      body: { a: 1 },
      occurred_at: "2026-03-02T10:15:01.94+01:00",
    });
    expect(status).toBe(202);
    expect(body).toMatchObject({
      type: "order.created",
      body: { a: 1 },
      idempotency_key: null,
      occurred_at: "2026-03-02T09:15:01.940Z",
      environment: "test",
      deliveries: [{ destination_id: destination, status: "pending" }],
    });
    const shown = await api.get(`/events/${body.id as string}`);
    expect(shown.body.deliveries[0].id).toBe(body.deliveries[0].id);
  });

  it.each(["", "a b", "order.", "order.*", "x".repeat(257), "harbor.anything", "a\u0000"])(
    "refuses the type %.20j",
    async (type) => {
      const reply = await api.post("/events", { type, body: 1 });
      expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_event_type"]);
      expect(reply.body.error.details[0].path).toBe("body/type");
    },
  );

  it("leaves to producers what only looks like Harbor's own type", async () => {
    expect((await api.post("/events", { type: "harbor", body: 1 })).status).toBe(202);
  });

  it("does not let events of another project or environment be seen", async () => {
    const { id } = (await api.post("/events", { type: "a", body: 1 })).body;
    const other = await server.project();
    for (const stranger of [other.test, other.live]) {
      expect((await stranger.get(`/events/${id as string}`)).body.error.code).toBe("event_not_found");
      expect((await stranger.get("/events")).body.data).toEqual([]);
      expect((await stranger.post(`/events/${id as string}/replay`)).status).toBe(404);
    }
  });
});

describe("an event's idempotency key", () => {
  it("makes one event of any number of requests at the same moment", async () => {
    await api.subscribe(receiver.url);
    const request = '{"type":"a","body":{"n":1.0},"idempotency_key":"k"}';
    const replies = await Promise.all(Array.from({ length: 100 }, () => api.post("/events", request)));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    expect(replies.filter(({ status }) => status === 202)).toHaveLength(1);
    const repeats = replies.filter(({ status }) => status === 200);
    expect(repeats).toHaveLength(99);
    expect(repeats.every(({ headers }) => headers.get("idempotent-replayed") === "true")).toBe(true);
    await receiver.until(1);
    expect((await api.get("/deliveries")).body.data).toHaveLength(1);
  });

  it("belongs to its type and to its very bytes", async () => {
    const send = (type: string, body: string) =>
      api.post("/events", `{"type":"${type}","body":${body},"idempotency_key":"k"}`);
    expect((await send("a", "1")).status).toBe(202);
    expect((await send("a", "1")).status).toBe(200);
    for (const other of [await send("b", "1"), await send("a", "1.0")]) {
      expect([other.status, other.body.error.code]).toEqual([409, "idempotency_key_conflict"]);
    }
  });

  it("may come as a header, instead of the member", async () => {
    const body = { type: "a", body: 1 };
    const first = await api.post("/events", body, { "idempotency-key": "h" });
    expect(first.body.idempotency_key).toBe("h");
    expect(first.headers.get("idempotent-replayed")).toBeNull();
    expect((await api.post("/events", { ...body, idempotency_key: "h" })).body.id).toBe(first.body.id);
    expect(
      (await api.post("/events", { ...body, idempotency_key: "h" }, { "idempotency-key": "h" })).status,
    ).toBe(200);
    const both = await api.post("/events", { ...body, idempotency_key: "other" }, { "idempotency-key": "h" });
    expect([both.status, both.body.error.details[0].path]).toEqual([400, "body/idempotency_key"]);
  });

  it("is the environment's own", async () => {
    const { test, live } = await server.project();
    const event = { type: "a", body: 1, idempotency_key: "k" };
    expect((await test.post("/events", event)).status).toBe(202);
    expect((await live.post("/events", event)).status).toBe(202);
  });
});

describe("POST /events/batch", () => {
  it("accepts or refuses each event by itself, in order", async () => {
    await api.subscribe(receiver.url);
    const { status, body } = await api.post(
      "/events/batch",
      `{"events":[
        {"type":"a","body":1.0},
        {"type":"a..b","body":2},
        {"type":"a"},
        {"type":"a","body":1,"body":2},
        {"type":"a","body":1,"extra/":2},
        {"type":"a","body":"${"x".repeat(262_143)}"},
        {"type":"a","body":1,"idempotency_key":"k"},
        {"type":"a","body":1,"idempotency_key":"k"},
        {"type":"b","body":1,"idempotency_key":"k"},
        {"type":"harbor.x","body":1},
        {}
      ]}`,
    );
    expect(status).toBe(207);
    const results = body.data as { status: number; error?: { code: string; details?: { path: string }[] } }[];
    expect(
      results.map((result) => [result.status, result.error?.code, result.error?.details?.[0]?.path]),
    ).toEqual([
      [202, undefined, undefined],
      [400, "invalid_event_type", "body/events/1/type"],
      [400, "invalid_request", "body/events/2/body"],
      [400, "invalid_request", "body/events/3/body"],
      [400, "invalid_request", "body/events/4/extra~1"],
      [413, "body_too_large", "body/events/5/body"],
      [202, undefined, undefined],
      [200, undefined, undefined],
      [409, "idempotency_key_conflict", undefined],
      [400, "invalid_event_type", "body/events/9/type"],
      [400, "invalid_request", expect.stringMatching(/^body\/events\/10\//) as string],
    ]);
    await receiver.until(2);
    expect((await api.get("/events")).body.data).toHaveLength(2);
  });

  it.each<[unknown, string]>([
    [{ events: [] }, "body/events"],
    [{ events: Array.from({ length: 101 }, () => ({ type: "a", body: 1 })) }, "body/events"],
    [{ events: [1] }, "body/events/0"],
    [{ events: {} }, "body/events"],
    [{}, "body/events"],
    [{ events: [{ type: "a", body: 1 }], extra: 1 }, "body/extra"],
  ])("refuses %.50j as a whole", async (body, path) => {
    const reply = await api.post("/events/batch", body);
    expect([reply.status, reply.body.error.details[0].path]).toEqual([400, path]);
    expect((await api.get("/events")).body.data).toEqual([]);
  });

  it("is repeated as a whole under an Idempotency-Key", async () => {
    const batch = {
      events: [
        { type: "a", body: 1 },
        { type: "a..b", body: 2 },
      ],
    };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => api.post("/events/batch", batch, { "idempotency-key": "b" })),
    );
    expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
    expect(replies.filter(({ headers }) => headers.get("idempotent-replayed") === "true")).toHaveLength(9);
    expect((await api.get("/events")).body.data).toHaveLength(1);
  });

  it("of invalid events only returns their errors, with or without a key", async () => {
    const batch = { events: [{ type: "a..b", body: 2 }] };
    for (const headers of [{}, { "idempotency-key": "none" }]) {
      expect((await api.post("/events/batch", batch, headers)).body.data).toMatchObject([{ status: 400 }]);
    }
  });
});
