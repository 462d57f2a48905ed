import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;
let live: Api;

beforeAll(async () => {
  server = await startTestServer({ HARBOR_MAX_DESTINATIONS: "3" });
  receiver = await startReceiver();
});
beforeEach(async () => {
  ({ test: api, live } = await server.project());
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

describe("POST /destinations", () => {
  it("fills in what is not given, and shows the secret this once", async () => {
    const { status, body } = await api.post("/destinations", { url: receiver.url });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      url: receiver.url,
      name: null,
      status: "active",
      paused_reason: null,
      paused_at: null,
      retry_policy: {
        max_retries: 6,
        base_delay_seconds: 30,
        max_delay_seconds: 86_400,
        total_budget_seconds: 172_800,
        jitter: 0.2,
        circuit_breaker_threshold: 50,
      },
      max_concurrent_deliveries: 50,
      max_per_second: null,
      ordering: "none",
      timeout_seconds: 30,
      header_names: [],
      metadata: null,
      environment: "test",
      old_key_expires_at: null,
    });
    expect(body.signing_secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { signing_secret: _secret, ...shown } = body;
    expect((await api.get(`/destinations/${body.id as string}`)).body).toEqual(shown);
    expect((await api.get("/destinations")).body.data).toEqual([shown]);
  });

  it("keeps everything that is given; of headers the names", async () => {
    const given = {
      url: receiver.url,
      name: "Acme 🚀",
      retry_policy: { max_retries: 0, jitter: 0, circuit_breaker_threshold: null },
      max_concurrent_deliveries: 1,
      max_per_second: 0.1,
      ordering: "key",
      timeout_seconds: 120,
      headers: { "X-Acme-Tenant": "eu-1", Authorization: "Bearer secret-of-acme" },
      metadata: { a: [1, { b: null }], __proto__: 1 },
    };
    const { body, text } = await api.post("/destinations", given);
    expect(body).toMatchObject({
      name: "Acme 🚀",
      retry_policy: { max_retries: 0, base_delay_seconds: 30, jitter: 0, circuit_breaker_threshold: null },
      max_concurrent_deliveries: 1,
      max_per_second: 0.1,
      ordering: "key",
      timeout_seconds: 120,
      header_names: ["X-Acme-Tenant", "Authorization"],
      metadata: given.metadata,
    });
    expect(text).not.toContain("secret-of-acme");
  });

  it.each<[Record<string, unknown>, string]>([
    [{ headers: { Host: "h" } }, "body/headers/Host"],
    [{ headers: { "X-A": "a\r\nb" } }, "body/headers/X-A"],
    [{ headers: { "X-A": "x".repeat(1025) } }, "body/headers/X-A"],
    [{ headers: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`X-${n}`, "v"])) }, "body/headers"],
    [{ metadata: { a: "x".repeat(8192) } }, "body/metadata"],
    [{ metadata: [] }, "body/metadata"],
    [{ max_concurrent_deliveries: 0 }, "body/max_concurrent_deliveries"],
    [{ max_per_second: 0.09 }, "body/max_per_second"],
    [{ max_per_second: 10_001 }, "body/max_per_second"],
    [{ max_per_second: "1" }, "body/max_per_second"],
    [{ ordering: "id" }, "body/ordering"],
    [{ timeout_seconds: 121 }, "body/timeout_seconds"],
    [{ retry_policy: { max_retries: 31 } }, "body/retry_policy/max_retries"],
    [{ retry_policy: { total_budget_seconds: 604_801 } }, "body/retry_policy/total_budget_seconds"],
    [{ retry_policy: { base_delay_seconds: 0.01 } }, "body/retry_policy/base_delay_seconds"],
    [{ name: "x".repeat(257) }, "body/name"],
  ])("refuses %.60j", async (fields, path) => {
    const reply = await api.post("/destinations", { url: receiver.url, ...fields });
    expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_request"]);
    expect(reply.body.error.details.map((detail: { path: string }) => detail.path)).toContain(path);
  });

  it.each([
    "not a url",
    "/relative",
    "ftp://127.0.0.1/",
    "http://user:pass@127.0.0.1/",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data",
    "http://[::ffff:10.0.0.1]/",
    "http://0x0a000001/",
    " http://127.0.0.1/",
    "http://127.0.0.1/a b",
    "http://127.0.0.1/\u0000",
    "http://127.0.0.1/\n",
    "http://127.0.0.1:0/",
    "http://127.0.0.1/\ud800",
    "http://[4000::1]/",
  ])("refuses the URL %j", async (url) => {
    const reply = await api.post("/destinations", { url });
    expect([reply.status, reply.body.error.code]).toEqual([400, "invalid_url"]);
    expect(reply.body.error.details[0].path).toBe("body/url");
  });

  it("refuses a name that does not resolve, and the server's own address", async () => {
    const nowhere = await api.post("/destinations", { url: "http://does-not-exist.invalid/" });
    expect(nowhere.body.error.code).toBe("url_not_reachable");
    const itself = await api.post("/destinations", { url: `${server.url}/v1/events` });
    expect(itself.body.error.code).toBe("invalid_url");
  });

  it("wants https of live destinations", async () => {
    const reply = await live.post("/destinations", { url: "http://example.com/" });
    expect(reply.body.error.code).toBe("invalid_url");
  });

  it("stops at the limit of the environment, also for many at once", async () => {
    const replies = await Promise.all(
      Array.from({ length: 6 }, () => api.post("/destinations", { url: receiver.url })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 201, 201, 409, 409, 409]);
    expect(replies.find(({ status }) => status === 409)?.body.error.code).toBe("over_destination_limit");
    await api.delete(`/destinations/${replies.find(({ status }) => status === 201)?.body.id as string}`);
    expect((await api.post("/destinations", { url: receiver.url })).status).toBe(201);
  });
});

