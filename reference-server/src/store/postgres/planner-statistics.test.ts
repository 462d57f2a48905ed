import { Client, DatabaseError } from "pg";
import { expect, test, vi } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { DAY, RETENTION, World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

const GROWING = ["events", "deliveries", "queue"];
/** The rows that the planner expects, and how often a statement has refreshed them. */
const STATISTICS = `SELECT relname, reltuples, pg_stat_get_analyze_count(oid)::int AS refreshed FROM pg_class
  WHERE relname = ANY ($1) ORDER BY relname`;

test("maintenance refreshes the statistics of tables that have grown, once", async () => {
  const database = await postgres.create();
  const admin = new Client(database.url);
  await admin.connect();
  for (const table of [...GROWING, "destinations"]) {
    await admin.query(`ALTER TABLE ${table} SET (autovacuum_enabled = off)`);
    await admin.query(`VACUUM ANALYZE ${table}`);
  }
  const statistics = async (tables = GROWING) => (await admin.query<object>(STATISTICS, [tables])).rows;
  expect(await statistics()).toEqual([
    { relname: "deliveries", reltuples: 0, refreshed: 1 },
    { relname: "events", reltuples: 0, refreshed: 1 },
    { relname: "queue", reltuples: 0, refreshed: 1 },
  ]);

  const opened = async () => {
    const store = openPostgres({ url: database.url });
    await store.migrate();
    return store;
  };
  const world = await World.create(await opened());
  const to = await world.destination();
  await world.commit(await world.newEvents([to], 3000));
  // The database counts rows of a connection at its end, or after up to ten seconds.
  await world.store.close();
  world.store = await opened();
  await vi.waitFor(
    async () => {
      await world.sweep();
      expect(await statistics()).toMatchObject(
        GROWING.toSorted().map((relname) => ({ relname, reltuples: 3000 })),
      );
    },
    { timeout: 10_000, interval: 50 },
  );
  await world.sweep();
  expect(await statistics()).toEqual([
    { relname: "deliveries", reltuples: 3000, refreshed: 2 },
    { relname: "events", reltuples: 3000, refreshed: 2 },
    { relname: "queue", reltuples: 3000, refreshed: 2 },
  ]);
  expect(await statistics(["destinations"])).toEqual([
    { relname: "destinations", reltuples: 0, refreshed: 1 },
  ]);

  await world.store.close();
  await admin.end();
  await database.release();
}, 20_000);

test("maintenance goes ahead where a table cannot be analyzed, and reports it", async () => {
  const database = await postgres.create();
  const admin = new Client(database.url);
  await admin.connect();
  const indexed = (body: string) =>
    admin.query(
      `CREATE OR REPLACE FUNCTION indexed(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN ${body}; END $$`,
    );
  await indexed("RETURN $1");
  await admin.query("CREATE INDEX unreadable ON events (indexed(environment_id))");
  await admin.query("ALTER TABLE events SET (autovacuum_enabled = off); ANALYZE events");
  const faults: unknown[][] = [];
  const opened = async () => {
    const store = openPostgres({ url: database.url, onFault: (...fault) => void faults.push(fault) });
    await store.migrate();
    return store;
  };
  const world = await World.create(await opened());
  await world.commit(await world.newEvents([], 1000));
  await world.store.close();
  world.store = await opened();
  await indexed("RAISE 'unreadable'");
  world.pass(RETENTION + 3 * DAY);
  await vi.waitFor(
    async () => {
      expect((await world.sweep({ limit: 1 })).purgedEvents).toBe(1);
      const failure = "refreshing the planner's statistics failed; retrying";
      expect(faults).toContainEqual([expect.any(DatabaseError), failure]);
    },
    { timeout: 10_000, interval: 50 },
  );

  await world.store.close();
  await admin.query("DROP FUNCTION indexed CASCADE");
  await admin.end();
  await database.release();
}, 20_000);
