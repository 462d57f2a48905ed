import type { ServerResponse } from "node:http";
import { once } from "node:events";
import { verifySignature } from "@harbor/signing";
import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { startDatabaseProxy } from "./database-proxy.js";
import { openStream } from "./event-stream.js";
import { runProgram } from "./server-process.js";
import { Api } from "./test-server.js";
import { useProcesses } from "./postgres-processes.js";

const KEY = "hk_test_several_processes";

const on = useProcesses(KEY);
const { start, apiOf } = on;

async function startTwo(env: Record<string, string> = {}): Promise<[Api, Api]> {
  const processes = await Promise.all([start(env), start(env)]);
  const [first, second] = processes.map(apiOf);
  if (first === undefined || second === undefined) throw new Error("Expected two processes.");
  return [first, second];
}

function arrivedIds(): Set<string> {
  return new Set(on.receiver.received.map(({ headers }) => String(headers["harbor-event-id"])));
}

test("of processes that start together on an empty database one creates the first keys", async () => {
  const processes = await Promise.all([1, 2, 3].map(() => start({ HARBOR_API_KEYS: "" })));
  const printed = processes.flatMap((each) => each.stderr().match(/hk_\w+/g) ?? []);
  expect(printed).toHaveLength(2);
  for (const { url } of processes)
    expect((await new Api(url, printed[0] ?? "").get("/destinations")).status).toBe(200);
}, 60_000);

test(
  "a schema holds at once on the other process, also one that allows more",
  { timeout: 60_000 },
  async () => {
    const [a, b] = await startTwo();
    const put = (schema: object) =>
      a.request("PUT", "/event-types/order.created", { body: { schema, validation: "enforce" } });
    const destination = await a.subscribe(on.receiver.url);
    const event = { type: "order.created", body: 1 };
    /** Alone, in a batch, in a batch with a key, as a test event. */
    const send = async (round: string) => {
      const { status } = await b.post("/events", event);
      const batch = await b.post("/events/batch", { events: [event, event] });
      const keyed = await b.post("/events/batch", { events: [event] }, { "idempotency-key": round });
      const test = await b.post(`/destinations/${destination}/test`, event);
      const results = [...batch.body.data, ...keyed.body.data] as { status: number }[];
      return [status, ...results.map((result) => result.status), test.status];
    };
    expect(await send("before")).toEqual(Array(5).fill(202));
    for (let round = 0; round < 5; round++) {
      await put({ type: "string" });
      expect(await send(`refused-${round}`)).toEqual(Array(5).fill(400));
      await put({ type: "number" });
      expect(await send(`accepted-${round}`)).toEqual(Array(5).fill(202));
    }
  },
);

test("concurrent PUTs on two processes create one destination", { timeout: 60_000 }, async () => {
  const apis = await startTwo();
  const put = (api: Api, uid: string, fields: object = {}) =>
    api.request("PUT", `/destinations/by-uid/${uid}`, { body: { url: on.receiver.url, ...fields } });
  for (let round = 0; round < 10; round++) {
    const uid = `round-${round}`;
    const replies = await Promise.all(
      Array.from({ length: 8 }, (_, n) => put(apis[n % 2]!, uid, { name: `${n}` })),
    );
    const created = replies.filter(({ status }) => status === 201);
    expect(replies.map(({ status }) => status).sort()).toEqual([...Array<number>(7).fill(200), 201]);
    expect(created[0]?.body.signing_secret).toMatch(/^whsec_/);
    expect(new Set(replies.map(({ body }) => body.id))).toEqual(new Set([created[0]?.body.id]));
    const secrets = replies.map(({ body }) => body.signing_secret).filter((secret) => secret !== null);
    expect(secrets).toHaveLength(1);
    const { body } = await apis[0].get(`/destinations/by-uid/${uid}`);
    expect(replies.map((reply) => reply.body.name)).toContain(body.name);
  }
  const { body } = await apis[1].get("/destinations?limit=100");
  expect(body.data).toHaveLength(10);
});

