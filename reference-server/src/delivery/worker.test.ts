import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { systemClock } from "../clock.js";
import { readConfig } from "../config.js";
import type { Deps } from "../deps.js";
import { newDestination } from "../domain/domain.js";
import type { ClaimResult, LeasedDelivery } from "../store/store.js";
import { DeliveryWorker } from "./worker.js";

test("a stop waits for the claim under way", async () => {
  const claims: ((result: ClaimResult) => void)[] = [];
  const store = {
    subscribe: () => () => undefined,
    claim: () => new Promise<ClaimResult>((resolve) => claims.push(resolve)),
  };
  const log = pino({ level: "silent" });
  const deps = { config: readConfig({}), clock: systemClock, random: () => 0, log, store };
  // Nothing is delivered, so only the claim is asked of the store.
  const worker = new DeliveryWorker(
    deps as unknown as Deps,
    {} as ConstructorParameters<typeof DeliveryWorker>[1],
  );
  worker.start();
  await vi.waitUntil(() => claims.length === 1);

  const order: string[] = [];
  const stopped = worker.stop().then(() => order.push("stopped"));
  setImmediate(() => {
    order.push("claimed");
    claims[0]?.({ deliveries: [], waitingIn: [], nextDueInMs: null });
  });
  await stopped;
  expect(order).toEqual(["claimed", "stopped"]);
});

test("a delivery whose lease is nearly over goes back to its queue at once", async () => {
  const released: string[] = [];
  const store = {
    subscribe: () => () => undefined,
    claim: () => Promise.resolve({ deliveries: [], waitingIn: [], nextDueInMs: null }),
    release(tokens: string[]) {
      released.push(...tokens);
      return Promise.resolve();
    },
  };
  const now = systemClock.now();
  const destination = newDestination({
    id: "dest_1",
    environmentId: 1,
    url: "http://receiver.example/",
    now,
  });
  const view = {
    snapshot: { clockOffsetMs: 0, environment: { mode: "test" } },
    destination: () => destination,
    target: () => ({ destination }),
  };
  const environments = { peek: () => view, get: () => Promise.resolve(view) };
  const log = pino({ level: "silent" });
  const deps = { config: readConfig({}), clock: systemClock, random: () => 0, log, store };
  const worker = new DeliveryWorker(
    deps as unknown as Deps,
    { environments } as unknown as ConstructorParameters<typeof DeliveryWorker>[1],
  );
  worker.start();

  const holder = { environment_id: 1, destination_id: "dest_1" };
  const lease = { token: "lease_1", expires_at: now + destination.timeout_seconds * 1000 - 1 };
  const delivery = { ...holder, id: "del_1", version: 1, body: Buffer.from("{}"), retry_count: 0, lease };
  expect(worker.reserve(holder, 2)).toBe(true);
  worker.deliver({ ...delivery, trigger: "schedule" } as LeasedDelivery);
  await vi.waitUntil(() => released.length > 0);
  expect(released).toEqual(["lease_1"]);
  await worker.stop();
  expect(worker.freeSlots).toBe(deps.config.limits.maxInFlight);
});
