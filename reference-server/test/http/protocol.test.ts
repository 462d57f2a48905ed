import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openapi } from "../../src/generated/openapi.js";
import { handlers } from "../../src/http/handlers.js";
import { OPERATIONS } from "../../src/http/operations.js";
import { sendRaw } from "../raw-http.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let api: Api;
let nobody: Api;

beforeAll(async () => {
  server = await startTestServer();
  api = (await server.project()).test;
  nobody = new Api(server.url, null);
});
afterAll(() => server.close());

describe("specification and server", () => {
  it("have the same operations", () => {
    expect(OPERATIONS.map(({ id }) => id).sort()).toEqual(Object.keys(handlers).sort());
    const methods = new Set(["get", "post", "put", "patch", "delete", "options", "head", "trace"]);
    const specified = Object.values(openapi.paths).flatMap((item) =>
      Object.keys(item).filter((key) => methods.has(key)),
    );
    expect(OPERATIONS).toHaveLength(specified.length);
  });

  it.each(OPERATIONS.map(({ id, method, path }) => [id, method, path.replace("/v1", "")]))(
    "serve %s",
    async (_id, method, path) => {
      const reply = await api.request(method, path.replaceAll(/\{\w+\}/g, "none"), {
        ...(method === "GET" ? { headers: { "last-event-id": "x".repeat(300) } } : { body: [] }),
      });
      expect(["not_found", "method_not_allowed"]).not.toContain(reply.body?.error?.code);
      expect(reply.status).not.toBe(501);
    },
  );
});

describe("authentication", () => {
  it.each<[string, string | undefined]>([
    ["no header", undefined],
    ["another scheme", "Basic aGtfdGVzdDo="],
    ["no scheme", "hk_test_0123456789"],
    ["an empty key", "Bearer "],
    ["something that is no key", "Bearer hello"],
    ["an unknown key", "Bearer hk_test_0123456789abcdef"],
    ["a key that is too short", "Bearer hk_test_0"],
    ["two keys", "Bearer hk_test_0123456789 hk_test_0123456789"],
    ["a signing secret", `Bearer whsec_${"A".repeat(43)}=`],
  ])("with %s is unauthorized, and does not say why", async (_what, authorization) => {
    const reply = await nobody.get("/destinations", {
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toBe("Bearer");
    const { request_id: _id, ...error } = reply.body.error;
    expect(error).toEqual({
      code: "unauthorized",
      message: "A valid API key is required: Authorization: Bearer hk_test_… or hk_live_….",
      doc_url: "https://github.com/harbor-webhooks/harbor/blob/main/docs/errors.md#unauthorized",
    });
  });

  it("takes the scheme in any case", async () => {
    const reply = await nobody.get("/destinations", {
      headers: { authorization: `bEARER ${api.key ?? ""}` },
    });
    expect(reply.status).toBe(200);
  });

  it.each<[string, string, unknown]>([
    ["POST", "/events", { nonsense: true }],
    ["POST", "/events", "not json"],
    ["POST", "/events", "x".repeat(600_000)],
    ["POST", "/nowhere", {}],
    ["GET", "/nowhere", undefined],
    ["PUT", "/events", {}],
    ["GET", "/destinations?limit=none", undefined],
    ["GET", "/destinations/%zz", undefined],
  ])("comes first: %s %s", async (method, path, body) => {
    expect((await nobody.request(method, path, { body })).status).toBe(401);
  });

  it("is not asked for outside the API", async () => {
    const reply = await fetch(`${server.url}/nowhere`);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: { code: "not_found" } });
    expect(reply.headers.get("harbor-request-id")).toMatch(/^req_/);
  });
});

