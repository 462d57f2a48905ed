import { pino } from "pino";
import { expect, test } from "vitest";
import { createFaultLog } from "./fault-log.js";
import { StoreUnavailableError } from "./store/store.js";

function setUp() {
  const time = { now: 0 };
  const entries: { level: number; msg: string; err: { type: string; stack: string } }[] = [];
  const log = pino({}, { write: (line) => void entries.push(JSON.parse(line) as (typeof entries)[number]) });
  return { time, entries, logFault: createFaultLog({ clock: { elapsed: () => time.now }, log }) };
}

test("a fault is logged as an error with its place, and again only after some seconds", () => {
  const { time, entries, logFault } = setUp();
  for (; time.now < 5000; time.now += 1) logFault(new TypeError("x is not a function"), "polling failed");
  expect(entries).toEqual([
    expect.objectContaining({
      level: 50,
      msg: "polling failed",
      err: expect.objectContaining({
        type: "TypeError",
        stack: expect.stringContaining("fault-log.test.ts"),
      }),
    }),
  ]);
  logFault(new TypeError("x is not a function"), "polling failed");
  expect(entries).toHaveLength(2);
});

test("faults in different places do not hide each other", () => {
  const { entries, logFault } = setUp();
  logFault(new Error("first"), "polling failed");
  logFault(new Error("second"), "notifying failed");
  expect(entries.map(({ msg }) => msg)).toEqual(["polling failed", "notifying failed"]);
});

test("a store that is unavailable is not a fault", () => {
  const { entries, logFault } = setUp();
  logFault(new StoreUnavailableError("unreachable"), "polling failed");
  expect(entries).toEqual([]);
});
