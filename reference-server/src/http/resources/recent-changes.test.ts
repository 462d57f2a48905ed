import { describe, expect, it } from "vitest";
import type { Delivery } from "../../domain/domain.js";
import type { StoreNotice } from "../../store/store.js";
import { createRecentChanges, type Change } from "./recent-changes.js";

const OURS = 1;
const THEIRS = 2;

function setUp() {
  const listeners: ((notice: StoreNotice) => void)[] = [];
  const store = {
    subscribe(listener: (notice: StoreNotice) => void) {
      listeners.push(listener);
      return () => undefined;
    },
  };
  const owners = new Map<string, Promise<string | null>>();
  let logs = 0;
  const recent = createRecentChanges({
    store,
    newEpoch: () => (logs++ === 0 ? "start" : `later${logs}`),
    ownerOf: ({ id }) => owners.get(id) ?? Promise.resolve(null),
  });
  const emitAll = (deliveries: Delivery[]) => {
    for (const listener of listeners) listener({ kind: "deliveries_changed", deliveries });
  };
  const emit = (environmentId: number, ...ids: string[]) => {
    emitAll(ids.map((id) => ({ id, environment_id: environmentId, tenant: null }) as Delivery));
  };
  /** Of an event of the tenant, to a destination of the owner. */
  const emitOf = (tenant: string, owner: Promise<string | null>, id: string) => {
    owners.set(id, owner);
    emitAll([{ id, environment_id: OURS, tenant } as Delivery]);
  };
  const watch = (lastId: string | null, owner: string | null = null) => {
    const seen: Change[] = [];
    let hasFailed = false;
    const watching = recent.watch({ environmentId: OURS, owner }, lastId, {
      change: (change) => void seen.push(change),
      failed: () => (hasFailed = true),
    });
    return {
      ...watching,
      ids: () => seen.map(({ delivery }) => delivery.id),
      last: () => seen.at(-1)?.id ?? null,
      hasFailed: () => hasFailed,
    };
  };
  return { emit, emitOf, watch };
}

describe("recent changes", () => {
  it("go to everyone who watches the environment, from then on", () => {
    const { emit, watch } = setUp();
    emit(OURS, "before");
    const one = watch(null);
    const two = watch(null);
    emit(OURS, "a", "b");
    emit(THEIRS, "c");
    two.stop();
    emit(OURS, "d");
    expect([one.ids(), two.ids()]).toEqual([
      ["a", "b", "d"],
      ["a", "b"],
    ]);
    expect(one.missed).toBe(false);
  });

  it("continue where a watcher stopped", () => {
    const { emit, watch } = setUp();
    const first = watch(null);
    emit(OURS, "a", "b");
    const last = first.last();
    first.stop();
    emit(OURS, "c");
    const second = watch(last);
    emit(OURS, "d");
    expect(second.ids()).toEqual(["c", "d"]);
    expect(second.missed).toBe(false);
    expect(watch(second.last()).ids()).toEqual([]);
  });

  it.each([
    "start-99",
    "other-0",
    "start-",
    "start-x",
    "start--1",
    "0",
    "start-9999999999999999",
    "start-0 ",
  ])("report a gap behind %s", (id) => {
    const { emit, watch } = setUp();
    watch(null);
    emit(OURS, "a");
    const watching = watch(id);
    expect([watching.missed, watching.ids()]).toEqual([true, []]);
  });

  it("report a gap in an environment that was not watched", () => {
    expect(setUp().watch("start-0").missed).toBe(true);
  });

  it("are bounded, and report a gap to a reader that returns too late", () => {
    const { emit, watch } = setUp();
    const first = watch(null);
    emit(OURS, "a");
    const old = first.last();
    emit(OURS, ...Array.from({ length: 2500 }, (_, n) => `n${n}`));
    expect(watch(old).missed).toBe(true);
    const recent = watch(`start-${2501 - 1000}`);
    expect(recent.missed).toBe(false);
    expect(recent.ids()).toHaveLength(999);
    expect(recent.ids().at(-1)).toBe("n2499");
  });

  it("of a tenant are those to its own destinations, in order and numbered by themselves", async () => {
    const { emit, emitOf, watch } = setUp();
    const [all, acme] = [watch(null), watch(null, "acme")];
    let resolve: (owner: string) => void = () => undefined;
    emitOf("acme", new Promise<string>((done) => (resolve = done)), "a");
    emitOf("globex", Promise.resolve("globex"), "b");
    emitOf("acme", Promise.resolve(null), "c");
    emit(OURS, "d");
    emitOf("acme", Promise.resolve("acme"), "e");
    expect([all.ids(), acme.ids()]).toEqual([["a", "b", "c", "d", "e"], []]);
    resolve("acme");
    await expect.poll(() => acme.ids()).toEqual(["a", "e"]);
    expect([acme.last(), all.last()]).toEqual(["later2-1", "start-4"]);
    expect(watch("later2-0", "acme").ids()).toEqual(["e"]);
    expect(watch("later2-0", "globex").missed).toBe(true);
    expect(watch("later2-0").missed).toBe(true);
    expect(watch("start-0", "acme").missed).toBe(true);
  });

  it("of a tenant fail when the owner of one is not found out, and begin behind a gap", async () => {
    const { emitOf, watch } = setUp();
    const acme = watch(null, "acme");
    emitOf("acme", Promise.resolve("acme"), "a");
    await expect.poll(() => acme.ids()).toEqual(["a"]);
    emitOf("acme", Promise.reject(new Error("The store is away.")), "b");
    await expect.poll(() => acme.hasFailed()).toBe(true);
    acme.stop();
    expect(watch(acme.last(), "acme").missed).toBe(true);
  });
});
