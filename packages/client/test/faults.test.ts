import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Harbor, HarborError, type HarborOptions } from "../src/index.js";
import { type Fault, FAULTS, type FaultyProxy, startFaultyProxy } from "./faulty-proxy.js";

/** The same faults in the same order at every run, as far as the requests come in the same order. */
const SEED = 20_260_302;
const SENDS = 1_000;

let server: TestHarbor;
let proxy: FaultyProxy;
let harbor: Harbor;

beforeAll(async () => {
  server = await startHarbor();
  proxy = await startFaultyProxy(server.url, everySecond(FAULTS, SEED));
});
beforeEach(async () => {
  await server.reset();
  harbor = clientOf({ maxRetries: 50 });
});
afterAll(async () => {
  await proxy.close();
  await server.stop();
});

const clientOf = (options: HarborOptions) =>
  new Harbor({
    apiKey: server.apiKey,
    baseUrl: proxy.url,
    retryBaseDelayMs: 1,
    retryMaxDelayMs: 20,
    ...options,
  });

/** A generator of faults: about every second request has one. */
function everySecond(faults: readonly Fault[], seed: number): () => Fault | undefined {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return () => (random() < 0.5 ? undefined : faults[Math.floor(random() * faults.length)]);
}

/** Runs `work` for 0 … count-1, 25 at a time. */
async function forEach(count: number, work: (n: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const runs = Array.from({ length: 25 }, async () => {
    while (next < count) await work(next++);
  });
  await Promise.all(runs);
}

const stored = () => server.client.events.list({ limit: 100 }).toArray({ limit: 10_000 });
const bodyOf = (n: number) => ({ n, padding: "x".repeat(n % 7 === 0 ? 20_000 : 20) });
const all = (count: number) => Array.from({ length: count }, (_, n) => n);

async function expectEachOnce(count: number): Promise<void> {
  const numbers = (await stored()).map(({ body }) => (body as { n: number }).n);
  expect(numbers.sort((a, b) => a - b)).toEqual(all(count));
}

test(`${SENDS} sends through faults of every kind store ${SENDS} events, each once`, async () => {
  const ids = new Set<string>();
  await forEach(SENDS, async (n) => {
    // Every second one under a key of its own, the others under the one that the client creates.
    const key = n % 2 === 0 ? { idempotency_key: `key-${n}` } : {};
    const event = await harbor.events.send({ type: "order.created", body: bodyOf(n), ...key });
    ids.add(event.id);
  });
  await expectEachOnce(SENDS);
  const events = await stored();
  expect(new Set(events.map(({ idempotency_key }) => idempotency_key)).size).toBe(SENDS);
  // Each call returned the event that is stored.
  expect(new Set(events.map(({ id }) => id))).toEqual(ids);
  for (const fault of FAULTS) expect(proxy.counts.get(fault), fault).toBeGreaterThan(10);
}, 120_000);

test("so does a batcher, whose requests hold many events", async () => {
  const batcher = harbor.events.batcher({ maxEvents: 10, maxInFlight: 8 });
  const sent = await Promise.all(
    all(SENDS).map((n) =>
      batcher.send({ type: "order.created", body: bodyOf(n), idempotency_key: `key-${n}` }),
    ),
  );
  await batcher.close();
  await expectEachOnce(SENDS);
  const keys = new Map((await stored()).map(({ id, idempotency_key }) => [id, idempotency_key]));
  expect(sent.map(({ id }) => keys.get(id))).toEqual(all(SENDS).map((n) => `key-${n}`));
}, 120_000);

test("a sender that repeats a failed call under the same key doubles nothing", async () => {
  const impatient = clientOf({ maxRetries: 0 });
  let failures = 0;
  await forEach(200, async (n) => {
    for (;;) {
      try {
        return await impatient.events.send({
          type: "order.created",
          body: bodyOf(n),
          idempotency_key: `key-${n}`,
        });
      } catch (error) {
        expect(error).toBeInstanceOf(HarborError);
        expect((error as HarborError).retryable).toBe(true);
        failures++;
      }
    }
  });
  await expectEachOnce(200);
  expect(failures).toBeGreaterThan(50);
}, 120_000);

test("a destination is created once, and its signing secret is not lost with the response", async () => {
  const secrets = new Map<string, string>();
  await forEach(50, async (n) => {
    const { id, signing_secret } = await harbor.destinations.create({ url: `http://127.0.0.1:9/${n}` });
    secrets.set(id, signing_secret ?? "");
  });
  const destinations = await server.client.destinations.list({ limit: 100 }).toArray({ limit: 1_000 });
  expect(destinations.map(({ id }) => id).sort()).toEqual([...secrets.keys()].sort());
  expect(new Set(secrets.values()).size).toBe(50);
}, 120_000);

test("nor is the secret that a change of the signature creates", async () => {
  const { id } = await server.client.destinations.create({
    url: "http://127.0.0.1:9/hooks",
    signature: "standard_ed25519",
  });
  let requests = 0;
  const losesFirstResponse = new Harbor({
    apiKey: server.apiKey,
    baseUrl: server.url,
    retryBaseDelayMs: 1,
    async fetch(url, init) {
      const response = await fetch(url, init);
      if (requests++ === 0) throw new TypeError("terminated");
      return response;
    },
  });
  const changed = await losesFirstResponse.destinations.update(id, { signature: "harbor" });
  expect(requests).toBe(2);
  expect(changed.signing_secret).toMatch(/^whsec_/);
});

test("without idempotency keys, the same faults double events", async () => {
  const careless = clientOf({
    maxRetries: 50,
    onRequest: ({ headers }) => headers.delete("idempotency-key"),
  });
  await forEach(100, (n) => careless.events.send({ type: "order.created", body: bodyOf(n) }));
  expect((await stored()).length).toBeGreaterThan(100);
}, 120_000);
