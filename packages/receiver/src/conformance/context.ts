import type { Claim, IdempotencyStore } from "../idempotency.js";

/** The arguments of a case. */
export interface CaseContext {
  /** Another handle on the same records, as a second worker would have. */
  open(options?: { retentionDays?: number }): Promise<IdempotencyStore>;
  /** How long {@link CaseContext.until} waits before the case fails. */
  readonly timeoutMs: number;
}

export type Case = (context: CaseContext) => Promise<void>;

/** A lease that no case lives long enough to see the end of. */
export const LONG_LEASE_MS = 60_000;

/** A key that no other case, and no earlier run on the same database, has used. */
export function freshKey(): string {
  return `conformance:${crypto.randomUUID()}`;
}

/** The store did not do what the receiver relies on. */
class ConformanceError extends Error {
  override readonly name = "ConformanceError";
}

export function assert(holds: boolean, message: string): asserts holds {
  if (!holds) throw new ConformanceError(message);
}

export function assertEqual(actual: unknown, expected: unknown, what: string): void {
  assert(actual === expected, `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** Claims a key that must be free and returns the token. */
export async function acquire(store: IdempotencyStore, key: string, leaseMs: number): Promise<string> {
  const claim = await store.claim(key, leaseMs);
  assert(
    claim.state === "acquired",
    `claim of a free key: expected "acquired", got ${JSON.stringify(claim)}`,
  );
  assert(typeof claim.token === "string" && claim.token !== "", "an acquired claim must carry a token");
  return claim.token;
}

export async function assertState(
  store: IdempotencyStore,
  key: string,
  expected: Claim["state"],
): Promise<void> {
  assertEqual((await store.claim(key, LONG_LEASE_MS)).state, expected, "state of a further claim");
}

/** Claims again and again until the key is acquired and returns the new token. */
export async function takeOver(store: IdempotencyStore, key: string, timeoutMs: number): Promise<string> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const claim = await store.claim(key, LONG_LEASE_MS);
    if (claim.state === "acquired") return claim.token;
    assert(
      performance.now() < deadline,
      `the key could not be taken within ${timeoutMs} ms: ${JSON.stringify(claim)}`,
    );
    await pause(10);
  }
}

/** Takes a key with a lease of one millisecond and waits until it has ended. No other worker takes the key. */
export async function acquireAndLapse(store: IdempotencyStore, key: string): Promise<string> {
  const token = await acquire(store, key, 1);
  await pause(50);
  return token;
}

/** The database's clock cannot be moved from here: where a lease must end, real time passes. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
