import { expect, test } from "vitest";
import type { SharedBuckets, Spending } from "../store/store.js";
import { Bucket, BucketSharing } from "./bucket-sharing.js";

const POLICY = { capacity: 60, perSecond: 1 };

function setUp({ hasOthers }: { hasOthers: boolean }) {
  const time = { now: 0 };
  const timers: (() => void)[] = [];
  const spent: Spending[][] = [];
  /** Of the bucket, over all processes. */
  const state = { fullInMs: 0, isAway: false, hasOthers };
  const shared: SharedBuckets = {
    get hasOthers() {
      return state.hasOthers;
    },
    spend(spendings) {
      if (state.isAway) return Promise.reject(new Error("away"));
      spent.push([...spendings]);
      state.fullInMs += spendings.reduce((sum, { ms }) => sum + ms, 0);
      return Promise.resolve(spendings.map(() => state.fullInMs));
    },
  };
  const after = (_delayMs: number, run: () => void) => {
    timers.push(run);
    return () => undefined;
  };
  const faults: unknown[] = [];
  const logFault = (error: unknown) => void faults.push(error);
  const sharing = new BucketSharing(shared, { clock: { now: () => time.now, after }, logFault });
  const bucket = new Bucket("read/key", POLICY, time.now);
  const take = (count: number) => {
    for (let n = 0; n < count; n++) {
      bucket.take(1);
      sharing.taken(bucket);
    }
  };
  const runTimers = () => {
    for (const run of timers.splice(0)) run();
  };
  return { time, state, spent, bucket, faults, take, runTimers };
}

test("a process that is alone shares nothing, until another one starts", async () => {
  const { time, state, spent, bucket, take, runTimers } = setUp({ hasOthers: false });
  take(20);
  time.now += 5000;
  runTimers();
  await expect.poll(() => bucket.tokens).toBe(45);
  expect(spent).toEqual([]);
  state.hasOthers = true;
  runTimers();
  // The tokens that have been refilled since do not concern the other.
  await expect.poll(() => spent).toEqual([[{ name: "read/key", ms: 15_000 }]]);
});

test("the bucket of all processes replaces that of this one, without the tokens that were taken meanwhile", async () => {
  const { state, bucket, take } = setUp({ hasOthers: true });
  state.fullInMs = 50_000;
  take(1);
  take(4);
  await expect.poll(() => bucket.unshared).toBe(0);
  expect([bucket.tokens, state.fullInMs]).toEqual([5, 55_000]);
  state.fullInMs = 80_000;
  take(1);
  await expect.poll(() => bucket.tokens).toBe(-21);
});

test("while buckets cannot be shared the process counts for itself, says so, and shares them later", async () => {
  const { state, bucket, faults, take, runTimers } = setUp({ hasOthers: true });
  state.isAway = true;
  take(10);
  await expect.poll(() => bucket.unshared).toBe(10);
  expect(bucket.tokens).toBe(50);
  expect(faults).toEqual([new Error("away")]);
  state.isAway = false;
  runTimers();
  await expect.poll(() => bucket.unshared).toBe(0);
  expect([bucket.tokens, state.fullInMs]).toEqual([50, 10_000]);
});
