import { afterAll, beforeAll, expect, it } from "vitest";
import { startTestPostgres, type TestDatabase, type TestPostgres } from "../../../test/postgres.js";
import { UNSHARED } from "../../domain/slot-shares.js";
import { created, must } from "../conformance/values.js";
import { HOLD, PROBE_INTERVAL, SECOND, World } from "../conformance/world.js";
import type { Store } from "../store.js";
import { openPostgres } from "./open.js";

const EVENTS = 40;
const KEYS = ["a", "b", "c"];
const LEASE = { leaseSlackMs: 30 * SECOND };

let postgres: TestPostgres;
let database: TestDatabase;
let stores: Store[];
beforeAll(async () => {
  postgres = await startTestPostgres();
  database = await postgres.create();
  stores = [openPostgres({ url: database.url }), openPostgres({ url: database.url })];
  for (const store of stores) await store.migrate();
}, 60_000);
afterAll(async () => {
  for (const store of stores) await store.close();
  await database.release();
  await postgres.stop();
});

/** Settles what it claims, one after the other, until all is settled. */
async function work(
  world: World,
  store: Store,
  { begin, end }: Record<"begin" | "end", (id: string) => void>,
) {
  const { now } = world;
  const { deliveries } = await store.claim({
    ...LEASE,
    now,
    limit: 5,
    shares: UNSHARED,
    probeIntervalMs: PROBE_INTERVAL,
    holdMs: HOLD,
  });
  for (const { id } of deliveries) begin(id);
  for (const held of deliveries) {
    end(held.id);
    await store.settle([world.settlement(held, { status: "succeeded" })], now);
  }
}

it("keeps one order in two processes that commit and settle at the same moment", async () => {
  const world = await World.create(must(stores[0]));
  const to = await world.destination({ ordering: "key" });
  const keyOf = new Map<string, string>();
  const sent = new Map(KEYS.map((key) => [key, [] as string[]]));
  const order = new Map(KEYS.map((key) => [key, [] as string[]]));
  const open = new Set<string>();
  let left = EVENTS * KEYS.length;

  const send = async (key: string) => {
    for (let count = 0; count < EVENTS; count += 1) {
      const event = await world.newEvent([to], { ordering: key });
      const id = must(event.deliveries[0]).id;
      keyOf.set(id, key);
      const outcome = await must(stores[count % 2]).commit([event], { ...LEASE, now: world.now });
      if (typeof outcome === "string" || !("result" in outcome)) throw new Error("The commit did nothing.");
      expect(created(outcome.result[0]).deliveries).toHaveLength(1);
      must(sent.get(key)).push(id);
    }
  };
  const begin = (id: string) => {
    const key = must(keyOf.get(id));
    expect(open.has(key)).toBe(false);
    open.add(key);
    must(order.get(key)).push(id);
  };
  const end = (id: string) => {
    open.delete(must(keyOf.get(id)));
    left -= 1;
  };
  const workers = stores.map(async (store) => {
    while (left > 0) await work(world, store, { begin, end });
  });
  await Promise.all([...KEYS.map(send), ...workers]);
  expect(order).toEqual(sent);
}, 60_000);
