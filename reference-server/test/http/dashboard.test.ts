import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ HARBOR_DASHBOARD: "on" });
});
afterAll(() => server.close());

const get = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, { redirect: "manual", ...init });

describe("the dashboard", () => {
  it("is a page without a key, with headers that allow only files of this server", async () => {
    const response = await get("/dashboard/");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|data:|\*/);
  });

  it("names its files relative to the page, for a proxy with a path prefix, and sends them compressed and cached", async () => {
    const page = await (await get("/dashboard/")).text();
    const files = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? "");
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      expect(file).toMatch(/^\.\//);
      const response = await get(`/dashboard/${file.slice(2)}`, { headers: { "accept-encoding": "gzip" } });
      expect(response.status).toBe(200);
      expect(response.headers.get("content-encoding")).toBe("gzip");
      expect(response.headers.get("cache-control")).toContain("immutable");
    }
  });

  it("redirects to its folder with a relative location", async () => {
    const response = await get("/dashboard");
    expect(response.status).toBe(307);
    expect(response.headers.get("location")).toBe("dashboard/");
  });

  it("is not sent again while it has not changed", async () => {
    const etag = (await get("/dashboard/")).headers.get("etag") ?? "";
    expect((await get("/dashboard/", { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  it.each(["/dashboard/nothing.js", "/dashboard/..%2f..%2fpackage.json", "/dashboard/%2e%2e/index.js"])(
    "has no %s",
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: "not_found" } });
    },
  );

  it("refuses other methods", async () => {
    expect((await get("/dashboard", { method: "POST" })).status).toBe(405);
  });
});

it("is off with HARBOR_DASHBOARD=off, and the portal too", async () => {
  const off = await startTestServer({ HARBOR_DASHBOARD: "off" });
  try {
    expect((await fetch(`${off.url}/dashboard/`)).status).toBe(404);
    expect((await fetch(`${off.url}/portal/`)).status).toBe(404);
  } finally {
    await off.close();
  }
});

describe("the portal", () => {
  it("is the page of the dashboard in a folder of its own, without a frame around it", async () => {
    expect((await get("/portal")).headers.get("location")).toBe("portal/");
    const response = await get("/portal/");
    expect(response.status).toBe(200);
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
    expect(response.headers.get("x-frame-options")).toBe("DENY");
    expect(response.headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
  });

  it("may stand in a frame of HARBOR_PORTAL_ORIGINS; the dashboard may not", async () => {
    const framed = await startTestServer({
      HARBOR_PORTAL_ORIGINS: "https://app.example.com,http://127.0.0.1:3000",
    });
    try {
      const portal = (await fetch(`${framed.url}/portal/`)).headers;
      expect(portal.get("content-security-policy")).toMatch(
        /; frame-ancestors https:\/\/app\.example\.com http:\/\/127\.0\.0\.1:3000$/,
      );
      expect(portal.has("x-frame-options")).toBe(false);
      const dashboard = (await fetch(`${framed.url}/dashboard/`)).headers;
      expect(dashboard.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(dashboard.get("x-frame-options")).toBe("DENY");
    } finally {
      await framed.close();
    }
  });
});
