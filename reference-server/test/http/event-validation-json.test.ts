import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

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

/** The schema may be JSON text, for numbers that JavaScript would write in another way. */
async function enforce(schema: object | string): Promise<void> {
  const json = typeof schema === "string" ? schema : JSON.stringify(schema);
  const body = `{"schema":${json},"validation":"enforce"}`;
  expect((await api.request("PUT", "/event-types/a", { body })).status).toBe(201);
}

/** Sends a body as it is spelled. */
const send = (json: string) => api.request("POST", "/events", { body: `{"type":"a","body":${json}}` });

const statuses = async (bodies: string[]) => {
  const found: [string, number][] = [];
  for (const body of bodies) found.push([body, (await send(body)).status]);
  return Object.fromEntries(found);
};

const all = (bodies: string[], status: number) => Object.fromEntries(bodies.map((body) => [body, status]));

describe("a number counts by its value, not by its spelling", () => {
  it.each<[schema: object | string, valid: string[], invalid: string[]]>([
    [{ type: "integer" }, ["1", "1.0", "1e0", "10e-1", "-0", "0e9", "1E+2"], ["1.5", "1e-1", '"1"', "true"]],
    [{ const: 0 }, ["0", "-0", "0.0", "-0.0", "0e5"], ["1e-1", "null", "false", '""', "[]"]],
    ['{"enum":[1.0,-0]}', ["1", "1e0", "0"], ["2", "1.1"]],
    [{ minimum: 0 }, ["-0", "0", "1e400"], ["-1e-9", "-1e400"]],
    [{ maximum: 5 }, ["5.000", "-1e400"], ["1e400", "5.0001"]],
    ['{"multipleOf":1e-2}', ["0.07", "1.15", "1e22"], ["0.001", "1.155"]],
    [{ const: null }, ["null"], ["1e400", "-1e400", '"null"']],
    [{ enum: ["a", { n: null }] }, ['{"n":null}'], ['{"n":1e400}']],
    ['{"const":1e400}', ["1e400"], ["null", "-1e400", "1e308"]],
    [{ uniqueItems: true }, ["[0,1]", "[null,1e400]"], ["[0,-0]", "[1,1.0]", '[{"a":1},{"a":1e0}]']],
  ])("%j", async (schema, valid, invalid) => {
    await enforce(schema);
    expect(await statuses([...valid, ...invalid])).toEqual({ ...all(valid, 202), ...all(invalid, 400) });
  });
});

describe("names and texts", () => {
  it("written with escapes are the same", async () => {
    await enforce({
      type: "object",
      required: ["id", "naïve", "a/b~c"],
      properties: { id: { const: "é😀" }, "a/b~c": { type: "integer" } },
      additionalProperties: { maxLength: 1 },
    });
    const rest = '"na\\u00efve":"\\ud83d\\ude00","a\\/b~c":1';
    expect((await send(`{"\\u0069d":"\\u00e9\\ud83d\\ude00",${rest}}`)).status).toBe(202);
    const { body } = await send(`{"\\u0069d":"e","naïve":"","a/b\\u007ec":"x"}`);
    expect(body.error.details).toEqual([
      { path: "body/body/id", message: 'must be "é😀"' },
      { path: "body/body/a~1b~0c", message: "must be integer" },
    ]);
  });

  it("such as those of an object's prototype are not special", async () => {
    await enforce({ required: ["__proto__", "constructor", "toString"] });
    const { body } = await send("{}");
    expect(body.error.details.map(({ path }: { path: string }) => path)).toEqual([
      "body/body/__proto__",
      "body/body/constructor",
      "body/body/toString",
    ]);
    expect((await send('{"__proto__":1,"constructor":1,"toString":1}')).status).toBe(202);
    const closed = '{"properties":{"__proto__":{"type":"string"}},"additionalProperties":false}';
    await api.delete("/event-types/a");
    await enforce(closed);
    expect(
      await statuses(['{"__proto__":"x"}', '{"__proto__":1}', '{"constructor":1}', '{"valueOf":1}']),
    ).toEqual({
      '{"__proto__":"x"}': 202,
      '{"__proto__":1}': 400,
      '{"constructor":1}': 400,
      '{"valueOf":1}': 400,
    });
  });

  it("given twice: the last one counts, on every level", async () => {
    await enforce({ properties: { a: { type: "integer" }, b: { properties: { a: { type: "integer" } } } } });
    const bodies = [
      '{"a":"x","a":1}',
      '{"a":1,"a":"x"}',
      '{"a":1,"\\u0061":"x"}',
      '{"b":{"a":1},"b":{"a":"x"}}',
    ];
    expect(Object.values(await statuses(bodies))).toEqual([202, 400, 400, 400]);
  });
});

