import { expect, test, vi } from "vitest";
import { useProcesses } from "./postgres-processes.js";
import type { Api, Reply } from "./test-server.js";

const KEY = "hk_test_rate_limits_of_several_processes";

const on = useProcesses(KEY);
const { start, apiOf } = on;

const LIMITS = {
  HARBOR_RATE_LIMITS: "on",
  HARBOR_EVENTS_PER_SECOND: "20",
  HARBOR_EVENTS_BURST: "200",
  HARBOR_READS_PER_MINUTE: "60",
};

/** `count` requests, one after the other in each of `lanes`; returns how many were let through. */
async function passing(
  count: number,
  lanes: Api[],
  request: (api: Api) => Promise<Reply<unknown>>,
): Promise<number> {
  let passed = 0;
  await Promise.all(
    lanes.map(async (api) => {
      for (let n = 0; n < count; n++) if ((await request(api)).status !== 429) passed += 1;
    }),
  );
  return passed;
}

const read = (api: Api) => api.get("/destinations");
const send = (api: Api) => api.post("/events", { type: "a", body: 1 });

test("a caller that uses three processes in turn gets the rate once", { timeout: 60_000 }, async () => {
  const processes = await Promise.all([1, 2, 3].map(() => start(LIMITS)));
  const apis = processes.map(apiOf);
  const startedAt = performance.now();
  let reads = 0;
  for (let n = 0; n < 120; n++) if ((await read(apis[n % 3]!)).status === 200) reads += 1;
  const refilled = (performance.now() - startedAt) / 1000;
  expect(reads).toBeGreaterThanOrEqual(60);
  expect(reads).toBeLessThanOrEqual(60 + refilled + 6);
  // One token a second.
  const next = await Promise.all(apis.map(read));
  const refused = next.find(({ status }) => status === 429);
  expect(refused?.headers.get("ratelimit-policy")).toBe('"read";q=60;w=60');
});

test("a caller that floods three processes at once gets the rate once", { timeout: 60_000 }, async () => {
  const processes = await Promise.all([1, 2, 3].map(() => start(LIMITS)));
  const lanes = processes.flatMap((process) => Array.from({ length: 4 }, () => apiOf(process)));
  const startedAt = performance.now();
  const passed = await passing(60, lanes, send);
  // Until the processes have heard of each other's tokens, a quarter more may pass.
  expect(passed).toBeLessThanOrEqual(250 + 20 * ((performance.now() - startedAt) / 1000));
  expect(passed).toBeGreaterThanOrEqual(200);
  // It is a debt: the rate holds afterwards.
  let later = 0;
  await vi.waitUntil(
    async () => {
      later += await passing(1, lanes, send);
      return passed + later >= 260;
    },
    { timeout: 20_000, interval: 10 },
  );
  expect(passed + later).toBeLessThanOrEqual(215 + 20 * ((performance.now() - startedAt) / 1000));
});

test("a caller of one of three processes gets the whole rate", { timeout: 60_000 }, async () => {
  const [first] = await Promise.all([1, 2, 3].map(() => start(LIMITS)));
  const startedAt = performance.now();
  const passed = await passing(70, [apiOf(first!)], read);
  expect(passed).toBeGreaterThanOrEqual(60);
  expect(passed).toBeLessThanOrEqual(61 + (performance.now() - startedAt) / 1000);
});

test(
  "tokens that were taken before another process starts are gone there too",
  { timeout: 60_000 },
  async () => {
    const first = await start(LIMITS);
    const startedAt = performance.now();
    expect(await passing(60, [apiOf(first)], read)).toBe(60);
    const second = apiOf(await start(LIMITS));
    await vi.waitUntil(async () => (await read(second)).status === 429, { timeout: 10_000, interval: 20 });
    const passed = await passing(60, [second], read);
    expect(passed).toBeLessThanOrEqual(2 + (performance.now() - startedAt) / 1000);
  },
);
