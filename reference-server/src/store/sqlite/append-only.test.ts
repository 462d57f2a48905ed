import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { World } from "../conformance/world.js";
import type { Store } from "../store.js";
import { Connection } from "./connection.js";
import { migrate } from "./migrate.js";
import { appendOnly } from "./migrations/0005-append-only.js";
import { MIGRATIONS } from "./migrations/migrations.js";
import { openSqlite } from "./open.js";

const NOW = Date.UTC(2026, 0, 1);
const DUE = NOW - 1000;
const LATER = NOW + 60_000;

let folder = "";
let store: Store | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harbor-migration-"));
});
afterEach(async () => {
  await store?.close();
  store = null;
  rmSync(folder, { recursive: true });
});

/** Columns of the earlier table `deliveries`, beyond those that every row has. */
interface OldDelivery {
  status: string;
  lane?: number;
  due_at?: number;
  attempt_trigger?: string;
  retry_count?: number;
  attempt_count?: number;
  lease_token?: string;
  lease_expires_at?: number;
  resume_status?: string;
  resume_due_at?: number;
  resume_dead_reason?: string;
  dead_reason?: string;
  completed_at?: number;
}

const LEASE = { lease_token: "token", lease_expires_at: LATER };
const OLD: Record<string, OldDelivery> = {
  pending: { status: "pending", lane: 1, due_at: DUE },
  leased: { status: "pending", due_at: DUE, ...LEASE },
  leased_retry: { status: "retrying", due_at: DUE, retry_count: 0, attempt_count: 1, ...LEASE },
  retrying: { status: "retrying", lane: 2, due_at: LATER, retry_count: 1, attempt_count: 2 },
  succeeded: { status: "succeeded", retry_count: 0, attempt_count: 2, completed_at: NOW - 5 },
  dead: { status: "dead", dead_reason: "rejected", retry_count: 0, attempt_count: 1, completed_at: NOW - 7 },
  dead_leased: {
    status: "dead",
    dead_reason: "destination_deleted",
    attempt_count: 0,
    completed_at: NOW - 9,
    ...LEASE,
  },
  by_hand: {
    status: "retrying",
    lane: 0,
    due_at: DUE,
    attempt_trigger: "manual",
    retry_count: 1,
    attempt_count: 2,
    resume_status: "retrying",
    resume_due_at: LATER,
  },
  by_hand_leased: {
    status: "retrying",
    due_at: DUE,
    attempt_trigger: "manual",
    retry_count: 0,
    attempt_count: 1,
    resume_status: "dead",
    resume_dead_reason: "rejected",
    ...LEASE,
  },
  test_event: { status: "pending", lane: 0, due_at: DUE, attempt_trigger: "manual" },
  held: { status: "pending", lane: 1, due_at: DUE },
};
const id = (name: string) => `del_${name}`;

/** A file as an earlier version left it, the server killed. */
function writeOld(file: string): void {
  const db = new Connection(file);
  migrate(db, MIGRATIONS.slice(0, MIGRATIONS.indexOf(appendOnly)));
  db.exec(`INSERT INTO projects VALUES ('proj_default', 'default', 1)`);
  db.exec(
    `INSERT INTO environments (project_id, mode) VALUES ('proj_default', 'live'), ('proj_default', 'test')`,
  );
  for (const [name, status, pausedAt] of [
    ["dest_a", "active", "NULL"],
    ["dest_paused", "paused", DUE],
  ]) {
    db.exec(`INSERT INTO destinations (id, environment_id, url, status, paused_reason, paused_at, retry_policy,
        max_concurrent_deliveries, timeout_seconds, header_names, created_at, updated_at)
      VALUES ('${name}', 2, 'http://a/', '${status}', ${status === "paused" ? "'manual'" : "NULL"}, ${pausedAt}, '{}', 100, 30, '[]', 1, 1)`);
  }
  db.exec("INSERT INTO destination_state (destination_seq, in_flight, dead) VALUES (1, 4, 2), (2, 0, 0)");
  db.exec(
    `INSERT INTO events (environment_id, id, type, created_at, body) VALUES (2, 'evt_1', 'a.b', ${DUE}, x'7b7d')`,
  );
  Object.entries(OLD).forEach(([name, columns], index) => {
    const row = {
      seq: index + 1,
      environment_id: 2,
      id: id(name),
      event_seq: 1,
      event_type: "a.b",
      destination_seq: name === "held" ? 2 : 1,
      budget_started_at: DUE,
      created_at: DUE,
      updated_at: columns.completed_at ?? DUE,
      ...columns,
    };
    db.insert(`INSERT INTO deliveries (${Object.keys(row).join(", ")})`, [Object.values(row)]);
    for (let number = 0; number < (columns.attempt_count ?? 0); number += 1) {
      const succeeded = columns.status === "succeeded" && number === 1;
      const [code, outcome] = succeeded ? [200, "succeeded"] : [500 + number, "failed"];
      db.exec(
        `INSERT INTO attempts VALUES (${index + 1}, ${number}, 'schedule', ${DUE}, 12, ${code}, 'body', NULL, '${outcome}')`,
      );
    }
  });
  db.close();
}

