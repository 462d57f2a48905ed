import { afterAll, beforeAll, expect, it } from "vitest";
import { type Receiver, startReceiver } from "./receiver.js";
import { type Api, startTestServer, type TestServer } from "./test-server.js";

/** Few slots, so that a hostile account can ask for far more than there are. */
const SLOTS = 64;

let harbor: TestServer;
let silent: Receiver;
let quick: Receiver;

beforeAll(async () => {
  harbor = await startTestServer({ HARBOR_MAX_IN_FLIGHT: String(SLOTS), HARBOR_SHUTDOWN_SECONDS: "1" });
  silent = await startReceiver();
  silent.respondWith(() => undefined);
  quick = await startReceiver();
});
afterAll(async () => {
  await silent.close();
  await harbor.close();
  await quick.close();
});

/** Destinations that accept every request and never respond, with 300 events for each. */
async function flood(api: Api, destinations: number): Promise<void> {
  const slow = { event_type: "slow.*", timeout_seconds: 120, max_concurrent_deliveries: 1000 };
  for (let count = 0; count < destinations; count += 1) await api.subscribe(silent.url, slow);
  const events = Array.from({ length: 100 }, () => ({ type: "slow.one", body: null }));
  for (let batch = 0; batch < 3; batch += 1) await api.post("/events/batch", { events });
}

it("an account whose destinations never respond is not felt by another, nor by its own healthy destination", async () => {
  const { test: hostile } = await harbor.project();
  const { test: normal } = await harbor.project();
  await flood(hostile, 30);
  await silent.until(SLOTS / 4);

  await normal.subscribe(quick.url, { event_type: "quick.*" });
  const startedAt = performance.now();
  for (let count = 1; count <= 20; count += 1) {
    await normal.post("/events", { type: "quick.one", body: count });
    await quick.until(count);
  }
  await hostile.subscribe(quick.url, { event_type: "quick.*" });
  for (let count = 21; count <= 40; count += 1) {
    await hostile.post("/events", { type: "quick.one", body: count });
    await quick.until(count);
  }
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(silent.received.length).toBeLessThanOrEqual((SLOTS * 3) / 4);
});

it("more silent destinations than slots do not hold up a healthy destination of the same account", async () => {
  const { test: api } = await harbor.project();
  await api.subscribe(quick.url, { event_type: "healthy.*" });
  const before = quick.received.length;
  await api.post("/events", { type: "healthy.one", body: 0 });
  await quick.until(before + 1);

  const arrivedBefore = silent.received.length;
  for (let count = 0; count < 2 * SLOTS; count += 1)
    await api.subscribe(silent.url, { event_type: `down.t${count}`, timeout_seconds: 120 });
  const events = Array.from({ length: 100 }, (_, n) => ({ type: `down.t${n}`, body: null }));
  for (let batch = 0; batch < 3; batch += 1) await api.post("/events/batch", { events });
  await silent.until(arrivedBefore + 1);

  const startedAt = performance.now();
  for (let count = 1; count <= 20; count += 1) {
    await api.post("/events", { type: "healthy.one", body: count });
    await quick.until(before + 1 + count);
  }
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
