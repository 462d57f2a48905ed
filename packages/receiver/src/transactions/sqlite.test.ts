import { drizzle, type BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { Kysely, sql, SqliteDialect, type Transaction } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporarySqlite } from "../../test/databases/sqlite.js";
import { idempotencyConformance } from "../conformance.js";
import { StaleClaimError } from "../idempotency.js";
import { sqliteStore } from "../stores/sqlite.js";
import { fromDrizzle } from "./drizzle.js";
import { fromKysely } from "./kysely.js";

interface Tables {
  effects: { key: string };
}

const sqlite = temporarySqlite();
const store = sqliteStore({ database: sqlite.open() });

beforeAll(() => store.migrate());
afterAll(() => sqlite.remove());

describe("Kysely on SQLite, whose transactions stay open across awaits", () => {
  const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite.open() }) });
  const cases = idempotencyConformance<Transaction<Tables>>({
    createStore: () => store,
    transactions: {
      transact: (work) => kysely.transaction().execute(work),
      applyEffect: (tx, key) => tx.insertInto("effects").values({ key }).execute(),
      countEffects: sqlite.countEffects,
      commitTx: (tx, key, token) => store.commitTx(fromKysely(tx), key, token),
    },
  });
  for (const { name, run } of cases.filter(({ name }) => name.startsWith("commitTx"))) test(name, run);

  test("claims of other events continue while a transaction is open, and wait while it writes", async () => {
    let waiting: Promise<{ state: string }> | undefined;
    await kysely.transaction().execute(async (tx) => {
      expect(await store.claim("kysely:before", 30_000)).toMatchObject({ state: "acquired" });
      await sql`INSERT INTO effects (key) VALUES ('kysely')`.execute(tx);
      waiting = store.claim("kysely:during", 30_000);
    });
    expect(await waiting).toMatchObject({ state: "acquired" });
  });
});

describe("Drizzle on better-sqlite3, whose transactions are synchronous", () => {
  const effects = sqliteTable("effects", { key: text("key").notNull() });
  const db: BetterSQLite3Database = drizzle(sqlite.open());

  function handle(key: string, token: string, fault = (): void => undefined): void {
    db.transaction(
      (tx) => {
        tx.insert(effects).values({ key }).run();
        store.commitTx(fromDrizzle(tx), key, token);
        fault();
      },
      { behavior: "immediate" },
    );
  }

  async function acquire(key: string): Promise<string> {
    const claim = await store.claim(key, 30_000);
    return claim.state === "acquired" ? claim.token : expect.fail(`${key} is ${claim.state}`);
  }

  test("effect and memory come together", async () => {
    handle("drizzle:1", await acquire("drizzle:1"));
    expect(sqlite.countEffects("drizzle:1")).toBe(1);
    expect(await store.claim("drizzle:1", 30_000)).toEqual({ state: "done" });
  });

  test("a crash before the database commits leaves neither", async () => {
    const token = await acquire("drizzle:2");
    const crash = () => {
      throw new Error("the worker dies here");
    };
    expect(() => handle("drizzle:2", token, crash)).toThrow("the worker dies here");
    expect(sqlite.countEffects("drizzle:2")).toBe(0);
    expect(await store.claim("drizzle:2", 30_000)).toMatchObject({ state: "in_progress" });
  });

  test("a stale token throws and takes the effect with it", () => {
    expect(() => handle("drizzle:3", "stale")).toThrow(StaleClaimError);
    expect(sqlite.countEffects("drizzle:3")).toBe(0);
  });

  test("the database itself is refused: its statements have no common transaction", () => {
    expect(() => fromDrizzle(db as never)).toThrow(/open transaction/);
  });
});
