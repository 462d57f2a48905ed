import { systemClock } from "../../src/clock.js";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { tunnelRetryPolicy } from "../../src/http/tunnel/tunnel-destination.js";
import { delayBefore } from "../../src/domain/retry-policy.js";
import { generateApiKey, hashCredential, storeApiKey } from "../../src/api-key.js";
import { createIds } from "../../src/ids.js";
import { openStore } from "../../src/store/open-store.js";
import { Api, startTestServer } from "../test-server.js";
import { TunnelClient } from "./tunnel-client.js";
import { TunnelWorld } from "./tunnel-world.js";

const world = new TunnelWorld();
beforeAll(() => world.start());
afterAll(() => world.server.close());

describe("a connection that breaks", () => {
  test("in the middle of 200 events, twice: every one arrives, under the same secret", async () => {
    const at = await world.project();
    const handled = new Set<string>();
    const attach = (client: TunnelClient, breakAfter: number) => {
      let seen = 0;
      client.responseTo = (request) => {
        if (++seen === breakAfter) client.socket.terminate();
        if (seen >= breakAfter) return null;
        handled.add(request.headers["Harbor-Event-Id"] ?? "");
        return { status: 200 };
      };
    };
    const first = await TunnelClient.open(at);
    const { tunnel } = first;
    const clients = new Set<TunnelClient>([first]);
    attach(first, 40);
    const events: string[] = [];
    const sending = (async () => {
      for (let n = 0; n < 200; n += 1) {
        const event = await world.api.post("/events", { type: "order.created", body: { n } });
        events.push(event.body.id as string);
      }
    })();
    for (const breakAfter of [30, Infinity]) {
      await vi.waitUntil(() => [...clients].every(({ closed }) => closed !== null), { timeout: 10_000 });
      const next = await TunnelClient.connect(at.url, at.key);
      clients.add(next);
      attach(next, breakAfter);
      next.send({ type: "resume", resume_token: tunnel.resume_token });
      await vi.waitUntil(() => next.ready.length === 1);
      expect(next.ready[0]).toEqual({ ...tunnel, resumed: true });
    }
    await sending;
    await vi.waitUntil(() => handled.size === 200, { timeout: 15_000, interval: 20 });
    expect([...handled].sort()).toEqual([...events].sort());
    const { body } = await world.api.get(`/dlq?destination_id=${tunnel.destination_id}`);
    expect(body.data).toEqual([]);
    for (const client of clients) if (client.closed === null) client.send({ type: "goodbye" });
  });

  test("a delivery in flight is connection_reset, one during the gap connection_refused", async () => {
    const at = await world.project();
    const client = await TunnelClient.open(at);
    client.responseTo = () => null;
    const inFlight = await world.send();
    await client.until(1);
    client.socket.terminate();
    const reset = await world.delivered(inFlight, "retrying");
    expect(reset.retries[0]).toMatchObject({ error: "connection_reset", response_code: null });
    const refused = await world.delivered(await world.send(), "retrying");
    expect(refused.retries[0]).toMatchObject({ error: "connection_refused" });
  });

  test("a server that restarts finds the tunnel again, and nothing is lost", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-tunnel-"));
    const env = {
      HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`,
      HARBOR_API_KEYS: "hk_test_restart01",
    };
    const before = await startTestServer(env);
    const at = { url: before.url, key: "hk_test_restart01" };
    const client = await TunnelClient.open(at);
    client.responseTo = () => ({ status: 503 });
    const mine = new Api(before.url, at.key);
    const event = await mine.post("/events", { type: "order.created", body: 1 });
    await client.until(1);
    await before.close();
    expect(await client.untilClosed()).toMatchObject({ code: 1001 });
    const after = await startTestServer(env);
    const again = await TunnelClient.connect(after.url, at.key);
    again.send({ type: "resume", resume_token: client.tunnel.resume_token });
    await vi.waitUntil(() => again.ready.length === 1);
    expect(again.ready[0]).toMatchObject({ ...client.tunnel, resumed: true });
    const [delivery] = await again.until(1);
    expect(delivery?.headers).toMatchObject({ "Harbor-Event-Id": event.body.id });
    again.send({ type: "goodbye" });
    await again.untilClosed();
    await after.close();
    rmSync(folder, { recursive: true });
  });

  test("the retries outlast the time that an absent client is waited for", () => {
    for (const graceMs of [10_000, 300_000, 86_400_000]) {
      const policy = tunnelRetryPolicy(graceMs);
      const delays = Array.from({ length: policy.max_retries }, (_, n) =>
        delayBefore(n + 1, { policy, retryAfterMs: null, random: 0 }),
      );
      expect(delays.reduce((sum, delay) => sum + delay)).toBeGreaterThan(graceMs);
    }
  });
});

describe("the end", () => {
  test("a goodbye waits for the outstanding responses, then the destination is gone", async () => {
    const client = await TunnelClient.open(await world.project());
    client.responseTo = () => null;
    const id = await world.send();
    const [request] = await client.until(1);
    client.send({ type: "goodbye" });
    if (request !== undefined) client.respond(request, { status: 200 });
    expect(await client.untilClosed()).toEqual({ code: 1000, reason: "goodbye" });
    expect((await world.api.get(`/deliveries/${id}`)).body.status).toBe("succeeded");
    expect((await world.api.get(`/destinations/${client.tunnel.destination_id}`)).status).toBe(404);
    expect((await world.api.get("/subscriptions")).body.data).toEqual([]);
  });

  test("resuming elsewhere closes the connection that was there", async () => {
    const at = await world.project();
    const first = await TunnelClient.open(at);
    const second = await TunnelClient.connect(at.url, at.key);
    second.send({ type: "resume", resume_token: first.tunnel.resume_token });
    expect(await first.untilClosed()).toEqual({ code: 4001, reason: "replaced" });
    await world.send();
    await second.until(1);
    second.send({ type: "goodbye" });
  });

  test("deleting the destination closes it", async () => {
    const first = await TunnelClient.open(await world.project());
    await world.api.delete(`/destinations/${first.tunnel.destination_id}`);
    expect(await first.untilClosed()).toEqual({ code: 4002, reason: "destination_deleted" });
  });

  test("revoking its key closes it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-tunnel-"));
    const database = { kind: "sqlite" as const, file: join(folder, "harbor.db") };
    const other = await startTestServer({ HARBOR_DATABASE_URL: `sqlite:${database.file}` });
    const { test: mine } = await other.project();
    const client = await TunnelClient.open({ url: other.url, key: mine.key ?? "" });
    const keys = await openStore(database, { owner: false });
    const found = await keys.apiKeys.findByHash(hashCredential(mine.key ?? ""));
    if (found === null) throw new Error("the key is unknown");
    const { environment } = found;
    await storeApiKey(
      { store: keys, newId: createIds(Date.now), clock: { now: Date.now } },
      { key: generateApiKey("test"), environment, name: null },
    );
    await keys.apiKeys.revoke({ environmentId: environment.id, id: found.id, now: Date.now() });
    await keys.close();
    expect(await client.untilClosed()).toEqual({ code: 4003, reason: "key_revoked" });
    await other.close();
    rmSync(folder, { recursive: true });
  });

  test("one that is not resumed is deleted after its grace", { timeout: 30_000 }, async () => {
    // Ten times as fast. PostgreSQL would go by its own clock.
    const start = Date.now();
    const clock = {
      ...systemClock,
      now: () => start + Math.floor(10 * performance.now()),
      elapsed: () => 10 * performance.now(),
      after: (delayMs: number, run: () => void) => systemClock.after(delayMs / 10, run),
    };
    const env = { HARBOR_DATABASE_URL: "sqlite::memory:", HARBOR_TUNNEL_GRACE_SECONDS: "10" };
    const other = await startTestServer(env, { clock });
    const { test: mine } = await other.project();
    const at = { url: other.url, key: mine.key ?? "" };
    const [left, kept] = [await TunnelClient.open(at), await TunnelClient.open(at)];
    left.socket.terminate();
    await vi.waitUntil(() => other.logged().some(({ code }) => code === 1006));
    await vi.waitUntil(
      async () => (await mine.get(`/destinations/${left.tunnel.destination_id}`)).status === 404,
      { timeout: 20_000 },
    );
    expect((await mine.get(`/destinations/${kept.tunnel.destination_id}`)).status).toBe(200);
    kept.socket.terminate();
    await other.close();
  });
});
