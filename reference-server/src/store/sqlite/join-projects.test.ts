import { afterEach, beforeEach, expect, test } from "vitest";
import { Connection } from "./connection.js";
import { createLog } from "./log.js";
import { migrate } from "./migrate.js";
import { MIGRATIONS } from "./migrations/migrations.js";
import { projectNames } from "./migrations/0004-project-names.js";
import { projectStore } from "./projects.js";
import { createWalSync } from "./wal-sync.js";

const before = MIGRATIONS.slice(0, MIGRATIONS.indexOf(projectNames));
const LATER = 9e15;

let db: Connection;
beforeEach(() => {
  db = new Connection(":memory:");
  migrate(db, before);
});
afterEach(() => db.close());

interface Project {
  live: number;
  test: number;
}

/** A project as earlier versions stored it, with one row that belongs to its test environment in every table. */
function addProject(id: string, name: string, createdAt: number): Project {
  db.exec(`INSERT INTO projects VALUES ('${id}', '${name}', ${createdAt})`);
  db.exec(`INSERT INTO environments (project_id, mode) VALUES ('${id}', 'live'), ('${id}', 'test')`);
  const [live, test] = column<number>(`SELECT id FROM environments WHERE project_id = '${id}' ORDER BY mode`);
  if (live === undefined || test === undefined) throw new Error("two environments were inserted");
  db.exec(`
    INSERT INTO api_keys (id, environment_id, hash, hint, created_at) VALUES ('key_${id}', ${test}, CAST('${id}' AS BLOB), 'hk_test', 1);
    INSERT INTO destinations (id, environment_id, url, status, retry_policy, max_concurrent_deliveries, timeout_seconds, header_names,
      created_at, updated_at) VALUES ('dest_${id}', ${test}, 'http://a/', 'active', '{}', 1, 1, '[]', 1, 1);
    INSERT INTO subscriptions VALUES ('sub_${id}', ${test}, last_insert_rowid(), '**', NULL, 'active', 1, 1);
    INSERT INTO tunnels VALUES ('dest_${id}', ${test}, 1);
    INSERT INTO events (environment_id, id, type, created_at, body) VALUES (${test}, 'evt_${id}', 'a', 1, x'7b7d');
    INSERT INTO deliveries (environment_id, id, event_seq, event_type, destination_seq, status, budget_started_at, created_at, updated_at)
      VALUES (${test}, 'del_${id}', last_insert_rowid(), 'a', 1, 'succeeded', 1, 1, 1);
    INSERT INTO stats VALUES (${test}, 0, 7, 1, 2, 3, 4, 5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  `);
  return { live, test };
}

function column<T>(sql: string): T[] {
  return db.query<[], Record<string, T>>(sql).all().flatMap(Object.values) as T[];
}

const TABLES = ["api_keys", "destinations", "subscriptions", "tunnels", "events", "deliveries"];

test("joins projects of one name into the oldest, with everything that belongs to them", () => {
  const second = addProject("proj_2", "default", 20);
  const first = addProject("proj_1", "default", 10);
  const third = addProject("proj_3", "default", 30);
  const shop = addProject("proj_4", "shop", 5);
  migrate(db);

  expect(column("SELECT id FROM projects ORDER BY id")).toEqual(["proj_1", "proj_4"]);
  expect(column("SELECT id FROM environments ORDER BY id")).toEqual(
    [first.live, first.test, shop.live, shop.test].sort((a, b) => a - b),
  );
  for (const table of TABLES) {
    const owners = column<number>(`SELECT environment_id FROM ${table} ORDER BY environment_id`);
    expect([table, owners]).toEqual([
      table,
      [first.test, first.test, first.test, shop.test].sort((a, b) => a - b),
    ]);
  }
  expect(
    column(`SELECT ingested, dead, le_10, le_more FROM stats WHERE environment_id = ${first.test}`),
  ).toEqual([3, 15, 3, 3]);
  expect(column("SELECT ingested FROM stats ORDER BY ingested")).toEqual([1, 3]);
  expect([second, third]).not.toContainEqual(first);
  expect(column("PRAGMA foreign_key_check")).toEqual([]);
});

test("keeps the idempotency key that is remembered longer, and refuses a repeat that it can no longer read", () => {
  const kept = addProject("proj_1", "default", 10);
  const double = addProject("proj_2", "default", 20);
  db.exec(`
    INSERT INTO event_keys VALUES (${kept.test}, 'both', 'evt_kept', 100), (${double.test}, 'both', 'evt_double', 200),
      (${kept.test}, 'first', 'evt_kept', 200), (${double.test}, 'first', 'evt_double', 100),
      (${double.test}, 'single', 'evt_double', 100);
    INSERT INTO answers VALUES (${double.test}, 'request', x'01', x'02', ${LATER}), (${kept.test}, 'own', x'01', x'02', ${LATER});
  `);
  migrate(db);
  expect(
    db.query("SELECT environment_id, key, event_id, expires_at FROM event_keys ORDER BY key").all(),
  ).toEqual([
    { environment_id: kept.test, key: "both", event_id: "evt_double", expires_at: 200 },
    { environment_id: kept.test, key: "first", event_id: "evt_kept", expires_at: 200 },
    { environment_id: kept.test, key: "request", event_id: "", expires_at: LATER },
    { environment_id: kept.test, key: "single", event_id: "evt_double", expires_at: 100 },
  ]);
  expect(column("SELECT key FROM answers")).toEqual(["own"]);
});

test("moves the clock and the version of the joined environment forward only", () => {
  const kept = addProject("proj_1", "default", 10);
  const double = addProject("proj_2", "default", 20);
  const other = addProject("proj_3", "shop", 20);
  db.exec(`UPDATE environments SET clock_offset_ms = 5000, version = 7 WHERE id = ${kept.test}`);
  db.exec(`UPDATE environments SET clock_offset_ms = 9000, version = 40 WHERE id = ${double.test}`);
  migrate(db);
  const read = (id: number) => column(`SELECT clock_offset_ms, version FROM environments WHERE id = ${id}`);
  expect(read(kept.test)).toEqual([9000, 8]);
  expect(read(other.test)).toEqual([0, 1]);
});

test("a second project of a name cannot be stored afterwards", async () => {
  addProject("proj_1", "default", 10);
  migrate(db);
  expect(() => addProject("proj_2", "default", 20)).toThrow(/UNIQUE/);
  const projects = projectStore({ db, log: createLog(db, createWalSync(":memory:")) });
  const { test: environment } = await projects.ensure("proj_3", "default", 30);
  expect(environment.project_id).toBe("proj_1");
});
