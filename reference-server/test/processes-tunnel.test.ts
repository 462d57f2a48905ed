import { verifySignature } from "@harbor/signing";
import { expect, test, vi } from "vitest";
import { useProcesses } from "./postgres-processes.js";
import type { ServerProcess } from "./server-process.js";
import type { Api } from "./test-server.js";
import { TunnelClient, type Ready } from "./tunnel/tunnel-client.js";

const KEY = "hk_test_tunnels_of_several_processes";

const on = useProcesses(KEY);
const { start, apiOf } = on;

const open = ({ url }: ServerProcess, message: object = {}) => TunnelClient.open({ url, key: KEY }, message);

async function resume({ url }: ServerProcess, { resume_token }: Ready): Promise<TunnelClient> {
  const client = await TunnelClient.connect(url, KEY);
  client.send({ type: "resume", resume_token });
  await vi.waitUntil(() => client.ready.length > 0, { timeout: 5000, interval: 5 });
  return client;
}

async function send(api: Api): Promise<string> {
  const { body } = await api.post("/events", { type: "order.created", body: { id: 1 } });
  return body.deliveries[0].id as string;
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

test(
  "a tunnel to a process that only accepts requests receives what a worker delivers",
  { timeout: 60_000 },
  async () => {
    const [api] = await Promise.all([start({ HARBOR_ROLE: "api" }), start({ HARBOR_ROLE: "worker" })]);
    const client = await open(api);
    const succeeded = await send(apiOf(api));
    const [request] = await client.until(1);
    const { body = Buffer.alloc(0), headers = {} } = request ?? {};
    expect(body.toString()).toBe('{"id":1}');
    expect(verifySignature({ body, headers, secret: client.tunnel.signing_secret })).toBeDefined();
    expect(await ended(apiOf(api), succeeded, "succeeded")).toMatchObject({ response_code: 200 });

    client.responseTo = () => ({ status: 422, body: "x".repeat(5000) });
    const dead = await ended(apiOf(api), await send(apiOf(api)), "dead");
    expect([dead.response_code, dead.response_body]).toEqual([422, "x".repeat(4096)]);

    const failures = ["dns_error", "timeout"];
    client.responseTo = () => {
      const error = failures.shift();
      return error === undefined ? { status: 200 } : { error };
    };
    const retried = await ended(apiOf(api), await send(apiOf(api)), "succeeded");
    expect(retried.retries.map((attempt: { error: string | null }) => attempt.error)).toEqual([
      "dns_error",
      "timeout",
      null,
    ]);
  },
);

test("a tunnel receives what each of several processes delivers to it", { timeout: 60_000 }, async () => {
  const [first, second] = await Promise.all([start(), start()]);
  const client = await open(first);
  const sent: string[] = [];
  for (let n = 0; n < 20; n++) sent.push(await send(apiOf(n % 2 === 0 ? first : second)));
  for (const id of sent) {
    const delivery = await ended(apiOf(second), id, "succeeded");
    expect(delivery.retries).toHaveLength(1);
  }
  expect(client.requests).toHaveLength(20);
});

test(
  "a client that resumes its tunnel at another process replaces its connection",
  { timeout: 60_000 },
  async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const before = await open(first);
    const after = await resume(second, before.tunnel);
    expect(await before.untilClosed()).toEqual({ code: 4001, reason: "replaced" });
    const id = await send(apiOf(first));
    const { retries } = await ended(apiOf(first), id, "succeeded");
    expect([retries.length, after.requests.length, before.requests.length]).toEqual([1, 1, 0]);
  },
);

test("a goodbye waits until the last response is recorded elsewhere", { timeout: 60_000 }, async () => {
  const [api] = await Promise.all([start({ HARBOR_ROLE: "api" }), start({ HARBOR_ROLE: "worker" })]);
  const client = await open(api);
  client.responseTo = (request) => {
    client.respond(request, { status: 200 });
    client.send({ type: "goodbye" });
    return null;
  };
  const id = await send(apiOf(api));
  expect(await client.untilClosed()).toEqual({ code: 1000, reason: "goodbye" });
  expect((await apiOf(api).get(`/deliveries/${id}`)).body.status).toBe("succeeded");
  expect((await apiOf(api).get("/destinations")).body.data).toEqual([]);
});

test(
  "if the process that holds a tunnel is killed, its open request ends within seconds and is sent again",
  { timeout: 60_000 },
  async () => {
    const [holder, other] = await Promise.all([start({ HARBOR_ROLE: "api" }), start({ HARBOR_ROLE: "all" })]);
    const client = await open(holder, { timeout_seconds: 120 });
    client.responseTo = () => null;
    const id = await send(apiOf(other));
    await client.until(1);
    const killedAt = performance.now();
    holder.child.kill("SIGKILL");
    const again = await resume(other, client.tunnel);
    const { retries } = await ended(apiOf(other), id, "succeeded");
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    expect(retries.map((attempt: { error: string | null }) => attempt.error)).toEqual([
      "connection_reset",
      null,
    ]);
    expect(again.requests).toHaveLength(1);
  },
);

test("a tunnel whose client is away refuses, from every process", { timeout: 60_000 }, async () => {
  const [holder, other] = await Promise.all([start({ HARBOR_ROLE: "api" }), start()]);
  const client = await open(holder);
  client.socket.terminate();
  const id = await send(apiOf(other));
  const refused = await vi.waitUntil(
    async () => {
      const { body } = await apiOf(other).get(`/deliveries/${id}`);
      return body.status === "retrying" ? body : null;
    },
    { timeout: 10_000, interval: 10 },
  );
  expect(refused.error).toBe("connection_refused");
  const again = await resume(holder, client.tunnel);
  await ended(apiOf(other), id, "succeeded");
  again.send({ type: "goodbye" });
});
