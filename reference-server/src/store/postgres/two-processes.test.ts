import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { handedOff } from "../conformance/values.js";
import { MINUTE, RETENTION, World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

const WAITING = `SELECT FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE `;

/** A worker, another process that takes no work, and connections that can be in their way. */
async function openWorlds() {
  const database = await postgres.create();
  const stores = [openPostgres({ url: database.url }), openPostgres({ url: database.url })] as const;
  for (const store of stores) await store.migrate();
  const open = new Set(stores);
  const clients = [new Client(database.url), new Client(database.url), new Client(database.url)] as const;
  for (const client of clients) await client.connect();
  const [direct, ...blocking] = clients;
  const rows = async <Row>(sql: string) => (await direct.query(sql)).rows as Row[];
  return {
    worker: await World.create(stores[0]),
    other: await World.create(stores[1]),
    rows,
    blocking,
    /** Resolves when as many wait for a lock, with a statement that begins so. */
    waiting: (count: number, statement = "") =>
      vi.waitUntil(async () => (await rows(`${WAITING} '${statement}%'`)).length >= count, {
        timeout: 20_000,
        interval: 10,
      }),
    async stopOther() {
      open.delete(stores[1]);
      await stores[1].close();
    },
    async close() {
      for (const store of open) await store.close();
      for (const client of clients) await client.end();
      await database.release();
    },
  };
}

const erase = ({ store, test: environment, now }: World, id: string) =>
  store.events.erase({ environmentId: environment.id, id, now });

test("an attempt leaves nothing of a delivery that another process has deleted from the DLQ meanwhile", async () => {
  const { worker, other, rows, close } = await openWorlds();
  const { id, event_id } = await worker.sendOne(await worker.destination());
  const held = await worker.claimOnly(id);
  await erase(other, event_id);
  expect(await other.store.deliveries.deleteDead(other.test.id, id)).toBe(true);

  expect((await worker.fail([held], worker.now)).recorded).toEqual([false]);
  expect(await rows("SELECT delivery_id FROM queue UNION ALL SELECT delivery_id FROM attempts")).toEqual([]);
  expect(await worker.claim()).toMatchObject({ deliveries: [], nextDueInMs: null });
  await close();
});

test("a delivery dies once when its attempt ends while its event is erased", async () => {
  const {
    worker,
    other,
    rows,
    blocking: [blocking],
    waiting,
    close,
  } = await openWorlds();
  const { id, event_id } = await worker.sendOne(await worker.destination());
  const held = await worker.claimOnly(id);
  await blocking.query("BEGIN; LOCK TABLE dead IN SHARE MODE");
  const erased = erase(other, event_id);
  await waiting(1);
  const failed = worker.fail([held], worker.now + MINUTE);
  await waiting(2);
  await blocking.query("COMMIT");
  await Promise.all([erased, failed]);

  expect(await worker.delivery(id)).toMatchObject({ dead_reason: "event_erased", retries: [{ number: 0 }] });
  expect(await rows("SELECT delivery_id FROM queue")).toEqual([]);
  await close();
});

test("a delivery dies once when its attempt ends while its destination is deleted", async () => {
  const {
    worker,
    other,
    rows,
    blocking: [blocking],
    waiting,
    close,
  } = await openWorlds();
  const to = await worker.destination();
  const { id } = await worker.sendOne(to);
  const held = await worker.claimOnly(id);
  await blocking.query("BEGIN; SELECT FROM destination_state FOR UPDATE");
  const failed = worker.fail([held], worker.now + MINUTE);
  await waiting(1);
  const removed = other.remove(to);
  await Promise.race([removed, waiting(2)]);
  await blocking.query("COMMIT");
  await Promise.all([failed, removed]);
  await other.sweep();

  expect(await worker.delivery(id)).toMatchObject({ dead_reason: "destination_deleted" });
  expect(await rows("SELECT dead::int FROM destination_state")).toEqual([{ dead: 1 }]);
  await close();
});

test("a retry by hand does not take back a delivery that is claimed at the same moment", async () => {
  const { worker, other, blocking, waiting, close } = await openWorlds();
  const [settling, locking] = blocking;
  const { id } = await worker.sendOne(await worker.destination());
  await worker.claim({ limit: 0 });
  await settling.query(
    `BEGIN; CREATE TEMP TABLE again AS SELECT * FROM queue; DELETE FROM queue; INSERT INTO queue SELECT * FROM again`,
  );
  const { test: environment, now } = other;
  const retry = { environmentId: environment.id, id, now, retentionMs: RETENTION };
  const retried = other.store.deliveries.forceRetry(retry);
  await waiting(1);
  // After the settle no transaction changes a row for a moment.
  await locking.query("BEGIN");
  const locked = locking.query("LOCK TABLE queue IN SHARE MODE");
  await waiting(2);
  await settling.query("COMMIT");
  await locked;
  await waiting(1);
  const claimed = worker.claim();
  await Promise.race([claimed, waiting(2)]);
  await locking.query("COMMIT");
  await retried;

  const leased = [...(await claimed).deliveries, ...(await worker.claim()).deliveries];
  expect(leased.map((delivery) => delivery.id)).toEqual([id]);
  await close();
});

test("a worker leaves the slots of one that is gone to its deliveries while it learns of them", async () => {
  const { worker, other, blocking, waiting, stopOther, close } = await openWorlds();
  const [locking] = blocking;
  const to = await worker.destination({ max_concurrent_deliveries: 2 });
  await worker.claim();
  await worker.sendOne(to);
  const claimed = async () => (await other.claim()).deliveries.length === 1;
  await vi.waitUntil(claimed, { timeout: 20_000, interval: 50 });

  await locking.query("BEGIN; LOCK TABLE lease_groups");
  // It may be waiting for the lock itself.
  const stopped = stopOther();
  await waiting(1, "SELECT m.destination_seq");
  const committed = worker.commit(await worker.newEvents([to], 2), { handOff: 2 });
  await waiting(1, "INSERT INTO lease_groups");
  await locking.query("COMMIT");
  expect(handedOff(await committed)).toHaveLength(1);
  await stopped;
  await close();
}, 60_000);
