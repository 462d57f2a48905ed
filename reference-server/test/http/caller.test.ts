import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let admin: Api;

beforeAll(async () => {
  server = await startTestServer();
  admin = (await server.project()).test;
});
afterAll(() => server.close());

const NONE = { role: null, tenant: null, capabilities: null, expires_at: null, return_url: null };

describe("the caller", () => {
  it.each(["admin", "send", "read"])("is the key with the role %s", async (role) => {
    const { body: created } = await admin.post("/api-keys", { role });
    const { status, body } = await new Api(server.url, created.key).get("/caller");
    expect(status).toBe(200);
    const key = { kind: "api_key", id: created.id, environment: "test", role };
    expect(body).toEqual({ ...NONE, ...key, server_version: VERSION });
  });

  it.each([["read"], ["read", "manage"]])(
    "is the portal session with the capabilities %s",
    async (...capabilities) => {
      const { body: created } = await admin.post("/portal-sessions", {
        tenant: "acme",
        capabilities,
        return_url: "https://app.example.com/",
      });
      const { body } = await new Api(server.url, created.token).get("/caller");
      expect(body).toEqual({
        kind: "portal_session",
        id: created.id,
        environment: "test",
        role: null,
        tenant: "acme",
        capabilities,
        expires_at: created.expires_at,
        return_url: "https://app.example.com/",
        server_version: null,
      });
    },
  );

  it("is refused once it is revoked, and when it is unknown", async () => {
    const { body: created } = await admin.post("/portal-sessions", { tenant: "acme" });
    await admin.delete(`/portal-sessions/${created.id}`);
    expect((await new Api(server.url, created.token).get("/caller")).status).toBe(403);
    expect((await new Api(server.url, null).get("/caller")).status).toBe(401);
  });
});
