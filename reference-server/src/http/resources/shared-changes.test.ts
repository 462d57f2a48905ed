import { expect, test } from "vitest";
import type { Delivery } from "../../domain/domain.js";
import type { LogPage } from "../../store/store.js";
import type { Change } from "./recent-changes.js";
import { createSharedChanges } from "./shared-changes.js";

const SCOPE = { environmentId: 1 };

/** A log that holds these changes. */
function setUp(bodies: (string | null)[]) {
  const log = { keptFrom: 0, changed: () => undefined as unknown, fault: null as Error | null };
  const faults: unknown[] = [];
  const add = (body: string | null) => void bodies.push(body);
  const read = (after: number, limit: number): Promise<LogPage> => {
    if (log.fault !== null) return Promise.reject(log.fault);
    const from = Math.max(after + 1, log.keptFrom);
    const changes = bodies
      .map((response_body, n) => ({ n, delivery: { id: `del_${n}`, response_body } as Delivery }))
      .slice(from, from + limit);
    return Promise.resolve({ changes, next: bodies.length, keptFrom: log.keptFrom });
  };
  const recent = createSharedChanges({
    store: { subscribe: () => () => undefined },
    logs: {
      any: true,
      find: () => undefined,
      open: (_scope, changed) => {
        log.changed = changed;
        return Promise.resolve({ id: "log", next: bodies.length, read, close: () => undefined });
      },
    },
    ownerOf: () => Promise.resolve(null),
    logFault: (error) => void faults.push(error),
  });
  const watch = async (lastId: string | null) => {
    const seen: Change[] = [];
    const watcher = { change: (change: Change) => void seen.push(change), failed: () => undefined };
    const { missed } = await recent.watch(SCOPE, lastId, watcher);
    return { seen, missed };
  };
  return { log, add, bodies, faults, watch };
}

test("streams share the changes that they replay, with each other and with those that saw them live", async () => {
  const { log, add, watch } = setUp(["a", "b"]);
  const live = await watch(null);
  add("c");
  log.changed();
  await expect.poll(() => live.seen.length).toBe(1);
  const [first, second] = [await watch("log-0"), await watch("log-0")];
  expect(first.seen.map(({ id }) => id)).toEqual(["log-1", "log-2"]);
  expect(second.seen.map((change, index) => change === first.seen[index])).toEqual([true, true]);
  expect(first.seen[1]).toBe(live.seen[0]);
});

test("a response that is erased is not replayed, and what follows is shared again", async () => {
  const { bodies, watch } = setUp(["a", "secret"]);
  await watch("log-0");
  bodies[1] = null;
  const [first, second] = [await watch("log-0"), await watch("log-0")];
  expect(first.seen[0]?.delivery.response_body).toBeNull();
  expect(second.seen[0]).toBe(first.seen[0]);
});

test("changes that the log no longer keeps are missing", async () => {
  const { log, bodies, watch } = setUp(["a", "b", "c", "d"]);
  expect((await watch("log-0")).missed).toBe(false);
  log.keptFrom = 3;
  expect(await watch("log-1")).toEqual({ seen: [], missed: true });
  const { seen, missed } = await watch("log-2");
  expect([seen.length, missed]).toEqual([1, false]);
  expect(bodies).toHaveLength(4);
});

test("a log that cannot be read is reported, and read again", async () => {
  const { log, add, faults, watch } = setUp([]);
  const { seen } = await watch(null);
  add("a");
  log.fault = new TypeError("The log cannot be read.");
  log.changed();
  await expect.poll(() => faults).toEqual([log.fault]);
  log.fault = null;
  log.changed();
  await expect.poll(() => seen.length).toBe(1);
});
