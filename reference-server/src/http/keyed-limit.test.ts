import { expect, test } from "vitest";
import { createKeyedLimit } from "./keyed-limit.js";

test("runs a maximum number of tasks of a key at a time, in order, also when one fails", async () => {
  const limit = createKeyedLimit(2);
  const started: number[] = [];
  const finish: (() => void)[] = [];
  const tasks = [1, 2, 3, 4].map((task) =>
    limit.run("one", async () => {
      started.push(task);
      await new Promise<void>((resolve) => finish.push(resolve));
      if (task === 1) throw new Error("no");
      return task;
    }),
  );
  const other = await limit.run("other", () => Promise.resolve("other"));
  expect([other, started]).toEqual(["other", [1, 2]]);
  const settled = Promise.allSettled(tasks);
  while (finish.length > 0) {
    finish.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect((await settled).map(({ status }) => status)).toEqual([
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  expect(started).toEqual([1, 2, 3, 4]);
});
