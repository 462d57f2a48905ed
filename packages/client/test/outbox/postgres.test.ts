import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, expectTypeOf, test } from "vitest";
import { type RunningPostgres, startPostgres } from "../../../receiver/test/databases/postgres.js";
import type { EventToSend } from "../../src/index.js";
import { createOutbox, type Outbox, type PgClient } from "../../src/outbox.js";
import { registerOutboxCases } from "./outbox-cases.js";

/** Apart from other runs on the same server. */
const table = `outbox_${crypto.randomUUID().slice(0, 8)}`;

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

  test("is made by many processes at once", async () => {
    const name = `${table}_again`;
    const many = Array.from({ length: 8 }, () => createOutbox({ database: pool, table: name }).migrate());
    await Promise.all(many);
    await pool.query(`DROP TABLE ${name}`);
  });
});
