import { expect, test } from "vitest";
import { createSystemClock } from "../../clock.js";
import { DatabaseClock } from "./database-clock.js";
import type { Reader } from "./database.js";

const HOUR = 3_600_000;
const SECOND = 1000;

/** The clock of a machine, and a database that keeps its own. */
function machine() {
  const machine = { elapsed: 0, wallOffset: 0 };
  const elapsed = () => machine.elapsed;
  const callers = createSystemClock({ elapsed, wall: () => machine.elapsed + machine.wallOffset });
  const database = { one: () => Promise.resolve({ now: machine.elapsed }) } as Pick<Reader, "one">;
  return { machine, callers, database };
}

test("a lease ends when it should, also if the machine's clock was set just before it began", async () => {
  const { machine: time, callers, database } = machine();
  const clock = new DatabaseClock(callers);
  await clock.compare(database);
  time.wallOffset += 8 * HOUR;
  expect(clock.toDatabase(callers.now() + 30 * SECOND)).toBe(30 * SECOND);
  time.elapsed += 20 * SECOND;
  expect(clock.toDatabase(callers.now())).toBe(20 * SECOND);
  expect(clock.fromDatabase(30 * SECOND) - callers.now()).toBe(10 * SECOND);
});

test("clocks that are less than a second apart agree", async () => {
  const { machine: time, callers, database } = machine();
  const clock = new DatabaseClock(callers);
  time.wallOffset += SECOND - 1;
  await clock.compare(database);
  expect(clock.toDatabase(callers.now())).toBe(callers.now());
});
