import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { startTestPostgres, type TestPostgres } from "../../../test/postgres.js";
import { must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

let postgres: TestPostgres | undefined;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(async () => {
  await postgres?.stop();
});

test("a process has its slots back when another one has ended leases that it could not settle", async () => {
  const database = await must(postgres).create();
  const [store, otherStore] = [openPostgres({ url: database.url }), openPostgres({ url: database.url })];
  await store.migrate();
  await otherStore.migrate();
  const [world, other] = [await World.create(store), await World.create(otherStore)];
  const claimed = (by: World) =>
    vi.waitUntil(async () => (await by.claim()).deliveries[0], { timeout: 20_000, interval: 50 });
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
  await store.close();
  await otherStore.close();
  await database.release();
}, 60_000);
