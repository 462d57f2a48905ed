import { expect, test, vi } from "vitest";
import { Batcher } from "./batcher.js";

test("what one turn brings is flushed together, in order, each with its own result", async () => {
  const flushes: number[][] = [];
  const batcher = new Batcher(
    (items: number[]): Promise<number[]> => {
      flushes.push(items);
      return Promise.resolve(items.map((item) => item * 2));
    },
    { maxItems: 100, ownerOf: () => 1 },
  );
  expect(await Promise.all([batcher.add(1), batcher.add(2), batcher.add(3)])).toEqual([2, 4, 6]);
  expect(flushes).toEqual([[1, 2, 3]]);
});

test("a flush takes at most maxItems, and what comes while it runs rides in the next", async () => {
  const sizes: number[] = [];
  const batcher = new Batcher(
    async (items: number[]) => {
      sizes.push(items.length);
      if (sizes.length === 1) late.push(batcher.add(9));
      await Promise.resolve();
      return items;
    },
    { maxItems: 2, ownerOf: () => 1 },
  );
  const late: Promise<number>[] = [];
  await Promise.all([1, 2, 3].map((item) => batcher.add(item)));
  await Promise.all(late);
  expect(sizes).toEqual([2, 2]);
});

test("a failing flush fails its own items only", async () => {
  let calls = 0;
  const batcher = new Batcher(
    (items: string[]) => (calls++ === 0 ? Promise.reject(new Error("disk full")) : Promise.resolve(items)),
    { maxItems: 1, ownerOf: () => 1 },
  );
  const results = await Promise.allSettled([batcher.add("a"), batcher.add("b")]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  await batcher.idle();
});

test("a batch is shared equally between owners, however many items one of them has", async () => {
  const flushes: number[][] = [];
  const batcher = new Batcher(
    (items: number[]) => {
      flushes.push(items);
      return Promise.resolve(items);
    },
    { maxItems: 4, ownerOf: (item) => Math.floor(item / 100) },
  );
  const flood = Array.from({ length: 8 }, (_, i) => batcher.add(100 + i));
  const others = [batcher.add(200), batcher.add(300), batcher.add(301)];
  await Promise.all([...flood, ...others]);
  expect(flushes).toEqual([
    [100, 200, 300, 101],
    [301, 102, 103, 104],
    [105, 106, 107],
  ]);
});

test("an owner does not wait for the flush of another, only for its own", async () => {
  const flushes: { items: number[]; end: () => void }[] = [];
  const batcher = new Batcher(
    (items: number[]) =>
      new Promise<number[]>((resolve) => flushes.push({ items, end: () => resolve(items) })),
    { maxItems: 10, ownerOf: (item) => Math.floor(item / 100) },
  );
  const started = (count: number) => vi.waitUntil(() => flushes.length === count);
  const slow = [batcher.add(100)];
  await started(1);
  slow.push(batcher.add(101));
  const other = batcher.add(200);
  await started(2);
  flushes[1]?.end();
  expect(await other).toBe(200);
  flushes[0]?.end();
  await started(3);
  flushes[2]?.end();
  expect(await Promise.all(slow)).toEqual([100, 101]);
  expect(flushes.map(({ items }) => items)).toEqual([[100], [200], [101]]);
  await batcher.idle();
});

test("the next flush is under way before the results of the last one are handled", async () => {
  const steps: string[] = [];
  const batcher = new Batcher(
    (items: number[]) => {
      steps.push(`flush ${String(items)}`);
      return Promise.resolve(items);
    },
    { maxItems: 1, ownerOf: () => 1, onFlushed: (items) => steps.push(`flushed ${String(items)}`) },
  );
  const added = [1, 2].map(async (item) => steps.push(`result ${await batcher.add(item)}`));
  await Promise.all(added);
  expect(steps).toEqual(["flush 1", "flush 2", "flushed 1", "result 1", "flushed 2", "result 2"]);
});

test("a flush takes items of a bounded weight, in order, and at least one of each owner", async () => {
  const flushes: number[][] = [];
  const batcher = new Batcher(
    (items: number[]) => {
      flushes.push(items);
      return Promise.resolve(items);
    },
    { maxItems: 8, ownerOf: (item) => Math.floor(item / 100), weight: { of: (item) => item % 100, max: 40 } },
  );
  await Promise.all([110, 110, 101, 150, 101, 205, 205, 205, 205, 205].map((item) => batcher.add(item)));
  expect(flushes).toEqual([[110, 110, 205, 205, 205, 205], [101, 205], [150], [101]]);
});