test("a change on one process holds at once on the other", { timeout: 60_000 }, async () => {
  const [a, b] = await startTwo();
  const destination = await a.post("/destinations", { url: on.receiver.url });
  const destinationId = destination.body.id as string;
  const send = () => b.post("/events", { type: "order.created", body: 1 });

  // The other process has loaded the environment before each change.
  expect((await send()).body.deliveries).toEqual([]);
  await a.post("/subscriptions", { destination_id: destinationId, event_type: "order.*" });
  expect((await send()).body.deliveries).toHaveLength(1);
  await on.receiver.until(1);

  const rotated = await a.post(`/destinations/${destinationId}/signing-keys/rotate`, {
    grace_period_days: 0,
  });
  await send();
  const received = (await on.receiver.until(2))[1];
  const secret = rotated.body.signing_secret as string;
  expect(
    verifySignature({ headers: received?.headers ?? {}, body: received?.body ?? "", secret }),
  ).toBeDefined();

  await a.patch(`/destinations/${destinationId}`, { status: "paused" });
  const held = await send();
  expect((await b.get(`/deliveries/${held.body.deliveries[0].id as string}`)).body.status).toBe("pending");
  expect((await b.get(`/destinations/${destinationId}`)).body.status).toBe("paused");
  await a.patch(`/destinations/${destinationId}`, { status: "active" });
  await on.receiver.until(3);
  expect(on.receiver.received).toHaveLength(3);

  const keys = await runProgram(["keys", "list"], on.store.env);
  const id = /key_\w+/.exec(keys.out)?.[0] ?? "";
  // The last admin key cannot be revoked.
  await runProgram(["keys", "create"], on.store.env);
  expect((await runProgram(["keys", "revoke", id], on.store.env)).code).toBe(0);
  expect([(await a.get("/destinations")).status, (await send()).status]).toEqual([403, 403]);
});

test(
  "a portal session that is revoked on one process ends on the other, with its stream",
  { timeout: 60_000 },
  async () => {
    const [a, b] = await startTwo();
    const open = async () =>
      (await a.post("/portal-sessions", { tenant: "acme" })).body as { id: string; token: string };
    const [ended, kept] = [await open(), await open()];
    const [one, other] = [new Api(b.url, ended.token), new Api(b.url, kept.token)];
    const [ending, staying] = [await openStream(one), await openStream(other)];
    expect((await a.delete(`/portal-sessions/${ended.id}`)).status).toBe(204);
    expect((await one.get("/events")).status).toBe(403);
    await ending.ended;
    const { body: key } = await a.post("/api-keys", {});
    await new Api(a.url, key.key as string).delete(`/api-keys/${key.id as string}`);
    expect((await other.get("/events")).status).toBe(200);
    await a.delete("/portal-sessions?tenant=acme");
    expect((await other.get("/events")).status).toBe(403);
    await staying.ended;
  },
);

test("two processes never have more open than max_concurrent_deliveries", { timeout: 60_000 }, async () => {
  const [a, b] = await startTwo();
  const open = new Set<ServerResponse>();
  let most = 0;
  on.receiver.respondWith((response) => {
    open.add(response);
    most = Math.max(most, open.size);
    setTimeout(() => {
      open.delete(response);
      response.end();
    }, 20);
  });
  await a.subscribe(on.receiver.url, { max_concurrent_deliveries: 3 });
  const sent = await Promise.all(
    Array.from({ length: 120 }, (_, index) =>
      (index % 2 === 0 ? a : b).post("/events", { type: "a", body: index }),
    ),
  );
  await vi.waitUntil(() => arrivedIds().size === sent.length, { timeout: 30_000, interval: 10 });
  expect(most).toBeLessThanOrEqual(3);
  await vi.waitUntil(
    async () => (await b.get("/deliveries?status=succeeded&limit=100")).body.data.length === 100,
    { timeout: 10_000 },
  );
  expect(on.receiver.received).toHaveLength(sent.length);
});