describe("paths and methods", () => {
  it.each(["/nowhere", "/", "/Destinations", "/destinations/x/y", "/events/a/b/c", "//events"])(
    "%s is not found",
    async (path) => {
      const reply = await api.get(path);
      expect([reply.status, reply.body.error.code]).toEqual([404, "not_found"]);
    },
  );

  it.each([
    ["PUT", "/events", "GET, POST"],
    ["DELETE", "/events", "GET, POST"],
    ["PATCH", "/stats", "GET"],
    ["POST", "/destinations/x", "DELETE, GET, PATCH"],
    ["PUT", "/events/batch", "GET, POST"],
    ["OPTIONS", "/events", "GET, POST"],
    ["PROPFIND", "/stats", "GET"],
  ])("%s %s is a method that is not allowed", async (method, path, allow) => {
    const reply = await api.request(method, path);
    expect([reply.status, reply.body.error.code]).toEqual([405, "method_not_allowed"]);
    expect(reply.headers.get("allow")).toBe(allow);
  });

  it("HEAD is not served", async () => {
    expect((await api.request("HEAD", "/stats")).status).toBe(405);
  });

  it.each([
    "%00",
    "dest_",
    "dest_%F0%9F%9A%80",
    "a%2Fb",
    "..%2F",
    "x".repeat(5000),
    "dest_01KJPX728R3NF6M7PXVWPBB6VV",
  ])("an id such as %.40s is that of nothing", async (id) => {
    const reply = await api.get(`/destinations/${id}`);
    expect([reply.status, reply.body.error.code]).toEqual([404, "destination_not_found"]);
  });

  it.each(["%zz", "%", "%ff", "%c0%af"])("%s cannot be decoded and is not found", async (id) => {
    const reply = await api.get(`/destinations/${id}`);
    expect([reply.status, reply.body.error.code]).toEqual([404, "not_found"]);
  });
});

describe("headers", () => {
  it.each(["", "x".repeat(256)])("an Idempotency-Key of %.10s is refused", async (key) => {
    const reply = await sendRaw(
      server.url,
      `POST /v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${api.key ?? ""}\r\nConnection: close\r\n`,
      `Content-Type: application/json\r\nIdempotency-Key: ${key}\r\nContent-Length: 21\r\n\r\n{"type":"a","body":1}`,
    );
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({
      error: { code: "invalid_request", details: [{ path: "headers/Idempotency-Key" }] },
    });
  });

  it("give every answer an id of its own", async () => {
    const replies = await Promise.all([api.get("/destinations"), api.get("/nowhere"), nobody.get("/stats")]);
    const ids = replies.map(({ headers }) => headers.get("harbor-request-id"));
    expect(new Set(ids).size).toBe(3);
  });

  it("do not take the caller's word for the request id", async () => {
    const headers = { "harbor-request-id": "req_mine", "request-id": "req_mine" };
    expect((await api.get("/destinations", { headers })).headers.get("harbor-request-id")).not.toBe(
      "req_mine",
    );
  });
});

describe("HTTP that is not", () => {
  it.each<[string, string, number, string]>([
    ["nonsense", "hello\r\n\r\n", 400, "invalid_request"],
    ["a method that there is not", "FETCH /v1/events HTTP/1.1\r\nHost: h\r\n\r\n", 400, "invalid_request"],
    ["no Host", "GET /v1/events HTTP/1.1\r\nConnection: close\r\n\r\n", 400, "invalid_request"],
    ["a header without a colon", "GET / HTTP/1.1\r\nHost: h\r\nbad header\r\n\r\n", 400, "invalid_request"],
    [
      "two lengths",
      "POST /v1/events HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "invalid_request",
    ],
    [
      "a length that is none",
      "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n",
      400,
      "invalid_request",
    ],
    [
      "20 KB of headers",
      `GET / HTTP/1.1\r\nHost: h\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      413,
      "request_too_large",
    ],
  ])("%s gets an answer in the error shape", async (_what, bytes, status, code) => {
    const reply = await sendRaw(server.url, bytes);
    expect(reply.status).toBe(status);
    const { error } = JSON.parse(reply.body) as { error: { code: string; request_id: string } };
    expect(error.code).toBe(code);
    expect(error.request_id).toBe(reply.headers.get("harbor-request-id"));
  });

  it("an expectation that nobody knows is passed over", async () => {
    const reply = await sendRaw(
      server.url,
      "GET /healthz HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\nConnection: close\r\n\r\n",
    );
    expect(reply.status).toBe(200);
  });

  it("HTTP/1.0 is answered", async () => {
    expect((await sendRaw(server.url, "GET /healthz HTTP/1.0\r\n\r\n")).status).toBe(200);
  });
});
