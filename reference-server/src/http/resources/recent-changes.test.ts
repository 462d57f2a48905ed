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
  const recent = createRecentChanges(store, "start");
  const emit = (environmentId: number, ...ids: string[]) => {
    const deliveries = ids.map((id) => ({ id, environment_id: environmentId }) as Delivery);
    for (const listener of listeners) listener({ kind: "deliveries_changed", deliveries });
  };
  const watch = (lastId: string | null) => {
    const seen: Change[] = [];
    const watching = recent.watch(OURS, lastId, (change) => seen.push(change));
    return {
      ...watching,
      ids: () => seen.map(({ delivery }) => delivery.id),
      last: () => seen.at(-1)?.id ?? null,
    };
  };
  return { emit, watch };
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
});
