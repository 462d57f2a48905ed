import { expect, test } from "vitest";
import { createGroup } from "./batcher.js";

test("what one turn brings is flushed together, in order, each with its own result", async () => {
  const flushes: number[][] = [];
  const group = createGroup(
    (items: number[]) => {
      flushes.push(items);
      return Promise.resolve(items.map((item) => item * 2));
    },
    { maxItems: 100 },
  );
  expect(await Promise.all([group.add(1), group.add(2), group.add(3)])).toEqual([2, 4, 6]);
  expect(flushes).toEqual([[1, 2, 3]]);
});

test("a flush takes at most maxItems, and what comes while it runs rides in the next", async () => {
  const sizes: number[] = [];
  const group = createGroup(
    async (items: number[]) => {
      sizes.push(items.length);
      if (sizes.length === 1) late.push(group.add(9));
      await Promise.resolve();
      return items;
    },
    { maxItems: 2 },
  );
  const late: Promise<number>[] = [];
  await Promise.all([1, 2, 3].map((item) => group.add(item)));
  await Promise.all(late);
  expect(sizes).toEqual([2, 2]);
});

test("a failing flush fails its own items only", async () => {
  let calls = 0;
  const group = createGroup(
    (items: string[]) => (calls++ === 0 ? Promise.reject(new Error("disk full")) : Promise.resolve(items)),
    { maxItems: 1 },
  );
  const results = await Promise.allSettled([group.add("a"), group.add("b")]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  await group.idle();
});
