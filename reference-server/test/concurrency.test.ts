import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startReceiver, type Receiver } from "./receiver.js";
import { startTestServer, type TestServer } from "./test-server.js";

let harbor: TestServer;
beforeAll(async () => {
  harbor = await startTestServer();
});
afterAll(() => harbor.close());

/** Responds after a while, and remembers how many requests it had open at once. */
function countOpen(receiver: Receiver, status: () => number): { most: () => number } {
  let open = 0;
  let most = 0;
  receiver.respondWith((response) => {
    most = Math.max(most, ++open);
    setTimeout(() => {
      open--;
      response.writeHead(status()).end();
    }, 10);
  });
  return { most: () => most };
}

test("max_concurrent_deliveries is never exceeded: not by new events, not by a burst of retries, not by hand", async () => {
  const { test: api } = await harbor.project();
  const receiver = await startReceiver();
  let status = 503;
  const open = countOpen(receiver, () => status);
  await api.subscribe(receiver.url, { max_concurrent_deliveries: 3, retry_policy: { jitter: 0 } });
  const events = Array.from({ length: 40 }, (_, n) => ({ type: "order.created", body: { n } }));
  await api.post("/events/batch", { events });
  await receiver.until(40);

  // All forty retries fall due at the same moment, while new events come in and some are retried by hand.
  const retrying = await vi.waitUntil(async () => {
    const { body } = await api.get<{ data: { id: string }[] }>("/deliveries?limit=100&status=retrying");
    return body.data.length === 40 && body.data;
  });
  status = 200;
  await Promise.all([
    api.post("/test-clock/advance", { seconds: 60 }),
    ...events.slice(0, 10).map((event) => api.post("/events", event)),
    ...retrying.slice(0, 10).map(({ id }) => api.post(`/deliveries/${id}/retry`)),
  ]);
  await receiver.until(90);
  expect(open.most()).toBe(3);
  await receiver.close();
});

test("a destination that hangs is not felt by another", async () => {
  const { test: api } = await harbor.project();
  const hanging = await startReceiver();
  const quick = await startReceiver();
  hanging.respondWith(() => undefined);
  await api.subscribe(hanging.url, { event_type: "slow.*", timeout_seconds: 5 });
  await api.subscribe(quick.url, { event_type: "quick.*" });
  const slow = Array.from({ length: 100 }, () => ({ type: "slow.one", body: null }));
  await api.post("/events/batch", { events: slow });
  await hanging.until(50);

  const fast = Array.from({ length: 100 }, () => ({ type: "quick.one", body: null }));
  const startedAt = performance.now();
  await api.post("/events/batch", { events: fast });
  await quick.until(100);
  expect(performance.now() - startedAt).toBeLessThan(4000);
  expect(hanging.received.length).toBe(50);
  await hanging.close();
  await quick.close();
});
