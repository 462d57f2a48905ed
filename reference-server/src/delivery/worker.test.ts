import { pino } from "pino";
import { expect, test, vi } from "vitest";
import { systemClock } from "../clock.js";
import { readConfig } from "../config.js";
import type { Deps } from "../deps.js";
import type { ClaimResult } from "../store/store.js";
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
