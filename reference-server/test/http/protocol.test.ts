import { METHODS } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openapi } from "../openapi.js";
import { handlers } from "../../src/http/handlers.js";
import { OPERATIONS } from "../../src/http/operations.js";
import { sendRaw } from "../raw-http.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";
import { METRICS_TOKEN } from "../store-under-test.js";

let server: TestServer;
let api: Api;
let anonymous: Api;

beforeAll(async () => {
  server = await startTestServer();
  api = (await server.project()).test;
  anonymous = new Api(server.url, null);
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
    ["something that is not a key", "Bearer hello"],
    ["an unknown key", "Bearer hk_test_0123456789abcdef"],
    ["a key that is too short", "Bearer hk_test_0"],
    ["two keys", "Bearer hk_test_0123456789 hk_test_0123456789"],
    ["a signing secret", `Bearer whsec_${"A".repeat(43)}=`],
  ])("with %s is unauthorized, and does not say why", async (_what, authorization) => {
    const reply = await anonymous.get("/destinations", {
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
    const reply = await anonymous.get("/destinations", {
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
    expect((await anonymous.request(method, path, { body })).status).toBe(401);
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

  it("a 404 names the path that was looked for", async () => {
    expect((await api.get("/nowhere?a=1")).body.error.message).toBe("The path /v1/nowhere does not exist.");
    const outside = await fetch(`${server.url}//v1/events`, { method: "POST" });
    expect(outside.status).toBe(404);
    expect(await outside.json()).toMatchObject({
      error: { code: "not_found", message: "The path //v1/events does not exist." },
    });
    const long = await api.get(`/${"x".repeat(5000)}`);
    expect(long.body.error.message).toBe(`The path /v1/${"x".repeat(196)}… does not exist.`);
  });

  it.each([
    ["PUT", "/events", "GET, HEAD, OPTIONS, POST"],
    ["DELETE", "/events", "GET, HEAD, OPTIONS, POST"],
    ["PATCH", "/stats", "GET, HEAD, OPTIONS"],
    ["POST", "/destinations/x", "DELETE, GET, HEAD, OPTIONS, PATCH"],
    ["PUT", "/events/batch", "OPTIONS, POST"],
    ["GET", "/events/batch", "OPTIONS, POST"],
    ["HEAD", "/events/batch", "OPTIONS, POST"],
    ["DELETE", "/dlq/replay", "OPTIONS, POST"],
    ["DELETE", "/dlq/replay/", "OPTIONS, POST"],
    ["PROPFIND", "/stats", "GET, HEAD, OPTIONS"],
  ])("%s %s is 405 and lists the methods of that path", async (method, path, allow) => {
    const reply = await api.request(method, path);
    expect(reply.status).toBe(405);
    expect(reply.headers.get("allow")).toBe(allow);
    if (method !== "HEAD") expect(reply.body.error.code).toBe("method_not_allowed");
  });

  it.each([
    ["/events", "GET, HEAD, OPTIONS, POST"],
    ["/events/batch", "OPTIONS, POST"],
    ["/events/evt_1", "GET, HEAD, OPTIONS"],
    ["/dlq/replay", "OPTIONS, POST"],
    ["/dlq/del_1", "DELETE, OPTIONS"],
  ])("OPTIONS %s lists the methods of that path", async (path, allow) => {
    const reply = await api.request("OPTIONS", path);
    expect([reply.status, reply.text, reply.headers.get("allow")]).toEqual([204, "", allow]);
    expect((await anonymous.request("OPTIONS", path)).status).toBe(401);
  });

  it.each(METHODS.filter((method) => !["GET", "HEAD", "OPTIONS"].includes(method)))(
    "%s without a key is never a server error, nor an error in the log",
    async (method) => {
      const before = server.logged().length;
      for (const [path, status, allow] of [
        ["/healthz", 405, "GET, HEAD, OPTIONS"],
        ["/metrics", 405, "GET, HEAD, OPTIONS"],
        ["/anything", 404, null],
        ["/v1/anything", 401, null],
        ["/v1/stats", 401, null],
      ] as const) {
        const reply = await sendRaw(
          server.url,
          `${method} ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        );
        if (method === "CONNECT") {
          expect(reply.status).toBe(405);
        } else {
          expect([path, reply.status, reply.headers.get("allow")]).toEqual([path, status, allow]);
        }
      }
      const logged = server.logged().slice(before);
      expect(logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    },
  );

  it("HEAD is GET without the body", async () => {
    const destination = await api.post("/destinations", { url: "http://127.0.0.1:9/" });
    for (const path of [
      "/stats",
      "/destinations",
      `/destinations/${destination.body.id as string}`,
      "/dlq",
    ]) {
      const [get, head] = [await api.get(path), await api.request("HEAD", path)];
      expect([head.status, head.text]).toEqual([200, ""]);
      expect(head.headers.get("content-type")).toBe(get.headers.get("content-type"));
      expect(head.headers.get("content-length")).toBe(get.headers.get("content-length"));
    }
    expect((await api.request("HEAD", "/destinations/none")).status).toBe(404);
    expect((await api.request("HEAD", "/destinations?limit=0")).status).toBe(400);
    expect((await anonymous.request("HEAD", "/stats")).status).toBe(401);
    for (const path of ["/healthz", "/readyz", "/metrics"]) {
      const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
      const reply = await fetch(server.url + path, { method: "HEAD", headers });
      expect([reply.status, await reply.text()]).toEqual([200, ""]);
    }
  });

  it("HEAD of a stream ends at once and leaves no stream behind", async () => {
    const reply = await fetch(`${server.url}/v1/stream`, {
      method: "HEAD",
      headers: { authorization: `Bearer ${api.key ?? ""}` },
    });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("text/event-stream");
    expect(await reply.text()).toBe("");
  });

  it("a trailing slash makes no difference", async () => {
    expect((await api.post("/events/", { type: "a", body: 1 })).status).toBe(202);
    expect((await api.get("/events/")).body.data).toEqual((await api.get("/events")).body.data);
    expect((await api.get("/events/?limit=1")).body.data).toHaveLength(1);
    expect((await api.get("/deliveries/none/")).body.error.code).toBe("delivery_not_found");
    const key = { "idempotency-key": "slash" };
    const first = await api.post("/subscriptions", {}, key);
    expect((await api.post("/subscriptions/", {}, key)).status).toBe(first.status);
  });

  it.each([
    ["GET http://h/healthz", 200],
    ["GET HTTP://h/healthz?x=http://y/", 200],
    ["GET http://h", 404],
    ["OPTIONS *", 404],
    ["OPTIONS /healthz", 204],
  ])("the request target of %s is accepted", async (line, status) => {
    const reply = await sendRaw(server.url, `${line} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n`);
    expect(reply.status).toBe(status);
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

  it.each(["#%zz", "?limit=1#%zz"])(
    "a fragment such as %s, which no client sends, is refused",
    async (end) => {
      const head = `Host: h\r\nAuthorization: Bearer ${api.key ?? ""}\r\nConnection: close\r\n\r\n`;
      const { status } = await sendRaw(server.url, `GET /v1/destinations${end} HTTP/1.1\r\n${head}`);
      expect(status).toBe(400);
    },
  );
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

  it("give every response an id of its own", async () => {
    const replies = await Promise.all([
      api.get("/destinations"),
      api.get("/nowhere"),
      anonymous.get("/stats"),
    ]);
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
    ["an invalid length", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", 400, "invalid_request"],
    [
      "20 KB of headers",
      `GET / HTTP/1.1\r\nHost: h\r\nX: ${"x".repeat(20_000)}\r\n\r\n`,
      413,
      "request_too_large",
    ],
  ])("%s gets a response in the error shape", async (_what, bytes, status, code) => {
    const reply = await sendRaw(server.url, bytes);
    expect(reply.status).toBe(status);
    const { error } = JSON.parse(reply.body) as { error: { code: string; request_id: string } };
    expect(error.code).toBe(code);
    expect(error.request_id).toBe(reply.headers.get("harbor-request-id"));
  });

  it("an unknown expectation is ignored", async () => {
    const reply = await sendRaw(
      server.url,
      "GET /healthz HTTP/1.1\r\nHost: h\r\nExpect: miracles\r\nConnection: close\r\n\r\n",
    );
    expect(reply.status).toBe(200);
  });

  it("HTTP/1.0 is supported", async () => {
    expect((await sendRaw(server.url, "GET /healthz HTTP/1.0\r\n\r\n")).status).toBe(200);
  });
});
