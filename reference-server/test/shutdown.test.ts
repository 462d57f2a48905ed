import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Clock, systemClock } from "../src/clock.js";
import { startReceiver } from "./receiver.js";
import { killPrograms, startProgram } from "./server-process.js";
import { Api, startTestServer } from "./test-server.js";

const KEY = "hk_test_shutdown_0123456789";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harbor-shutdown-"));
});
afterEach(() => {
  killPrograms();
  rmSync(folder, { recursive: true });
});

test(
  "a receiver that takes 120 s does not hold the stop up, and gets its delivery after the next start",
  { timeout: 60_000 },
  async () => {
    const env = {
      HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`,
      HARBOR_API_KEYS: KEY,
      HARBOR_SHUTDOWN_SECONDS: "1",
    };
    const receiver = await startReceiver();
    receiver.respondWith(() => undefined);
    const first = await startProgram({ ...env, HARBOR_LOG_LEVEL: "warn" });
    const api = new Api(first.url, KEY);
    await api.subscribe(receiver.url, { timeout_seconds: 120 });
    const sent = await api.post("/events", { type: "order.created", body: 1 });
    await receiver.until(1);
    const startedAt = performance.now();
    expect(await first.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(first.stderr()).toContain("shutdown_deadline");

    receiver.respondWith((response) => response.end());
    const second = await startProgram(env);
    await receiver.until(2);
    const delivery = `/deliveries/${sent.body.deliveries[0].id as string}`;
    const found = await vi.waitUntil(
      async () => {
        const { body } = await new Api(second.url, KEY).get<Record<string, unknown>>(delivery);
        return body.completed_at === null ? false : body;
      },
      { timeout: 10_000, interval: 20 },
    );
    expect(found).toMatchObject({ status: "succeeded", retry_count: 0 });
    expect(found.retries).toHaveLength(1);
    expect(await second.stop()).toBe(0);
    await receiver.close();
  },
);

test("a connection that has sent nothing does not hold the stop up", async () => {
  const server = await startTestServer({ HARBOR_SHUTDOWN_SECONDS: "3600" });
  const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
  socket.on("error", () => undefined);
  const closed = once(socket, "close");
  await once(socket, "connect");
  await server.close();
  await closed;
});

describe("once a server with a silent receiver is closed, nothing uses its store", () => {
  /** The machine's clock, and the waits that have neither ended nor been cancelled. */
  function createObservedClock() {
    const waits = new Set<object>();
    const clock: Clock = {
      ...systemClock,
      after(delayMs, run) {
        const wait = {};
        waits.add(wait);
        const cancel = systemClock.after(delayMs, () => {
          waits.delete(wait);
          return run();
        });
        return () => {
          waits.delete(wait);
          cancel();
        };
      },
    };
    return { clock, waits };
  }

  async function startSilent() {
    const { clock, waits } = createObservedClock();
    const receiver = await startReceiver();
    receiver.respondWith(() => undefined);
    const harbor = await startTestServer({ HARBOR_SHUTDOWN_SECONDS: "1" }, { clock });
    const { test: api } = await harbor.project();
    await api.subscribe(receiver.url, { timeout_seconds: 120 });
    await api.post("/events", { type: "order.created", body: 1 });
    await receiver.until(1);
    return { harbor, api, receiver, waits };
  }

  const errorsOf = (lines: Record<string, unknown>[]) => lines.filter(({ level }) => Number(level) >= 50);

  test("by periodic maintenance or the worker's timer", async () => {
    const { harbor, receiver, waits } = await startSilent();
    await harbor.close();
    expect([...waits]).toEqual([]);
    expect(errorsOf(harbor.logged())).toEqual([]);
    await receiver.close();
  });

  test("by an advance of the test clock that waits for the receiver", async () => {
    const { harbor, api, receiver, waits } = await startSilent();
    const advanced = api.post("/test-clock/advance", { seconds: 60 }).catch((error: unknown) => error);
    const loops = waits.size;
    await vi.waitUntil(() => waits.size > loops, { interval: 1 });
    await harbor.close();
    expect(await advanced).toBeInstanceOf(Error);
    expect([...waits]).toEqual([]);
    expect(errorsOf(harbor.logged())).toEqual([]);
    await receiver.close();
  });
});
