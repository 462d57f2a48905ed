import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { systemClock } from "../clock.js";
import { readConfig } from "../config.js";
import type { Deps } from "../deps.js";
import { newDestination } from "../domain/domain.js";
import type { ClaimResult, LeasedDelivery, StoreNotice } from "../store/store.js";
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

const now = systemClock.now();
const holder = { environment_id: 1, destination_id: "dest_1" };
const destination = {
  ...newDestination({ id: "dest_1", environmentId: 1, url: "http://receiver.example/", now }),
  // The store of a test does not count what is in flight.
  max_concurrent_deliveries: 1000,
};

/** A worker on this part of a store; its one destination is active. */
function workerOn(store: object): DeliveryWorker {
  const view = {
    snapshot: { clockOffsetMs: 0, environment: { mode: "test" } },
    destination: () => destination,
    target: () => ({ destination }),
    isErased: () => false,
  };
  const parts = {
    environments: { peek: () => view, get: () => Promise.resolve(view) },
    intake: { caughtUp: () => undefined },
  };
  const log = pino({ level: "silent" });
  const deps = {
    config: readConfig({}),
    clock: systemClock,
    random: () => 0,
    log,
    store: { subscribe: () => () => undefined, ...store },
  };
  return new DeliveryWorker(
    deps as unknown as Deps,
    parts as unknown as ConstructorParameters<typeof DeliveryWorker>[1],
  );
}

/** Too little of its lease is left to send it. */
function leasedTooShort(n: number): LeasedDelivery {
  const lease = { token: `lease_${n}`, expires_at: now + destination.timeout_seconds * 1000 - 1 };
  const delivery = { ...holder, id: `del_${n}`, version: 1, body: Buffer.from("{}"), retry_count: 0, lease };
  return { ...delivery, trigger: "schedule", token: null } as LeasedDelivery;
}

test("a delivery whose lease is nearly over goes back to its queue at once", async () => {
  const released: string[] = [];
  const worker = workerOn({
    claim: () => Promise.resolve({ deliveries: [], waitingIn: [], nextDueInMs: null }),
    release(tokens: string[]) {
      released.push(...tokens);
      return Promise.resolve();
    },
  });
  worker.start();
  const slots = worker.freeSlots;
  expect(worker.reserve(holder, 2)).toBe(true);
  worker.deliver(leasedTooShort(1));
  await vi.waitUntil(() => released.length > 0);
  expect(released).toEqual(["lease_1"]);
  await worker.stop();
  expect(worker.freeSlots).toBe(slots);
});

test("work that falls due during a claim is claimed right after it", async () => {
  const claims: ((result: ClaimResult) => void)[] = [];
  const listeners: ((notice: StoreNotice) => void)[] = [];
  const worker = workerOn({
    subscribe(listener: (notice: StoreNotice) => void) {
      listeners.push(listener);
      return () => undefined;
    },
    claim: () => new Promise<ClaimResult>((resolve) => claims.push(resolve)),
  });
  const endClaim = (at: number) => claims[at]?.({ deliveries: [], waitingIn: [], nextDueInMs: null });
  worker.start();
  await vi.waitUntil(() => claims.length === 1);
  listeners[0]?.({ kind: "work_due", at: now });
  // Later than the worker's own timer.
  await new Promise<void>((resolve) => void systemClock.after(1, resolve));
  expect(claims).toHaveLength(1);
  endClaim(0);
  await vi.waitUntil(() => claims.length === 2, { timeout: 2000 });
  const stopped = worker.stop();
  endClaim(1);
  await stopped;
});

test("a backlog is claimed no faster than its attempts start", async () => {
  let [claimed, started, mostAhead] = [0, 0, 0];
  const worker = workerOn({
    claim({ limit }: { limit: number }) {
      mostAhead = Math.max(mostAhead, claimed + limit - started);
      const deliveries = Array.from({ length: limit }, () => leasedTooShort(claimed++));
      return Promise.resolve({ deliveries, waitingIn: [1], nextDueInMs: 0 });
    },
    release(tokens: string[]) {
      started += tokens.length;
      return Promise.resolve();
    },
  });
  worker.start();
  await vi.waitUntil(() => started > 500);
  await worker.stop();
  expect(mostAhead).toBeLessThanOrEqual(64);
});
