import { expect, it } from "vitest";
import { createPool } from "../pool.mjs";

it("runs at most as many tasks at once as it has places, and all of them", async () => {
  const pool = createPool(2);
  let running = 0;
  let mostAtOnce = 0;
  const task = async (value: number) => {
    running += 1;
    mostAtOnce = Math.max(mostAtOnce, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return value;
  };

  const values = [1, 2, 3, 4, 5];
  expect(await Promise.all(values.map((value) => pool(() => task(value))))).toEqual(values);
  expect(mostAtOnce).toBe(2);
});

it("frees the place of a task that throws", async () => {
  const pool = createPool(1);
  await expect(pool(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await pool(() => Promise.resolve("next"))).toBe("next");
});
