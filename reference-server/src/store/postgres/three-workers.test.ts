import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import type { Destination } from "../../domain/domain.js";
import { must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import type { LeasedDelivery } from "../store.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

/** Waits until deliveries to all destinations are in flight, and expects one to each. */
async function claimed(
  worlds: readonly World[],
  destinations: readonly Destination[],
  inFlight = new Map<string, { by: World; held: LeasedDelivery }>(),
) {
  const claimOnce = async () => {
    for (const by of worlds)
      for (const held of (await by.claim()).deliveries) {
        expect(inFlight.has(held.destination_id), "one is in flight already").toBe(false);
        inFlight.set(held.destination_id, { by, held });
      }
    return inFlight.size === destinations.length;
  };
  await vi.waitUntil(claimOnce, { timeout: 20_000, interval: 50 });
  return inFlight;
}

test("the slots of workers that stay are theirs when another one stops", async () => {
  const database = await postgres.create();
  const stores = [1, 2, 3].map(() => openPostgres({ url: database.url }));
  for (const store of stores) await store.migrate();
  const worlds = await Promise.all(stores.map((store) => World.create(store)));
  const [first, , stopping] = worlds.map(must);
  const destinations: Destination[] = [];
  for (let count = 0; count < 12; count += 1)
    destinations.push(await must(first).destination({ max_concurrent_deliveries: 1 }));
  for (const world of worlds) await world.claim();
  const direct = new Client(database.url);
  await direct.connect();
  const share = "SELECT FROM workers WHERE knows = (SELECT max(id) FROM workers)";
  await vi.waitUntil(async () => (await direct.query(share)).rowCount === 3, { timeout: 20_000 });
  await direct.end();
  await must(first).send(destinations);
  const inFlight = await claimed(worlds, destinations);
  expect(new Set([...inFlight.values()].map(({ by }) => by)).size).toBe(3);

  for (const [id, { by, held }] of inFlight) {
    if (by !== stopping) continue;
    await by.succeed(held);
    inFlight.delete(id);
  }
  await must(stopping).store.close();
  await must(first).send(destinations);
  await claimed(worlds.slice(0, 2), destinations, inFlight);
  for (const store of stores.slice(0, 2)) await store.close();
  await database.release();
}, 60_000);
