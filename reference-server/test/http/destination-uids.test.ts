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
      expect(refused.headers.get("allow")).toBe("DELETE, GET, HEAD, OPTIONS");
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
  expect((await api.get(path)).body.uid).toBe("acme");
});

it("is for keys that administer, and to read for those that read", async () => {
  await api.post("/destinations", { url: receiver.url, uid: "acme" });
  for (const [role, get] of [
    ["read", 200],
    ["send", 403],
  ] as const) {
    const { body } = await api.post("/api-keys", { role });
    const other = new Api(api.url, body.key);
    expect((await other.get("/destinations/by-uid/acme")).status).toBe(get);
    expect((await other.delete("/destinations/by-uid/acme")).status).toBe(403);
  }
});
