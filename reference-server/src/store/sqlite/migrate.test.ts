import { afterEach, beforeEach, expect, test } from "vitest";
import { LATENCY_BOUNDS_MS } from "../../stats.js";
import { StoreTooNewError } from "../store.js";
import { Connection } from "./connection.js";
import { isCurrent, migrate } from "./migrate.js";
import { MIGRATIONS } from "./migrations/migrations.js";

let db: Connection;
beforeEach(() => {
  db = new Connection(":memory:");
});
afterEach(() => db.close());

function columnsOf(table: string): string[] {
  return db
    .query<[string], { name: string }>("SELECT name FROM pragma_table_info(?)")
    .all(table)
    .map(({ name }) => name);
}

test("brings a new database up to date, and does nothing to one that is", () => {
  expect(isCurrent(db)).toBe(false);
  expect(migrate(db)).toEqual({ from: 0, to: MIGRATIONS.length });
  expect(migrate(db)).toEqual({ from: MIGRATIONS.length, to: MIGRATIONS.length });
  expect(isCurrent(db)).toBe(true);
});

test("runs only what has not been run", () => {
  migrate(db, ["CREATE TABLE a (x TEXT) STRICT"]);
  const versions = migrate(db, ["CREATE TABLE a (x TEXT) STRICT", "CREATE TABLE b (x TEXT) STRICT"]);
  expect(versions).toEqual({ from: 1, to: 2 });
  expect(columnsOf("b")).toEqual(["x"]);
});

test("keeps what succeeded before a migration that fails, and nothing of that one", () => {
  const broken = [
    "CREATE TABLE a (x TEXT) STRICT",
    "CREATE TABLE b (x TEXT) STRICT; CREATE TABLE a (x TEXT)",
  ];
  expect(() => migrate(db, broken)).toThrow(/already exists/);
  expect(columnsOf("a")).toEqual(["x"]);
  expect(columnsOf("b")).toEqual([]);
  expect(migrate(db, broken.slice(0, 1))).toEqual({ from: 1, to: 1 });
});

test("refuses a database that a newer program has migrated, and says what to do", () => {
  db.exec(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
  expect(() => migrate(db)).toThrow(StoreTooNewError);
  expect(() => migrate(db)).toThrow(/newer Harbor.*restore a backup/);
});

test("has one column of counts for each class of latency", () => {
  migrate(db);
  const classes = columnsOf("stats").filter((name) => name.startsWith("le_"));
  expect(classes).toEqual([...LATENCY_BOUNDS_MS.map((bound) => `le_${bound}`), "le_more"]);
});
