import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { OPERATIONS } from "../../src/http/operations.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.close();
});

async function keyOf(admin: Api, body: object = {}): Promise<{ id: string; api: Api }> {
  const created = await admin.post("/api-keys", body);
  expect(created.status).toBe(201);
  return { id: created.body.id, api: new Api(server.url, created.body.key) };
}

describe("API keys", () => {
  it("are created for the environment of the caller, work, and show the key only once", async () => {
    const { test: admin, live } = await server.project();
    const created = await admin.post("/api-keys", { role: "send", name: "Order service" });
    expect(created.status).toBe(201);
    const { key, ...shown } = created.body;
    expect(shown).toMatchObject({ role: "send", name: "Order service", environment: "test" });
    expect(key).toMatch(/^hk_test_[A-Za-z0-9]{32}$/);
    expect(key.startsWith(shown.hint.slice(0, -1))).toBe(true);
    const sender = new Api(server.url, key);
    expect((await sender.post("/events", { type: "a", body: 1 })).status).toBe(202);
    const listed = await admin.get("/api-keys");
    expect(listed.text).not.toContain(key);
    expect(listed.body.data[0]).toMatchObject({ ...shown, last_used_at: expect.any(String) });
    expect((await live.get("/api-keys")).body.data).toHaveLength(1);
    expect((await live.delete(`/api-keys/${shown.id}`)).status).toBe(404);
  });

  it("default to the role admin, and list in pages", async () => {
    const { test: admin } = await server.project();
    const { api, id } = await keyOf(admin);
    expect((await api.get("/api-keys")).status).toBe(200);
    const page = await admin.get("/api-keys?limit=1");
    expect(page.body.data).toMatchObject([{ id, role: "admin", name: null }]);
    const next = await admin.get(`/api-keys?limit=1&cursor=${page.body.next_cursor}`);
    expect(next.body).toMatchObject({ data: [{ role: "admin" }], next_cursor: null });
  });

  it("are created once for an idempotency key, whose repetition shows the key again", async () => {
    const { test: admin } = await server.project();
    const create = () => admin.post("/api-keys", { role: "read" }, { "idempotency-key": "one" });
    const first = await create();
    const second = await create();
    expect(second.text).toBe(first.text);
    expect(second.headers.get("idempotent-replayed")).toBe("true");
    expect((await admin.get("/api-keys")).body.data).toHaveLength(2);
  });

  it("are refused from the revocation on; the list keeps them", async () => {
    const { test: admin } = await server.project();
    const { api, id } = await keyOf(admin, { role: "send" });
    expect((await api.post("/events", { type: "a", body: 1 })).status).toBe(202);
    expect((await admin.delete(`/api-keys/${id}`)).status).toBe(204);
    expect((await admin.delete(`/api-keys/${id}`)).status).toBe(204);
    expect((await api.post("/events", { type: "a", body: 1 })).status).toBe(403);
    expect((await admin.get("/api-keys")).body.data[0].revoked_at).toEqual(expect.any(String));
    expect((await admin.delete("/api-keys/key_unknown")).body.error.code).toBe("api_key_not_found");
  });

  it("that are revoked while a body is on its way change nothing", async () => {
    const { test: admin } = await server.project();
    const { id, api } = await keyOf(admin);
    const body = '{"role":"admin"}';
    const headers = { authorization: `Bearer ${api.key}`, "content-type": "application/json" };
    const slow = request(`${server.url}/v1/api-keys`, {
      method: "POST",
      headers: { ...headers, "content-length": body.length },
    });
    const responded = once(slow, "response") as Promise<[IncomingMessage]>;
    slow.write(body[0]);
    // The key is used for the first time when its request has been let in.
    await vi.waitUntil(async () => {
      const { data } = (await admin.get("/api-keys")).body;
      return data.find((key: { id: string }) => key.id === id).last_used_at !== null;
    });
    expect((await admin.delete(`/api-keys/${id}`)).status).toBe(204);
    slow.end(body.slice(1));
    const [response] = await responded;
    response.resume();
    expect(response.statusCode).toBe(403);
    expect((await admin.get("/api-keys")).body.data).toHaveLength(2);
  });

  it("keep the last admin key", async () => {
    const { test: admin } = await server.project();
    await keyOf(admin, { role: "read" });
    const [, own] = (await admin.get("/api-keys")).body.data;
    const refused = await admin.delete(`/api-keys/${own.id}`);
    expect([refused.status, refused.body.error.code]).toEqual([409, "last_admin_key"]);
    const { api: other } = await keyOf(admin);
    expect((await other.delete(`/api-keys/${own.id}`)).status).toBe(204);
    expect((await admin.get("/events")).status).toBe(403);
  });

  it.each([
    { name: "a\u0000" },
    { name: "\ud800" },
    { name: "x".repeat(257) },
    { role: "owner" },
    { key: "x" },
  ])("refuse %j", async (body) => {
    const { test: admin } = await server.project();
    expect((await admin.post("/api-keys", body)).status).toBe(400);
  });
});

describe("roles", () => {
  /** Written from docs/contract.md §2, independent of `x-access`. */
  const SEND = [
    ...["createEvent", "createEventBatch", "listEvents", "getEvent", "listDeliveries", "getDelivery"],
    "getCaller",
  ];
  const isRead = (operation: (typeof OPERATIONS)[number]) =>
    operation.id === "previewSubscription" ||
    (operation.method === "GET" && !["/v1/api-keys", "/v1/portal-sessions"].includes(operation.path));

  const send = async (api: Api, { method, path, body }: (typeof OPERATIONS)[number]) => {
    const abort = new AbortController();
    const response = await fetch(server.url + path.replaceAll(/\{\w+\}/g, "unknown"), {
      method,
      headers: { authorization: `Bearer ${api.key}`, "content-type": "application/json" },
      ...(body !== "none" && { body: '{"unknown":1}' }),
      signal: abort.signal,
    });
    abort.abort();
    return response.status;
  };

  it("allow exactly their operations", async () => {
    const { test: admin } = await server.project();
    const sender = (await keyOf(admin, { role: "send" })).api;
    const reader = (await keyOf(admin, { role: "read" })).api;
    for (const operation of OPERATIONS) {
      const allowed = {
        admin: (await send(admin, operation)) !== 403,
        send: (await send(sender, operation)) !== 403,
        read: (await send(reader, operation)) !== 403,
      };
      expect({ id: operation.id, ...allowed }).toEqual({
        id: operation.id,
        admin: true,
        send: SEND.includes(operation.id),
        read: isRead(operation),
      });
    }
  });

  it("are named by the refusal, which charges no limit", async () => {
    const limited = await startTestServer({ HARBOR_RATE_LIMITS: "on" });
    const { test: admin } = await limited.project();
    const { key } = (await admin.post("/api-keys", { role: "read" })).body;
    const refused = await new Api(limited.url, key).post("/events", { type: "a", body: 1 });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("ratelimit")).toBeNull();
    expect(refused.body.error.message).toBe(
      "This API key has the role read; the operation requires one of the roles admin, send.",
    );
    await limited.close();
  });
});
