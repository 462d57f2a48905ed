import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { json } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe("portal sessions", () => {
  it("keep a return_url, which is https, in test mode also http, and has no credentials", async () => {
    const { live, test } = await server.project();
    const create = (api: Api, return_url: unknown) =>
      api.post("/portal-sessions", { tenant: "acme", return_url });
    const created = await create(live, "https://app.example.com/hooks?tab=1#top");
    expect(created.body.return_url).toBe("https://app.example.com/hooks?tab=1#top");
    expect((await live.get("/portal-sessions")).body.data[0].return_url).toBe(created.body.return_url);
    expect((await create(test, "http://localhost:3000/")).body.return_url).toBe("http://localhost:3000/");
    expect((await create(test, null)).body.return_url).toBeNull();
    for (const [api, url] of [
      [live, "http://app.example.com"],
      [test, "javascript:alert(1)"],
      [test, "https://user:password@app.example.com/"],
    ] as const) {
      const { status, body } = await create(api, url);
      expect([status, body.error.code, body.error.details[0].path]).toEqual([
        400,
        "invalid_request",
        "body/return_url",
      ]);
    }
  });

  it("have the URL of HARBOR_PUBLIC_URL, never of the Host header, and none without a dashboard", async () => {
    const urlWith = async (env: Record<string, string>) => {
      const other = await startTestServer(env);
      try {
        const { test } = await other.project();
        // `fetch` sets its own Host.
        const created = request(`${other.url}/v1/portal-sessions`, {
          method: "POST",
          headers: {
            authorization: `Bearer ${test.key}`,
            "content-type": "application/json",
            host: "evil.example",
            "x-forwarded-host": "evil.example",
          },
        }).end('{"tenant":"acme"}');
        const [response] = (await once(created, "response")) as [IncomingMessage];
        const { token, url } = (await json(response)) as { token: string; url: string | null };
        return url?.replace(token, "TOKEN").replace(other.url, "OWN") ?? null;
      } finally {
        await other.close();
      }
    };
    expect(await urlWith({ HARBOR_DATABASE_URL: "sqlite::memory:" })).toBe("OWN/portal/#token=TOKEN");
    expect(await urlWith({ HARBOR_PUBLIC_URL: "https://hooks.example.com/harbor/" })).toBe(
      "https://hooks.example.com/harbor/portal/#token=TOKEN",
    );
    expect(
      await urlWith({ HARBOR_PUBLIC_URL: "https://hooks.example.com", HARBOR_DASHBOARD: "off" }),
    ).toBeNull();
  });
});
