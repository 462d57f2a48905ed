import { eq, sql as drizzleSql } from "drizzle-orm";
import { drizzle as drizzleOnPg, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { pgTable, text } from "drizzle-orm/pg-core";
import { drizzle as drizzleOnPostgres, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { Kysely, PostgresDialect, type Transaction } from "kysely";
import { Pool } from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres, type RunningPostgres } from "../../test/databases/postgres.js";
import { idempotencyConformance, type TransactionHarness } from "../conformance.js";
import { postgresStore, type PostgresStore } from "../stores/postgres.js";
import { fromDrizzle, type DrizzlePostgresTransaction } from "./drizzle.js";
import { fromKysely } from "./kysely.js";

/** Apart from other runs on the same server. */
const TABLE = `idempotency_${crypto.randomUUID().slice(0, 8)}`;
const EFFECTS = `${TABLE}_effects`;
const effects = pgTable(EFFECTS, { key: text("key").notNull() });

interface Tables {
  [effects: string]: { key: string };
}

let server: RunningPostgres;
let pool: Pool;
let sql: postgres.Sql;
let store: PostgresStore;
let kysely: Kysely<Tables>;
let onPg: NodePgDatabase;
let onPostgres: PostgresJsDatabase;

beforeAll(async () => {
  server = await startPostgres();
  pool = new Pool({ connectionString: server.url });
  sql = postgres(server.url, { onnotice: () => undefined });
  store = postgresStore({ client: pool, table: TABLE });
  await store.migrate();
  await pool.query(`CREATE TABLE ${EFFECTS} (key text NOT NULL)`);
  kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  onPg = drizzleOnPg(pool);
  onPostgres = drizzleOnPostgres(sql);
}, 60_000);

afterAll(async () => {
  await pool.query(`DROP TABLE ${TABLE}, ${EFFECTS}`);
  await pool.end();
  await sql.end();
  await server.stop();
});

function registerCases<Tx>(transactions: TransactionHarness<Tx>): void {
  const createStore = () => store;
  const cases = idempotencyConformance({ createStore, transactions });
  for (const { name, run } of cases.filter(({ name }) => name.startsWith("commitTx"))) test(name, run);
}

describe("Kysely on PostgreSQL", () => {
  registerCases<Transaction<Tables>>({
    transact: (work) => kysely.transaction().execute(work),
    applyEffect: (tx, key) => tx.insertInto(EFFECTS).values({ key }).execute(),
    countEffects: async (key) =>
      (await kysely.selectFrom(EFFECTS).where("key", "=", key).select("key").execute()).length,
    commitTx: (tx, key, token) => store.commitTx(fromKysely(tx), key, token),
  });

  test("the database itself is refused: its statements have no common transaction", () => {
    expect(() => fromKysely(kysely)).toThrow(/open transaction/);
  });
});

function drizzleHarness<Tx extends DrizzlePostgresTransaction>(
  transact: (work: (tx: Tx) => Promise<void>) => Promise<void>,
): TransactionHarness<Tx> {
  return {
    transact,
    applyEffect: (tx, key) => tx.execute(drizzleSql`INSERT INTO ${effects} (key) VALUES (${key})`),
    countEffects: async (key) => (await onPg.select().from(effects).where(eq(effects.key, key))).length,
    commitTx: (tx, key, token) => store.commitTx(fromDrizzle(tx), key, token),
  };
}

type NodePgTransaction = Parameters<Parameters<NodePgDatabase["transaction"]>[0]>[0];
type PostgresJsTransaction = Parameters<Parameters<PostgresJsDatabase["transaction"]>[0]>[0];

describe("Drizzle on PostgreSQL through pg", () => {
  registerCases(drizzleHarness<NodePgTransaction>((work) => onPg.transaction(work)));
});

describe("Drizzle on PostgreSQL through postgres", () => {
  registerCases(drizzleHarness<PostgresJsTransaction>((work) => onPostgres.transaction(work)));
});

test("Drizzle's database itself is refused: its statements have no common transaction", () => {
  expect(() => fromDrizzle(onPg as never)).toThrow(/open transaction/);
});
