import { Client } from "pg";
import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { handedOff, must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

/** As one in the database before and after a crash: what was committed just before may be lost. */
const SAVE = `
  CREATE TEMP TABLE saved_queue AS SELECT * FROM queue;
  CREATE TEMP TABLE saved_groups AS SELECT * FROM lease_groups`;
const LOSE = `
  DELETE FROM attempts;
  DELETE FROM queue;
  INSERT INTO queue SELECT * FROM saved_queue;
  INSERT INTO lease_groups SELECT * FROM saved_groups ON CONFLICT DO NOTHING;
  DROP TABLE saved_queue, saved_groups`;

const postgres = useTestPostgres();

test.each(["handed over", "claimed"])(
  "a settle that a crash of the database lost is made up for, of deliveries that were %s together",
  async (how) => {
    const database = await postgres.create();
    const store = openPostgres({ url: database.url });
    await store.migrate();
    const world = await World.create(store);
    const to = await world.destination();
    await world.claim();
    const direct = new Client({ connectionString: database.url });
    await direct.connect();

    const events = await world.newEvents([to], 2);
    const handOff = how === "claimed" ? 0 : 2;
    const handed = handedOff(await world.commit(events, { handOff }));
    const leased = handOff === 0 ? (await world.claim()).deliveries : handed;
    const [first, second] = leased;
    expect(leased).toHaveLength(2);
    await direct.query(SAVE);
    await world.succeed(must(first));
    await direct.query(LOSE);
    await world.succeed(must(second));

    world.pass(3_600_000);
    expect((await world.claim()).deliveries.map(({ id }) => id)).toEqual([must(first).id]);
    await direct.end();
    await store.close();
    await database.release();
  },
);
