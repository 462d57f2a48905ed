import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { storeConformance } from "../conformance.js";
import { Connection } from "./connection.js";
import { migrate } from "./migrate.js";
import { openSqlite } from "./open.js";

/** Every statement that the store prepared for the suite. */
const texts = new Set<string>();
const prepare = Connection.prototype.prepare;
vi.spyOn(Connection.prototype, "prepare").mockImplementation(function (this: Connection, sql) {
  texts.add(sql);
  return prepare.call(this, sql);
});

storeConformance({
  name: "SQLite",
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), "harbor-store-"));
    const openFile = async () => {
      const opened = openSqlite({ file: join(folder, "harbor.db") });
      await opened.migrate();
      return opened;
    };
    let store = await openFile();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openFile();
        return store;
      },
      cleanup: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
});

describe("the plans of all these statements", () => {
  /** Tables that stay small (`m`: death_minutes), the recursions over destinations that have work and causes of death, lists of ids, and
   * what a LIMIT has cut. */
  const mayScan =
    /^SCAN (projects|environments|tunnels|t|w|waiting|bounded|json_each|given|count_increments|announcements|death_minutes|m|causes|CONSTANT ROW)\b/;

  it("walk through no table that grows", () => {
    const db = new Connection(":memory:");
    migrate(db);
    const queries = [...texts].filter((text) => /^\s*(SELECT|WITH|UPDATE|DELETE)/.test(text));
    expect(queries.length).toBeGreaterThan(80);
    const hot = queries.filter((text) => !text.includes("/* at start only */"));
    const scans = hot.flatMap((text) =>
      planOf(db, text)
        .filter((detail) => detail.startsWith("SCAN") && !mayScan.test(detail))
        .map((detail) => ({ detail, text })),
    );
    expect(scans).toEqual([]);
    db.close();
  });
});

function planOf(db: Connection, text: string): string[] {
  const nothing = Object.fromEntries([...text.matchAll(/@(\w+)/g)].map(([, name]) => [name, null]));
  const params = text.includes("@") ? [nothing] : [...text.matchAll(/\?/g)].map(() => null);
  const rows = prepare.call(db, `EXPLAIN QUERY PLAN ${text}`).all(...params) as { detail: string }[];
  return rows.map(({ detail }) => detail);
}
