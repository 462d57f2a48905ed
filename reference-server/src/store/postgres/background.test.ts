import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { UNSHARED } from "../../domain/slot-shares.js";
import { must } from "../conformance/values.js";
import { PROBE_INTERVAL, SECOND, World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

const ROOM = { limit: 10, shares: UNSHARED, leaseSlackMs: 30 * SECOND, probeIntervalMs: PROBE_INTERVAL };
/** PostgreSQL's codes. */
const DIVISION_BY_ZERO = "22012";
const ADMIN_SHUTDOWN = "57P01";

const postgres = useTestPostgres();

async function open() {
  const database = await postgres.create();
  const faults: { code: string; failure: string }[] = [];
  const store = openPostgres({
    url: database.url,
    onFault: (error, failure) => void faults.push({ code: (error as { code: string }).code, failure }),
  });
  await store.migrate();
  const direct = new Client({ connectionString: database.url });
  await direct.connect();
  return {
    store,
    direct,
    faults,
    /** From now on these statements fail, until the returned function is called. */
    async fail(statements: string, code: string) {
      await direct.query(`
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'failed' USING ERRCODE = '${code}'; END $$;
        CREATE TRIGGER fail BEFORE ${statements} FOR EACH STATEMENT EXECUTE FUNCTION fail()`);
      return () => direct.query("DROP FUNCTION fail() CASCADE");
    },
    async close() {
      await direct.end();
      await store.close();
      await database.release();
    },
  };
}

test.each([
  ["is reported", DIVISION_BY_ZERO, 1],
  ["is not a fault while the database is away", ADMIN_SHUTDOWN, 0],
])("a claim behind a settlement that fails %s, and the settlement stays", async (_outcome, code, count) => {
  const { store, faults, fail, close } = await open();
  const world = await World.create(store);
  const to = await world.destination({ max_concurrent_deliveries: 1 });
  await world.commit(await world.newEvents([to], 2));
  const [first] = (await world.claim()).deliveries;
  const restore = await fail("INSERT ON lease_groups", code);
  const settlement = world.settlement(must(first), { status: "succeeded" });
  const { recorded, next } = await store.settle([settlement], world.now, ROOM);
  expect([recorded, next]).toEqual([[true], []]);
  const failure = "claiming behind a settlement failed; the worker claims";
  expect(faults).toEqual(Array.from({ length: count }, () => ({ code, failure })));
  await restore();
  expect((await world.claim()).deliveries).toHaveLength(1);
  await close();
});

test("a task of the poll that fails is reported, and does not keep the others from their turns", async () => {
  const { store, faults, fail, close } = await open();
  await must(store.peers).join();
  const restore = await fail("DELETE ON tunnel_requests", DIVISION_BY_ZERO);
  await vi.waitUntil(() => faults.length > 1, { timeout: 10_000, interval: 20 });
  await restore();
  const failures = new Set(faults.map(({ failure }) => failure));
  expect([...failures].toSorted()).toEqual([
    "exchanging tunnels' requests with the other processes failed; retrying",
    "learning of the other processes failed; retrying",
  ]);
  await close();
});

test("tokens are spent once, also when the rows of full buckets cannot be deleted", async () => {
  const { store, faults, fail, close } = await open();
  const { buckets } = must(store.peers);
  const restore = await fail("DELETE ON rate_buckets", DIVISION_BY_ZERO);
  expect(await buckets.spend([{ name: "ingest/1", ms: 1000 }])).toEqual([1000]);
  await vi.waitUntil(() => faults.length > 0, { timeout: 10_000, interval: 20 });
  expect(faults[0]?.failure).toBe("deleting full rate buckets failed; retrying");
  await restore();
  await close();
});
