import { pino } from "pino";
import { expect, test } from "vitest";
import { systemClock } from "../clock.js";
import type { Deps } from "../deps.js";
import type { LeasedDelivery } from "../store/store.js";
import { Recorder } from "./recorder.js";

test("once closed, an attempt that could not be recorded is not tried again", async () => {
  const pauses: (() => void)[] = [];
  const clock = {
    ...systemClock,
    after: (_delayMs: number, run: () => void) => (pauses.push(run), () => undefined),
  };
  const error = new Error("The disk failed.");
  let settles = 0;
  const store = {
    settle() {
      settles += 1;
      return Promise.reject(error);
    },
  };
  const deps = { store, clock, log: pino({ level: "silent" }) } as unknown as Deps;
  const recorder = new Recorder(deps, {
    metrics: { attempted: () => undefined, leaseLost: () => undefined },
    room: () => undefined,
    takeOver: () => undefined,
  });
  const lease = { token: 1, expires_at: Infinity };
  const delivery = {
    id: "dlv_1",
    environment_id: 1,
    destination_id: "dst_1",
    lease,
  } as unknown as LeasedDelivery;
  const ending = { attempt: null, retry_count: 0, decision: { status: "succeeded" } } as const;

  const recorded = recorder.record(delivery, ending).catch((reason: unknown) => reason);
  await expect.poll(() => pauses.length, { interval: 1 }).toBe(1);
  recorder.close();
  pauses[0]?.();
  expect(await recorded).toBe(error);
  expect(settles).toBe(1);
});
