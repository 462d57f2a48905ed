import type { Claim, IdempotencyStore } from "../idempotency.js";
import {
  acquire,
  acquireAndLapse,
  assert,
  assertEqual,
  assertState,
  freshKey,
  LONG_LEASE_MS,
  type Case,
} from "./context.js";

const SIMULTANEOUS = 50;

/** Many workers at the same moment, spread over two handles. */
export const concurrencyCases: Record<string, Case> = {
  "of many simultaneous claims exactly one is acquired": async ({ open }) => {
    const stores = [await open(), await open()];
    const key = freshKey();
    const token = onlyWinner(await claimTogether(stores, key));
    await assertState(stores[0]!, key, "in_progress");
    assertEqual(await stores[1]!.commit(key, token), true, "commit by the winner");
  },

  "of many simultaneous takeovers exactly one is acquired": async ({ open }) => {
    const stores = [await open(), await open()];
    const key = freshKey();
    const stale = await acquireAndLapse(stores[0]!, key);
    const token = onlyWinner(await claimTogether(stores, key));
    assert(token !== stale, "the winner was given the stale token");
  },

  "a commit among simultaneous claims is seen by all that follow": async ({ open }) => {
    const stores = [await open(), await open()];
    const key = freshKey();
    const token = await acquire(stores[0]!, key, LONG_LEASE_MS);
    const [claims] = await Promise.all([claimTogether(stores, key), stores[0]!.commit(key, token)]);
    assert(
      claims.every(({ state }) => state !== "acquired"),
      "a claim was acquired although the key was held or done",
    );
    const later = await claimTogether(stores, key);
    assert(
      later.every(({ state }) => state === "done"),
      "a claim after the commit did not return done",
    );
  },

  "different keys do not wait for or hinder each other": async ({ open }) => {
    const stores = [await open(), await open()];
    const keys = Array.from({ length: SIMULTANEOUS }, freshKey);
    const tokens = await Promise.all(keys.map((key, i) => acquire(stores[i % 2]!, key, LONG_LEASE_MS)));
    const commits = await Promise.all(keys.map((key, i) => stores[i % 2]!.commit(key, tokens[i]!)));
    assert(commits.every(Boolean), "a commit failed although its key had one worker");
  },

  "of a commit and a takeover after the lease exactly one succeeds": async ({ open }) => {
    const stores = [await open(), await open()];
    for (let round = 0; round < 10; round += 1) {
      const key = freshKey();
      const token = await acquireAndLapse(stores[0]!, key);
      const [committed, claims] = await Promise.all([
        stores[0]!.commit(key, token),
        claimTogether(stores, key, 4),
      ]);
      const takenOver = claims.filter(({ state }) => state === "acquired").length;
      assertEqual(takenOver, committed ? 0 : 1, `takeovers while the commit returned ${committed}`);
    }
  },
};

function claimTogether(stores: IdempotencyStore[], key: string, count = SIMULTANEOUS): Promise<Claim[]> {
  return Promise.all(
    Array.from({ length: count }, (_, i) => stores[i % stores.length]!.claim(key, LONG_LEASE_MS)),
  );
}

function onlyWinner(claims: Claim[]): string {
  const tokens = claims.flatMap((claim) => (claim.state === "acquired" ? [claim.token] : []));
  assertEqual(tokens.length, 1, `acquired among ${claims.length} simultaneous claims`);
  assert(
    claims.every(({ state }) => state !== "done"),
    "a claim returned done although nothing was committed",
  );
  return tokens[0]!;
}
