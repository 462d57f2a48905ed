import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { useTestPostgres } from "../../../test/postgres.js";
import { World } from "../conformance/world.js";
import { systemClock } from "../../clock.js";
import { StoreTooNewError } from "../failures.js";
import type { Store } from "../store.js";
import { Database } from "./database.js";
import { migrate } from "./migrate.js";
import { COMPATIBLE_FROM, MIGRATIONS } from "./migrations/migrations.js";
import { openPostgres } from "./open.js";
import { postgresSettings } from "./settings.js";

const postgres = useTestPostgres();

const NO_NOTICES = { emit: () => undefined, workDue: () => undefined, changed: () => undefined };
const OLD = MIGRATIONS.length;
/** Columns at the end of tables whose rows the statements of this program take whole. */
const ADDITIONS = ["api_keys", "events", "deliveries", "attempts", "queue"].map(
  (table) => `ALTER TABLE ${table} ADD COLUMN of_the_future text`,
);
/** As releases of the future have them. */
const ADDS = { migrations: [...MIGRATIONS, ADDITIONS.join(";")], compatibleFrom: COMPATIBLE_FROM };
const BREAKS = { migrations: [...MIGRATIONS, "SELECT 1"], compatibleFrom: OLD + 1 };

/** Not released: the tests leave another schema behind. */
async function newDatabase(limits = {}) {
  const { url } = await postgres.create();
  const { connection, ...settings } = postgresSettings(url);
  const db = new Database({ ...settings, connection: { ...connection, ...limits } }, NO_NOTICES);
  onTestFinished(() => db.close());
  return { url, db };
}

/** Closed by the test, or after it. */
function open(url: string): Store {
  const store = openPostgres({ url });
  let closed: Promise<void> | undefined;
  const close = () => (closed ??= store.close());
  onTestFinished(close);
  return { ...store, close };
}

async function start(url: string): Promise<Store> {
  const store = open(url);
  await store.migrate();
  await store.peers?.join();
  return store;
}

/** The life of a delivery, which reads and writes the tables that are changed. */
async function deliver(world: World): Promise<void> {
  await world.store.apiKeys.findByHash(Buffer.alloc(32));
  const to = await world.destination();
  const { id } = await world.sendOne(to);
  await world.succeed(await world.claimOnly(id));
  expect(await world.delivery(id)).toMatchObject({ status: "succeeded" });
}

test("a migration takes longer than other statements may", async () => {
  const { db } = await newDatabase({ statement_timeout: 300, query_timeout: 400 });
  await expect(db.all("SELECT pg_sleep(1)")).rejects.toThrow();
  const migrations = [...MIGRATIONS, "SELECT pg_sleep(1)"];
  expect(await migrate(db, { migrations, compatibleFrom: OLD })).toEqual({ from: OLD, to: OLD + 1 });
});

test("processes of before continue while a newer one adds to the schema, and start again on it", async () => {
  const { url, db } = await newDatabase();
  const store = await start(url);
  const world = await World.create(store);
  await deliver(world);
  expect(await migrate(db, ADDS)).toEqual({ from: OLD, to: OLD + 1 });
  await deliver(world);
  await store.close();
  const again = open(url);
  expect(await again.migrate()).toEqual({ from: OLD + 1, to: OLD + 1 });
  await again.peers?.join();
  await deliver(await World.create(again));
});

test("a database of before processes could be seen is migrated", async () => {
  const { db } = await newDatabase();
  await db.all("DROP SCHEMA public CASCADE");
  await db.all("CREATE SCHEMA public");
  await migrate(db, { migrations: MIGRATIONS.slice(0, 17), compatibleFrom: 17 });
  await db.all("ALTER TABLE harbor_schema DROP COLUMN compatible_from");
  expect(await migrate(db)).toEqual({ from: 17, to: OLD });
});

test("a schema that they cannot use waits until all of them have stopped, and then refuses them", async () => {
  const { url, db } = await newDatabase();
  const store = await start(url);
  await expect(migrate(db, BREAKS)).rejects.toThrow(
    "The database serves 1 process of an older Harbor that cannot run on the schema of this one.",
  );
  const late = open(url);
  await late.migrate();
  await store.close();
  expect(await migrate(db, BREAKS)).toEqual({ from: OLD, to: OLD + 1 });
  await expect(late.peers?.join()).rejects.toThrow(StoreTooNewError);
  await expect(start(url)).rejects.toThrow(StoreTooNewError);
});

test("a process that was counted as gone meanwhile fails for good when it continues", async () => {
  const { url, db } = await newDatabase();
  const polls: (() => void | Promise<void>)[] = [];
  const after = (_delayMs: number, poll: () => void | Promise<void>) => {
    polls.push(poll);
    return () => undefined;
  };
  const fatal: Error[] = [];
  const store = openPostgres({
    url,
    clock: { ...systemClock, after },
    onFatal: (error) => fatal.push(error),
  });
  onTestFinished(() => store.close());
  await store.migrate();
  await store.peers?.join();
  await db.all("UPDATE processes SET seen_at = now() - interval '11 s'");
  await migrate(db, BREAKS);
  for (const poll of polls.splice(0)) await poll();
  await expect(store.ping()).rejects.toThrow(StoreTooNewError);
  expect(fatal).toEqual([expect.any(StoreTooNewError)]);
  const live = await db.all("SELECT FROM processes WHERE seen_at > now() - interval '10 s'");
  expect(live).toEqual([]);
});

test("a migration that waits for a long transaction lets the others work", async () => {
  const { url, db } = await newDatabase();
  const world = await World.create(await start(url));
  const dump = new Client({ connectionString: url });
  await dump.connect();
  await dump.query("BEGIN; SELECT count(*) FROM events");
  const migrated = migrate(db, ADDS);
  for (let n = 0; n < 10; n += 1) await deliver(world);
  await dump.query("COMMIT");
  await dump.end();
  expect(await migrated).toEqual({ from: OLD, to: OLD + 1 });
});
