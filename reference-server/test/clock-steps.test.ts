import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createSystemClock } from "../src/clock.js";
import { startReceiver } from "./receiver.js";
import { startTestServer, type TestServer } from "./test-server.js";

const HOUR = 3_600_000;
/** The step, in ms, of the machine's wall clock. */
let setBy = 0;
const clock = createSystemClock({ wall: () => Date.now() + setBy, elapsed: () => performance.now() });

let harbor: TestServer;
beforeAll(async () => {
  harbor = await startTestServer({}, { clock });
});
afterAll(() => harbor.close());

it.each([
  { step: "forward 8 h, as after a suspend", byMs: 8 * HOUR, delaySeconds: 3600 },
  { step: "back 2 h", byMs: -2 * HOUR, delaySeconds: 2 },
])(
  "a retry that is overdue goes out within seconds: wall clock set $step",
  async ({ byMs, delaySeconds }) => {
    const { test: api } = await harbor.project();
    const receiver = await startReceiver();
    receiver.respondWith((response) => response.writeHead(500).end());
    const retry_policy = { base_delay_seconds: delaySeconds, jitter: 0 };
    await api.subscribe(receiver.url, { retry_policy });
    const event = await api.post("/events", { type: "order.created", body: 1 });
    const path = `/deliveries/${event.body.deliveries[0]?.id as string}`;
    await vi.waitUntil(async () => (await api.get(path)).body.status === "retrying");
    receiver.respondWith((response) => response.end());
    setBy += byMs;
    const startedAt = performance.now();
    await receiver.until(2);
    expect(performance.now() - startedAt).toBeLessThan(9000);
    await vi.waitUntil(async () => (await api.get(path)).body.status === "succeeded");
    await receiver.close();
  },
);
