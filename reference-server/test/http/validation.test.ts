import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sendRaw } from "../raw-http.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
  api = (await server.project()).test;
});
afterAll(() => server.close());

describe("request bodies", () => {
  it.each([
    ["text/plain"],
    ["application/x-www-form-urlencoded"],
    ["multipart/form-data; boundary=x"],
    ["application/jsonp"],
    ["application/merge-patch+json"],
    ["text/json"],
    ["nonsense"],
    ["application/json; charset=iso-8859-1"],
    ['application/json; profile="x"; Charset="UTF-16"'],
    ["application/json;charset=us-ascii"],
  ])("as %s are unsupported", async (type) => {
    const reply = await api.post("/events", '{"type":"a","body":1}', { "content-type": type });
    expect([reply.status, reply.body.error.code]).toEqual([415, "unsupported_media_type"]);
  });

  it.each(["br", "gzip", "GZIP", "deflate", "gzip, identity", "nonsense"])(
    "marked as Content-Encoding: %s are unsupported, compressed or not",
    async (coding) => {
      for (const body of ['{"type":"a","body":1}', gzipSync('{"type":"a","body":1}')]) {
        const reply = await api.post("/events", body, { "content-encoding": coding });
        expect([reply.status, reply.body.error.code]).toEqual([415, "unsupported_media_type"]);
      }
    },
  );

  it("in gzip without Content-Encoding are unsupported", async () => {
    const reply = await api.post("/events", gzipSync('{"type":"a","body":1}'));
    expect([reply.status, reply.body.error.message]).toEqual([
      415,
      "The request body must not be compressed (gzip).",
    ]);
  });

  it("marked as Content-Encoding: identity are accepted", async () => {
    const reply = await api.post("/events", { type: "a", body: 1 }, { "content-encoding": "identity" });
    expect(reply.status).toBe(202);
  });

  it("without a content type are unsupported", async () => {
    const reply = await sendRaw(
      server.url,
      `POST /v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${api.key ?? ""}\r\n`,
      "Connection: close\r\nContent-Length: 21\r\n\r\n",
      '{"type":"a","body":1}',
    );
    expect(reply.status).toBe(415);
  });

  it.each(["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])(
    "as %s are taken",
    async (type) => {
      const reply = await api.post("/events", '{"type":"a","body":1}', { "content-type": type });
      expect(reply.status).toBe(202);
    },
  );

  it.each<[string, string, string]>([
    ["/events", "", "body"],
    ["/events", " ", "body"],
    ["/events", "{", "body"],
    ["/events", "[]", "body"],
    ["/events", "null", "body"],
    ["/events", "{}", "body/type"],
    ["/events", '{"type":5,"body":1}', "body/type"],
    ["/events", '{"type":"a"}', "body/body"],
    ["/events", '{"type":"a","body":1,"extra":1}', "body/extra"],
    ["/events", '{"type":"a","body":1,"a/b~c":1}', "body/a~1b~0c"],
    ["/events", '{"type":"a","body":1,"__proto__":{}}', "body/__proto__"],
    ["/events", '{"type":"a","body":1,"type":"a"}', "body/type"],
    ["/events", '{"type":"a","body":1,"\\u0062ody":1}', "body/body"],
    ["/events", '{"type":"a","body":1,"occurred_at":"yesterday"}', "body/occurred_at"],
    ["/events", '{"type":"a","body":1,"idempotency_key":""}', "body/idempotency_key"],
    ["/events", '{"type":"a","body":1,"idempotency_key":"\\u0000"}', "body/idempotency_key"],
    ["/events", '{"type":"a","body":1,"idempotency_key":"\\ud800"}', "body/idempotency_key"],
    [
      "/destinations",
      '{"url":"https://example.com","retry_policy":{"jitter":2}}',
      "body/retry_policy/jitter",
    ],
    ["/destinations", '{"url":"https://example.com","retry_policy":{"jiter":1}}', "body/retry_policy/jiter"],
    ["/destinations", '{"url":"https://example.com","timeout_seconds":1.5}', "body/timeout_seconds"],
    ["/destinations", '{"url":"https://example.com","timeout_seconds":"30"}', "body/timeout_seconds"],
    ["/destinations", '{"url":"https://example.com","name":"\\u0000"}', "body/name"],
    ["/destinations/none/signing-keys/rotate", '{"grace_period_days":31}', "body/grace_period_days"],
    ["/destinations/none/signing-keys/rotate", "[]", "body"],
    ["/deliveries/none/retry", '{"now":true}', "body/now"],
    ["/dlq/replay", '{"since":1}', "body/since"],
  ])("to %s, %s names %s", async (path, body, where) => {
    const reply = await api.post(path, body);
    expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_request"]);
    expect(reply.body.error.details.map((detail: { path: string }) => detail.path)).toContain(where);
  });

  it("in invalid UTF-8 are refused", async () => {
    const reply = await api.post("/events", Buffer.from('{"type":"a","body":"\xff"}', "latin1"));
    expect(reply.body.error).toMatchObject({
      code: "invalid_request",
      details: [{ path: "body", message: "is not valid UTF-8" }],
    });
  });

  it("say where their JSON breaks", async () => {
    const reply = await api.post("/events", '{"type":"a",\n "body":tru}');
    expect(reply.body.error.details).toEqual([
      { path: "body", message: "is not valid JSON: expected a value at position 21 (line 2, column 9)" },
    ]);
  });

  it("that are optional may be left out, empty or {}", async () => {
    const path = "/destinations/dest_01KJPX728R3NF6M7PXVWPBB6VV/signing-keys/rotate";
    for (const body of [undefined, "", "{}"]) {
      expect((await api.post(path, body)).body.error.code).toBe("destination_not_found");
    }
  });

  const many = (part: string) => part.repeat(200_000 / part.length);
  it.each<[string, string, string, string]>([
    ["/events/batch", `{"events":[${many("1,")}1]}`, "body/events", "must NOT have more than 100 items"],
    ["/events/batch", `{"events":[${many("[],")}[]]}`, "body/events", "must NOT have more than 100 items"],
    ["/events/batch", `{"events":[{"type":"a","x":[${many("1,")}1]}]}`, "body", "has more than 10000 values"],
    ["/events", `{"type":"a","body":1,"x":[${many("{},")}1]}`, "body", "has more than 10000 values"],
    ["/events", `{${many('"type":1,')}"type":1}`, "body", "has more than 10000 values"],
    ["/destinations", `{"url":"u","metadata":{"a":[${many("[],")}1]}}`, "body", "has more than 10000 values"],
    ["/destinations", `{"url":"u","headers":{${many('"a":1,')}"b":1}}`, "body", "has more than 10000 values"],
    [
      "/destinations",
      `{"url":"u","retry_policy":{${many('"a":1,')}"b":1}}`,
      "body",
      "has more than 10000 values",
    ],
    ["/subscriptions", `{"filter":{"$.a":{"$in":[${many("[1],")}1]}}}`, "body", "has more than 10000 values"],
    ["/events/none/replay", `{"destination_ids":[${many('"",')}""]}`, "body", "has more than 10000 values"],
    ["/dlq/replay", many("["), "body", "has more than 10000 values"],
  ])(
    "to %s with too many values are refused at the first one too many: %.40s",
    async (path, body, where, message) => {
      const reply = await api.post(path, body);
      expect(reply.status).toBe(400);
      expect(reply.body.error.details).toEqual([{ path: where, message }]);
    },
  );

  it("list at most 20 faults", async () => {
    const fields = Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`f${n}`, n]));
    expect((await api.post("/events", fields)).body.error.details).toHaveLength(20);
  });

  it.each<[string, number, string]>([
    ["/destinations", 524_289, "request_too_large"],
    ["/subscriptions", 2_000_000, "request_too_large"],
    ["/events", 524_289, "body_too_large"],
    ["/events", 20_000_000, "body_too_large"],
    ["/events/batch", 5_242_881, "body_too_large"],
    ["/destinations/none/test", 524_289, "body_too_large"],
  ])("to %s of %d bytes are too large", async (path, length, code) => {
    const reply = await api.post(path, Buffer.alloc(length, " "));
    expect([reply.status, reply.body.error.code]).toEqual([413, code]);
  });

  it("that do not announce their size are measured all the same", async () => {
    const chunk = `10000\r\n${" ".repeat(0x10000)}\r\n`;
    const reply = await sendRaw(
      server.url,
      `POST /v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${api.key ?? ""}\r\nConnection: close\r\n`,
      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
      chunk.repeat(9),
      "0\r\n\r\n",
    );
    expect(reply.status).toBe(413);
    expect(reply.body).toContain("body_too_large");
  });

  it("that are refused leave the connection usable", async () => {
    const request = (body: string) =>
      `POST /v1/events HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer ${api.key ?? ""}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const last = "GET /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    const { body, headers } = await sendRaw(
      server.url,
      request("{"),
      request("{}"),
      request(" ".repeat(600_000)),
      last,
    );
    expect(headers.get("connection")).toBe("keep-alive");
    expect(body.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 400", "HTTP/1.1 413", "HTTP/1.1 200"]);
  });
});

describe("queries", () => {
  it.each([
    ["/destinations?limit=0", "query/limit"],
    ["/destinations?limit=101", "query/limit"],
    ["/destinations?limit=ten", "query/limit"],
    ["/destinations?limit=", "query/limit"],
    ["/destinations?limit=1.5", "query/limit"],
    ["/destinations?limit=1&limit=2", "query/limit"],
    ["/destinations?status=gone", "query/status"],
    ["/destinations?limt=5", "query/limt"],
    ["/destinations?__proto__=1", "query/__proto__"],
    ["/destinations/x?expand=1", "query/expand"],
    ["/deliveries?since=2026", "query/since"],
    ["/deliveries?until=2026-02-30T00:00:00Z", "query/until"],
    ["/deliveries?status=failed", "query/status"],
    ["/stats?bucket=week", "query/bucket"],
    ["/stream?status=dead", "query/status"],
  ])("%s names %s", async (path, where) => {
    const reply = await api.get(path);
    expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_request"]);
    expect(reply.body.error.details.map((detail: { path: string }) => detail.path)).toContain(where);
  });

  it.each([
    "/deliveries?event_id=%00",
    "/deliveries?destination_id=dest_x",
    "/deliveries?event_type=a%20b",
    "/events?type=%F0%9F%9A%80%00",
    "/subscriptions?destination_id=%00",
    "/dlq?destination_id=nothing",
  ])("%s matches nothing", async (path) => {
    expect((await api.get(path)).body).toEqual({ data: [], next_cursor: null });
  });

  it("are refused where there are none", async () => {
    const reply = await api.post("/events?dry_run=1", { type: "a", body: 1 });
    expect(reply.body.error.details).toEqual([{ path: "query/dry_run", message: "is not a known field" }]);
  });
});
