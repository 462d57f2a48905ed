import type { ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import type { Api } from "./test-server.js";
import { useProcesses } from "./postgres-processes.js";

const KEY = "hk_test_shared_control";

const on = useProcesses(KEY);
const { start, apiOf } = on;

test(
  "two processes keep to max_per_second together, also when one is killed",
  { timeout: 60_000 },
  async () => {
    const [first, second] = await Promise.all([start(), start()]);
    const arrivedAt: number[] = [];
    on.receiver.respondWith((response) => {
      arrivedAt.push(performance.now());
      response.end();
    });
    const apis = [apiOf(first), apiOf(second)];
    await apis[0]!.subscribe(on.receiver.url, { max_per_second: 20 });
    const send = (count: number, to: Api[]) =>
      Promise.all(
        Array.from({ length: count }, (_, n) => to[n % to.length]!.post("/events", { type: "a", body: n })),
      );
    await send(90, apis);
    await on.receiver.until(30);
    first.child.kill("SIGKILL");
    await send(10, [apis[1]!]);
    await vi.waitUntil(() => arrivedAt.length >= 90, { timeout: 30_000, interval: 10 });
    // Two that the bucket holds, and what comes meanwhile. A request may be sent for a second after it has its token.
    arrivedAt.forEach((to, last) => {
      arrivedAt.slice(0, last + 1).forEach((from, index) => {
        expect(last - index + 1).toBeLessThanOrEqual(2 + (20 * (to - from + 1000)) / 1000);
      });
    });
  },
);

test(
  "two processes keep the order of each key together, also when one is killed",
  { timeout: 60_000 },
  async () => {
    const env = { HARBOR_LEASE_SLACK_SECONDS: "1" };
    const [first, second] = await Promise.all([start(env), start(env)]);
    /** By key: the numbers of the events as they arrived, and the requests that are open. */
    const arrived = new Map<string, number[]>();
    const open = new Map<string, Set<ServerResponse>>();
    let most = 0;
    let mostKeys = 0;
    const others = (key: string) => open.get(key) ?? new Set();
    on.receiver.respondWith((response, { body }) => {
      const { key, n } = JSON.parse(body.toString()) as { key: string; n: number };
      arrived.set(key, [...(arrived.get(key) ?? []), n]);
      open.set(key, others(key).add(response));
      most = Math.max(most, others(key).size);
      mostKeys = Math.max(mostKeys, [...open.values()].filter(({ size }) => size > 0).length);
      const end = () => others(key).delete(response);
      response.once("close", end);
      setTimeout(() => {
        end();
        // The first attempt of some fails, and holds back its key until the retry.
        const isFirst = arrived.get(key)?.filter((each) => each === n).length === 1;
        response.writeHead(isFirst && n % 6 === 0 ? 503 : 200).end();
      }, 5);
    });
    const apis = [apiOf(first), apiOf(second)];
    await apis[0]!.subscribe(on.receiver.url, {
      ordering: "key",
      timeout_seconds: 1,
      retry_policy: { base_delay_seconds: 1, max_retries: 30, jitter: 0, circuit_breaker_threshold: null },
    });
    const acknowledged = new Map<string, number[]>();
    /** One event after the other of its key, at either process. One without a 202 may still have been accepted. */
    const lane = async (key: string) => {
      const numbers: number[] = [];
      acknowledged.set(key, numbers);
      for (let n = 0; n < 24; n += 1) {
        const event = { type: "a", body: { key, n }, ordering_key: key };
        const reply = await apis[n % 2]!.post("/events", event).catch(() => null);
        if (reply?.status === 202) numbers.push(n);
      }
    };
    const lanes = ["a", "b", "c", "d"].map(lane);
    await on.receiver.until(20);
    first.child.kill("SIGKILL");
    await Promise.all(lanes);
    const lastOf = (key: string) => acknowledged.get(key)!.at(-1)!;
    await vi.waitUntil(
      () => [...acknowledged.keys()].every((key) => arrived.get(key)?.includes(lastOf(key))),
      {
        timeout: 40_000,
        interval: 10,
      },
    );
    expect(most).toBe(1);
    expect(mostKeys).toBeGreaterThan(1);
    for (const [key, numbers] of acknowledged) {
      const sent = arrived.get(key) ?? [];
      expect(sent).toEqual(sent.toSorted((one, other) => one - other));
      expect(numbers.filter((n) => !sent.includes(n))).toEqual([]);
    }
  },
);
