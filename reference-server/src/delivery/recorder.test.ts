import { pino } from "pino";
import { expect, test } from "vitest";
import { type Clock, systemClock } from "../clock.js";
import type { Deps } from "../deps.js";
import type { LeasedDelivery, Settlement, SettleResult } from "../store/store.js";
import { Recorder } from "./recorder.js";

const ENDING = { attempt: null, retry_count: 0, decision: { status: "succeeded" } } as const;

function recorderOn(settle: (batch: Settlement[]) => Promise<Partial<SettleResult>>, clock: Partial<Clock>) {
  const deps = { store: { settle }, clock: { ...systemClock, ...clock }, log: pino({ level: "silent" }) };
  return new Recorder(deps as unknown as Deps, {
    metrics: { attempted: () => undefined, leaseLost: () => undefined },
    room: () => undefined,
    takeOver: () => undefined,
  });
}

function leased(id: string, expires_at = Infinity): LeasedDelivery {
  const lease = { token: id, expires_at };
  return { id, environment_id: 1, destination_id: "dst_1", lease } as unknown as LeasedDelivery;
}

test("once closed, an attempt that could not be recorded is not tried again", async () => {
  const pauses: (() => void)[] = [];
  const error = new Error("The disk failed.");
  let settles = 0;
  const recorder = recorderOn(
    () => {
      settles += 1;
      return Promise.reject(error);
    },
    { after: (_delayMs, run) => (pauses.push(() => void run()), () => undefined) },
  );

  const recorded = recorder.record(leased("dlv_1"), ENDING).catch((reason: unknown) => reason);
  await expect.poll(() => pauses.length, { interval: 1 }).toBe(1);
  recorder.close();
  pauses[0]?.();
  expect(await recorded).toBe(error);
  expect(settles).toBe(1);
});

test("an attempt that the store cannot record keeps none of its batch from being recorded", async () => {
  let now = 0;
  const recorder = recorderOn(
    (batch) =>
      batch.some(({ id }) => id === "dlv_bad")
        ? Promise.reject(new Error("It has too many attempts."))
        : Promise.resolve({ recorded: batch.map(() => true), next: [] }),
    { now: () => now++, after: (_delayMs, run) => systemClock.after(0, run) },
  );

  const outcomes = await Promise.allSettled(
    ["dlv_1", "dlv_bad", "dlv_2"].map((id) => recorder.record(leased(id, 20), ENDING)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  await recorder.idle();
});
