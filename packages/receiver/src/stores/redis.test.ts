import { Redis } from "ioredis";
import { createClient } from "redis";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redisMissing, startRedis, type RunningRedis } from "../../test/databases/redis.js";
import { idempotencyConformance } from "../conformance.js";
import { redisStore, type IoRedisClient } from "./redis.js";

if (redisMissing !== undefined) {
  test("redis and ioredis stores", (context) => context.skip(redisMissing));
} else {
  describe("on a real server", onRealServer);
}

function onRealServer(): void {
  let server: RunningRedis;
  let nodeRedis: ReturnType<typeof nodeRedisClient>;
  let ioRedis: Redis;

  const nodeRedisClient = () => createClient({ socket: { path: server.socketPath, tls: false } });

  beforeAll(async () => {
    server = await startRedis();
    nodeRedis = nodeRedisClient();
    await nodeRedis.connect();
    ioRedis = new Redis(server.socketPath);
  });

  afterAll(async () => {
    await nodeRedis.close();
    ioRedis.disconnect();
    await server.stop();
  });

  describe("conformance, redis", () => {
    const cases = idempotencyConformance({
      createStore: (options) => redisStore({ client: nodeRedis, ...options }),
    });
    for (const { name, run } of cases) test(name, run);
  });

  describe("conformance, ioredis", () => {
    const cases = idempotencyConformance({
      createStore: (options) => redisStore({ client: ioRedis, ...options }),
    });
    for (const { name, run } of cases) test(name, run);
  });

  test("both clients reach the same records", async () => {
    const claim = await redisStore({ client: nodeRedis }).claim("shared:1", 30_000);
    expect(claim.state).toBe("acquired");
    expect(await redisStore({ client: ioRedis }).claim("shared:1", 30_000)).toMatchObject({
      state: "in_progress",
    });
  });

  test("a claim that the client library sent twice is still acquired", async () => {
    const resending: IoRedisClient = {
      eval: (script, keys, ...rest) => ioRedis.eval(script, keys, ...rest),
      evalsha: async (sha1, keys, ...rest) => {
        await ioRedis.evalsha(sha1, keys, ...rest);
        return ioRedis.evalsha(sha1, keys, ...rest);
      },
    };
    expect(await redisStore({ client: resending }).claim("resent:1", 30_000)).toMatchObject({
      state: "acquired",
    });
  });

  test("continues after the server lost its scripts", async () => {
    const store = redisStore({ client: nodeRedis });
    await store.claim("flushed:1", 30_000);
    await nodeRedis.scriptFlush();
    expect(await store.claim("flushed:2", 30_000)).toMatchObject({ state: "acquired" });
  });

  test("records leave by themselves: after the retention, abandoned claims a lease later", async () => {
    const store = redisStore({ client: nodeRedis, prefix: "ttl:" });
    const claim = await store.claim("abandoned", 60_000);
    const done = await store.claim("done", 60_000);
    expect(
      claim.state === "acquired" && done.state === "acquired" && (await store.commit("done", done.token)),
    ).toBe(true);
    const retentionMs = 35 * 86_400_000;
    expect((retentionMs - (await nodeRedis.pTTL("ttl:done"))) / 1000).toBeCloseTo(0, -1);
    expect((retentionMs - (await nodeRedis.pTTL("ttl:abandoned"))) / 1000).toBeCloseTo(-60, -1);
  });

  test("a server that is gone rejects", async () => {
    const client = new Redis({ path: "/nowhere/redis.sock", retryStrategy: () => null, lazyConnect: true });
    client.on("error", () => undefined);
    await expect(redisStore({ client }).claim("gone:1", 30_000)).rejects.toThrow();
  });
}
