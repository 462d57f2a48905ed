import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.js";
import { OPERATIONS } from "../../src/http/operations.js";
import { type Receiver, startReceiver } from "../receiver.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

const HOUR_MS = 3_600_000;

let aheadMs = 0;
let server: TestServer;
let receiver: Receiver;
let admin: Api;

beforeAll(async () => {
  const clock = { ...systemClock, now: () => systemClock.now() + aheadMs };
  server = await startTestServer({ HARBOR_PUBLIC_URL: "https://hooks.example.com" }, { clock });
  receiver = await startReceiver();
});
beforeEach(async () => {
  admin = (await server.project()).test;
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

interface Session {
  id: string;
  token: string;
}

async function sessionOf(tenant: string, api = admin, fields: object = {}): Promise<Session & { api: Api }> {
  const created = await api.post<Session>("/portal-sessions", { tenant, ...fields });
  expect(created.status).toBe(201);
  return { ...created.body, api: new Api(server.url, created.body.token) };
}

const codeOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [
  status,
  body.error.code,
];

const idsOf = ({ body }: { body: { data: { id: string }[] } }) => body.data.map(({ id }) => id);

const REVOKED = [403, "forbidden"];

describe("portal sessions", () => {
  it("are created for a tenant and show the token only once", async () => {
    const created = await admin.post("/portal-sessions", { tenant: "acme", ttl_seconds: 60 });
    const { token, url, ...shown } = created.body;
    expect(created.status).toBe(201);
    expect(url).toBe(`https://hooks.example.com/portal/#token=${token}`);
    expect(token).toMatch(/^hp_test_[A-Za-z0-9]{32}$/);
    expect(shown).toMatchObject({ tenant: "acme", capabilities: ["read"], environment: "test" });
    expect(Date.parse(shown.expires_at) - Date.parse(shown.created_at)).toBe(60_000);
    const listed = await admin.get("/portal-sessions");
    expect(listed.body.data).toEqual([shown]);
    expect(listed.text).not.toContain(token);
    expect((await new Api(server.url, token).get("/destinations")).status).toBe(200);
  });

  it("last an hour by default, and have the environment of the key", async () => {
    const { live } = await server.project();
    const { body } = await live.post("/portal-sessions", { tenant: "acme" });
    expect(body.token).toMatch(/^hp_live_/);
    expect(Date.parse(body.expires_at) - Date.parse(body.created_at)).toBe(HOUR_MS);
  });

  it("are created once for an idempotency key, whose repetition shows the token again", async () => {
    const create = () => admin.post("/portal-sessions", { tenant: "acme" }, { "idempotency-key": "one" });
    const [first, second] = [await create(), await create()];
    expect(second.text).toBe(first.text);
    expect(idsOf(await admin.get("/portal-sessions"))).toEqual([first.body.id]);
  });

  it("list by tenant and in pages", async () => {
    const first = await sessionOf("acme");
    const other = await sessionOf("globex");
    const second = await sessionOf("acme");
    expect(idsOf(await admin.get("/portal-sessions"))).toEqual([second.id, other.id, first.id]);
    expect(idsOf(await admin.get("/portal-sessions?tenant=globex"))).toEqual([other.id]);
    const page = await admin.get("/portal-sessions?tenant=acme&limit=1");
    expect(idsOf(page)).toEqual([second.id]);
    const next = await admin.get(`/portal-sessions?tenant=acme&limit=1&cursor=${page.body.next_cursor}`);
    expect([idsOf(next), next.body.next_cursor]).toEqual([[first.id], null]);
  });

  it.each([
    {},
    { tenant: null },
    { tenant: "" },
    { tenant: "a b" },
    { tenant: "acme", ttl_seconds: 59 },
    { tenant: "acme", ttl_seconds: 86_401 },
    { tenant: "acme", capabilities: [] },
    { tenant: "acme", capabilities: ["write"] },
    { tenant: "acme", token: "x" },
  ])("refuse %j", async (body) => {
    expect((await admin.post("/portal-sessions", body)).status).toBe(400);
  });

  it("are managed by admin keys only", async () => {
    const { id, api: session } = await sessionOf("acme");
    for (const role of ["send", "read"]) {
      const { key } = (await admin.post("/api-keys", { role })).body;
      await refusesManagement(new Api(server.url, key), id);
    }
    await refusesManagement(session, id);
  });

  async function refusesManagement(api: Api, id: string): Promise<void> {
    expect(codeOf(await api.post("/portal-sessions", { tenant: "acme" }))).toEqual(REVOKED);
    expect(codeOf(await api.get("/portal-sessions"))).toEqual(REVOKED);
    expect(codeOf(await api.delete(`/portal-sessions/${id}`))).toEqual(REVOKED);
    expect(codeOf(await api.delete("/portal-sessions?tenant=acme"))).toEqual(REVOKED);
  }
});

describe("the token of a session", () => {
  it("is unknown: 401; sent in a query, it is not read", async () => {
    const { token } = await sessionOf("acme");
    for (const unknown of [`hp_test_${"a".repeat(32)}`, token.slice(0, -1), `${token}a`, "hp_test_"]) {
      expect(codeOf(await new Api(server.url, unknown).get("/events"))).toEqual([401, "unauthorized"]);
    }
    const anonymous = new Api(server.url, null);
    for (const name of ["token", "access_token"]) {
      expect(codeOf(await anonymous.get(`/events?${name}=${token}`))).toEqual([401, "unauthorized"]);
    }
  });

  it("is refused from the revocation of the session on", async () => {
    const [{ id, api }, other] = [await sessionOf("acme"), await sessionOf("acme")];
    expect((await admin.delete(`/portal-sessions/${id}`)).status).toBe(204);
    expect((await admin.delete(`/portal-sessions/${id}`)).status).toBe(204);
    expect(codeOf(await api.get("/events"))).toEqual(REVOKED);
    expect((await other.api.get("/events")).status).toBe(200);
    const unknown = await admin.delete("/portal-sessions/ps_unknown");
    expect(codeOf(unknown)).toEqual([404, "portal_session_not_found"]);
    const { test: stranger } = await server.project();
    expect((await stranger.delete(`/portal-sessions/${other.id}`)).status).toBe(404);
    expect((await other.api.get("/events")).status).toBe(200);
  });

  it("is refused once all sessions of its tenant are revoked", async () => {
    const [one, two, other] = [await sessionOf("acme"), await sessionOf("acme"), await sessionOf("globex")];
    expect((await admin.delete("/portal-sessions?tenant=acme")).status).toBe(204);
    for (const { api } of [one, two]) expect(codeOf(await api.get("/events"))).toEqual(REVOKED);
    expect((await other.api.get("/events")).status).toBe(200);
    expect((await admin.delete("/portal-sessions")).status).toBe(400);
    expect((await (await sessionOf("acme")).api.get("/events")).status).toBe(200);
  });

  it("is refused once the key that created the session is revoked", async () => {
    const { id, key } = (await admin.post("/api-keys", {})).body;
    const { api } = await sessionOf("acme", new Api(server.url, key));
    expect((await api.get("/events")).status).toBe(200);
    await admin.delete(`/api-keys/${id}`);
    expect(codeOf(await api.get("/events"))).toEqual(REVOKED);
    expect((await admin.get("/portal-sessions")).body.data).toEqual([]);
  });

  it("expires in real time, which the test clock does not move", async () => {
    const { api } = await sessionOf("acme", admin, { ttl_seconds: 60 });
    await admin.post("/test-clock/advance", { seconds: 2 * 86_400 });
    expect((await api.get("/events")).status).toBe(200);
    aheadMs += 59_000;
    expect((await api.get("/events")).status).toBe(200);
    aheadMs += 1000;
    const refused = await api.get("/events");
    expect(codeOf(refused)).toEqual(REVOKED);
    expect(refused.body.error.message).toBe("This portal session has expired.");
  });
});

describe("a session", () => {
  /** Written from docs/contract.md §2, independent of `x-access`. */
  const READS = [
    "listDestinations",
    "getDestination",
    "listSubscriptions",
    "getSubscription",
    "listEvents",
    "getEvent",
    "listDeliveries",
    "getDelivery",
    "listDeadDeliveries",
    "listDeadDeliveryGroups",
    "listEventTypes",
    "getEventType",
    "getStats",
    "getCaller",
    "streamDeliveries",
  ];

  it("may read, and nothing else", async () => {
    const { api } = await sessionOf("acme");
    for (const { id, method, path, body } of OPERATIONS) {
      const stop = new AbortController();
      const response = await fetch(server.url + path.replaceAll(/\{\w+\}/g, "unknown"), {
        method,
        headers: { authorization: `Bearer ${api.key ?? ""}`, "content-type": "application/json" },
        ...(body !== "none" && { body: '{"unknown":1}' }),
        signal: stop.signal,
      });
      stop.abort();
      expect([id, response.status === 403]).toEqual([id, !READS.includes(id)]);
    }
  });

  it("sees only what belongs to the destinations of its tenant", async () => {
    const ids = {
      acme: await admin.subscribe(receiver.url, { tenant: "acme", metadata: { plan: "gold" } }),
      own: await admin.subscribe(receiver.url, { metadata: { note: "ours" } }),
      globex: await admin.subscribe(receiver.url, { tenant: "globex" }),
    };
    const { body: event } = await admin.post("/events", { type: "a", body: 1, tenant: "acme" });
    const { body: foreign } = await admin.post("/events", { type: "a", body: 1, tenant: "globex" });
    await admin.post("/events", { type: "a", body: 1 });
    const { api } = await sessionOf("acme");
    expect(idsOf(await api.get("/destinations"))).toEqual([ids.acme]);
    expect((await api.get(`/destinations/${ids.acme}`)).body.metadata).toBeNull();
    expect((await api.get("/destinations")).body.data[0].metadata).toBeNull();
    expect((await admin.get(`/destinations/${ids.acme}`)).body.metadata).toEqual({ plan: "gold" });
    for (const id of [ids.own, ids.globex])
      expect(codeOf(await api.get(`/destinations/${id}`))).toEqual([404, "destination_not_found"]);
    expect(idsOf(await api.get("/events"))).toEqual([event.id]);
    const shown = (await api.get(`/events/${event.id}`)).body.deliveries;
    expect(shown).toMatchObject([{ destination_id: ids.acme }]);
    expect(event.deliveries).toHaveLength(2);
    expect(codeOf(await api.get(`/events/${foreign.id}`))).toEqual([404, "event_not_found"]);
    for (const { id, destination_id } of event.deliveries) {
      const expected = destination_id === ids.acme ? 200 : 404;
      expect((await api.get(`/deliveries/${id}`)).status).toBe(expected);
    }
    expect((await api.get("/stats")).body.totals.ingested).toBe(1);
  });

  it("does not see the backlog of others, in memory or in the queue", async () => {
    receiver.respondWith(() => undefined);
    await admin.subscribe(receiver.url, { max_concurrent_deliveries: 1, timeout_seconds: 1 });
    for (let n = 0; n < 3; n++) await admin.post("/events", { type: "a", body: n, tenant: "acme" });
    const { api } = await sessionOf("acme");
    const due = async (by: Api) => (await by.get("/stats")).body.backlog.due as number;
    await expect.poll(() => due(admin)).toBeGreaterThan(0);
    expect(await due(api)).toBe(0);
    receiver.respondWith((response) => response.end());
  });

  it("may name its own tenant in a filter and no other", async () => {
    const { api } = await sessionOf("acme");
    for (const list of ["/destinations", "/subscriptions", "/events", "/deliveries", "/dlq", "/stats"]) {
      expect((await api.get(`${list}?tenant=acme`)).status).toBe(200);
      for (const other of ["globex", ""])
        expect(codeOf(await api.get(`${list}?tenant=${other}`))).toEqual(REVOKED);
      expect((await api.get(`${list}?tenant=acme&tenant=globex`)).status).toBe(400);
    }
  });

  it("has cursors of its own", async () => {
    for (const tenant of ["acme", "globex"]) await admin.subscribe(receiver.url, { tenant });
    for (let n = 0; n < 2; n++) {
      for (const tenant of ["acme", "globex"]) await admin.post("/events", { type: "a", body: n, tenant });
    }
    const [acme, globex] = [await sessionOf("acme"), await sessionOf("globex")];
    const { next_cursor: cursor } = (await acme.api.get("/events?limit=1")).body;
    const path = `/events?limit=1&cursor=${cursor}`;
    expect((await (await sessionOf("acme")).api.get(path)).body.data).toHaveLength(1);
    for (const api of [globex.api, admin])
      expect(codeOf(await api.get(path))).toEqual([400, "invalid_cursor"]);
  });

  it("is logged with its id and never its token", async () => {
    const { id, token, api } = await sessionOf("acme");
    await api.get("/events");
    const lines = server.logged().filter(({ portal_session_id }) => portal_session_id === id);
    expect(lines).toMatchObject([{ operation: "listEvents", status: 200 }]);
    expect(JSON.stringify(server.logged())).not.toContain(token);
  });

  it("shares 300 requests a minute with the other sessions of its tenant", async () => {
    const limited = await startTestServer({ HARBOR_RATE_LIMITS: "on", HARBOR_PORTAL_PER_MINUTE: "3" });
    const { test: key } = await limited.project();
    const open = async (tenant: string) =>
      new Api(limited.url, (await key.post("/portal-sessions", { tenant })).body.token);
    const [one, two, other] = [await open("acme"), await open("acme"), await open("globex")];
    const first = await one.get("/events");
    expect(first.headers.get("ratelimit")).toMatch(/^"portal";r=2;t=/);
    expect((await two.get("/destinations")).status).toBe(200);
    expect((await two.post("/events", {})).status).toBe(403);
    expect((await one.get("/unknown")).status).toBe(404);
    expect(codeOf(await two.get("/events"))).toEqual([429, "rate_limited"]);
    expect((await other.get("/events")).status).toBe(200);
    await limited.close();
  });
});
