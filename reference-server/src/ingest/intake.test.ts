import { expect, test } from "vitest";
import { SimClock } from "../../test/sim/sim-clock.js";
import { Intake } from "./intake.js";

const MAX_AHEAD = 100;
/** One of each environment. */
const destinationOf = (environmentId: number) => `dest_quick_${environmentId}`;

function start() {
  const sim = new SimClock();
  const clock = sim.forProcess(() => true);
  const load = { utilization: 1, slow: "", leased: 0, leasedBy: 1 };
  const intake = new Intake({
    clock,
    utilization: () => load.utilization,
    waitsForReceiver: (destinationId) => destinationId === load.slow,
    leased: () => new Map([[load.leasedBy, load.leased]]),
    maxAhead: MAX_AHEAD,
  });
  const admitted: number[] = [];
  const refused: number[] = [];
  return {
    intake,
    load,
    admitted,
    refused,
    /** Requests of an environment; each admitted one becomes one delivery that waits in the store. */
    send(environmentId: number, count: number) {
      for (let n = 0; n < count; n += 1) {
        intake.enter({
          environmentId,
          admit() {
            admitted.push(environmentId);
            intake.gotAhead(environmentId, destinationOf(environmentId));
          },
          refuse: () => refused.push(environmentId),
        });
      }
    },
    catchUp(count: number, environmentId = 1) {
      for (let n = 0; n < count; n += 1) intake.caughtUp(destinationOf(environmentId));
    },
    pass(ms: number) {
      const end = sim.elapsed() + ms;
      clock.after(ms, () => undefined);
      while (sim.elapsed() < end) {
        sim.advance();
        for (const run of sim.due()) void run();
      }
    },
  };
}

/** How many of `list` are of the environment. */
const count = (list: readonly number[], environmentId: number) =>
  list.filter((each) => each === environmentId).length;

test("a process with time left admits everything, even with a backlog in the store", () => {
  const { load, admitted, refused, send } = start();
  load.utilization = 0.5;
  send(1, 5000);
  expect([admitted.length, refused.length]).toEqual([5000, 0]);
});

test("a saturated one lets no more deliveries get ahead than its limit", () => {
  const { admitted, refused, send, pass } = start();
  send(1, 1000);
  pass(500);
  expect(admitted.length).toBeLessThanOrEqual(MAX_AHEAD);
  expect(admitted.length).toBeGreaterThan(MAX_AHEAD / 2);
  expect(refused.length).toBeGreaterThan(0);
});

test("each delivery that begins lets one more in", () => {
  const { admitted, send, catchUp, pass } = start();
  send(1, 250);
  pass(100);
  const before = admitted.length;
  for (let n = 0; n < 10; n += 1) {
    catchUp(5);
    pass(50);
  }
  expect(admitted.length - before).toBe(50);
});

test("a flood does not push out another environment", () => {
  const { admitted, refused, send, catchUp, pass } = start();
  send(1, 5000);
  pass(100);
  send(2, 20);
  const before = count(admitted, 1);
  catchUp(40);
  pass(100);
  expect(count(admitted, 2)).toBe(20);
  expect(count(admitted, 1) - before).toBe(20);
  expect(count(refused, 2)).toBe(0);
});

test("who sends large events gets in less often", () => {
  const { intake, admitted, send, catchUp, pass } = start();
  send(1, 300);
  pass(20);
  send(2, 30);
  intake.charge(1, 20);
  const before = count(admitted, 1);
  catchUp(30);
  pass(20);
  expect(count(admitted, 2)).toBeGreaterThanOrEqual(25);
  expect(count(admitted, 1) - before).toBeLessThanOrEqual(5);
});

test("refusals are paced, the first ones come at once, and every request gets its response", () => {
  const { admitted, refused, send, pass } = start();
  send(1, 2000);
  expect(refused).toHaveLength(16);
  pass(10);
  expect(refused.length).toBeLessThan(100);
  pass(5000);
  expect(admitted.length + refused.length).toBe(2000);
});

test("what was not admitted within a second is refused", () => {
  const { admitted, refused, send, pass } = start();
  send(1, MAX_AHEAD + 10);
  pass(900);
  expect(refused).toEqual([]);
  pass(300);
  expect(admitted).toHaveLength(MAX_AHEAD);
  expect(refused).toHaveLength(10);
});

