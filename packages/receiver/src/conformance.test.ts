import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { idempotencyConformance } from "./conformance.js";
import type { IdempotencyStore } from "./idempotency.js";
import { memoryStore, type MemoryStore } from "./stores/memory.js";

/** Stores with one fault each, and the case that has to notice. The suite is worth no more than this list. */
const FAULTS: [
  fault: string,
  noticedBy: string,
  overrides: (store: MemoryStore) => Partial<IdempotencyStore>,
][] = [
  [
    "reads, waits and then writes, as on a store that is only eventually consistent",
    "of many simultaneous claims exactly one is acquired",
    (store) => {
      const visible = new Map<string, string>();
      return {
        claim: async (key) => {
          const seen = visible.get(key);
          await new Promise((resolve) => setTimeout(resolve, 1));
          if (seen !== undefined) return { state: "in_progress", retryAfterSeconds: 1 };
          visible.set(key, crypto.randomUUID());
          return { state: "acquired", token: visible.get(key)! };
        },
        commit: async (key, token) => store.commit(key, token),
      };
    },
  ],
  [
    "commits with any token",
    "a stale token can neither renew nor commit nor release",
    (store) => {
      const owner = lastTokens(store);
      return { claim: owner.claim, commit: (key) => store.commit(key, owner.tokenOf(key)) };
    },
  ],
  [
    "releases with any token",
    "a worker that comes back from the dead leaves its successor alone",
    (store) => {
      const owner = lastTokens(store);
      return { claim: owner.claim, release: (key) => store.release(key, owner.tokenOf(key)) };
    },
  ],
  [
    "renews with any token",
    "a stale token can neither renew nor commit nor release",
    (store) => {
      const owner = lastTokens(store);
      return {
        claim: owner.claim,
        renew: (key, _, leaseMs) => store.renew(key, owner.tokenOf(key), leaseMs),
      };
    },
  ],
  [
    "never lets a lease end",
    "a lease that ended is taken over, and not before",
    (store) => ({ claim: (key) => store.claim(key, 1e9) }),
  ],
  [
    "ends a lease early",
    "a lease that ended is taken over, and not before",
    (store) => ({ claim: (key, leaseMs) => store.claim(key, leaseMs / 2) }),
  ],
  ["does not renew", "a renewed claim is held beyond its first lease", () => ({ renew: async () => true })],
  [
    "drops a claim at the end of its lease",
    "a claim past its lease that was not taken over can still be committed",
    (store) => {
      const leaseEndMs = new Map<string, number>();
      return {
        claim: (key, leaseMs) => {
          leaseEndMs.set(key, Date.now() + leaseMs);
          return store.claim(key, leaseMs);
        },
        commit: async (key, token) => Date.now() < leaseEndMs.get(key)! && store.commit(key, token),
      };
    },
  ],
  [
    "forgets what was committed",
    "a committed key is done for every worker",
    (store) => ({ commit: (key, token) => store.release(key, token) }),
  ],
  [
    "refuses to repeat a commit",
    "a commit may be repeated, as when its result was lost",
    (store) => {
      const committed = new Set<string>();
      return {
        commit: async (key, token) => {
          if (committed.has(token)) return false;
          committed.add(token);
          return store.commit(key, token);
        },
      };
    },
  ],
  [
    "does not release",
    "a released key is free at once, under a new token",
    () => ({ release: async () => true }),
  ],
  [
    "gives out the same token again",
    "a free key is acquired, each time with another token",
    (store) => ({
      claim: async (key, leaseMs) => {
        const claim = await store.claim(key, leaseMs);
        return claim.state === "acquired" ? { state: "acquired", token: "token" } : claim;
      },
    }),
  ],
  [
    "folds the case of keys",
    "keys are compared exactly",
    (store) => ({ claim: (key, leaseMs) => store.claim(key.toLowerCase(), leaseMs) }),
  ],
  [
    "returns fractions of a second",
    "a claimed key is in progress, for whole seconds within the lease",
    (store) => ({
      claim: async (key, leaseMs) => {
        const claim = await store.claim(key, leaseMs);
        return claim.state === "in_progress" ? { ...claim, retryAfterSeconds: 0.5 } : claim;
      },
    }),
  ],
];

function lastTokens(store: MemoryStore) {
  const tokens = new Map<string, string>();
  return {
    tokenOf: (key: string) => tokens.get(key) ?? "none",
    claim: async (key: string, leaseMs: number) => {
      const claim = await store.claim(key, leaseMs);
      if (claim.state === "acquired") tokens.set(key, claim.token);
      return claim;
    },
  };
}

function withFault(overrides: (store: MemoryStore) => Partial<IdempotencyStore>): IdempotencyStore {
  const store = memoryStore();
  return {
    claim: (key, leaseMs) => store.claim(key, leaseMs),
    renew: (key, token, leaseMs) => store.renew(key, token, leaseMs),
    commit: (key, token) => store.commit(key, token),
    release: (key, token) => store.release(key, token),
    ...overrides(store),
  };
}

describe("a store fails the suite when it", () => {
  test.each(FAULTS)("%s", async (_, noticedBy, overrides) => {
    const store = withFault(overrides);
    const cases = idempotencyConformance({ createStore: () => store, timeoutMs: 1_000 });
    await expect(cases.find(({ name }) => name === noticedBy)!.run()).rejects.toMatchObject({
      name: "ConformanceError",
    });
  });

  test("never forgets", async () => {
    const store = memoryStore();
    const cases = idempotencyConformance({ createStore: () => store, timeoutMs: 500 });
    const expiry = cases.find(({ name }) => name.startsWith("a memory expires"))!;
    await expect(expiry.run()).rejects.toThrow("could not be taken within 500 ms");
  });
});

test("every case has its own name", () => {
  const names = idempotencyConformance({ createStore: () => memoryStore() }).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

test("the suite runs under another test runner", async () => {
  const fixture = fileURLToPath(new URL("../test/conformance-node-test.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@harbor/source",
    "--import=tsx",
    "--test-reporter=tap",
    "--test",
    fixture,
  ]);
  expect(stdout).toMatch(/# pass [1-9]\d*\n# fail 0/);
});
