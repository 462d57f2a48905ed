import { expect, expectTypeOf, test } from "vitest";
import { Harbor, type HarborPromise, type Page } from "../src/index.js";
import { createClient, failureOf } from "./create-client.js";
import { failure, json, reset, startScriptedServer } from "./scripted-server.js";

interface Tenant {
  tenant: string;
}

test("request calls an operation that the client does not have, with its key, query and body", async () => {
  const server = await startScriptedServer(json(200, { data: [], next_cursor: null }), json(201, { id: 1 }));
  const harbor = createClient(server);
  const page = harbor.request<Page<Tenant>>("GET", "/tenants", { query: { limit: 10, after: undefined } });
  expectTypeOf(page).toEqualTypeOf<HarborPromise<Page<Tenant>>>();
  expect(await page).toEqual({ data: [], next_cursor: null });
  const created = await harbor
    .request("POST", "/portal-sessions", { body: { tenant: "acme" }, headers: { "x-a": "1" } })
    .withResponse();
  expectTypeOf(created.data).toEqualTypeOf<unknown>();
  expect(created).toMatchObject({ status: 201, data: { id: 1 }, requestId: "req_1" });
  expect(server.requests).toMatchObject([
    { method: "GET", path: "/tenants?limit=10", headers: { authorization: "Bearer hk_test_scripted" } },
    {
      method: "POST",
      path: "/portal-sessions",
      headers: { "x-a": "1", "content-type": "application/json", "idempotency-key": expect.any(String) },
    },
  ]);
  expect(server.requests[1]!.body.toString()).toBe('{"tenant":"acme"}');
});

test("request encodes the values of the path, and refuses an empty one", async () => {
  const server = await startScriptedServer((response) => response.writeHead(204).end());
  const harbor = createClient(server);
  const params = { tenant: "a/../b?c" };
  expect(await harbor.request("DELETE", "/tenants/{tenant}", { params })).toBeUndefined();
  expect(server.requests[0]).toMatchObject({ method: "DELETE", path: "/tenants/a%2F..%2Fb%3Fc" });
  const empty = harbor.request("DELETE", "/tenants/{tenant}", { params: { tenant: "" } });
  expect(await failureOf(empty)).toBeInstanceOf(TypeError);
});

test.each([
  "tenants",
  "",
  "/",
  "//evil.example",
  "/../admin",
  "/a/./b",
  "/a?b=1",
  "/a#b",
  "http://evil.example/",
])("request refuses the path %j", async (path) => {
  const server = await startScriptedServer(json(200, {}));
  expect(() => createClient(server).request("GET", path)).toThrow(TypeError);
});

test("request retries as every call, with the same idempotency key, and fails with the same errors", async () => {
  const server = await startScriptedServer(reset, failure(503, "overloaded"), json(200, [1]));
  const harbor = createClient(server);
  expect(await harbor.request("POST", "/things", { body: {} })).toEqual([1]);
  const keys = server.requests.map(({ headers }) => headers["idempotency-key"]);
  expect(keys).toEqual([keys[0], keys[0], keys[0]]);

  const failing = await startScriptedServer(failure(409, "tenant_mismatch"));
  expect(await failureOf(createClient(failing).request("GET", "/things"))).toMatchObject({
    name: "HarborError",
    code: "tenant_mismatch",
    status: 409,
    requestId: "req_1",
  });
  const page = await startScriptedServer((response) => response.writeHead(200).end("<html>"));
  expect(await failureOf(createClient(page).request("GET", "/things"))).toMatchObject({
    code: "unexpected_response",
  });
});

test("withOptions changes the defaults of a new client and shares the rest", async () => {
  const server = await startScriptedServer(failure(503, "overloaded"));
  const seen: string[] = [];
  const harbor = createClient(server, {
    headers: { "x-app": "shop", "x-both": "1" },
    onResponse: ({ status }) => void seen.push(String(status)),
    maxRetries: 1,
  });
  const other = harbor.withOptions({ maxRetries: 0, headers: { "x-both": "2" }, apiKey: "hk_test_other" });
  expect(other).toBeInstanceOf(Harbor);
  await failureOf(other.destinations.get("dest_1"));
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]!.headers).toMatchObject({
    "x-app": "shop",
    "x-both": "2",
    authorization: "Bearer hk_test_other",
  });
  await failureOf(harbor.destinations.get("dest_1"));
  expect(server.requests).toHaveLength(3);
  expect(server.requests[2]!.headers).toMatchObject({
    "x-both": "1",
    authorization: "Bearer hk_test_scripted",
  });
  expect(seen).toEqual(["503", "503", "503"]);
});

test("withOptions checks what it is given, and undefined changes nothing", async () => {
  const server = await startScriptedServer(json(200, { id: "dest_1" }));
  const harbor = createClient(server);
  expect(() => harbor.withOptions({ timeoutMs: 0 })).toThrow(/timeoutMs/);
  expect(() => harbor.withOptions({ apiKey: "whsec_x" })).toThrow(/signing secret/);
  const same = harbor.withOptions({ apiKey: undefined, baseUrl: undefined, headers: undefined });
  expect(await same.destinations.get("dest_1")).toEqual({ id: "dest_1" });
});

test("asResponse is the raw response beside the parsed value, of one request", async () => {
  const text = '{ "id":"dest_1", "n":1.0 }';
  const server = await startScriptedServer((response) =>
    response.writeHead(200, { "content-type": "application/json", "harbor-request-id": "req_9" }).end(text),
  );
  const call = createClient(server).destinations.get("dest_1");
  const [value, response] = await Promise.all([call, call.asResponse()]);
  expect(value).toMatchObject({ id: "dest_1" });
  expect(response).toBeInstanceOf(Response);
  expect([response.status, response.headers.get("harbor-request-id"), await response.text()]).toEqual([
    200,
    "req_9",
    text,
  ]);
  expect(await (await call.asResponse()).json()).toEqual({ id: "dest_1", n: 1 });
  expect(server.requests).toHaveLength(1);
});

test("asResponse of a list, of a 204, and of a failure", async () => {
  const server = await startScriptedServer(
    json(200, { data: [], next_cursor: null }),
    (response) => response.writeHead(204).end(),
    failure(404, "destination_not_found"),
  );
  const harbor = createClient(server);
  expect(await (await harbor.events.list().asResponse()).json()).toEqual({ data: [], next_cursor: null });
  const deleted = await harbor.destinations.delete("dest_1").asResponse();
  expect([deleted.status, await deleted.text()]).toEqual([204, ""]);
  expect(await failureOf(harbor.destinations.get("dest_1").asResponse())).toMatchObject({
    code: "destination_not_found",
  });
});

test("a value that a newer server sends is kept", async () => {
  const server = await startScriptedServer(
    json(200, { id: "del_1", status: "held", dead_reason: "reason_of_tomorrow" }),
    failure(409, "code_of_tomorrow"),
  );
  const harbor = createClient(server);
  const { status, dead_reason: reason } = await harbor.deliveries.get("del_1");
  expect([status === "held", reason]).toEqual([true, "reason_of_tomorrow"]);
  expect(await failureOf(harbor.deliveries.get("del_1"))).toMatchObject({ code: "code_of_tomorrow" });
});
