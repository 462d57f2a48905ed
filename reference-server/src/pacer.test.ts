import { once } from "node:events";
import { type AddressInfo, connect, createServer } from "node:net";
import { expect, test, vi } from "vitest";
import { createPacer } from "./pacer.js";

/** The turn of the event loop in which each piece of work ran. */
async function turnsOf(costs: readonly number[], pacer = createPacer(100)): Promise<number[]> {
  let turn = 0;
  let next = setImmediate(function count() {
    turn++;
    next = setImmediate(count);
  });
  const turns = await Promise.all(
    costs.map(async (cost) => await pacer.run(1, () => ({ result: turn, cost }))),
  );
  clearImmediate(next);
  return turns;
}

test("cheap work does not wait", async () => {
  expect(await turnsOf(Array.from({ length: 1000 }, () => 0))).toEqual(Array(1000).fill(0));
  expect(await turnsOf([10, 20, 30])).toEqual([0, 0, 0]);
});

test("expensive work runs in order, each piece in a turn of its own", async () => {
  const turns = await turnsOf([500, 500, 500, 500]);
  expect(new Set(turns).size).toBe(4);
  expect(turns).toEqual([...turns].sort((a, b) => a - b));
});

test("timers get a turn between what ran at once for a socket and what had to wait", async () => {
  const order: string[] = [];
  const pacer = createPacer(100);
  const run = (name: string) => void pacer.run(1, () => ({ result: order.push(name), cost: 500 }));
  const server = createServer((socket) => socket.end()).listen(0);
  const { port } = (await once(server, "listening"), server.address() as AddressInfo);
  const socket = connect(port);
  // In an event of a socket, with a timer that is due: timers come before the next turn's immediates.
  await once(socket, "connect").then(() => {
    setTimeout(() => order.push("timer"), 0);
    run("first");
    run("second");
    for (const start = performance.now(); performance.now() - start < 2;);
  });
  await vi.waitUntil(() => order.length === 3);
  expect(order).toEqual(["first", "timer", "second"]);
  socket.destroy();
  server.close();
});

test("work that fails leaves the turn to the next one, whether it had to wait or not", async () => {
  const pacer = createPacer(100);
  const fail = () => {
    throw new Error("no");
  };
  expect(() => pacer.run(1, fail)).toThrow("no");
  const turns = turnsOf([500, 500], pacer);
  await expect(pacer.run(1, fail)).rejects.toThrow("no");
  expect(await turns).toHaveLength(2);
  expect(await turnsOf([500, 500], pacer)).toHaveLength(2);
});

test("the turns are shared equally between owners, however much work one of them brings", async () => {
  const pacer = createPacer(100);
  const order: number[] = [];
  const work = async (owner: number, cost: number) =>
    await pacer.run(owner, () => ({ result: order.push(owner), cost }));
  const flood = Array.from({ length: 20 }, () => work(1, 50));
  const other = [work(2, 50), work(2, 50)];
  await Promise.all(other);
  expect(order.length).toBeLessThanOrEqual(7);
  await Promise.all(flood);
  expect(order).toHaveLength(22);
});

test("shows how much work waits for its turn", async () => {
  const pacer = createPacer(100);
  const turns = turnsOf([100, 100, 100], pacer);
  expect(pacer.waiting).toBe(2);
  await turns;
  expect(pacer.waiting).toBe(0);
});
