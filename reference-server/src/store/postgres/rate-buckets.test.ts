import { Client } from "pg";
import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { must } from "../conformance/values.js";
import { openPostgres } from "./open.js";

const HOUR = 3_600_000;
/** A test takes less time than this. */
const TOLERANCE_MS = 30_000;

const postgres = useTestPostgres();

async function open() {
  const database = await postgres.create();
  const store = openPostgres({ url: database.url });
  await store.migrate();
  const { buckets } = must(store.peers);
  const direct = new Client({ connectionString: database.url });
  await direct.connect();
  return {
    spend: async (ms: number) => must((await buckets.spend([{ name: "ingest/1", ms }]))[0]),
    /** As the database's clock does for what is stored. */
    async setBack(ms: number) {
      const { rows } = await direct.query<{ column_name: string }>(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'rate_buckets' AND column_name LIKE '%_at'",
      );
      const changes = rows.map(({ column_name: name }) => `${name} = ${name} + ${ms}`);
      await direct.query(`UPDATE rate_buckets SET ${changes.join(", ")}`);
    },
    async close() {
      await direct.end();
      await store.close();
      await database.release();
    },
  };
}

function expectAbout(actual: number, expected: number): void {
  expect(actual).toBeGreaterThan(expected - TOLERANCE_MS);
  expect(actual).toBeLessThanOrEqual(expected);
}

test("a bucket that takes more than an hour to fill stays empty", async () => {
  const { spend, close } = await open();
  expectAbout(await spend(3 * HOUR), 3 * HOUR);
  expectAbout(await spend(1000), 3 * HOUR + 1000);
  await close();
});

test.each([HOUR / 2, 5 * HOUR])(
  "a clock that is set back by %s ms neither fills a bucket nor empties it",
  async (ms) => {
    const { spend, setBack, close } = await open();
    await spend(2 * TOLERANCE_MS);
    await setBack(ms);
    expectAbout(await spend(TOLERANCE_MS), 3 * TOLERANCE_MS);
    await close();
  },
);

test("a bucket that is full has no tokens above its capacity", async () => {
  const { spend, setBack, close } = await open();
  await spend(1000);
  await setBack(-HOUR);
  expectAbout(await spend(TOLERANCE_MS), TOLERANCE_MS);
  await close();
});
