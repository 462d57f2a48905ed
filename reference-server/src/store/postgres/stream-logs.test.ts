import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { created, must } from "../conformance/values.js";
import { DAY, RETENTION, World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

const WITHIN = { timeout: 10_000, interval: 20 };

/** A process with an open log, which has the response to a delivery. */
async function withResponse() {
  const database = await postgres.create();
  const store = openPostgres({ url: database.url });
  await store.migrate();
  await must(store.peers).join();
  const world = await World.create(store);
  const to = await world.destination();
  const scope = { environmentId: world.test.id };
  const log = await must(store.peers).changes.open(scope, () => undefined);
  const [result] = await world.commit([await world.newEvent([to])]);
  const { event } = created(result);
  const { deliveries } = await world.succeed(must((await world.claim()).deliveries[0]));
  const write = () => must(must(store.peers).changes.find(scope)).add(must(deliveries[0]), true);
  const direct = new Client({ connectionString: database.url });
  await direct.connect();
  const bodies = async () =>
    (
      await direct.query<{ response_body: Buffer | null }>(
        "SELECT response_body FROM stream_changes WHERE log_id = $1",
        [log.id],
      )
    ).rows.map((row) => row.response_body?.toString() ?? null);
  /** 30,000 changes of other logs, which are kept. */
  const fill = async () => {
    await direct.query("SELECT pg_stat_reset()");
    await direct.query(
      "INSERT INTO stream_logs (environment_id, tenant) SELECT $1, i::text FROM generate_series(1, 100) AS i",
      [world.test.id],
    );
    await direct.query(
      `INSERT INTO stream_changes (log_id, n, environment_id, delivery_id, event_id, updated_at, delivery)
       SELECT id, n, $1, gen_random_uuid(), gen_random_uuid(), 0, '{}' FROM stream_logs, generate_series(1, 300) AS n
       WHERE tenant IS NOT NULL`,
      [world.test.id],
    );
  };
  let ended: Promise<void> | undefined;
  const end = () => (ended ??= store.close());
  const until = (expected: (string | null)[]) =>
    vi.waitFor(async () => expect(await bodies()).toEqual(expected), WITHIN);
  return {
    world,
    log,
    /** Each removes the event from the store. */
    removals: {
      async erasure() {
        await store.events.erase({ environmentId: world.test.id, id: event.id, now: world.now });
        while ((await world.sweep()).isErasing);
      },
      async retention() {
        world.pass(RETENTION + 4 * DAY);
        await world.sweep();
      },
    },
    write,
    direct,
    fill,
    until,
    /** How many changes were read by scans of the whole table. Connections report that when they end. */
    async scanned() {
      await end();
      const others =
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'harbor'";
      await vi.waitUntil(async () => (await direct.query(others)).rowCount === 0, WITHIN);
      const { rows } = await direct.query<{ count: string }>(
        "SELECT seq_tup_read AS count FROM pg_stat_user_tables WHERE relname = 'stream_changes'",
      );
      return Number(rows[0]?.count);
    },
    async close() {
      await direct.end();
      await end();
      await database.release();
    },
  };
}

test("what a log that is gone has left behind is deleted, also when there is no other log", async () => {
  const { write, direct, until, close } = await withResponse();
  write();
  await until(["ok"]);
  await direct.query("DELETE FROM stream_logs");
  await until([]);
  await close();
}, 60_000);

test("periodic maintenance of the logs does not read the changes that are kept", async () => {
  const { log, write, fill, direct, until, scanned, close } = await withResponse();
  write();
  await until(["ok"]);
  await fill();
  await direct.query("DELETE FROM stream_logs WHERE id = $1", [log.id]);
  await until([]);
  expect(await scanned()).toBeLessThan(30_000);
  await close();
}, 60_000);

test("retention takes the changes of an event out of the logs", async () => {
  const { world, write, until, close } = await withResponse();
  write();
  await until(["ok"]);
  world.pass(RETENTION + 4 * DAY);
  expect((await world.sweep()).purgedEvents).toBe(1);
  await until([]);
  await close();
}, 60_000);

test("erasure and retention do not read the changes of other events", async () => {
  const { removals, write, fill, until, scanned, close } = await withResponse();
  write();
  await until(["ok"]);
  await fill();
  await removals.erasure();
  await until([null]);
  await removals.retention();
  await until([]);
  expect(await scanned()).toBeLessThan(30_000);
  await close();
}, 60_000);

test("a change that is written after its event is erased is written without the response", async () => {
  const { removals, write, until, close } = await withResponse();
  await removals.erasure();
  write();
  await until([null]);
  await close();
}, 60_000);

test.each([
  ["erasure", [null]],
  ["retention", []],
] as const)(
  "%s waits for a change of its event that is being written",
  async (name, left) => {
    const { removals, log, write, direct, until, close } = await withResponse();
    const isWaiting = async (statement: string) => {
      // A transaction sees what the others do as of the first time that it looks.
      await direct.query("SELECT pg_stat_clear_snapshot()");
      const waiting = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND strpos(query, $1) > 0";
      return (await direct.query(waiting, [statement])).rowCount === 1;
    };
    // The writer looks whether the event is there, and then waits for this row, which has its place.
    await direct.query("BEGIN");
    await direct.query(
      `INSERT INTO stream_changes (log_id, n, environment_id, delivery_id, event_id, updated_at, delivery)
     VALUES ($1, 0, 0, gen_random_uuid(), gen_random_uuid(), 0, '{}')`,
      [log.id],
    );
    write();
    await vi.waitUntil(() => isWaiting("SELECT given.*"), WITHIN);
    let isRemoved = false;
    const removed = removals[name]().then(() => (isRemoved = true));
    await vi.waitUntil(async () => isRemoved || (await isWaiting("pg_advisory_xact_lock(")), WITHIN);
    await direct.query("ROLLBACK");
    await removed;
    await until([...left]);
    await close();
  },
  60_000,
);
