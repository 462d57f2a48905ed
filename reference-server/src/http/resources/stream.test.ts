import { describe, expect, it } from "vitest";
import type { Clock } from "../../clock.js";
import { EventStream } from "./stream.js";

/** A clock whose timers run when the test says so. */
function manualClock() {
  const timers: { delayMs: number; run: () => void; cancelled: boolean }[] = [];
  const clock: Pick<Clock, "after"> = {
    after(delayMs, run) {
      const timer = { delayMs, run, cancelled: false };
      timers.push(timer);
      return () => (timer.cancelled = true);
    },
  };
  return { clock, timers };
}

/** All that waits: a single `read` can return a part of it. */
function read(stream: EventStream): string {
  let text = "";
  for (let chunk = stream.read() as Buffer | null; chunk !== null; chunk = stream.read() as Buffer | null) {
    text += chunk.toString();
  }
  return text;
}

describe("EventStream", () => {
  it("starts at once, and writes events in their form", () => {
    const stream = new EventStream(manualClock().clock);
    expect(read(stream)).toBe(": connected\n\n");
    stream.write({ id: "1", event: "delivery", data: { a: "line\nbreak" } });
    stream.write({ event: "gap", data: {} });
    expect(read(stream)).toBe(
      'id: 1\nevent: delivery\ndata: {"a":"line\\nbreak"}\n\nevent: gap\ndata: {}\n\n',
    );
  });

  it("shows every 15 seconds that it lives, until it is over", () => {
    const { clock, timers } = manualClock();
    const stream = new EventStream(clock);
    read(stream);
    timers[0]?.run();
    timers[1]?.run();
    expect(read(stream)).toBe(": heartbeat\n\n: heartbeat\n\n");
    expect(timers.map(({ delayMs }) => delayMs)).toEqual([15_000, 15_000, 15_000]);
    stream.destroy();
    expect(timers[2]?.cancelled).toBe(true);
  });

  it("ends with a comment that says why for a reader that lets more than 4 MB wait", () => {
    const { clock, timers } = manualClock();
    const stream = new EventStream(clock);
    const data = "x".repeat(400_000);
    for (let n = 0; n < 11; n++) stream.write({ event: "delivery", data });
    stream.write({ event: "delivery", data: "after the end" });
    expect(read(stream)).toMatch(
      /x"\n\n: dropped, the reader is too slow; reconnect with Last-Event-ID\n\n$/,
    );
    expect(stream.destroyed).toBe(false);
    expect(timers.map(({ delayMs, cancelled }) => [delayMs, cancelled])).toEqual([
      [15_000, true],
      [10_000, false],
    ]);
    timers[1]?.run();
    expect(stream.destroyed).toBe(true);
  });
});
