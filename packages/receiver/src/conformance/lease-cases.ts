import {
  acquire,
  acquireAndLapse,
  assert,
  assertEqual,
  assertState,
  freshKey,
  LONG_LEASE_MS,
  takeOver,
  type Case,
} from "./context.js";

/** Database clocks tick in whole milliseconds, and a store may round a lease down by one. */
const CLOCK_TOLERANCE_MS = 10;

/** Time: leases end, are renewed and lost; memories expire. */
export const leaseCases: Record<string, Case> = {
  "a lease that ended is taken over, and not before": async ({ open, timeoutMs }) => {
    const [store, other] = [await open(), await open()];
    const key = freshKey();
    const startedAt = performance.now();
    const token = await acquire(store, key, 300);
    const successor = await takeOver(other, key, timeoutMs);
    const elapsedMs = performance.now() - startedAt;
    assert(elapsedMs >= 300 - CLOCK_TOLERANCE_MS, `a lease of 300 ms was taken over after ${elapsedMs} ms`);
    assert(successor !== token, "the successor was given the old token");
  },

  "a stale token can neither renew nor commit nor release": async ({ open }) => {
    const [store, other] = [await open(), await open()];
    const key = freshKey();
    const stale = await acquireAndLapse(store, key);
    const token = await acquire(other, key, LONG_LEASE_MS);
    assertEqual(await store.renew(key, stale, 1), false, "renewal with a stale token");
    assertEqual(await store.commit(key, stale), false, "commit with a stale token");
    assertEqual(await store.release(key, stale), false, "release with a stale token");
    await assertState(store, key, "in_progress");
    assertEqual(await other.commit(key, token), true, "commit by the successor");
    assertEqual(await store.commit(key, stale), false, "commit with a stale token after the successor's");
    await assertState(store, key, "done");
  },

  "a renewed claim is held beyond its first lease": async ({ open }) => {
    const [store, other] = [await open(), await open()];
    const key = freshKey();
    const token = await acquireAndLapse(store, key);
    assertEqual(await store.renew(key, token, LONG_LEASE_MS), true, "renewal");
    const claim = await other.claim(key, LONG_LEASE_MS);
    assert(
      claim.state === "in_progress",
      `expected "in_progress" after the renewal, got ${JSON.stringify(claim)}`,
    );
    assert(claim.retryAfterSeconds > 30, `the new lease ends in ${claim.retryAfterSeconds} s rather than 60`);
  },

  "a renewal counts from now, so that it can also shorten": async ({ open, timeoutMs }) => {
    const store = await open();
    const key = freshKey();
    const token = await acquire(store, key, LONG_LEASE_MS);
    assertEqual(await store.renew(key, token, 1), true, "renewal");
    await takeOver(store, key, timeoutMs);
  },

  "a claim past its lease that was not taken over can still be committed": async ({ open }) => {
    const store = await open();
    const key = freshKey();
    const token = await acquireAndLapse(store, key);
    assertEqual(await store.commit(key, token), true, "commit past the lease");
    await assertState(store, key, "done");
  },

  "a claim past its lease that was not taken over can still be released": async ({ open }) => {
    const store = await open();
    const key = freshKey();
    const token = await acquireAndLapse(store, key);
    assertEqual(await store.release(key, token), true, "release past the lease");
    await acquire(store, key, LONG_LEASE_MS);
  },

  "a memory expires after its retention, and not before": async ({ open, timeoutMs }) => {
    const store = await open({ retentionDays: 300 / 86_400_000 });
    const key = freshKey();
    const token = await acquire(store, key, LONG_LEASE_MS);
    const startedAt = performance.now();
    await store.commit(key, token);
    await takeOver(store, key, timeoutMs);
    const elapsedMs = performance.now() - startedAt;
    assert(elapsedMs >= 300 - CLOCK_TOLERANCE_MS, `a memory of 300 ms was gone after ${elapsedMs} ms`);
    assertEqual(await store.commit(key, token), false, "commit with the token of an expired memory");
  },

  "a lease may be longer than the retention": async ({ open }) => {
    const store = await open({ retentionDays: 1 / 86_400_000 });
    const key = freshKey();
    const token = await acquire(store, key, LONG_LEASE_MS);
    await assertState(store, key, "in_progress");
    assertEqual(await store.renew(key, token, LONG_LEASE_MS), true, "renewal");
  },
};
