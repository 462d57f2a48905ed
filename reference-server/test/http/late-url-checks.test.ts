import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type DnsServer, startDnsServer } from "../dns-server.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

/** The check of a destination's URL may wait for a name server, for seconds. */

const PUBLIC_ADDRESS = "93.184.215.14";

let server: TestServer;
let dns: DnsServer;

beforeAll(async () => {
  dns = await startDnsServer({});
  server = await startTestServer({ HARBOR_DNS_SERVERS: dns.address });
});
afterAll(async () => {
  await server.close();
  dns.close();
});

/** The response to a request that checks the URL's name, while which `meanwhile` is done. */
async function whileResolving<T>(
  name: string,
  { send, meanwhile }: { send: (url: string) => Promise<T>; meanwhile: () => Promise<{ status: number }> },
): Promise<T> {
  dns.zone[name] = "silent";
  const response = send(`https://${name}/hook`);
  await vi.waitUntil(() => dns.queries.has(name));
  expect((await meanwhile()).status).toBe(204);
  dns.zone[name] = [PUBLIC_ADDRESS];
  return await response;
}

const create = (api: Api) => (url: string) => api.post("/destinations", { url });
const FORBIDDEN = { status: 403, body: { error: { code: "forbidden" } } };

async function sessionOf(admin: Api): Promise<{ id: string; api: Api }> {
  const { body } = await admin.post("/portal-sessions", { tenant: "acme", capabilities: ["manage"] });
  return { id: body.id, api: new Api(admin.url, body.token) };
}

it("a key that is revoked meanwhile creates no destination", async () => {
  const { test: admin } = await server.project();
  const { body } = await admin.post("/api-keys", { role: "admin" });
  const sent = await whileResolving("key.test", {
    send: create(new Api(admin.url, body.key)),
    meanwhile: () => admin.delete(`/api-keys/${body.id as string}`),
  });
  expect(sent).toMatchObject(FORBIDDEN);
  expect((await admin.get("/destinations")).body.data).toEqual([]);
});

it("a session that is revoked meanwhile changes no URL", async () => {
  const { test: admin } = await server.project();
  const session = await sessionOf(admin);
  const before = await session.api.post("/destinations", { url: `https://${PUBLIC_ADDRESS}/old` });
  const path = `/destinations/${before.body.id as string}`;
  const sent = await whileResolving("session.test", {
    send: (url) => session.api.patch(path, { url }),
    meanwhile: () => admin.delete(`/portal-sessions/${session.id}`),
  });
  expect(sent).toMatchObject(FORBIDDEN);
  expect((await admin.get(path)).body.url).toBe(before.body.url);
});

it("a session of a tenant that is erased meanwhile creates no destination", async () => {
  const { test: admin } = await server.project();
  const session = await sessionOf(admin);
  const sent = await whileResolving("tenant.test", {
    send: create(session.api),
    meanwhile: () => admin.delete("/tenants/acme"),
  });
  expect(sent).toMatchObject(FORBIDDEN);
  expect((await admin.get("/tenants")).body.data).toEqual([]);
});
