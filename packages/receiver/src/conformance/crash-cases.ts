import {
  acquire,
  assertEqual,
  assertState,
  freshKey,
  LONG_LEASE_MS,
  takeOver,
  type Case,
} from "./context.js";

/** A worker dies: from then on its handle makes no call. The next worker must continue from the stored state. */
export const crashCases: Record<string, Case> = {
  "a worker that dies between effect and commit is followed when its lease ends": async ({
    open,
    timeoutMs,
  }) => {
    const [dying, next] = [await open(), await open()];
    const key = freshKey();
    await acquire(dying, key, 300);
    const token = await takeOver(next, key, timeoutMs);
    assertEqual(await next.commit(key, token), true, "commit by the next worker");
    await assertState(next, key, "done");
  },

  "a worker that dies after its commit is not followed": async ({ open }) => {
    const [dying, next] = [await open(), await open()];
    const key = freshKey();
    await dying.commit(key, await acquire(dying, key, 1));
    await assertState(next, key, "done");
  },

  "a worker that comes back from the dead leaves its successor alone": async ({ open, timeoutMs }) => {
    const [frozen, next] = [await open(), await open()];
    const key = freshKey();
    const stale = await acquire(frozen, key, 100);
    const token = await takeOver(next, key, timeoutMs);
    assertEqual(await frozen.release(key, stale), false, "release by the worker that was thought dead");
    assertEqual(await next.renew(key, token, LONG_LEASE_MS), true, "renewal by its successor");
    assertEqual(await next.commit(key, token), true, "commit by its successor");
  },
};
