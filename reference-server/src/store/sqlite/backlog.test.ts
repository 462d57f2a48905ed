import { beforeEach, expect, test } from "vitest";
import { dueWork } from "./backlog.js";
import { Connection } from "./connection.js";
import { migrate } from "./migrate.js";

/** Two destinations with 300 deliveries each, of which one a millisecond falls due: of the first from 1000 on, of the second from 2000. */
let db: Connection;

beforeEach(() => {
  db = new Connection(":memory:");
  migrate(db);
  db.exec("PRAGMA foreign_keys = OFF");
  db.exec(
    "INSERT INTO environments (id, project_id, mode, version, clock_offset_ms) VALUES (1, 'proj_1', 'test', 1, 0)",
  );
  for (const seq of [1, 2]) {
    db.exec(`
      INSERT INTO destinations (seq, id, environment_id, url, status, retry_policy, max_concurrent_deliveries, timeout_seconds,
        header_names, created_at, updated_at)
      VALUES (${seq}, 'dest_${seq}', 1, 'https://receiver.example', 'active', '{}', 1, 1, '[]', 0, 0);
      INSERT INTO destination_state (destination_seq) VALUES (${seq});
      WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 299)
      INSERT INTO deliveries (environment_id, id, event_seq, event_type, destination_seq, status, lane, due_at, budget_started_at,
        created_at, updated_at)
      SELECT 1, 'del_${seq}_' || i, i, 'a', ${seq}, 'pending', 1, ${seq} * 1000 + i, 0, 0, 0 FROM n;`);
  }
});

test("what is due is counted, of every destination or of one", () => {
  expect(dueWork(db, { now: 999 })).toEqual({ due: 0, oldestDueAt: null });
  expect(dueWork(db, { now: 1099 })).toEqual({ due: 100, oldestDueAt: 1000 });
  expect(dueWork(db, { now: 2049 })).toEqual({ due: 350, oldestDueAt: 1000 });
  expect(dueWork(db, { now: 2049, destinationId: "dest_2" })).toEqual({ due: 50, oldestDueAt: 2000 });
});

test("the count ends at its bound, over all destinations; the oldest is told all the same", () => {
  expect(dueWork(db, { now: 9999, countTo: 100 })).toEqual({ due: 100, oldestDueAt: 1000 });
  expect(dueWork(db, { now: 9999, countTo: 450 })).toEqual({ due: 450, oldestDueAt: 1000 });
  expect(dueWork(db, { now: 9999, countTo: 601 })).toEqual({ due: 600, oldestDueAt: 1000 });
});
