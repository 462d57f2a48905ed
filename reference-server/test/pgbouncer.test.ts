import { Client } from "pg";
import { beforeEach, expect, test, vi } from "vitest";
import { openStream } from "./event-stream.js";
import { pgbouncerMissing, startPgBouncer } from "./pgbouncer.js";
import { useProcesses } from "./postgres-processes.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_behind_a_pooler";

const on = useProcesses(KEY);
const { start, apiOf } = on;

beforeEach(({ skip }) => {
  if (pgbouncerMissing !== undefined) skip(pgbouncerMissing);
});

/** Runs `body` with a PgBouncer before the test's database. */
async function behind(
  options: Parameters<typeof startPgBouncer>[1],
  body: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const pooler = await startPgBouncer(on.store.env.HARBOR_DATABASE_URL ?? "", options);
  try {
    await body({ HARBOR_DATABASE_URL: pooler.url });
  } finally {
    await pooler.stop();
  }
}

/** In transaction mode, with the URL that says so. */
const behindTransactions = (body: (env: Record<string, string>) => Promise<void>) =>
  behind({}, ({ HARBOR_DATABASE_URL = "" }) =>
    body({ HARBOR_DATABASE_URL: `${HARBOR_DATABASE_URL}?pgbouncer=true` }),
  );

async function startTwo(env: Record<string, string>): Promise<[Api, Api]> {
  const [a, b] = (await Promise.all([start(env), start(env)])).map(apiOf);
  if (a === undefined || b === undefined) throw new Error("Expected two processes.");
  return [a, b];
}

const arrivedIds = () =>
  new Set(on.receiver.received.map(({ headers }) => String(headers["harbor-event-id"])));

test("two processes migrate an empty database together, and deliver each event once", async () => {
  const database = new Client(on.store.env.HARBOR_DATABASE_URL);
  await database.connect();
  await database.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
  await database.end();
  await behindTransactions(async (env) => {
    const [a, b] = await startTwo(env);
    await a.subscribe(on.receiver.url, { max_concurrent_deliveries: 6 });
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, n) => (n % 2 === 0 ? a : b).post("/events", { type: "a", body: n })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([202]));
    await vi.waitUntil(() => arrivedIds().size === replies.length, { timeout: 30_000, interval: 20 });
    await vi.waitUntil(async () => (await b.get("/deliveries?status=pending")).body.data.length === 0, {
      timeout: 10_000,
    });
    expect(on.receiver.received).toHaveLength(replies.length);
  });
}, 60_000);

test("a change on one process holds at once on the other, and is seen there by polling", async () => {
  await behindTransactions(async (env) => {
    const [a, b] = await startTwo(env);
    const send = () => b.post("/events", { type: "a", body: 1 });
    expect((await send()).body.deliveries).toEqual([]);
    const destination = await a.subscribe(on.receiver.url);
    expect((await send()).body.deliveries).toHaveLength(1);
    await a.patch(`/destinations/${destination}`, { status: "paused" });
    await send();
    await a.patch(`/destinations/${destination}`, { status: "active" });
    await on.receiver.until(2);

    const { body: session } = await a.post("/portal-sessions", { tenant: "acme" });
    const stream = await openStream(new Api(b.url, session.token as string));
    await a.delete(`/portal-sessions/${session.id as string}`);
    await stream.ended;
  });
}, 60_000);

test("a worker finds the events of another process within about a second", async () => {
  await behindTransactions(async (env) => {
    const api = apiOf(await start({ ...env, HARBOR_ROLE: "api" }));
    await start({ ...env, HARBOR_ROLE: "worker" });
    await api.subscribe(on.receiver.url);
    const waits: number[] = [];
    for (let count = 1; count <= 3; count += 1) {
      const sentAt = performance.now();
      await api.post("/events", { type: "a", body: count });
      await on.receiver.until(count);
      waits.push(performance.now() - sentAt);
    }
    expect(Math.max(...waits)).toBeLessThan(3000);
  });
}, 60_000);

test("when a process is killed, the other delivers what was acknowledged", async () => {
  await behindTransactions(async (env) => {
    const short = { ...env, HARBOR_LEASE_SLACK_SECONDS: "1" };
    const [first, second] = await Promise.all([start(short), start(short)]);
    await apiOf(first).subscribe(on.receiver.url, { max_concurrent_deliveries: 4, timeout_seconds: 1 });
    on.receiver.respondWith((response) => setTimeout(() => response.end(), 20));
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, n) => apiOf(first).post("/events", { type: "a", body: n })),
    );
    first.child.kill("SIGKILL");
    const acknowledged = replies.filter(({ status }) => status === 202).map(({ body }) => body.id as string);
    await vi.waitUntil(() => acknowledged.every((id) => arrivedIds().has(id)), {
      timeout: 40_000,
      interval: 20,
    });
    expect(await second.stop()).toBe(0);
  });
}, 60_000);

test("transaction mode without pgbouncer=true is refused at the start, with the remedy", async () => {
  const remedy =
    /^instead of its ready line the server said: HARBOR_DATABASE_URL: .*Add pgbouncer=true to the URL/;
  await behind({}, (env) => expect(start(env)).rejects.toThrow(remedy));
  // Here only the sessions show it.
  for (const poolSize of [2, 20])
    await behind({ ignoreSettings: true, poolSize }, (env) => expect(start(env)).rejects.toThrow(remedy));
}, 60_000);

test("session mode needs nothing but room for the settings of a session", async () => {
  await behind({ mode: "session", poolSize: 20, ignoreSettings: true }, async (env) => {
    const api = apiOf(await start(env));
    await api.subscribe(on.receiver.url);
    expect((await api.post("/events", { type: "a", body: 1 })).status).toBe(202);
    await on.receiver.until(1);
  });
}, 60_000);
