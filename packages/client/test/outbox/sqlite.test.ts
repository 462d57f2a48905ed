import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test, vi } from "vitest";
import { z } from "zod";
import { defineEvents, Harbor } from "../../src/index.js";
import { createOutbox } from "../../src/outbox.js";
import { registerOutboxCases } from "./outbox-cases.js";
import { type OutboxHarness, sqliteQuery } from "./outbox-harness.js";

const folder = mkdtempSync(join(tmpdir(), "harbor-outbox-"));
const location = join(folder, "app.db");
const database = new Database(location, { timeout: 0 });
const outbox = createOutbox({ database });
const harness: OutboxHarness = {
  kind: "sqlite",
  location,
  table: "harbor_outbox",
  relay: (options) => outbox.relay(options),
  query: (text) => sqliteQuery(database, text),
  async transact(work) {
    database.exec("BEGIN IMMEDIATE");
    try {
      await work((event) => outbox.enqueue(database, event));
      database.exec("COMMIT");
    } catch (error) {
      database.exec("ROLLBACK");
      throw error;
    }
  },
};

beforeAll(() => outbox.migrate());
afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

describe("the outbox in SQLite", () => {
  registerOutboxCases(() => harness);

  test("waits for a transaction that is open on its own handle, and sends nothing of it", async () => {
    const relay = outbox.relay({
      harbor: new Harbor({ apiKey: "hk_test_1234", baseUrl: "http://127.0.0.1:1" }),
      onError: () => undefined,
    });
    let result: Promise<unknown> | undefined;
    const rolledBack = harness.transact(async (enqueue) => {
      enqueue({ type: "order.created", body: {} });
      result = relay.runOnce();
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error("rolled back");
    });
    await expect(rolledBack).rejects.toThrow("rolled back");
    expect(await result).toEqual({ sent: 0, refused: 0 });
  });

  test("refuses to write outside a transaction", () =>
    expect(() => outbox.enqueue(database, { type: "order.created", body: {} })).toThrow(
      "inside the transaction",
    ));

  test("takes only the events it knows, with schemas that need no waiting", () => {
    const events = defineEvents({
      "order.created": z.object({ id: z.string() }),
      later: z.string().refine(() => Promise.resolve(true)),
    });
    const typed = createOutbox({ database, events });
    const transact = (work: () => void) => database.transaction(work)();
    // @ts-expect-error: a number is not an id
    const wrong = () => typed.enqueue(database, { type: "order.created", body: { id: 1 } });
    expect(() => transact(wrong)).toThrow(expect.objectContaining({ code: "invalid_event" }));
    const asynchronous = () => typed.enqueue(database, { type: "later", body: "" });
    expect(() => transact(asynchronous)).toThrow(/asynchronous/);
    expectTypeOf(typed.enqueue).returns.toBeVoid();
  });
});

describe("before its table is created", () => {
  test("check, enqueue and a starting relay say so, and which call creates it", async () => {
    const explains = /Table "harbor_outbox" is missing.*await outbox\.migrate\(\)/;
    const handle = new Database(":memory:");
    const empty = createOutbox({ database: handle });
    await expect(empty.check()).rejects.toThrow(explains);
    const enqueue = () => empty.enqueue(handle, { type: "order.created", body: {} });
    expect(() => handle.transaction(enqueue)()).toThrow(explains);
    const harbor = new Harbor({ apiKey: "hk_test_1234" });
    const errors: unknown[] = [];
    const relay = empty.relay({ harbor, onError: (error) => errors.push(error) });
    relay.start();
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    await relay.stop();
    expect(errors[0]).toMatchObject({ message: expect.stringMatching(explains) as string });

    handle.exec("CREATE TABLE harbor_outbox (id INTEGER, type TEXT)");
    await expect(empty.check()).rejects.toThrow(/lacks a column/);
    handle.exec("DROP TABLE harbor_outbox");
    await empty.migrate();
    await expect(empty.check()).resolves.toBeUndefined();
    for (const column of ["tenant", "ordering_key"]) {
      handle.exec(`ALTER TABLE harbor_outbox DROP COLUMN ${column}`);
      await expect(empty.check()).rejects.toThrow(/lacks a column/);
      await empty.migrate();
      await expect(empty.check()).resolves.toBeUndefined();
    }
  });
});

test.each(["", "a b", 'a"b', "a.b.c", "x".repeat(49)])("%j is not a table name", (table) =>
  expect(() => createOutbox({ database, table })).toThrow(TypeError),
);

test("the table may be in an attached schema", async () => {
  const attached = new Database(":memory:");
  attached.exec("ATTACH ':memory:' AS other");
  const other = createOutbox({ database: attached, table: "other.events_out" });
  await other.migrate();
  attached.transaction(() => other.enqueue(attached, { type: "a", body: null }))();
  expect(attached.prepare("SELECT type, body FROM other.events_out").all()).toEqual([
    { type: "a", body: "null" },
  ]);
  attached.close();
});

test("an error after which SQLite has rolled back itself keeps its reason", async () => {
  const handle = new Database(":memory:");
  const full = createOutbox({ database: handle });
  await full.migrate();
  handle.transaction(() => full.enqueue(handle, { type: "a", body: null }))();
  handle.exec(`CREATE TRIGGER out_of_space BEFORE UPDATE ON harbor_outbox
    BEGIN SELECT RAISE(ROLLBACK, 'out of space'); END`);
  const relay = full.relay({
    harbor: new Harbor({ apiKey: "hk_test_1234", baseUrl: "http://127.0.0.1:1" }),
    onError: () => undefined,
  });
  await expect(relay.runOnce()).rejects.toThrow("out of space");
  handle.close();
});

test.each([{ batchSize: 0 }, { batchSize: 1_001 }, { leaseMs: 0 }, { pollMs: 0 }])(
  "%j is refused",
  (options) => {
    const harbor = new Harbor({ apiKey: "hk_test_1234" });
    expect(() => outbox.relay({ harbor, onError: () => undefined, ...options })).toThrow(RangeError);
  },
);
