import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { Database } from "./database.js";
import { postgresSettings } from "./settings.js";

const postgres = useTestPostgres();

const NO_NOTICES = { emit: () => undefined, workDue: () => undefined, changed: () => undefined };

/** For so few ids the database would expect less work than for any number of them, and plan again each time. */
const FEW = "SELECT FROM lease_groups WHERE id = ANY ($1::uuid[])";

test.each(["ingest", "work"] as const)("statements of the lane %s are planned once", async (lane) => {
  const database = await postgres.create();
  const db = new Database(postgresSettings(database.url), NO_NOTICES);
  for (let times = 0; times < 10; times += 1) {
    await db.transaction((tx) => tx.all(FEW, [["00000000-0000-0000-0000-000000000001"]]), { lane });
  }
  const plans = await db.transaction(
    (tx) =>
      tx.one(
        `SELECT generic_plans::int AS generic, custom_plans::int AS custom FROM pg_prepared_statements WHERE statement = $1`,
        [FEW],
      ),
    { lane },
  );
  expect(plans).toEqual({ generic: 10, custom: 0 });
  await db.close();
  await database.release();
});
