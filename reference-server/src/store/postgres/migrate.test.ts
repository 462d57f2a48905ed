import { expect, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { Database } from "./database.js";
import { migrate } from "./migrate.js";
import { MIGRATIONS } from "./migrations/migrations.js";
import { postgresSettings } from "./settings.js";

const postgres = useTestPostgres();

const NO_NOTICES = { emit: () => undefined, workDue: () => undefined, changed: () => undefined };

test("a migration takes longer than other statements may", async () => {
  const database = await postgres.create();
  const { connection, ...settings } = postgresSettings(database.url);
  const limits = { statement_timeout: 300, query_timeout: 400 };
  const db = new Database({ ...settings, connection: { ...connection, ...limits } }, NO_NOTICES);
  await expect(db.all("SELECT pg_sleep(1)")).rejects.toThrow();
  const version = MIGRATIONS.length + 1;
  const migrations = [...MIGRATIONS, "SELECT pg_sleep(1)"];
  expect(await migrate(db, migrations)).toEqual({ from: MIGRATIONS.length, to: version });
  await db.all("UPDATE harbor_schema SET version = $1", [MIGRATIONS.length]);
  await db.close();
  await database.release();
});
