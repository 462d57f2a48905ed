import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue.js";

function filled(counts: Record<number, number>): FairQueue<string> {
  const queue = new FairQueue<string>();
  for (const [owner, count] of Object.entries(counts))
    for (let n = 1; n <= count; n += 1) queue.add(Number(owner), `${owner}.${n}`);
  return queue;
}

function takeAll(queue: FairQueue<string>): string[] {
  const taken: string[] = [];
  for (let item = queue.take(); item !== undefined; item = queue.take()) taken.push(item);
  return taken;
}

test("owners take turns, each in its own order", () => {
  const queue = filled({ 1: 4, 2: 2 });
  expect(queue.size).toBe(6);
  expect(takeAll(queue)).toEqual(["1.1", "2.1", "1.2", "2.2", "1.3", "1.4"]);
  expect(queue.size).toBe(0);
});

test("an owner whose item cost more waits longer", () => {
  const queue = filled({ 1: 3, 2: 4 });
  expect(queue.take()).toBe("1.1");
  queue.charge(1, 2);
  expect(takeAll(queue)).toEqual(["2.1", "2.2", "2.3", "1.2", "2.4", "1.3"]);
});

test("the cost stays with an owner that has nothing in the queue for a moment", () => {
  const queue = filled({ 1: 1, 2: 3 });
  expect(queue.take()).toBe("1.1");
  queue.charge(1, 2);
  expect(queue.take()).toBe("2.1");
  queue.add(1, "1.2");
  expect(takeAll(queue)).toEqual(["2.2", "2.3", "1.2"]);
});

test("idle time is not saved up", () => {
  const queue = filled({ 1: 100 });
  for (let n = 0; n < 50; n += 1) queue.take();
  for (let n = 1; n <= 10; n += 1) queue.add(2, `2.${n}`);
  const next = Array.from({ length: 10 }, () => queue.take());
  expect(next.filter((item) => item?.startsWith("1."))).toHaveLength(5);
});

test("removes what the test holds for, from the head of each owner's queue", () => {
  const queue = filled({ 1: 3, 2: 1 });
  expect(queue.removeWhile((item) => item !== "1.2")).toEqual(["1.1", "2.1"]);
  expect(queue.size).toBe(2);
  expect(queue.sizeOf(1)).toBe(2);
  expect(takeAll(queue)).toEqual(["1.2", "1.3"]);
});

test("service that an owner received while no other waited does not keep it out for long", () => {
  const queue = new FairQueue<number>();
  queue.charge(1, 1_000_000);
  let of1 = 0;
  for (let n = 0; n < 5000; n += 1) {
    queue.add(1, 1);
    queue.add(2, 2);
    of1 += queue.take() === 1 ? 1 : 0;
  }
  expect(of1).toBeGreaterThan(1000);
});
