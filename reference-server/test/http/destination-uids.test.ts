import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Receiver, startReceiver } from "../receiver.js";
import { Api, startTestServer, type TestServer } from "../test-server.js";

let server: TestServer;
let receiver: Receiver;
let api: Api;
let live: Api;

beforeAll(async () => {
  server = await startTestServer();
  receiver = await startReceiver();
});
beforeEach(async () => {
  ({ test: api, live } = await server.project());
});
afterAll(async () => {
  await server.close();
  await receiver.close();
});

const put = (uid: string, body: object, headers: Record<string, string> = {}) =>
  api.request("PUT", `/destinations/by-uid/${uid}`, { body, headers });

const codeOf = ({ status, body }: { status: number; body: { error: { code: string } } }) => [
  status,
  body.error.code,
];

describe("a destination's uid", () => {
  it("leads to the destination, in its own environment", async () => {
    const { body } = await api.post("/destinations", { url: receiver.url, uid: "acme.orders:1_a-b" });
    expect(body.uid).toBe("acme.orders:1_a-b");
    const { signing_secret: _secret, ...shown } = body;
    expect((await api.get("/destinations/by-uid/acme.orders:1_a-b")).body).toEqual(shown);
    expect((await api.get("/destinations/by-uid/acme.orders%3A1_a-b")).body).toEqual(shown);
    expect((await api.get(`/destinations/${body.id as string}`)).body).toEqual(shown);
    for (const other of [
      live.get("/destinations/by-uid/acme.orders:1_a-b"),
      api.get("/destinations/by-uid/x"),
    ])
      expect(codeOf(await other)).toEqual([404, "destination_not_found"]);
  });

  it("is null by default, as often as wanted", async () => {
    for (const fields of [{}, { uid: null }])
      expect((await api.post("/destinations", { url: receiver.url, ...fields })).body.uid).toBeNull();
  });

  it.each(["", "-a", "a b", "a/b", "ä", "a".repeat(129), 1])("is not %.9j", async (uid) => {
    const reply = await api.post("/destinations", { url: receiver.url, uid });
    expect(codeOf(reply)).toEqual([400, "invalid_request"]);
    expect(reply.body.error.details[0].path).toBe("body/uid");
  });

  it.each(["-a", "a%20b", "a%2Fb", "a".repeat(129)])("is not %.9s in a path", async (uid) => {
    for (const method of ["GET", "DELETE"]) {
      const reply = await api.request(method, `/destinations/by-uid/${uid}`);
      expect(codeOf(reply)).toEqual([400, "invalid_request"]);
      expect(reply.body.error.details[0].path).toBe("path/uid");
    }
  });

  it("belongs to one destination of the environment, also of many at once", async () => {
    const replies = await Promise.all(
      Array.from({ length: 8 }, () => api.post("/destinations", { url: receiver.url, uid: "one" })),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
    const refused = replies.filter(({ status }) => status === 409);
    expect(new Set(refused.map(({ body }) => body.error.code))).toEqual(new Set(["uid_taken"]));
    expect((await api.get("/destinations")).body.data).toHaveLength(1);
    const same = { url: "https://example.com/", uid: "one" };
    expect(codeOf(await api.post("/destinations", { ...same, url: receiver.url }))).toEqual([
      409,
      "uid_taken",
    ]);
  });

  it("can be changed, removed and used again", async () => {
    const [first, second] = [
      await api.post("/destinations", { url: receiver.url, uid: "first" }),
      await api.post("/destinations", { url: receiver.url }),
    ].map(({ body }) => `/destinations/${body.id as string}`);
    expect(codeOf(await api.patch(second!, { uid: "first", name: "x" }))).toEqual([409, "uid_taken"]);
    expect((await api.get(second!)).body).toMatchObject({ uid: null, name: null });
    expect((await api.patch(second!, { uid: "second" })).body.uid).toBe("second");
    expect((await api.patch(first!, { uid: "first", name: "F" })).body).toMatchObject({ uid: "first" });
    expect((await api.patch(first!, { name: "G" })).body).toMatchObject({ uid: "first", name: "G" });
    expect((await api.patch(first!, { uid: null })).body.uid).toBeNull();
    expect((await api.patch(second!, { uid: "first" })).body.uid).toBe("first");
    expect((await api.get("/destinations/by-uid/second")).status).toBe(404);
  });
});

describe("PUT /destinations/by-uid/{uid}", () => {
  it("creates a destination, then replaces it: what is not given gets its default", async () => {
    const full = {
      url: receiver.url,
      name: "A",
      tenant: "acme",
      retry_policy: { max_retries: 3 },
      max_concurrent_deliveries: 1,
      max_per_second: 2.5,
      ordering: "key",
      timeout_seconds: 3,
      headers: { "X-A": "1" },
      metadata: { a: 1 },
    };
    const created = await put("acme", full);
    expect(created.status).toBe(201);
    const { headers: _headers, ...shown } = full;
    expect(created.body).toMatchObject({
      ...shown,
      uid: "acme",
      header_names: ["X-A"],
      retry_policy: { max_retries: 3, jitter: 0.2 },
      signing_secret: expect.stringMatching(/^whsec_/),
    });
    const { id, created_at } = created.body;
    const replaced = await put("acme", { url: `${receiver.url}/2`, tenant: "acme" });
    expect(replaced.status).toBe(200);
    expect(replaced.body).toMatchObject({
      id,
      uid: "acme",
      created_at,
      url: `${receiver.url}/2`,
      name: null,
      retry_policy: { max_retries: 6 },
      max_concurrent_deliveries: 50,
      max_per_second: null,
      ordering: "none",
      timeout_seconds: 30,
      header_names: [],
      metadata: null,
      signing_secret: null,
    });
    const { signing_secret: _secret, ...kept } = replaced.body;
    expect((await api.get("/destinations")).body.data).toEqual([kept]);
  });

  it("keeps the status, the signature, the keys and the subscriptions", async () => {
    const { body: created } = await put("a", { url: receiver.url, signature: "standard" });
    const path = `/destinations/${created.id as string}`;
    await api.post("/subscriptions", { destination_id: created.id, event_type: "order.*" });
    await api.post(`${path}/signing-keys/rotate`, {});
    const { body: paused } = await api.patch(path, { status: "paused" });
    const { body } = await put("a", { url: receiver.url, name: "B" });
    expect(body).toMatchObject({ ...paused, name: "B", updated_at: expect.any(String) });
    expect((await api.get("/subscriptions")).body.data).toHaveLength(1);
    await api.patch(path, { status: "active" });
    await api.post("/events", { type: "order.paid", body: 1 });
    const { headers } = (await receiver.until(receiver.received.length + 1)).at(-1)!;
    expect(String(headers["webhook-signature"]).split(" ")).toHaveLength(2);
  });

  it("changes the signature when one is given, with a new secret where it needs one", async () => {
    await put("a", { url: receiver.url, signature: "standard_ed25519" });
    const same = await put("a", { url: receiver.url, signature: "standard_ed25519" });
    expect(same.body).toMatchObject({ signature: "standard_ed25519", old_key_expires_at: null });
    const { body } = await put("a", { url: receiver.url, signature: "harbor", grace_period_days: 1 });
    expect(body).toMatchObject({ signature: "harbor", signing_secret: expect.stringMatching(/^whsec_/) });
    expect(codeOf(await put("a", { url: receiver.url, signature: "standard_ed25519" }))).toEqual([
      409,
      "rotation_in_progress",
    ]);
    expect((await put("a", { url: receiver.url, signature: "harbor" })).body.signing_secret).toBeNull();
  });

  it("refuses another tenant, and what a new destination may not have", async () => {
    await put("a", { url: receiver.url, tenant: "acme" });
    for (const tenant of [undefined, null, "globex"])
      expect(codeOf(await put("a", { url: receiver.url, tenant }))).toEqual([409, "tenant_mismatch"]);
    expect((await api.get("/destinations/by-uid/a")).body.tenant).toBe("acme");
    for (const fields of [{ uid: "a" }, { status: "paused" }, { headers: { Host: "h" } }, { url: undefined }])
      expect(codeOf(await put("b", { url: receiver.url, ...fields }))).toEqual([400, "invalid_request"]);
    expect(codeOf(await put("b", { url: "http://10.0.0.1/" }))).toEqual([400, "invalid_url"]);
    expect(codeOf(await put("-b", { url: receiver.url }))).toEqual([400, "invalid_request"]);
    expect((await api.get("/destinations")).body.data).toHaveLength(1);
  });

  it("returns the first response again with the same Idempotency-Key", async () => {
    const headers = { "idempotency-key": "k" };
    const first = await put("a", { url: receiver.url }, headers);
    await put("a", { url: receiver.url, name: "later" });
    const again = await put("a", { url: receiver.url }, headers);
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await api.get("/destinations/by-uid/a")).body.name).toBe("later");
    expect(codeOf(await put("b", { url: receiver.url }, headers))).toEqual([409, "idempotency_key_conflict"]);
    expect((await put("%61", { url: receiver.url }, headers)).text).toBe(first.text);
    const replaced = await put("a", { url: receiver.url }, { "idempotency-key": "l" });
    const same = await put("a", { url: receiver.url }, { "idempotency-key": "l" });
    expect([same.status, same.text]).toEqual([200, replaced.text]);
  });

  it("of concurrent requests creates one destination, also while it is deleted", async () => {
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        n % 4 === 3 ? api.delete("/destinations/by-uid/a") : put("a", { url: receiver.url, name: `${n}` }),
      ),
    );
    const created = replies.filter(({ status }) => status === 201);
    const deleted = replies.filter(({ status }) => status === 204);
    const { data } = (await api.get("/destinations")).body;
    expect(data).toHaveLength(created.length - deleted.length);
    expect(new Set(created.map(({ body }) => body.id)).size).toBe(created.length);
  });

  it("is the same however often it is sent and regardless of what it replaces", async () => {
    const fields = fc.record(
      {
        name: fc.option(fc.string({ maxLength: 9 }).filter((text) => !text.includes("\0"))),
        timeout_seconds: fc.integer({ min: 1, max: 120 }),
        max_concurrent_deliveries: fc.integer({ min: 1, max: 1000 }),
        ordering: fc.constantFrom("none", "key"),
        max_per_second: fc.option(fc.double({ min: 0.1, max: 10_000, noNaN: true })),
        retry_policy: fc.record(
          { max_retries: fc.nat(30), jitter: fc.constantFrom(0, 0.5) },
          { requiredKeys: [] },
        ),
        headers: fc.constantFrom({}, { "X-A": "1" }, { "X-A": "2" }, { "X-B": "1", "X-A": "1" }),
        metadata: fc.option(fc.constantFrom({}, { a: 1 }, { a: { b: [null] } })),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(fields, fields, fc.nat(3), async (before, wanted, repeats) => {
        await put("a", { url: receiver.url, ...before });
        const { body: first } = await put("a", { url: receiver.url, ...wanted });
        for (let n = 0; n <= repeats; n++) {
          const again = await put("a", { url: receiver.url, ...wanted });
          expect([again.status, again.body]).toEqual([200, first]);
        }
        const { body: fresh } = await put("b", { url: receiver.url, ...wanted });
        const { id: _id, uid: _uid, created_at: _at, updated_at: _now, signing_secret: _no, ...same } = first;
        expect(fresh).toMatchObject(same);
        await api.delete("/destinations/by-uid/b");
      }),
      { seed: 20_261_129, numRuns: 30 },
    );
  });
});

