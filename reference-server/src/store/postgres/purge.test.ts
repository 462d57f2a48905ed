import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { createIds } from "../../ids.js";
import { DAY, HOUR, RETENTION, World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

/** While another transaction keeps its snapshot, each walk along the index visits all rows that were deleted since. */
test("a purge begins behind what was purged before, and once an hour with the oldest event", async () => {
  const database = await postgres.create();
  const store = openPostgres({ url: database.url });
  await store.migrate();
  const world = await World.create(store);
  const began = world.now;
  await world.commit(await world.newEvents([], 5));
  world.pass(RETENTION + 3 * DAY);
  const purged = async (limit = 100) => (await world.sweep({ limit })).purgedEvents;
  expect([await purged(3), await purged(3), await purged()]).toEqual([3, 2, 0]);

  // Of a process whose clock is behind: its id is before those that were purged.
  const late = await world.newEvent([]);
  const behind = { id: createIds(() => began - DAY)("evt"), created_at: began - DAY };
  await world.commit([{ ...late, event: { ...late.event, ...behind } }]);
  world.pass(HOUR - 1);
  expect(await purged()).toBe(0);
  world.pass(1);
  expect(await purged()).toBe(1);
  await store.close();
  await database.release();
});
