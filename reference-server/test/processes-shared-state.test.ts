import { request as httpRequest } from "node:http";
import { expect, test, vi } from "vitest";
import { useProcesses } from "./postgres-processes.js";
import type { ServerProcess } from "./server-process.js";
import { startTcpProxy } from "./tcp-proxy.js";
import type { Api } from "./test-server.js";

const KEY = "hk_test_state_of_several_processes";

const on = useProcesses(KEY);
const { start, apiOf } = on;

async function startTwo(env: Record<string, string> = {}): Promise<[Api, Api]> {
  const [first, second] = await Promise.all([start(env), start(env)]);
  return [apiOf(first), apiOf(second)];
}

async function send(api: Api, fields: object = {}) {
  const { body } = await api.post("/events", { type: "a", body: 1, ...fields });
  return body as { id: string; created_at: string; deliveries: { id: string }[] };
}

async function ended(api: Api, id: string, status: string) {
  return await vi.waitUntil(
    async () => {
      const { body } = await api.get(`/deliveries/${id}`);
      return body.status === status ? body : null;
    },
    { timeout: 15_000, interval: 10 },
  );
}

test("a test clock that is advanced on one process moves the others", { timeout: 60_000 }, async () => {
  const [a, b] = await startTwo();
  on.receiver.respondWith((response) => response.writeHead(503).end());
  const retry_policy = { base_delay_seconds: 3600, jitter: 0 };
  await a.subscribe(on.receiver.url, { retry_policy });
  const [{ id }] = (await send(b)).deliveries as [{ id: string }];
  await ended(b, id, "retrying");
  on.receiver.respondWith((response) => response.end());
  const keyed = await send(a, { idempotency_key: "one" });

  const { body: clock } = await a.post("/test-clock/advance", { seconds: 2 * 3600 });
  expect((await b.get(`/deliveries/${id}`)).body.status).toBe("succeeded");
  const later = await send(b);
  expect(Date.parse(later.created_at)).toBeGreaterThanOrEqual(Date.parse(clock.now as string));

  expect((await send(a, { idempotency_key: "one" })).id).toBe(keyed.id);
  await b.post("/test-clock/advance", { seconds: 24 * 3600 });
  expect((await send(a, { idempotency_key: "one" })).id).not.toBe(keyed.id);
});

test(
  "a breaker that one process opens holds on another, until a probe succeeds",
  { timeout: 60_000 },
  async () => {
    const [a, b] = await startTwo();
    on.receiver.respondWith((response) => response.writeHead(503).end());
    const retry_policy = { base_delay_seconds: 3600, jitter: 0, circuit_breaker_threshold: 3 };
    const destination = await a.subscribe(on.receiver.url, { retry_policy });
    for (let n = 0; n < 3; n++) await ended(a, (await send(a)).deliveries[0]!.id, "retrying");
    expect((await b.get(`/destinations/${destination}`)).body).toMatchObject({
      status: "paused",
      paused_reason: "circuit_breaker",
    });
    const held: string[] = [];
    for (let n = 0; n < 10; n++) held.push((await send(n % 2 === 0 ? b : a)).deliveries[0]!.id);
    for (const id of held) {
      expect((await a.get(`/deliveries/${id}`)).body).toMatchObject({
        status: "pending",
        waiting_for: "resume",
      });
    }
    expect(on.receiver.received).toHaveLength(3);
    on.receiver.respondWith((response) => response.end());
    await b.post("/test-clock/advance", { seconds: 120 });
    expect((await a.get(`/destinations/${destination}`)).body.status).toBe("active");
    for (const id of held) await ended(a, id, "succeeded");
  },
);

test(
  "one Idempotency-Key on two processes at once creates one destination",
  { timeout: 60_000 },
  async () => {
    const apis = await startTwo();
    for (let round = 0; round < 5; round++) {
      const replies = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          apis[n % 2]!.post(
            "/destinations",
            { url: on.receiver.url },
            { "idempotency-key": `round-${round}` },
          ),
        ),
      );
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
      expect(new Set(replies.map(({ text }) => text)).size).toBe(1);
      expect(replies.filter(({ headers }) => headers.get("idempotent-replayed") === null)).toHaveLength(1);
    }
    expect((await apis[0].get("/destinations?limit=100")).body.data).toHaveLength(5);
  },
);

test("when a process is killed, the other has its slots within seconds", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  // The only slot of one of them is that of the process that is killed.
  const destinations = [1, 2].map(() =>
    apiOf(second).subscribe(on.receiver.url, { max_concurrent_deliveries: 1 }),
  );
  await Promise.all(destinations);
  const { deliveries } = await send(apiOf(second));
  // One that is not recorded would keep its slot until its lease ends.
  for (const { id } of deliveries) await ended(apiOf(second), id, "succeeded");
  first.child.kill("SIGKILL");
  const killedAt = performance.now();
  for (let n = 0; n < 5; n++) await send(apiOf(second));
  await on.receiver.until(12);
  expect(performance.now() - killedAt).toBeLessThan(8000);
});

/** Resolves with the status; a connection for each request, which is never sent again. */
function postEvent(port: number, n: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        port,
        host: "127.0.0.1",
        path: "/v1/events",
        method: "POST",
        agent: false,
        headers: { authorization: `Bearer ${KEY}`, "content-type": "application/json" },
      },
      (response) => {
        response.resume().once("end", () => {
          resolve(response.statusCode ?? 0);
        });
      },
    );
    request.once("error", reject);
    request.end(JSON.stringify({ type: "a", body: { n } }));
  });
}

test(
  "a rolling restart of all processes under load refuses no request and loses no event",
  { timeout: 120_000 },
  async () => {
    const proxy = await startTcpProxy();
    const portOf = ({ url }: ServerProcess) => Number(new URL(url).port);
    let processes: ServerProcess[] = await Promise.all([start(), start()]);
    proxy.targets = processes.map(portOf);
    on.receiver.respondWith((response) => setTimeout(() => response.end(), 10));
    await apiOf(processes[0]!).subscribe(on.receiver.url, { max_concurrent_deliveries: 8 });
    const open = new Set<Promise<number>>();
    const statuses: number[] = [];
    let isOver = false;
    let sent = 0;
    const lane = async () => {
      while (!isOver) {
        const posted = postEvent(proxy.port, sent++);
        open.add(posted);
        statuses.push(await posted);
        open.delete(posted);
      }
    };
    const lanes = Array.from({ length: 4 }, lane);
    for (let round = 0; round < 2; round++) {
      for (const old of [...processes]) {
        // As a load balancer does: no new connections, and the old ones end.
        proxy.targets = proxy.targets.filter((port) => port !== portOf(old));
        await Promise.all(open);
        expect(await old.stop()).toBe(0);
        const next = await start();
        processes = [...processes.filter((process) => process !== old), next];
        proxy.targets = processes.map(portOf);
        const before = statuses.length;
        await vi.waitUntil(() => statuses.length >= before + 20, { timeout: 10_000, interval: 5 });
      }
    }
    isOver = true;
    await Promise.all(lanes);
    expect(new Set(statuses)).toEqual(new Set([202]));
    const numbers = () => new Set(on.receiver.received.map(({ body }) => body.toString()));
    await vi.waitUntil(() => numbers().size === sent, { timeout: 30_000, interval: 20 });
    // Nothing was killed, so nothing was sent twice.
    expect(on.receiver.received).toHaveLength(sent);
    proxy.close();
  },
);