describe("DELETE /destinations/by-uid/{uid}", () => {
  it("deletes the destination with its subscriptions and frees the uid", async () => {
    const id = await api.subscribe(receiver.url, { uid: "acme" });
    expect((await live.delete("/destinations/by-uid/acme")).status).toBe(404);
    const deleted = await api.delete("/destinations/by-uid/acme");
    expect([deleted.status, deleted.text]).toEqual([204, ""]);
    expect((await api.get("/subscriptions")).body.data).toEqual([]);
    expect((await api.get(`/destinations/${id}`)).status).toBe(404);
    expect(codeOf(await api.delete("/destinations/by-uid/acme"))).toEqual([404, "destination_not_found"]);
    expect((await api.post("/destinations", { url: receiver.url, uid: "acme" })).status).toBe(201);
  });

  it("frees the uid for DELETE /destinations/{id} too", async () => {
    const id = await api.subscribe(receiver.url, { uid: "acme" });
    await api.delete(`/destinations/${id}`);
    expect((await api.get("/destinations/by-uid/acme")).status).toBe(404);
    expect((await api.post("/destinations", { url: receiver.url, uid: "acme" })).status).toBe(201);
  });
});

describe("a path that could be one of /destinations/{id}", () => {
  it("is one of by-uid, with its methods", async () => {
    for (const uid of ["test", "recover"]) {
      const path = `/destinations/by-uid/${uid}`;
      await api.post("/destinations", { url: receiver.url, uid });
      expect((await api.get(path)).body.uid).toBe(uid);
      const refused = await api.post(path);
      expect(codeOf(refused)).toEqual([405, "method_not_allowed"]);
      expect(refused.headers.get("allow")).toBe("DELETE, GET, HEAD, OPTIONS, PUT");
      expect((await api.delete(path)).status).toBe(204);
    }
    expect(codeOf(await api.get("/destinations/by-uid"))).toEqual([404, "destination_not_found"]);
  });
});

