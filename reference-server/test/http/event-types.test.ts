import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtInEventTypes } from "../../src/domain/built-in-event-types.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;

const OWN_TYPES = builtInEventTypes(1).map(({ type }) => type);

beforeAll(async () => {
  server = await startTestServer({ HARBOR_MAX_EVENT_TYPES: "3" });
});
afterAll(() => server.close());

const ORDER = {
  type: "object",
  required: ["order_id"],
  properties: { order_id: { type: "string" }, amount_cents: { type: "integer", minimum: 0 } },
};

interface Page {
  body: { data: { type: string }[]; next_cursor: string | null };
}

const put = (api: Api, type: string, body: unknown) => api.request("PUT", `/event-types/${type}`, { body });

describe("the catalogue", () => {
  it("keeps an entry, whose second PUT replaces it as a whole", async () => {
    const { test: api, live } = await server.project();
    const entry = {
      description: "An order.",
      group: "orders",
      visibility: "internal",
      schema: ORDER,
      example: { order_id: "ord_1" },
      deprecated: true,
      validation: "warn",
    };
    const created = await put(api, "order.created", entry);
    expect(created.status).toBe(201);
    expect(created.body).toEqual({ type: "order.created", ...entry });
    expect((await api.get("/event-types/order.created")).body).toEqual(created.body);
    const replaced = await put(api, "order.created", {});
    expect(replaced.status).toBe(200);
    expect(replaced.body).toEqual({
      type: "order.created",
      description: null,
      group: null,
      visibility: "public",
      schema: null,
      example: null,
      deprecated: false,
      validation: "off",
    });
    expect((await live.get("/event-types/order.created")).status).toBe(404);
  });

  it("returns schema and example as they were submitted", async () => {
    const { test: api } = await server.project();
    const body = '{"schema":{ "type":"number",  "maximum":12345678901234567890 },"example": 1.50 }';
    const { text } = await api.request("PUT", "/event-types/a", { body });
    expect(text).toContain('"schema":{ "type":"number",  "maximum":12345678901234567890 },"example":1.50');
    expect((await api.get("/event-types/a")).text).toBe(text);
  });

  it("lists by type, with Harbor's own among them, page by page", async () => {
    const { test: api } = await server.project();
    for (const type of ["z", "a", "harbor-x"]) await put(api, type, {});
    const all = ["a", "harbor-x", ...OWN_TYPES, "z"];
    const types = (page: Page) => page.body.data.map(({ type }) => type);
    expect(types(await api.get("/event-types"))).toEqual(all);
    for (const limit of [1, 2, 3, 4]) {
      const seen: string[] = [];
      for (let path: string | null = `/event-types?limit=${limit}`; path !== null;) {
        const page: Page = await api.get(path);
        seen.push(...types(page));
        const cursor: string | null = page.body.next_cursor;
        path = cursor === null ? null : `/event-types?limit=${limit}&cursor=${cursor}`;
      }
      expect(seen).toEqual(all);
    }
  });

  it("has at most as many entries as the limit", async () => {
    const { test: api } = await server.project();
    for (const type of ["a", "b", "c"]) expect((await put(api, type, {})).status).toBe(201);
    const refused = await put(api, "d", {});
    expect([refused.status, refused.body.error.code]).toEqual([409, "over_event_type_limit"]);
    expect(refused.body.error.message).toContain("(3 per environment)");
    expect((await put(api, "a", {})).status).toBe(200);
    expect((await api.delete("/event-types/a")).status).toBe(204);
    expect((await api.delete("/event-types/a")).body.error.code).toBe("event_type_not_found");
    expect((await put(api, "d", {})).status).toBe(201);
  });

  it("has read-only entries for Harbor's own types, whose examples match their schemas", async () => {
    const { test: api } = await server.project();
    const { data } = (await api.get("/event-types")).body;
    for (const { type, schema, example } of data) {
      expect(type).toMatch(/^harbor\./);
      expect((await api.get(`/event-types/${type}`)).body.type).toBe(type);
      expect((await put(api, type, {})).body.error.code).toBe("forbidden");
      expect((await api.delete(`/event-types/${type}`)).body.error.code).toBe("forbidden");
      expect((await put(api, "copy", { schema, example })).status).toBeLessThan(300);
    }
    expect((await put(api, "harbor.other", {})).status).toBe(403);
    expect((await api.get("/event-types/harbor.other")).status).toBe(404);
  });
});