test("the moment the process has time left, the waiting ones are admitted", () => {
  const { load, admitted, refused, send, pass } = start();
  send(1, MAX_AHEAD + 50);
  pass(20);
  load.utilization = 0.5;
  pass(110);
  expect(admitted).toHaveLength(MAX_AHEAD + 50);
  expect(refused).toEqual([]);
});

test("a short pause does not forget what waits", () => {
  const { intake, load, admitted, send, pass } = start();
  send(1, MAX_AHEAD);
  pass(100);
  load.utilization = 0.5;
  pass(100);
  expect(intake.isSaturated).toBe(false);
  load.utilization = 1;
  pass(100);
  send(1, 20);
  pass(100);
  expect(admitted).toHaveLength(MAX_AHEAD);
});

test("after a second without saturation, what waits does so for a receiver and no longer counts", () => {
  const { intake, load, admitted, send, pass } = start();
  send(1, MAX_AHEAD);
  pass(100);
  load.utilization = 0.5;
  for (let n = 0; n < 12; n += 1) {
    pass(100);
    expect(intake.isSaturated).toBe(false);
  }
  load.utilization = 1;
  pass(100);
  send(1, 20);
  expect(intake.isSaturated).toBe(true);
  expect(admitted).toHaveLength(MAX_AHEAD + 20);
});

test("deliveries whose receiver is slow, or becomes slow, do not count", () => {
  const { load, admitted, refused, send, pass } = start();
  send(1, MAX_AHEAD + 10);
  pass(100);
  expect(admitted).toHaveLength(MAX_AHEAD);
  load.slow = destinationOf(1);
  pass(110);
  expect(admitted).toHaveLength(MAX_AHEAD + 10);
  for (let n = 0; n < 50; n += 1) {
    send(1, MAX_AHEAD);
    pass(100);
  }
  expect(refused).toEqual([]);
});

test("only what was counted is counted off", () => {
  const { intake, admitted, send, pass } = start();
  send(1, MAX_AHEAD + 10);
  pass(100);
  for (let n = 0; n < 10; n += 1) intake.caughtUp("dest_other");
  pass(100);
  expect(admitted).toHaveLength(MAX_AHEAD);
});

test("deliveries that wait in memory count as well", () => {
  const { load, admitted, send, pass } = start();
  load.leased = MAX_AHEAD - 20;
  send(1, 1);
  pass(10);
  send(1, 100);
  pass(200);
  expect(admitted).toHaveLength(20);
  load.leased -= 30;
  pass(200);
  expect(admitted).toHaveLength(50);
});

test("a destination that stops making attempts does not hold others back while the process stays busy", () => {
  const { intake, load, refused, send, pass } = start();
  expect(intake.isSaturated).toBe(true);
  for (let n = 0; n < MAX_AHEAD; n += 1) intake.gotAhead(1, "dest_paused_later");
  load.utilization = 0.85;
  pass(3000);
  send(2, 1);
  pass(2000);
  expect(refused).toEqual([]);
});

test("refusals that wait for their turn are bounded", () => {
  const { refused, send } = start();
  send(1, 20_000);
  expect(refused.length).toBeGreaterThan(15_000);
});

test("an account whose deliveries wait for their own limit keeps only itself out", () => {
  const { load, admitted, refused, send, catchUp, pass } = start();
  load.leased = 10 * MAX_AHEAD;
  send(1, 1);
  pass(10);
  for (let n = 0; n < 20; n += 1) {
    send(1, 20);
    send(2, 20);
    send(3, 5);
    pass(100);
    catchUp(20, 2);
    catchUp(5, 3);
  }
  expect(count(admitted, 2)).toBe(20 * 20);
  expect(count(admitted, 3)).toBe(20 * 5);
  expect([...new Set(refused)]).toEqual([1]);
});

test("one batch with a wide fan-out does not keep the others out", () => {
  const { intake, admitted, send, pass } = start();
  for (let n = 0; n < 100 * MAX_AHEAD; n += 1) intake.gotAhead(1, destinationOf(1));
  send(2, 10);
  pass(100);
  expect(count(admitted, 2)).toBe(10);
});

test("what one has ahead that the others do not need is bounded by the total", () => {
  const { admitted, send, pass } = start();
  send(2, 10);
  send(1, 1000);
  pass(500);
  expect(admitted).toHaveLength(MAX_AHEAD);
});
