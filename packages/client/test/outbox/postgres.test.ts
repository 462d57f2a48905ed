import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test, vi } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../receiver/test/databases/postgres.js";
import { type EventToSend, Harbor } from "../../src/index.js";
import { createOutbox, type Outbox, type PgClient } from "../../src/outbox.js";
import { registerOutboxCases } from "./outbox-cases.js";

/** Unique, so that runs on the same server do not meet. */
const table = `outbox_${crypto.randomUUID().slice(0, 8)}`;

const unusedHarbor = new Harbor({ apiKey: "hk_test_1234", baseUrl: "http://127.0.0.1:1" });

let server: RunningPostgres;
let pool: Pool;
let outbox: Outbox<EventToSend, PgClient, Promise<void>>;

beforeAll(async () => {
  server = await startPostgres();
  pool = new Pool({ connectionString: server.url, max: 20 });
  outbox = createOutbox({ database: pool, table });
  await outbox.migrate();
}, 60_000);

afterAll(async () => {
  await pool.query(`DROP TABLE ${table}`);
  await pool.end();
  await server.stop();
});

async function transact(work: (enqueue: (event: EventToSend) => unknown) => unknown): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await work((event) => outbox.enqueue(client, event));
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

describe("the outbox in PostgreSQL", () => {
  registerOutboxCases(() => ({
    kind: "postgres",
    location: server.url,
    table,
    relay: (options) => outbox.relay(options),
    query: async (text) => (await pool.query<Record<string, unknown>>(text)).rows,
    transact,
  }));

  test("refuses to write through a pool, whose connection is not the transaction's", async () => {
    await expect(outbox.enqueue(pool, { type: "order.created", body: {} })).rejects.toThrow("not the Pool");
    expectTypeOf(outbox.enqueue).returns.resolves.toBeVoid();
  });

  describe("before its table is created", () => {
    const name = `${table}_missing`;
    const missing = () => createOutbox({ database: pool, table: name });
    const explains = new RegExp(`Table "${name}" is missing.*await outbox\\.migrate\\(\\)`);

    test("check says so, and which call creates it", async () => {
      await expect(missing().check()).rejects.toThrow(explains);
      await expect(outbox.check()).resolves.toBeUndefined();
    });

    test("so do enqueue and a relay, which reports it when it starts", async () => {
      const client = await pool.connect();
      await client.query("BEGIN");
      const enqueued = missing().enqueue(client, { type: "order.created", body: {} });
      await expect(enqueued).rejects.toThrow(explains);
      await client.query("ROLLBACK");
      client.release();

      const errors: unknown[] = [];
      const relay = missing().relay({ harbor: unusedHarbor, onError: (error) => errors.push(error) });
      relay.start();
      await vi.waitFor(() => expect(errors).toHaveLength(1));
      await relay.stop();
      expect(errors[0]).toMatchObject({ message: expect.stringMatching(explains) as string });
    });

    test("a table of an earlier version is not taken for the right one", async () => {
      await pool.query(`CREATE TABLE ${name} (id bigint, type text)`);
      await expect(missing().check()).rejects.toThrow(/lacks a column/);
      await pool.query(`DROP TABLE ${name}`);
    });

    test.each(["tenant", "ordering_key"])("a table without %s gets the column", async (column) => {
      await missing().migrate();
      await pool.query(`ALTER TABLE ${name} DROP COLUMN ${column}`);
      await expect(missing().check()).rejects.toThrow(/lacks a column/);
      await missing().migrate();
      await expect(missing().check()).resolves.toBeUndefined();
      await pool.query(`DROP TABLE ${name}`);
    });
  });

  test("is created by many processes at once", async () => {
    const name = `${table}_again`;
    const many = Array.from({ length: 8 }, () => createOutbox({ database: pool, table: name }).migrate());
    await Promise.all(many);
    await pool.query(`DROP TABLE ${name}`);
  });
});
