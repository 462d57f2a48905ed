import { describe, expect, test } from "vitest";
import { createIds } from "./ids.js";

const NOON = Date.UTC(2026, 2, 2, 12);

/** A clock that the test sets. */
function idsAt(start: number) {
  const clock = { now: start };
  return { clock, newId: createIds(() => clock.now) };
}

function inOrder(ids: readonly string[]): boolean {
  const ulids = ids.map((id) => id.slice(id.indexOf("_") + 1));
  return ulids.every((ulid, at) => at === 0 || (ulids[at - 1] ?? "") < ulid);
}

describe("an id", () => {
  test("is its prefix and 26 characters of Crockford's base32", () => {
    const { newId } = idsAt(NOON);
    for (const prefix of ["proj", "key", "dest", "sub", "evt", "del", "req", "skey"] as const) {
      expect(newId(prefix)).toMatch(new RegExp(`^${prefix}_[0-9A-HJKMNP-TV-Z]{26}$`));
    }
  });

  test("begins with its time", () => {
    const { clock, newId } = idsAt(NOON);
    const first = newId("evt");
    clock.now = NOON + 1;
    const next = newId("evt");
    expect(first.slice(4, 14)).not.toBe(next.slice(4, 14));
    expect(inOrder([first, next])).toBe(true);
  });
});

describe("the order of ids", () => {
  test("continues behind a time that is ahead of the clock, and the other ids stay at the clock", () => {
    const { newId } = idsAt(NOON);
    const erased = idsAt(NOON + 1000).newId("evt");
    const first = newId("evt");
    const ahead = [newId("evt", NOON + 1001), newId("evt", NOON + 1001)];
    expect(inOrder([first, erased, ...ahead])).toBe(true);
    expect(inOrder([first, newId("del"), newId("evt", NOON), erased])).toBe(true);
  });

  test("within one millisecond is the order in which they were created, with any prefix", () => {
    const { newId } = idsAt(NOON);
    expect(inOrder(Array.from({ length: 1000 }, (_, i) => newId(i % 2 === 0 ? "evt" : "del")))).toBe(true);
  });

  test("holds when the clock steps back", () => {
    const { clock, newId } = idsAt(NOON);
    const ids = [newId("evt")];
    for (const stepMs of [-1, -60_000, 30_000, 30_002]) {
      clock.now += stepMs;
      ids.push(newId("evt"), newId("evt"));
    }
    expect(inOrder(ids)).toBe(true);
  });

  test("two makers at the same moment do not collide", () => {
    const [one, other] = [idsAt(NOON).newId, idsAt(NOON).newId];
    const ids = Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? one : other)("evt"));
    expect(new Set(ids).size).toBe(ids.length);
  });
});
