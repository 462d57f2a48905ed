import { describe, expect, it } from "vitest";
import { ApiError } from "../errors.js";
import { createSealer } from "../seal.js";
import { createCursors, type CursorBinding } from "./cursor.js";

const cursors = createCursors(createSealer([{ id: "k1", key: Buffer.alloc(32, 1) }]));
const environment: CursorBinding = {
  list: "listDeliveries",
  scope: { environmentId: 1 },
  filters: { status: "dead", event_type: "a" },
};
const id = "del_01KJPX8RB1D5DN21RK3W3F0XPC";

function isRefused(cursor: string, within: CursorBinding): boolean {
  try {
    cursors.open(cursor, within);
    return false;
  } catch (error) {
    return error instanceof ApiError && error.code === "invalid_cursor";
  }
}

describe("cursors", () => {
  const cursor = cursors.seal(id, environment);

  it("open where they were created, in any order of the filters", () => {
    expect(cursors.open(cursor, environment)).toBe(id);
    expect(cursors.open(cursor, { ...environment, filters: { event_type: "a", status: "dead" } })).toBe(id);
    expect(
      cursors.open(cursor, { ...environment, filters: { ...environment.filters, since: undefined } }),
    ).toBe(id);
  });

  it.each<[string, Partial<CursorBinding>]>([
    ["another list", { list: "listDeadDeliveries" }],
    ["another environment", { scope: { environmentId: 2 } }],
    ["a tenant of the environment", { scope: { environmentId: 1, owner: "acme" } }],
    ["another filter", { filters: { status: "pending", event_type: "a" } }],
    ["a filter less", { filters: { status: "dead" } }],
    ["no filter", { filters: {} }],
  ])("do not open with %s", (_what, change) => {
    expect(isRefused(cursor, { ...environment, ...change })).toBe(true);
  });

  it("do not open under another key", () => {
    const others = createCursors(createSealer([{ id: "k1", key: Buffer.alloc(32, 2) }]));
    expect(isRefused(others.seal(id, environment), environment)).toBe(true);
  });

  it("do not open when any character was changed, added or lost", () => {
    for (let at = 0; at < cursor.length; at++) {
      const other = cursor[at] === "A" ? "B" : "A";
      expect(isRefused(cursor.slice(0, at) + other + cursor.slice(at + 1), environment)).toBe(true);
      expect(isRefused(cursor.slice(0, at), environment)).toBe(true);
    }
    expect(isRefused(`${cursor}A`, environment)).toBe(true);
    expect(isRefused(`${cursor}=`, environment)).toBe(true);
    expect(isRefused(` ${cursor}`, environment)).toBe(true);
  });

  it.each(["", "null", id, "\u0000", "☃", "A".repeat(5000)])("do not open: %j", (text) => {
    expect(isRefused(text, environment)).toBe(true);
  });
});
