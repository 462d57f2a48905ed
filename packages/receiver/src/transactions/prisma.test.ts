import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startPostgres, type RunningPostgres } from "../../test/databases/postgres.js";
import { temporarySqlite } from "../../test/databases/sqlite.js";
import {
  prismaMissing,
  prismaOnPostgres,
  prismaOnSqlite,
  type EffectClient,
  type EffectTransaction,
} from "../../test/optional/prisma.js";
import { idempotencyConformance } from "../conformance.js";
import { postgresStore, type PostgresStore } from "../stores/postgres.js";
import { sqliteStore, type SqliteStore } from "../stores/sqlite.js";
import { fromPrisma } from "./prisma.js";

const EFFECTS = "CREATE TABLE prisma_effects (id text PRIMARY KEY, key text NOT NULL)";

if (prismaMissing !== undefined) {
  test("commitTx in Prisma transactions", (context) => context.skip(prismaMissing));
} else {
  describe("Prisma on PostgreSQL", onPostgres);
  describe("Prisma on SQLite", onSqlite);
}

/** Getters, because client and store exist only once the database runs. */
function registerCases(client: () => EffectClient, store: () => PostgresStore | SqliteStore): void {
  const cases = idempotencyConformance<EffectTransaction>({
    createStore: store,
    transactions: {
      transact: (work) => client().$transaction(work),
      applyEffect: (tx, key) => tx.effect.create({ data: { id: crypto.randomUUID(), key } }),
      countEffects: (key) => client().effect.count({ where: { key } }),
      commitTx: (tx, key, token) => store().commitTx(fromPrisma(tx), key, token),
    },
  });
  for (const { name, run } of cases.filter(({ name }) => name.startsWith("commitTx"))) test(name, run);

  test("the client itself is refused: its statements have no common transaction", () => {
    expect(() => fromPrisma(client())).toThrow(/open transaction/);
  });
}

function onPostgres(): void {
  let server: RunningPostgres;
  let pool: Pool;
  let client: EffectClient;
  let store: PostgresStore;

  beforeAll(async () => {
    server = await startPostgres();
    pool = new Pool({ connectionString: server.url });
    store = postgresStore({ client: pool, table: "prisma_idempotency" });
    await store.migrate();
    await pool.query(EFFECTS);
    client = await prismaOnPostgres(server.url);
  }, 60_000);

  afterAll(async () => {
    await client.$disconnect();
    await pool.query("DROP TABLE prisma_idempotency, prisma_effects");
    await pool.end();
    await server.stop();
  });

  registerCases(
    () => client,
    () => store,
  );
}

function onSqlite(): void {
  const sqlite = temporarySqlite();
  const store = sqliteStore({ database: sqlite.open() });
  let client: EffectClient;

  beforeAll(async () => {
    await store.migrate();
    sqlite.open().exec(EFFECTS);
    client = await prismaOnSqlite(sqlite.file);
  });

  afterAll(async () => {
    await client.$disconnect();
    sqlite.remove();
  });

  registerCases(
    () => client,
    () => store,
  );
}