describe("the bytes that were checked are the bytes that are delivered", () => {
  it("with every spelling kept", async () => {
    await enforce({ type: "object", properties: { n: { type: "array", items: { type: "number" } } } });
    await api.subscribe(receiver.url);
    const json =
      ' { "n" : [ 1.0, 1e0, -0, 1e400, 0.10 ],\t"\\u0061":"\\/\\ud83d\\ude00 \\ud800", "a": 1,\r\n "__proto__":{} } ';
    expect((await send(json)).status).toBe(202);
    const [delivered] = await receiver.until(1);
    expect(delivered?.body.toString()).toBe(json.trim());
    const batch = await api.request("POST", "/events/batch", {
      body: `{"events":[{"body":${json},"type":"a"}]}`,
    });
    expect(batch.body.data).toMatchObject([{ status: 202 }]);
    expect((await receiver.until(2))[1]?.body.toString()).toBe(json.trim());
  });

  it("of two members body, neither is", async () => {
    await enforce({ type: "object" });
    const body = '{"type":"a","body":{},"body":7}';
    expect((await api.request("POST", "/events", { body })).body.error.code).toBe("invalid_request");
    const escaped = '{"type":"a","body":{},"b\\u006fdy":7}';
    expect((await api.request("POST", "/events", { body: escaped })).body.error.code).toBe("invalid_request");
    const batch = await api.request("POST", "/events/batch", { body: `{"events":[${body},${escaped}]}` });
    expect(batch.body.data ?? [batch]).not.toContainEqual(expect.objectContaining({ status: 202 }));
    const types = '{"type":"other","type":"a","body":7}';
    expect((await api.request("POST", "/events", { body: types })).status).toBe(400);
  });

  it("and only valid UTF-8 is checked at all", async () => {
    await enforce({ maxLength: 1 });
    const bytes = Buffer.concat([
      Buffer.from('{"type":"a","body":"'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    const refused = await api.request("POST", "/events", { body: Uint8Array.from(bytes) });
    expect(refused.body.error.code).toBe("invalid_request");
  });
});

describe("large and deep bodies", () => {
  const RECURSIVE = { type: ["array", "object"], items: { $ref: "#" }, additionalProperties: { $ref: "#" } };

  it("are checked as deep as bodies may be", async () => {
    await enforce(RECURSIVE);
    const deep = (levels: number, inner: string) => "[".repeat(levels) + inner + "]".repeat(levels);
    expect((await send(deep(512, ""))).status).toBe(202);
    const { body } = await send(deep(511, "7"));
    expect(body.error.details).toEqual([
      { path: expect.stringMatching(/^body\/body(\/0){400}/), message: "must be array or object" },
    ]);
    expect((await send(deep(513, ""))).body.error.code).toBe("body_too_deep");
  });

  it("have at most 20 places with a limited length", async () => {
    await enforce({ additionalProperties: { additionalProperties: { type: "string" } } });
    const long = "n".repeat(4000);
    const members = Array.from({ length: 40 }, (_, index) =>
      `"${index}":"secret"`.replace('"secret"', String(index)),
    );
    const { body, text } = await send(`{"${long}":{${members.join()}}}`);
    expect(body.error.details).toHaveLength(20);
    expect(Math.max(...body.error.details.map(({ path }: { path: string }) => path.length))).toBeLessThan(
      1100,
    );
    expect(text.length).toBeLessThan(30_000);
  });

  it(
    "that cost too much are refused, one by one, and others are served meanwhile",
    { timeout: 60_000 },
    async () => {
      const doubling = {
        $defs: {
          a: { allOf: [{ $ref: "#/$defs/b" }, { $ref: "#/$defs/b" }] },
          b: { items: { $ref: "#/$defs/a" } },
        },
        $ref: "#/$defs/a",
      };
      await enforce(doubling);
      const deep = "[".repeat(40) + "]".repeat(40);
      const events = Array.from({ length: 100 }, (_, index) => (index % 2 === 0 ? deep : "[]"));
      const body = `{"events":[${events.map((json) => `{"type":"a","body":${json}}`).join()}]}`;
      const other = (await server.project()).test;
      let served = 0;
      const batch = api.request("POST", "/events/batch", { body }).finally(() => (served = -served));
      const during = async () => {
        while (served >= 0 && served < 3) {
          await other.post("/events", { type: "b", body: 1 });
          if (served < 0) return;
          served++;
        }
      };
      await during();
      const { data } = (await batch).body as {
        data: { status: number; error: { details: object[] } | null }[];
      };
      expect(data.map(({ status }) => status)).toEqual(events.map((json) => (json === deep ? 400 : 202)));
      expect(data[0]?.error?.details).toEqual([
        { path: "body/events/0/body", message: "is too costly to check against the schema" },
      ]);
      expect(served).toBe(-3);
    },
  );
});

it("a value is in no error of any keyword", async () => {
  const keywords = [
    { type: "integer" },
    { const: 1 },
    { enum: [1] },
    { pattern: "^x$" },
    { minLength: 99 },
    { maxLength: 2 },
    { not: {} },
    false,
    { anyOf: [false] },
    { oneOf: [true, true] },
    { if: true, then: { type: "null" } },
    { $ref: "#/$defs/never" },
  ];
  await enforce({
    properties: Object.fromEntries(keywords.map((schema, index) => [String(index), schema])),
    $defs: { never: { type: "null" } },
  });
  const body = JSON.stringify(Object.fromEntries(keywords.map((_, index) => [String(index), "SECRET"])));
  const { text, body: refused } = await send(body);
  expect(refused.error.details).toHaveLength(keywords.length);
  expect(text).not.toContain("SECRET");
  expect(JSON.stringify(server.logged())).not.toContain("SECRET");
});
