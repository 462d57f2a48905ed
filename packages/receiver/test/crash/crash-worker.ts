// A worker that handles one event in a transaction and stops at a given place, until the test kills it.
import Database from "better-sqlite3";
import { Client } from "pg";
import { postgresStore } from "../../src/stores/postgres.js";
import { sqliteStore } from "../../src/stores/sqlite.js";
import type { CrashInput } from "./crash.js";

const input = JSON.parse(process.argv[2]!) as CrashInput;
await (input.kind === "sqlite" ? onSqlite(input) : onPostgres(input));
process.stdout.write("reached\n");
setInterval(() => undefined, 60_000);

async function onSqlite({ location, table, effects, key, stopAt }: CrashInput): Promise<void> {
  const database = new Database(location);
  const store = sqliteStore({ database, table });
  const claim = await store.claim(key, 1);
  if (claim.state !== "acquired") throw new Error(`the event is ${claim.state}`);
  database.exec("BEGIN IMMEDIATE");
  database.prepare(`INSERT INTO ${effects} (key) VALUES (?)`).run(key);
  store.commitTx(database, key, claim.token);
  if (stopAt === "after commit") database.exec("COMMIT");
}

async function onPostgres({ location, table, effects, key, stopAt }: CrashInput): Promise<void> {
  const client = new Client({ connectionString: location });
  await client.connect();
  const store = postgresStore({ client, table });
  const claim = await store.claim(key, 1);
  if (claim.state !== "acquired") throw new Error(`the event is ${claim.state}`);
  await client.query("BEGIN");
  await client.query(`INSERT INTO ${effects} (key) VALUES ($1)`, [key]);
  await store.commitTx(client, key, claim.token);
  if (stopAt === "after commit") await client.query("COMMIT");
}
