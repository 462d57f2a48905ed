import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import { startReceiver, type Receiver } from "./receiver.js";
import { killPrograms, startProgram } from "./server-process.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_crash_under_load";

afterEach(killPrograms);

/** Sends from several lanes until the server is gone, and returns the ids of the events that got their 202. */
async function sendUntilGone(api: Api, { lanes }: { lanes: number }): Promise<string[]> {
  const acknowledged: string[] = [];
  const lane = async () => {
    for (;;) {
      try {
        const { status, body } = await api.post("/events", {
          type: "order.created",
          body: { n: acknowledged.length },
        });
        expect(status).toBe(202);
        acknowledged.push(body.id as string);
      } catch (error) {
        if (error instanceof TypeError) return;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return acknowledged;
}

function arrivedIds({ received }: Receiver): Set<string> {
  return new Set(received.map(({ headers }) => String(headers["harbor-event-id"])));
}

test(
  "after kill -9 under load and a restart, every event that got its 202 arrives",
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-crash-"));
    const env = { HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`, HARBOR_API_KEYS: KEY };
    const receiver = await startReceiver();
    // Slow enough that many deliveries are in flight or waiting when the process dies.
    receiver.respondWith((response) => setTimeout(() => response.end(), 20));

    const first = await startProgram(env);
    await new Api(first.url, KEY).subscribe(receiver.url, { max_concurrent_deliveries: 5 });
    const sending = sendUntilGone(new Api(first.url, KEY), { lanes: 20 });
    await receiver.until(50);
    first.child.kill("SIGKILL");
    const acknowledged = await sending;
    const arrivedBefore = arrivedIds(receiver).size;

    const second = await startProgram(env);
    await vi.waitUntil(() => acknowledged.every((id) => arrivedIds(receiver).has(id)), {
      timeout: 60_000,
      interval: 20,
    });

    // Otherwise nothing was at stake.
    expect(acknowledged.length).toBeGreaterThan(arrivedBefore);
    expect(await second.stop()).toBe(0);
    await receiver.close();
    rmSync(folder, { recursive: true });
  },
);

test("a second server on the same database is refused, with the reason", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-owner-"));
  const env = { HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`, HARBOR_API_KEYS: KEY };
  await startProgram(env);
  await expect(startProgram(env)).rejects.toThrow(/harbor\.db is in use by another Harbor server/);
  rmSync(folder, { recursive: true });
});