it("is neither shown to portal sessions nor set by them", async () => {
  const { body: destination } = await api.post("/destinations", {
    url: receiver.url,
    uid: "acme",
    tenant: "acme",
  });
  const { body } = await api.post("/portal-sessions", { tenant: "acme", capabilities: ["manage"] });
  const session = new Api(api.url, body.token);
  const path = `/destinations/${destination.id as string}`;
  expect((await session.get(path)).body.uid).toBeNull();
  expect((await session.patch(path, { name: "x" })).body.uid).toBeNull();
  expect((await session.post(`${path}/signing-keys/rotate`)).body.uid).toBeNull();
  expect((await session.get("/destinations")).body.data[0].uid).toBeNull();
  for (const uid of ["x", null]) {
    expect(codeOf(await session.patch(path, { uid }))).toEqual([403, "forbidden"]);
    expect(codeOf(await session.post("/destinations", { url: receiver.url, uid }))).toEqual([
      403,
      "forbidden",
    ]);
  }
  expect(codeOf(await session.get("/destinations/by-uid/acme"))).toEqual([403, "forbidden"]);
  expect(codeOf(await session.delete("/destinations/by-uid/acme"))).toEqual([403, "forbidden"]);
  const url = receiver.url;
  expect(codeOf(await session.request("PUT", "/destinations/by-uid/acme", { body: { url } }))).toEqual([
    403,
    "forbidden",
  ]);
  expect((await api.get(path)).body.uid).toBe("acme");
});

it("is for keys that administer, and to read for those that read", async () => {
  await api.post("/destinations", { url: receiver.url, uid: "acme" });
  for (const [role, get] of [
    ["read", 200],
    ["send", 403],
  ] as const) {
    const other = new Api(api.url, (await api.post("/api-keys", { role })).body.key);
    expect((await other.get("/destinations/by-uid/acme")).status).toBe(get);
    const body = { url: receiver.url };
    expect((await other.request("PUT", "/destinations/by-uid/acme", { body })).status).toBe(403);
    expect((await other.delete("/destinations/by-uid/acme")).status).toBe(403);
  }
});