test("one idempotency key on two processes creates one event", { timeout: 60_000 }, async () => {
  const [a, b] = await startTwo();
  const results = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      (index % 2 === 0 ? a : b).post("/events", { type: "a", body: 1, idempotency_key: "one" }),
    ),
  );
  expect(new Set(results.map(({ body }) => body.id as string)).size).toBe(1);
  expect(results.filter(({ status }) => status === 202)).toHaveLength(1);
});

test(
  "when a process is killed under load, the other delivers all that was acknowledged",
  { timeout: 120_000 },
  async () => {
    const env = { HARBOR_LEASE_SLACK_SECONDS: "1" };
    const [first, second] = await Promise.all([start(env), start(env)]);
    on.receiver.respondWith((response) => setTimeout(() => response.end(), 20));
    await apiOf(first).subscribe(on.receiver.url, { max_concurrent_deliveries: 6, timeout_seconds: 1 });
    const acknowledged: string[] = [];
    const lane = async (api: Api) => {
      for (let count = 0; count < 60; count += 1) {
        const reply = await api.post("/events", { type: "a", body: count }).catch(() => null);
        if (reply === null) return;
        expect(reply.status).toBe(202);
        acknowledged.push(reply.body.id as string);
      }
    };
    const lanes = [first, second].flatMap((process) => Array.from({ length: 4 }, () => lane(apiOf(process))));
    await on.receiver.until(40);
    first.child.kill("SIGKILL");
    await Promise.all(lanes);
    await vi.waitUntil(() => acknowledged.every((id) => arrivedIds().has(id)), {
      timeout: 60_000,
      interval: 20,
    });
    expect(await second.stop()).toBe(0);
  },
);

test("a process that stops gives its share to the other and loses nothing", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  const api = apiOf(second);
  await api.subscribe(on.receiver.url, { max_concurrent_deliveries: 1 });
  const send = async (count: number) => {
    for (let index = 0; index < count; index += 1) await api.post("/events", { type: "a", body: index });
  };
  await send(10);
  expect(await first.stop()).toBe(0);
  await send(10);
  await on.receiver.until(20);
  expect(arrivedIds().size).toBe(20);
});

test(
  "while the database is away the server says so, and recovers by itself",
  { timeout: 60_000 },
  async () => {
    const proxy = await startDatabaseProxy(on.store.env.HARBOR_DATABASE_URL ?? "");
    const server = await start({ HARBOR_DATABASE_URL: proxy.url });
    const api = apiOf(server);
    await api.subscribe(on.receiver.url);
    const send = () => api.post("/events", { type: "a", body: 1 });
    const readiness = async () => (await fetch(`${server.url}/readyz`)).status;
    expect([(await send()).status, await readiness()]).toEqual([202, 200]);

    proxy.cut();
    const refused = await send();
    expect([refused.status, refused.body.error.code]).toEqual([503, "overloaded"]);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await readiness()).toBe(503);

    proxy.restore();
    await vi.waitUntil(async () => (await readiness()) === 200, { timeout: 20_000 });
    await vi.waitUntil(async () => (await send()).status === 202, { timeout: 20_000 });
    await on.receiver.until(2);
    expect(await server.stop()).toBe(0);
    proxy.cut();
  },
);

test(
  "a process that stood still while a newer Harbor migrated to a schema that it cannot use ends with the reason",
  { timeout: 60_000 },
  async () => {
    const server = await start();
    const exit = once(server.child, "exit") as Promise<[number]>;
    server.child.kill("SIGSTOP");
    const db = new Client({ connectionString: on.store.env.HARBOR_DATABASE_URL ?? "" });
    await db.connect();
    await db.query("DELETE FROM processes");
    await db.query("UPDATE harbor_schema SET version = 1000, compatible_from = 1000");
    server.child.kill("SIGCONT");
    expect((await exit)[0]).toBe(1);
    expect(server.stderr()).toContain("it belongs to a newer Harbor. Run that one");
    expect((await db.query("SELECT FROM processes")).rowCount).toBe(0);
    await db.end();
  },
);