async function migrated(): Promise<World> {
  const file = join(folder, "harbor.db");
  writeOld(file);
  store = openSqlite({ file });
  expect(await store.migrate()).toEqual({ from: MIGRATIONS.indexOf(appendOnly), to: MIGRATIONS.length });
  const world = await World.create(store);
  world.pass(NOW - world.now);
  return world;
}

test("every delivery of the earlier tables is shown as before, with its attempts", async () => {
  const world = await migrated();
  for (const [name, old] of Object.entries(OLD)) {
    const delivery = await world.delivery(id(name));
    const attempts = old.attempt_count ?? 0;
    const last = old.status === "succeeded" ? 200 : attempts === 0 ? null : 499 + attempts;
    expect([name, delivery]).toMatchObject([
      name,
      {
        status: old.status,
        retry_count: old.retry_count ?? 0,
        next_retry_at: old.status === "retrying" ? old.due_at : null,
        dead_reason: old.dead_reason ?? null,
        response_code: last,
        created_at: DUE,
        updated_at: old.completed_at ?? DUE,
        completed_at: old.completed_at ?? null,
      },
    ]);
    expect([name, delivery.retries.map(({ number }) => number)]).toEqual([
      name,
      Array.from({ length: attempts }, (_, number) => number),
    ]);
  }
});

test("every list finds them", async () => {
  const world = await migrated();
  for (const status of ["pending", "retrying", "succeeded", "dead"] as const) {
    const expected = Object.entries(OLD).filter(([, old]) => old.status === status);
    const { items } = await world.store.deliveries.list(
      world.test.id,
      { status, notBefore: 0 },
      { after: null, limit: 50 },
    );
    expect(items.map((item) => item.id).sort()).toEqual(expected.map(([name]) => id(name)).sort());
  }
  const of = await world.store.events.deliveriesOf(world.test.id, "evt_1");
  expect(of).toHaveLength(Object.keys(OLD).length);
});

test("what was waiting or in flight is claimed as it would have been", async () => {
  const world = await migrated();
  expect(await world.inFlight(world.test)).toBe(0);
  const { deliveries, nextDueInMs } = await world.claim();
  const claimed = new Map(deliveries.map((delivery) => [delivery.id, delivery]));
  const due = ["pending", "leased", "leased_retry", "by_hand", "by_hand_leased", "test_event"];
  expect([...claimed.keys()].sort()).toEqual(due.map(id).sort());
  expect(nextDueInMs).not.toBe(0);
  expect(claimed.get(id("leased"))).toMatchObject({ trigger: "schedule", retry_count: 0, attempt_number: 0 });
  expect(claimed.get(id("leased_retry"))).toMatchObject({
    trigger: "schedule",
    retry_count: 1,
    attempt_number: 1,
  });
  expect(claimed.get(id("by_hand"))).toMatchObject({
    trigger: "manual",
    attempt_number: 2,
    before: { status: "retrying", due_at: LATER, dead_reason: null },
  });
  expect(claimed.get(id("by_hand_leased"))).toMatchObject({
    trigger: "manual",
    before: { status: "dead", due_at: null, dead_reason: "rejected" },
  });
  expect(claimed.get(id("test_event"))).toMatchObject({
    trigger: "manual",
    before: { status: "pending", due_at: DUE, dead_reason: null },
  });
  await world.succeed(...deliveries);
  world.pass(LATER - NOW);
  const retried = await world.claimOnly(id("retrying"));
  expect(retried).toMatchObject({ retry_count: 2, attempt_number: 2 });
  expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ dead: 2 });
});
