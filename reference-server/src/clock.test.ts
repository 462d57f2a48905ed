import { expect, it } from "vitest";
import { createSystemClock } from "./clock.js";

function setUp() {
  let wall = 1_000_000;
  let elapsed = 0;
  const clock = createSystemClock({ wall: () => wall, elapsed: () => elapsed });
  return {
    clock,
    pass: (ms: number) => {
      wall += ms;
      elapsed += ms;
    },
    setWall: (byMs: number) => (wall += byMs),
  };
}

const HOUR = 3_600_000;

it("follows the wall clock, also when that is set forward", () => {
  const { clock, pass, setWall } = setUp();
  pass(10);
  expect(clock.now()).toBe(1_000_010);
  setWall(8 * HOUR);
  expect(clock.now()).toBe(1_000_010 + 8 * HOUR);
});

it("continues from its last value when the wall clock is set back, until that has caught up", () => {
  const { clock, pass, setWall } = setUp();
  const before = clock.now();
  setWall(-2 * HOUR);
  expect(clock.now()).toBe(before);
  pass(2000);
  expect(clock.now()).toBe(before + 1800);
  expect(clock.wall()).toBe(before - 2 * HOUR + 2000);
  pass(20 * HOUR);
  expect(clock.now()).toBe(clock.wall());
  pass(5);
  expect(clock.now()).toBe(clock.wall());
});

it("never steps back, even if the wall clock does", () => {
  const { clock, pass, setWall } = setUp();
  let last = clock.now();
  for (const step of [5, -100, 3, -HOUR, HOUR, -1, 0, -2 * HOUR, 7]) {
    setWall(step);
    pass(1);
    expect(clock.now()).toBeGreaterThanOrEqual(last);
    last = clock.now();
  }
});
