import { expect, test, vi } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

/** Two processes on one database. */
async function twoWorlds() {
  const database = await postgres.create();
  const stores = [openPostgres({ url: database.url }), openPostgres({ url: database.url })] as const;
  for (const store of stores) await store.migrate();
  return {
    world: await World.create(stores[0]),
    other: await World.create(stores[1]),
    async close() {
      for (const store of stores) await store.close();
      await database.release();
    },
  };
}

const claimed = (by: World) =>
  vi.waitUntil(async () => (await by.claim()).deliveries[0], { timeout: 20_000, interval: 50 });

test("a process that has lost its lease does not take the delivery out of the queue", async () => {
  const { world, other, close } = await twoWorlds();
  const to = await world.destination({ max_concurrent_deliveries: 2 });
  await other.claim();
  await world.sendOne(to);
  const lost = await claimed(world);
  other.pass(3_600_000);
  const again = await claimed(other);
  expect(again.id).toBe(lost.id);
  await other.fail([again], other.now + 1000);

  expect((await world.succeed(lost)).recorded).toEqual([false]);
  other.pass(1000);
  expect((await claimed(other)).id).toBe(lost.id);
  await close();
}, 60_000);

test("a process has its slots back when another one has ended leases that it could not settle", async () => {
  const { world, other, close } = await twoWorlds();
  // One slot for each of the two processes, once they know of each other.
  const to = await world.destination({ max_concurrent_deliveries: 2 });
  await other.claim();
  const first = await world.sendOne(to);
  expect((await claimed(world)).id).toBe(first.id);

  for (const each of [world, other]) each.pass(3_600_000);
  const again = await claimed(other);
  expect(again.id).toBe(first.id);
  await other.succeed(again);

  const second = await world.sendOne(to);
  expect((await claimed(world)).id).toBe(second.id);
  await close();
}, 60_000);