describe("PATCH /destinations/{id}", () => {
  it("loses nothing of two changes at the same moment", async () => {
    const created = await api.post("/destinations", { url: receiver.url });
    const path = `/destinations/${created.body.id as string}`;
    for (let n = 1; n <= 20; n++) {
      await Promise.all([
        api.patch(path, {
          url: receiver.url.replace("127.0.0.1", "localhost"),
          retry_policy: { jitter: n / 20 },
        }),
        api.patch(path, { retry_policy: { max_retries: n } }),
      ]);
      expect((await api.get(path)).body.retry_policy).toMatchObject({ jitter: n / 20, max_retries: n });
    }
  });

  it("changes what is given and leaves the rest, inside retry_policy too", async () => {
    const created = await api.post("/destinations", {
      url: receiver.url,
      retry_policy: { max_retries: 3, jitter: 0.5 },
      headers: { "X-A": "1" },
      metadata: { a: 1, b: 2 },
    });
    const path = `/destinations/${created.body.id as string}`;
    const changed = await api.patch(path, {
      name: "B",
      retry_policy: { max_retries: 0 },
      metadata: { c: 3 },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      name: "B",
      retry_policy: { max_retries: 0, jitter: 0.5, circuit_breaker_threshold: 50 },
      header_names: ["X-A"],
      metadata: { c: 3 },
    });
    const emptied = await api.patch(path, { name: null, headers: {}, metadata: null });
    expect(emptied.body).toMatchObject({ name: null, header_names: [], metadata: null, url: receiver.url });
    expect((await api.patch(path, {})).body).toMatchObject({ url: receiver.url, name: null });
    expect((await api.get(path)).body.retry_policy.max_retries).toBe(0);
  });

  it("pauses and resumes by hand", async () => {
    const path = `/destinations/${(await api.post("/destinations", { url: receiver.url })).body.id as string}`;
    const paused = await api.patch(path, { status: "paused" });
    expect(paused.body).toMatchObject({ status: "paused", paused_reason: "manual" });
    expect(paused.body.paused_at).not.toBeNull();
    expect((await api.get("/destinations?status=active")).body.data).toEqual([]);
    const { signing_secret, ...shown } = paused.body;
    expect(signing_secret).toBeNull();
    expect((await api.get("/destinations?status=paused")).body.data).toEqual([shown]);
    const again = await api.patch(path, { status: "paused" });
    expect(again.body.paused_at).toBe(paused.body.paused_at);
    const resumed = await api.patch(path, { status: "active" });
    expect(resumed.body).toMatchObject({ status: "active", paused_reason: null, paused_at: null });
  });

  it("refuses what a new destination may not have", async () => {
    const path = `/destinations/${(await api.post("/destinations", { url: receiver.url })).body.id as string}`;
    expect((await api.patch(path, { url: "http://10.0.0.1/" })).body.error.code).toBe("invalid_url");
    expect((await api.patch(path, { headers: { TE: "x" } })).body.error.code).toBe("invalid_request");
    expect((await api.patch(path, { url: null })).body.error.code).toBe("invalid_request");
    expect((await api.patch(path, { signing_secret: "x" })).body.error.details[0].path).toBe(
      "body/signing_secret",
    );
    expect((await api.get(path)).body.url).toBe(receiver.url);
  });
});

