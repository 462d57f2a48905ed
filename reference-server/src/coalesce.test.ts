import { expect, test } from "vitest";
import { coalesce } from "./coalesce.js";

/** Runs that end when the test says so. */
function setUp() {
  const runs: { end: () => void; fail: () => void }[] = [];
  const run = coalesce(
    () =>
      new Promise<void>((resolve, reject) => {
        runs.push({
          end: resolve,
          fail() {
            reject(new Error("failed"));
          },
        });
      }),
  );
  return { runs, run };
}

test("calls during a run lead to one more, which begins after it", async () => {
  const { runs, run } = setUp();
  const first = run();
  const others = [run(), run(), run()];
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  await first;
  await expect.poll(() => runs.length).toBe(2);
  const last = run();
  runs[1]?.end();
  await Promise.all(others);
  await expect.poll(() => runs.length).toBe(3);
  runs[2]?.end();
  await last;
  void run();
  expect(runs).toHaveLength(4);
});

test("a run that fails rejects its callers only", async () => {
  const { runs, run } = setUp();
  const [first, second] = [run(), run()];
  runs[0]?.fail();
  await expect(first).rejects.toThrow("failed");
  await expect.poll(() => runs.length).toBe(2);
  runs[1]?.end();
  await second;
  const third = run();
  runs[2]?.end();
  await third;
});
