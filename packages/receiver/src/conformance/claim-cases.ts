import { acquire, assert, assertEqual, assertState, freshKey, LONG_LEASE_MS, type Case } from "./context.js";

/** Keys that naive storage confuses: by case, by trailing space, by separator, by Unicode form. */
const CONFUSABLE_SUFFIXES = [
  "a",
  "A",
  "a ",
  "a:b",
  "a/b",
  "a'; --",
  "a\\",
  "a%",
  "\u00e9",
  "e\u0301",
  "\u{1f680}",
  "x".repeat(300),
];

/** Claiming, committing and releasing, one call after the other. */
export const claimCases: Record<string, Case> = {
  "a free key is acquired, each time with another token": async ({ open }) => {
    const store = await open();
    const tokens = [
      await acquire(store, freshKey(), LONG_LEASE_MS),
      await acquire(store, freshKey(), LONG_LEASE_MS),
    ];
    assert(tokens[0] !== tokens[1], "two claims were given the same token");
  },

  "a claimed key is in progress, for whole seconds within the lease": async ({ open }) => {
    const [store, other] = [await open(), await open()];
    const key = freshKey();
    await acquire(store, key, 30_000);
    const claim = await other.claim(key, LONG_LEASE_MS);
    assert(claim.state === "in_progress", `expected "in_progress", got ${JSON.stringify(claim)}`);
    const seconds = claim.retryAfterSeconds;
    assert(
      Number.isInteger(seconds) && seconds >= 1 && seconds <= 30,
      `retryAfterSeconds must be a whole number 1-30, not ${seconds}`,
    );
  },

  "retryAfterSeconds is at least 1, however short the rest of the lease": async ({ open }) => {
    const store = await open();
    const key = freshKey();
    await acquire(store, key, 400);
    const claim = await store.claim(key, LONG_LEASE_MS);
    if (claim.state === "in_progress")
      assertEqual(claim.retryAfterSeconds, 1, "retryAfterSeconds of a lease below a second");
    else assertEqual(claim.state, "acquired", "state after a lease that may just have ended");
  },

  "a committed key is done for every worker": async ({ open }) => {
    const [store, other] = [await open(), await open()];
    const key = freshKey();
    assertEqual(await store.commit(key, await acquire(store, key, LONG_LEASE_MS)), true, "commit");
    await assertState(store, key, "done");
    await assertState(other, key, "done");
  },

  "a commit may be repeated, as when its result was lost": async ({ open }) => {
    const store = await open();
    const key = freshKey();
    const token = await acquire(store, key, LONG_LEASE_MS);
    await store.commit(key, token);
    assertEqual(await store.commit(key, token), true, "second commit with the same token");
    await assertState(store, key, "done");
  },

  "a committed key can be neither released nor turned back by a renewal": async ({ open }) => {
    const store = await open();
    const key = freshKey();
    const token = await acquire(store, key, LONG_LEASE_MS);
    await store.commit(key, token);
    assertEqual(await store.release(key, token), false, "release after commit");
    assertEqual(await store.renew(key, token, 1), true, "renewal after commit");
    await assertState(store, key, "done");
  },

  "a released key is free at once, under a new token": async ({ open }) => {
    const [store, other] = [await open(), await open()];
    const key = freshKey();
    const token = await acquire(store, key, LONG_LEASE_MS);
    assertEqual(await store.release(key, token), true, "release");
    assert((await acquire(other, key, LONG_LEASE_MS)) !== token, "the released token was given out again");
  },

  "unknown keys and tokens change nothing": async ({ open }) => {
    const store = await open();
    const key = freshKey();
    for (const step of ["before", "after"]) {
      assertEqual(
        await store.renew(key, "unknown", LONG_LEASE_MS),
        false,
        `renew by an unknown token ${step} the claim`,
      );
      assertEqual(await store.commit(key, "unknown"), false, `commit by an unknown token ${step} the claim`);
      assertEqual(
        await store.release(key, "unknown"),
        false,
        `release by an unknown token ${step} the claim`,
      );
      if (step === "before") await acquire(store, key, LONG_LEASE_MS);
    }
    await assertState(store, key, "in_progress");
  },

  "keys are compared exactly": async ({ open }) => {
    const store = await open();
    const base = freshKey();
    const keys = CONFUSABLE_SUFFIXES.map((suffix) => `${base}:${suffix}`);
    for (const key of keys) await store.commit(key, await acquire(store, key, LONG_LEASE_MS));
    for (const key of keys) await assertState(store, key, "done");
  },
};
