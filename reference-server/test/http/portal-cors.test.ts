import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

const ORIGIN = "https://app.example.com";

let server: TestServer;
let admin: Api;
let token: string;

beforeAll(async () => {
  server = await startTestServer({ HARBOR_PORTAL_ORIGINS: `${ORIGIN}, https://other.example.com` });
  admin = (await server.project()).test;
  token = (await admin.post("/portal-sessions", { tenant: "acme" })).body.token;
});
afterAll(() => server.close());

const call = (
  headers: Record<string, string>,
  { method = "GET", path = "/v1/events" } = {},
  url = server.url,
) => fetch(url + path, { method, headers });
const bearer = (credential: string, origin = ORIGIN) => ({ authorization: `Bearer ${credential}`, origin });
const allowed = ({ headers }: Response) => headers.get("access-control-allow-origin");
const preflight = (origin: string) => ({
  origin,
  "access-control-request-method": "PATCH",
  "access-control-request-headers": "authorization,content-type",
});

describe("a page of an allowed origin", () => {
  it("may read responses to the token of a session, refusals too", async () => {
    for (const [path, credential, status] of [
      ["/v1/events", token, 200],
      ["/v1/events/evt_unknown", token, 404],
      ["/v1/api-keys", token, 403],
      ["/v1/events", `hp_test_${"a".repeat(32)}`, 401],
      ["/v1/unknown", token, 404],
    ] as const) {
      const response = await call(bearer(credential), { path });
      expect([path, response.status, allowed(response)]).toEqual([path, status, ORIGIN]);
      expect(response.headers.get("access-control-allow-credentials")).toBeNull();
      expect(response.headers.get("access-control-expose-headers")).toContain("harbor-request-id");
    }
  });

  it("may open a stream", async () => {
    const response = await call(bearer(token), { path: "/v1/stream" });
    expect([response.headers.get("content-type"), allowed(response)]).toEqual(["text/event-stream", ORIGIN]);
    await response.body?.cancel();
  });

  it("gets a response to a preflight without a token, for the methods and headers of the API", async () => {
    const response = await call(preflight(ORIGIN), { method: "OPTIONS", path: "/v1/destinations/dest_a" });
    expect([response.status, allowed(response)]).toEqual([204, ORIGIN]);
    expect(response.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(response.headers.get("access-control-allow-headers")).toContain("authorization");
  });

  it("may not read responses to an API key or without one, nor those outside the API", async () => {
    for (const response of [
      await call(bearer(admin.key ?? "")),
      await call({ origin: ORIGIN }),
      await call({ origin: ORIGIN }, { path: "/openapi.json" }),
      await call(bearer(token), { path: "/healthz" }),
    ])
      expect(allowed(response)).toBeNull();
  });
});

it.each(["https://app.example.com.evil.example", "http://app.example.com", "null", "https://evil.example"])(
  "a page of %s may not",
  async (origin) => {
    expect(allowed(await call(bearer(token, origin)))).toBeNull();
    const refused = await call(preflight(origin), { method: "OPTIONS" });
    expect([refused.status, allowed(refused)]).toEqual([401, null]);
  },
);

it("responses name the origin in Vary, for caches", async () => {
  expect((await call({ authorization: `Bearer ${token}` })).headers.get("vary")).toBe("Origin");
});

it("without the setting no page may", async () => {
  const closed = await startTestServer();
  const { test: key } = await closed.project();
  const { body } = await key.post("/portal-sessions", { tenant: "acme" });
  const response = await call(bearer(body.token), {}, closed.url);
  expect([response.status, allowed(response), response.headers.get("vary")]).toEqual([200, null, null]);
  expect((await call(preflight(ORIGIN), { method: "OPTIONS" }, closed.url)).status).toBe(401);
  await closed.close();
});