describe("an entry is refused", () => {
  const deep = (levels: number) => `${'{"not":'.repeat(levels)}{}${"}".repeat(levels)}`;

  it.each([
    ["a..b", {}, "invalid_event_type", "path/type"],
    ["a", { validation: "warn" }, "invalid_request", "body/validation"],
    ["a", { schema: null, validation: "enforce" }, "invalid_request", "body/validation"],
    ["a", { description: "\u0000" }, "invalid_request", "body/description"],
    ["a", { group: "\ud800" }, "invalid_request", "body/group"],
    ["a", { schema: true }, "invalid_request", "body/schema"],
    ["a", { other: 1 }, "invalid_request", "body/other"],
    [
      "a",
      { schema: { properties: { "a/b": { type: "text" } } } },
      "invalid_schema",
      "body/schema/properties/a~1b/type",
    ],
    ["a", { schema: { $ref: "https://example.com" } }, "invalid_schema", "body/schema/$ref"],
    ["a", { schema: { pattern: "(?=a)" } }, "invalid_schema", "body/schema/pattern"],
    ["a", { schema: { $ref: "#" } }, "invalid_schema", "body/schema"],
    ["a", { schema: { $comment: "x".repeat(65_536) } }, "invalid_schema", "body/schema"],
    ["a", `{"schema":${deep(600)}}`, "invalid_schema", "body/schema"],
    ["a", { example: "x".repeat(65_536) }, "invalid_request", "body/example"],
    ["a", { schema: ORDER, example: { amount_cents: -1 } }, "invalid_event_body", "body/example/order_id"],
  ])("%s %j", async (type, body, code, path) => {
    const { test: api } = await server.project();
    const refused = await put(api, type, body);
    expect(refused.status).toBe(400);
    expect(refused.body.error.code).toBe(code);
    expect(refused.body.error.details[0].path).toBe(path);
    expect((await api.get("/event-types")).body.data).toHaveLength(OWN_TYPES.length);
  });

  it("with each fault of the example, none of which quotes it", async () => {
    const { test: api } = await server.project();
    const refused = await put(api, "a", { schema: ORDER, example: { amount_cents: "a secret" } });
    expect(refused.body.error.details).toEqual([
      { path: "body/example/order_id", message: "is required" },
      { path: "body/example/amount_cents", message: "must be integer" },
    ]);
    expect(refused.text).not.toContain("secret");
  });

  it("if its example is too costly to check", async () => {
    const { test: api } = await server.project();
    const schema = { items: { anyOf: Array.from({ length: 100 }, () => ({ pattern: "(a|b)*c" })) } };
    const refused = await put(api, "a", {
      schema,
      example: Array.from({ length: 500 }, () => "a".repeat(100)),
    });
    expect(refused.body.error.details).toEqual([
      { path: "body/example", message: "is too costly to check against the schema" },
    ]);
  });
});

describe("a portal session", () => {
  it("sees public entries only", async () => {
    const { test: admin } = await server.project();
    await put(admin, "a", {});
    await put(admin, "b", { visibility: "internal" });
    const { token } = (await admin.post("/portal-sessions", { tenant: "acme" })).body;
    const tenant = new Api(server.url, token);
    const listed = (await tenant.get<Page["body"]>("/event-types")).body.data.map(({ type }) => type);
    expect(listed).toEqual(["a", ...OWN_TYPES]);
    expect((await tenant.get("/event-types/a")).status).toBe(200);
    expect((await tenant.get("/event-types/b")).body.error.code).toBe("event_type_not_found");
    expect((await put(tenant, "a", {})).status).toBe(403);
  });
});