describe("DELETE /destinations/{id}", () => {
  it("takes its subscriptions with it, and its deliveries die", async () => {
    const id = await api.subscribe(receiver.url);
    await api.patch(`/destinations/${id}`, { status: "paused" });
    const event = await api.post("/events", { type: "a", body: 1 });
    const deleted = await api.delete(`/destinations/${id}`);
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    expect((await api.get("/subscriptions")).body.data).toEqual([]);
    const delivery = `/deliveries/${event.body.deliveries[0].id as string}`;
    expect((await api.get(delivery)).body).toMatchObject({
      status: "dead",
      dead_reason: "destination_deleted",
    });
    expect((await api.post(`${delivery}/retry`)).body.error.code).toBe("destination_deleted");
    expect((await api.get(`/destinations/${id}`)).body.error.code).toBe("destination_not_found");
    expect((await api.delete(`/destinations/${id}`)).status).toBe(404);
  });
});

describe("POST /destinations/{id}/signing-keys/rotate", () => {
  it("makes a new secret, signs with both, and refuses a second rotation while it does", async () => {
    const id = await api.subscribe(receiver.url);
    const rotated = await api.post(`/destinations/${id}/signing-keys/rotate`, { grace_period_days: 1 });
    expect(rotated.status).toBe(200);
    expect(rotated.body.signing_secret).toMatch(/^whsec_/);
    const grace = Date.parse(rotated.body.old_key_expires_at) - Date.parse(rotated.body.rotated_at);
    expect(grace).toBe(86_400_000);
    const { id: eventId } = (await api.post("/events", { type: "a", body: 1 })).body;
    const [received] = await receiver.until(1);
    expect(received?.headers["harbor-event-id"]).toBe(eventId);
    expect(received?.headers["harbor-signature"]).toMatch(/^t=\d+,v1=\w{64},v1=\w{64},v2=\w{64},v2=\w{64}$/);
    const second = await api.post(`/destinations/${id}/signing-keys/rotate`);
    expect([second.status, second.body.error.code]).toEqual([409, "rotation_in_progress"]);
  });

  it("ends every earlier secret at once with a grace of 0, even during another rotation", async () => {
    const id = (await api.post("/destinations", { url: receiver.url })).body.id as string;
    const path = `/destinations/${id}/signing-keys/rotate`;
    expect((await api.post(path)).status).toBe(200);
    const leaked = await api.post(path, { grace_period_days: 0 });
    expect(leaked.status).toBe(200);
    expect(leaked.body.old_key_expires_at).toBeNull();
    expect((await api.post(path, { grace_period_days: 30 })).status).toBe(200);
  });
});

describe("POST /destinations/{id}/test", () => {
  it("sends to this destination only, paused or not", async () => {
    const id = (await api.post("/destinations", { url: receiver.url })).body.id as string;
    await api.subscribe(receiver.url, { event_type: "harbor.test" });
    await api.patch(`/destinations/${id}`, { status: "paused" });
    const before = receiver.received.length;
    const sent = await api.post(`/destinations/${id}/test`);
    expect(sent.status).toBe(202);
    expect(sent.body).toMatchObject({ destination_id: id, event_type: "harbor.test", status: "pending" });
    const received = (await receiver.until(before + 1)).at(-1);
    expect(received?.headers["harbor-delivery-id"]).toBe(sent.body.id);
    expect(received?.body.toString()).toBe('{"message":"A test event from Harbor"}');
    expect((await api.get(`/events/${sent.body.event_id as string}`)).body.deliveries).toHaveLength(1);
  });

  it("sends the type and the very bytes that are given", async () => {
    const id = (await api.post("/destinations", { url: receiver.url })).body.id as string;
    const before = receiver.received.length;
    await api.post(`/destinations/${id}/test`, '{"type":"order.created","body": {"n": 1.0} }');
    expect((await receiver.until(before + 1)).at(-1)?.body.toString()).toBe('{"n": 1.0}');
  });

  it.each<[unknown, number, string]>([
    [{ type: "a..b" }, 400, "invalid_event_type"],
    [{ type: "harbor.destination.paused" }, 400, "invalid_event_type"],
    [{ body: "x".repeat(262_143) }, 413, "body_too_large"],
  ])("refuses %.40j", async (body, status, code) => {
    const id = (await api.post("/destinations", { url: receiver.url })).body.id as string;
    const reply = await api.post(`/destinations/${id}/test`, body);
    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
  });
});
