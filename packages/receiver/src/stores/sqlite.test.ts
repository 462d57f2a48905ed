import type Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crashWorker } from "../../test/crash/crash.js";
import { temporarySqlite } from "../../test/databases/sqlite.js";
import { idempotencyConformance, type TransactionHarness } from "../conformance.js";
import { StaleClaimError } from "../idempotency.js";
import { sqliteSchema, sqliteStore, type SqliteStore } from "./sqlite.js";

const sqlite = temporarySqlite();
const shared = sqlite.open();
const store = sqliteStore({ database: shared });

beforeAll(() => store.migrate());
afterAll(() => sqlite.remove());

/** Transactions with awaits between their statements, on the given handle. */
function transactionsOn(database: Database.Database): TransactionHarness<Database.Database> {
  let last: Promise<unknown> = Promise.resolve();
  return {
    transact: (work) => {
      const transaction = last.then(async () => {
        database.exec("BEGIN IMMEDIATE");
        try {
          await work(database);
          database.exec("COMMIT");
        } catch (error) {
          database.exec("ROLLBACK");
          throw error;
        }
      });
      last = transaction.catch(() => undefined);
      return transaction;
    },
    applyEffect: (tx, key) => tx.prepare("INSERT INTO effects (key) VALUES (?)").run(key),
    countEffects: sqlite.countEffects,
    commitTx: (tx, key, token) => store.commitTx(tx, key, token),
  };
}

describe("conformance, one handle for store and handlers", () => {
  const createStore = (options: { retentionDays?: number }) => sqliteStore({ database: shared, ...options });
  for (const { name, run } of idempotencyConformance({ createStore, transactions: transactionsOn(shared) }))
    test(name, run);
});

describe("conformance, a handle for each worker", () => {
  const createStore = (options: { retentionDays?: number }) =>
    sqliteStore({ database: sqlite.open(), ...options });
  const transactions = transactionsOn(sqlite.open());
  for (const { name, run } of idempotencyConformance({ createStore, transactions })) test(name, run);
});

async function acquire(from: SqliteStore, key: string): Promise<string> {
  const claim = await from.claim(key, 30_000);
  return claim.state === "acquired" ? claim.token : expect.fail(`${key} is ${claim.state}`);
}

describe("commitTx in a synchronous better-sqlite3 transaction", () => {
  const insert = shared.prepare("INSERT INTO effects (key) VALUES (?)");
  const handle = shared.transaction((key: string, token: string) => {
    insert.run(key);
    store.commitTx(shared, key, token);
  });

  test("commits effect and memory together", async () => {
    handle.immediate("sync:1", await acquire(store, "sync:1"));
    expect(sqlite.countEffects("sync:1")).toBe(1);
    expect(await store.claim("sync:1", 30_000)).toEqual({ state: "done" });
  });

  test("rolls the effect back when the token is stale", () => {
    expect(() => handle.immediate("sync:2", "stale")).toThrow(StaleClaimError);
    expect(sqlite.countEffects("sync:2")).toBe(0);
  });

  test("is refused outside a transaction, where it would protect nothing", () => {
    expect(() => store.commitTx(shared, "sync:3", "token")).toThrow(/open transaction/);
  });
});

describe("a worker killed with SIGKILL", () => {
  const crash = (key: string, stopAt: "before commit" | "after commit") =>
    crashWorker({
      kind: "sqlite",
      location: sqlite.file,
      table: "harbor_idempotency",
      effects: "effects",
      key,
      stopAt,
    });

  test("before the database commits: leaves neither effect nor memory", async () => {
    await crash("killed:1", "before commit");
    expect(sqlite.countEffects("killed:1")).toBe(0);
    expect(await store.claim("killed:1", 30_000)).toMatchObject({ state: "acquired" });
  });

  test("after the database commits: leaves both, so that the event is not handled again", async () => {
    await crash("killed:2", "after commit");
    expect(sqlite.countEffects("killed:2")).toBe(1);
    expect(await store.claim("killed:2", 30_000)).toEqual({ state: "done" });
  });
});

describe("waiting for other transactions", () => {
  test("rejects when another handle's transaction outlasts busyTimeoutMs", async () => {
    const blocker = sqlite.open();
    const impatient = sqliteStore({ database: sqlite.open(), busyTimeoutMs: 60 });
    blocker.exec("BEGIN IMMEDIATE");
    await expect(impatient.claim("busy:1", 30_000)).rejects.toMatchObject({ code: "SQLITE_BUSY" });
    blocker.exec("ROLLBACK");
    await expect(impatient.claim("busy:1", 30_000)).resolves.toMatchObject({ state: "acquired" });
  });

  test("rejects, rather than joins, a transaction left open on its own handle", async () => {
    const database = sqlite.open();
    const impatient = sqliteStore({ database, busyTimeoutMs: 60 });
    database.exec("BEGIN");
    await expect(impatient.claim("busy:2", 30_000)).rejects.toThrow(/a handle of its own/);
    database.exec("ROLLBACK");
    await expect(impatient.claim("busy:2", 30_000)).resolves.toMatchObject({ state: "acquired" });
  });

  test("passes other errors on at once", async () => {
    const unmigrated = sqliteStore({ database: shared, table: "not_there" });
    await expect(unmigrated.claim("busy:3", 30_000)).rejects.toThrow(
      "Table not_there is missing: call `await store.migrate()`",
    );
    await expect(unmigrated.check()).rejects.toThrow("Table not_there is missing");
    await expect(sqliteStore({ database: shared }).check()).resolves.toBeUndefined();
  });
});

describe("schema", () => {
  test("may be created again, and under another name in an attached database", async () => {
    const database = sqlite.open();
    database.exec("ATTACH ':memory:' AS attached");
    const elsewhere = sqliteStore({ database, table: "attached.handled_events" });
    await elsewhere.migrate();
    await elsewhere.migrate();
    await acquire(elsewhere, "schema:1");
    expect(database.prepare("SELECT key, state FROM attached.handled_events").all()).toEqual([
      { key: "schema:1", state: "claimed" },
    ]);
  });

  test.each(["a; DROP TABLE effects", "", "a.b.c", 'a"b', "x".repeat(49)])(
    "refuses the table name %j",
    (table) => {
      expect(() => sqliteSchema(table)).toThrow(TypeError);
    },
  );
});

test("purgeExpired deletes expired memories and long abandoned claims, a bounded number at a time", async () => {
  const database = sqlite.open();
  const expiring = sqliteStore({ database, table: "expiring", retentionDays: 1 / 86_400_000 });
  const keeping = sqliteStore({ database, table: "expiring" });
  await expiring.migrate();
  for (const key of ["expired:1", "expired:2", "expired:3"])
    await expiring.commit(key, await acquire(expiring, key));
  await keeping.commit("kept:done", await acquire(keeping, "kept:done"));
  await acquire(keeping, "kept:claimed");
  await keeping.claim("kept:abandoned", 1);
  await expect
    .poll(() =>
      database
        .prepare("SELECT count(*) AS n FROM expiring WHERE valid_until_ms <= unixepoch('subsec') * 1000")
        .get(),
    )
    .toEqual({ n: 4 });

  expect(await keeping.purgeExpired(2)).toBe(2);
  expect(await keeping.purgeExpired()).toBe(1);
  expect(database.prepare("SELECT key FROM expiring ORDER BY key").pluck().all()).toEqual([
    "kept:abandoned",
    "kept:claimed",
    "kept:done",
  ]);
});
