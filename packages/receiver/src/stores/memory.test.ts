import { describe, expect, test } from "vitest";
import { idempotencyConformance } from "../conformance.js";
import { memoryStore } from "./memory.js";

const DAY_MS = 86_400_000;

describe("conformance", () => {
  const shared = memoryStore();
  const createStore = ({ retentionDays }: { retentionDays?: number }) =>
    retentionDays === undefined ? shared : memoryStore({ retentionDays });
  for (const { name, run } of idempotencyConformance({ createStore })) test(name, run);
});

describe("on a clock that tests can move", () => {
  function movable() {
    let nowMs = Date.UTC(2026, 0, 1);
    const store = memoryStore({ now: () => new Date(nowMs) });
    return { store, pass: (ms: number) => (nowMs += ms) };
  }

  async function handle(store: ReturnType<typeof memoryStore>, key: string) {
    const claim = await store.claim(key, 30_000);
    if (claim.state === "acquired") await store.commit(key, claim.token);
    return claim.state;
  }

  test("remembers for 35 days by default", async () => {
    const { store, pass } = movable();
    await handle(store, "orders:evt_1");
    pass(35 * DAY_MS - 1);
    expect(await handle(store, "orders:evt_1")).toBe("done");
    pass(1);
    expect(await handle(store, "orders:evt_1")).toBe("acquired");
  });

  test("drops expired records, so that its memory is bounded", async () => {
    const { store, pass } = movable();
    for (let i = 0; i < 100; i += 1) await handle(store, `orders:evt_${i}`);
    expect(store.size).toBe(100);
    pass(35 * DAY_MS);
    await handle(store, "orders:evt_new");
    expect(store.size).toBe(1);
  });

  test("drops abandoned claims too, but only when their owners can no longer be expected back", async () => {
    const { store, pass } = movable();
    const claim = await store.claim("orders:evt_1", 30_000);
    pass(34 * DAY_MS);
    await store.claim("orders:evt_2", 30_000);
    expect(claim.state === "acquired" && (await store.commit("orders:evt_1", claim.token))).toBe(true);
  });

  test("a renewed claim is not dropped before an older one", async () => {
    const { store, pass } = movable();
    const first = await store.claim("orders:evt_1", 30_000);
    await store.claim("orders:evt_2", 30_000);
    pass(30 * DAY_MS);
    expect(first.state === "acquired" && (await store.renew("orders:evt_1", first.token, 30_000))).toBe(true);
    pass(10 * DAY_MS);
    await store.claim("orders:evt_3", 30_000);
    expect(store.size).toBe(2);
  });
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  "refuses a retention of %s days",
  (retentionDays) => {
    expect(() => memoryStore({ retentionDays })).toThrow(RangeError);
  },
);
