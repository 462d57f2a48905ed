import { Client } from "pg";
import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { created, handedOff } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

const postgres = useTestPostgres();

test("a process that the others have given up strands nothing of a commit and of a claim", async () => {
  const database = await postgres.create();
  const store = openPostgres({ url: database.url });
  await store.migrate();
  const world = await World.create(store);
  const to = await world.destination();
  const others = new Client({ connectionString: database.url });
  await others.connect();
  // Joins the workers.
  await world.claim();

  await others.query("DELETE FROM workers");
  const results = await world.commit([await world.newEvent([to])], { handOff: 1 });
  expect(results.map(({ status }) => status)).toEqual(["created"]);
  expect(handedOff(results)).toEqual([]);
  const [first] = (await world.claim()).deliveries;
  expect(first?.event_id).toBe(created(results[0]).event.id);

  const second = await world.sendOne(to);
  await others.query("DELETE FROM workers");
  expect((await world.claim()).deliveries).toEqual([]);
  expect((await world.claim()).deliveries.map(({ id }) => id)).toEqual([second.id]);
  await others.end();
  await store.close();
  await database.release();
});
