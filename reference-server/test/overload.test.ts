import type { ServerResponse } from "node:http";
import { afterEach, expect, it } from "vitest";
import { systemClock } from "../src/clock.js";
import { type Receiver, startReceiver } from "./receiver.js";
import { type Api, startTestServer, type TestServer } from "./test-server.js";

/** Few slots, so that a few hundred events are more than the process can deliver. */
const SLOTS = 16;
const FLOOD = 400;

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(utilization: number): Promise<{ harbor: TestServer; receiver: Receiver }> {
  const env = { HARBOR_MAX_IN_FLIGHT: String(SLOTS), HARBOR_SHUTDOWN_SECONDS: "1" };
  // No time passes, so that a slow machine does not change what waits, is slow or is given up.
  const clock = { ...systemClock, elapsed: () => 0 };
  const harbor = await startTestServer(env, { clock, utilization: () => utilization });
  const receiver = await startReceiver();
  closers.push(
    () => harbor.close(),
    () => receiver.close(),
  );
  return { harbor, receiver };
}

/** More events at once than fit into slots and limits. */
async function flood(
  api: Api,
  { count = FLOOD, onRefused }: { count?: number; onRefused?: () => void } = {},
) {
  const send = async (n: number) => {
    const response = await api.post("/events", { type: "flood.one", body: n });
    if (response.status !== 202) onRefused?.();
    return response;
  };
  const responses = await Promise.all(Array.from({ length: count }, (_, n) => send(n)));
  return {
    accepted: responses.filter(({ status }) => status === 202).map(({ body }) => body.id as string),
    refused: responses.filter(({ status }) => status !== 202),
  };
}

function arrived({ received }: Receiver): Set<unknown> {
  return new Set(received.map(({ headers }) => headers["harbor-event-id"]));
}

it("refuses what it cannot deliver with 503 and Retry-After, delivers what it accepted, and spares other accounts", async () => {
  const { harbor, receiver } = await start(1);
  const { test: noisy } = await harbor.project();
  const { test: normal } = await harbor.project();
  const held: ServerResponse[] = [];
  receiver.respondWith((response) => void held.push(response));
  const quick = await startReceiver();
  closers.push(() => quick.close());
  await noisy.subscribe(receiver.url, { event_type: "flood.*" });
  await normal.subscribe(quick.url, { event_type: "normal.*" });
  // Keys that the server has not seen yet are looked up before anything else.
  await noisy.post("/events", { type: "nothing.here", body: null });

  let flooding: ReturnType<typeof flood> | undefined;
  await new Promise<void>((onRefused) => (flooding = flood(noisy, { onRefused })));
  receiver.respondWith((response) => response.end());
  for (const response of held) response.end();
  for (let n = 1; n <= 20; n += 1) {
    const { status } = await normal.post("/events", { type: "normal.one", body: n });
    expect(status).toBe(202);
    await quick.until(n);
  }
  const { accepted, refused } = (await flooding) ?? { accepted: [], refused: [] };
  expect(refused.length).toBeGreaterThan(0);
  for (const { status, headers, body } of refused) {
    expect(status).toBe(503);
    expect(headers.get("retry-after")).toBe("1");
    expect(body.error).toMatchObject({ code: "overloaded", request_id: headers.get("harbor-request-id") });
  }
  await receiver.until(accepted.length);
  expect(arrived(receiver)).toEqual(new Set(accepted));
  expect(harbor.logged()).toContainEqual(expect.objectContaining({ event: "overloaded" }));
});

it("accepts everything while the process has time left: a backlog is then its receivers'", async () => {
  const { harbor, receiver } = await start(0.5);
  const { test: api } = await harbor.project();
  receiver.respondWith(() => undefined);
  await api.subscribe(receiver.url);
  expect((await flood(api)).refused).toEqual([]);
});

it("does not count deliveries of a paused destination", async () => {
  const { harbor, receiver } = await start(1);
  const { test: api } = await harbor.project();
  const id = await api.subscribe(receiver.url);
  await api.patch(`/destinations/${id}`, { status: "paused" });
  for (let sent = 0; sent < 4 * SLOTS; sent += SLOTS)
    expect((await flood(api, { count: SLOTS })).refused).toEqual([]);
});
