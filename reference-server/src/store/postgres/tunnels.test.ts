import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { HOUR, MINUTE, World } from "../conformance/world.js";
import { must } from "../conformance/values.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

test("a tunnel is abandoned by the clock of the database, and not while another process that runs holds it", async () => {
  const database = await postgres.create();
  const [holder, other] = [openPostgres({ url: database.url }), openPostgres({ url: database.url })];
  for (const store of [holder, other]) {
    await store.migrate();
    await must(store.peers).join();
  }
  const world = await World.create(holder);
  const { id } = await world.destination();
  const tunnel = { environmentId: world.test.id, destinationId: id };
  await holder.tunnels.seen([tunnel], world.now);
  await must(holder.peers).tunnels.hold(id);

  const ahead = { now: Date.now() + HOUR, graceMs: MINUTE };
  const over = { now: world.now, graceMs: 0 };
  expect(await holder.tunnels.abandoned(ahead)).toEqual([]);
  expect(await holder.tunnels.end(tunnel, ahead)).toBe(false);
  expect(await other.tunnels.abandoned(over)).toEqual([]);
  expect(await other.tunnels.end(tunnel, over)).toBe(false);
  expect(await holder.tunnels.abandoned(over)).toEqual([tunnel]);

  await holder.close();
  expect(await other.tunnels.abandoned(over)).toEqual([tunnel]);
  expect(await other.tunnels.end(tunnel, over)).toBe(true);
  await other.close();
  await database.release();
}, 60_000);
