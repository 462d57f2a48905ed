import { Pool, type PoolClient } from "pg";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { crashWorker } from "../../test/crash/crash.js";
import { startPostgres, type RunningPostgres } from "../../test/databases/postgres.js";
import { deliver, memoryLog, secret } from "../../test/support.js";
import { idempotencyConformance } from "../conformance.js";
import { createReceiver } from "../index.js";
import { postgresSchema, postgresStore, type PostgresStore } from "./postgres.js";

/** Apart from other runs on the same server. */
const TABLE = `idempotency_${crypto.randomUUID().slice(0, 8)}`;
const EFFECTS = `${TABLE}_effects`;

let server: RunningPostgres;
let pool: Pool;
let sql: postgres.Sql;
let store: PostgresStore;

beforeAll(async () => {
  server = await startPostgres();
  pool = new Pool({ connectionString: server.url, max: 20 });
  sql = postgres(server.url, { max: 20, onnotice: () => undefined });
  store = postgresStore({ client: pool, table: TABLE });
  await store.migrate();
  await pool.query(`CREATE TABLE ${EFFECTS} (key text NOT NULL)`);
}, 60_000);

afterAll(async () => {
  await pool.query(`DROP TABLE ${TABLE}, ${EFFECTS}`);
  await pool.end();
  await sql.end();
  await server.stop();
});

async function countEffects(key: string): Promise<number> {
  const { rows } = await pool.query(`SELECT count(*)::int AS count FROM ${EFFECTS} WHERE key = $1`, [key]);
  return rows[0].count;
}

async function transact(work: (tx: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    await work(client);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}

describe("conformance, pg", () => {
  const cases = idempotencyConformance<PoolClient>({
    createStore: (options) => postgresStore({ client: pool, table: TABLE, ...options }),
    transactions: {
      transact,
      applyEffect: (tx, key) => tx.query(`INSERT INTO ${EFFECTS} (key) VALUES ($1)`, [key]),
      countEffects,
      commitTx: (tx, key, token) => store.commitTx(tx, key, token),
    },
  });
  for (const { name, run } of cases) test(name, run);
});

describe("conformance, postgres", () => {
  const cases = idempotencyConformance<postgres.TransactionSql>({
    createStore: (options) => postgresStore({ client: sql, table: TABLE, ...options }),
    transactions: {
      transact: (work) => sql.begin(work),
      applyEffect: async (tx, key) => tx`INSERT INTO ${tx(EFFECTS)} (key) VALUES (${key})`,
      countEffects,
      commitTx: (tx, key, token) => store.commitTx(tx, key, token),
    },
  });
  for (const { name, run } of cases) test(name, run);
});

async function acquire(key: string): Promise<string> {
  const claim = await store.claim(key, 30_000);
  return claim.state === "acquired" ? claim.token : expect.fail(`${key} is ${claim.state}`);
}

describe("commitTx", () => {
  test("refuses a pool and a root connection, whose statements have no common transaction", async () => {
    await expect(store.commitTx(pool, "root:1", "token")).rejects.toThrow(/open transaction/);
    await expect(store.commitTx(sql, "root:1", "token")).rejects.toThrow(/open transaction/);
  });

  test("a renewal that meets the open transaction finds its claim, not a loss", async () => {
    const token = await acquire("renewal:1");
    let renewal: Promise<boolean> | undefined;
    await transact(async (tx) => {
      await store.commitTx(tx, "renewal:1", token);
      renewal = store.renew("renewal:1", token, 30_000);
    });
    expect(await renewal).toBe(true);
    expect(await store.claim("renewal:1", 30_000)).toEqual({ state: "done" });
  });
});

describe("commitTx under REPEATABLE READ", () => {
  async function handle(key: string, meanwhile: (token: string) => Promise<unknown>): Promise<void> {
    const token = await acquire(key);
    await transact(async (tx) => {
      await tx.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ");
      await tx.query(`INSERT INTO ${EFFECTS} (key) VALUES ($1)`, [key]);
      await meanwhile(token);
      await store.commitTx(tx, key, token);
    });
  }

  test("commits when the claim was left alone", async () => {
    await handle("repeatable:1", () => Promise.resolve());
    expect(await store.claim("repeatable:1", 30_000)).toEqual({ state: "done" });
  });

  test("fails, effect and all, when the claim was renewed meanwhile", async () => {
    const handled = handle("repeatable:2", (token) => store.renew("repeatable:2", token, 30_000));
    await expect(handled).rejects.toMatchObject({ code: "40001" });
    expect(await countEffects("repeatable:2")).toBe(0);
  });
});

describe("a worker killed with SIGKILL", () => {
  const crash = (key: string, stopAt: "before commit" | "after commit") =>
    crashWorker({ kind: "postgres", location: server.url, table: TABLE, effects: EFFECTS, key, stopAt });

  test("before the database commits: leaves neither effect nor memory", async () => {
    await crash("killed:1", "before commit");
    expect(await store.claim("killed:1", 30_000)).toMatchObject({ state: "acquired" });
    expect(await countEffects("killed:1")).toBe(0);
  });

  test("after the database commits: leaves both, so that the event is not handled again", async () => {
    await crash("killed:2", "after commit");
    expect(await store.claim("killed:2", 30_000)).toEqual({ state: "done" });
    expect(await countEffects("killed:2")).toBe(1);
  });
});

describe("schema", () => {
  test("many processes may migrate at once, into a schema of their own", async () => {
    await pool.query(`CREATE SCHEMA ${TABLE}_apart`);
    const clients = [pool, sql, pool, sql, pool, sql];
    const stores = clients.map((client) => postgresStore({ client, table: `${TABLE}_apart.events` }));
    await Promise.all(stores.map((each) => each.migrate()));
    expect(await stores[0]!.claim("schema:1", 30_000)).toMatchObject({ state: "acquired" });
    expect(await store.claim("schema:1", 30_000)).toMatchObject({ state: "acquired" });
    await pool.query(`DROP SCHEMA ${TABLE}_apart CASCADE`);
  });

  test.each(["a; DROP TABLE effects", "", "a.b.c", 'a"b', "x".repeat(49)])(
    "refuses the table name %j",
    (table) => {
      expect(() => postgresSchema(table)).toThrow(TypeError);
    },
  );
});

test("purgeExpired deletes expired memories and long abandoned claims, a bounded number at a time", async () => {
  const table = `${TABLE}_expiring`;
  const keeping = postgresStore({ client: pool, table });
  await keeping.migrate();
  await pool.query(`INSERT INTO ${table} VALUES
    ('expired:1', 'done', 't', now() - interval '1 second'),
    ('expired:2', 'done', 't', now() - interval '1 day'),
    ('expired:3', 'claimed', 't', now() - interval '36 days'),
    ('kept:abandoned', 'claimed', 't', now() - interval '34 days'),
    ('kept:claimed', 'claimed', 't', now() + interval '1 minute'),
    ('kept:done', 'done', 't', now() + interval '1 minute')`);

  expect(await keeping.purgeExpired(2)).toBe(2);
  expect(await keeping.purgeExpired()).toBe(1);
  const { rows } = await pool.query(`SELECT key FROM ${table} ORDER BY key`);
  expect(rows.map(({ key }) => key)).toEqual(["kept:abandoned", "kept:claimed", "kept:done"]);
  await pool.query(`DROP TABLE ${table}`);
});

describe("a missing table", () => {
  test.each(["not_there", "no_such_schema.not_there"])(
    "%s: every call names it and the remedy",
    async (table) => {
      const reason = `Table ${table} is missing: call \`await store.migrate()\``;
      for (const client of [pool, sql]) {
        const unmigrated = postgresStore({ client, table });
        await expect(unmigrated.claim("missing:1", 30_000)).rejects.toThrow(reason);
        await expect(unmigrated.check()).rejects.toThrow(reason);
        await expect(transact((tx) => unmigrated.commitTx(tx, "missing:1", "token"))).rejects.toThrow(reason);
      }
    },
  );

  test("is reported by ready() before the first delivery, and with a delivery in the log", async () => {
    const { log, entries } = memoryLog();
    const idempotency = postgresStore({ client: pool, table: `${TABLE}_late` });
    const receiver = createReceiver({ secret, log, name: "orders", idempotency });
    receiver.on("order.created", () => undefined);
    await expect(receiver.ready()).rejects.toThrow(`Table ${TABLE}_late is missing`);
    expect(await deliver(receiver, { type: "order.created", body: {} })).toMatchObject({
      status: 500,
      body: "",
    });
    expect(entries.at(-1)?.fields).toMatchObject({
      code: "store_unavailable",
      hint: expect.stringContaining("call `await store.migrate()`"),
    });
    await idempotency.migrate();
    await expect(receiver.ready()).resolves.toBeUndefined();
    await pool.query(`DROP TABLE ${TABLE}_late`);
  });
});

describe("an event is never lost by a transaction that did not commit", () => {
  function receiverWith(
    handler: (key: string, commitTx: (tx: PoolClient) => Promise<void>) => Promise<void>,
  ) {
    const { log, codes } = memoryLog();
    const receiver = createReceiver({ secret, log, name: "orders", idempotency: store });
    receiver.on("order.created", (_order, ctx) => handler(ctx.eventId, (tx) => ctx.commitTx(tx)));
    const attempt = (eventId: string) => deliver(receiver, { type: "order.created", body: {}, eventId });
    return { attempt, codes };
  }

  const insertEffect = (client: PoolClient, key: string) =>
    client.query(`INSERT INTO ${EFFECTS} (key) VALUES ($1)`, [key]);

  test("a statement fails, its error is swallowed and COMMIT responds with ROLLBACK", async () => {
    let isBroken = true;
    const { attempt, codes } = receiverWith(async (key, commitTx) => {
      const client = await pool.connect();
      try {
        await client.query("BEGIN");
        await insertEffect(client, key);
        await commitTx(client);
        if (isBroken) await client.query("SELECT 1 / 0").catch(() => undefined);
        await client.query("COMMIT");
      } finally {
        client.release();
      }
    });
    expect((await attempt("evt_swallowed")).status).toBe(500);
    expect(codes()).toEqual(["transaction_not_committed"]);
    isBroken = false;
    expect(await attempt("evt_swallowed")).toMatchObject({ status: 200, body: '{"code":"handled"}' });
    expect(await countEffects("evt_swallowed")).toBe(1);
  });

  const outside: Record<string, (client: PoolClient) => Promise<unknown>> = {
    "BEGIN is forgotten": () => Promise.resolve(),
    "the transaction has been committed": async (client) => {
      await client.query("BEGIN");
      await client.query("COMMIT");
    },
  };
  test.each(Object.keys(outside))(
    "commitTx is refused if %s, and the event is handled again",
    async (name) => {
      let isBroken = true;
      const eventId = `evt_${name.replaceAll(" ", "_")}`;
      const { attempt } = receiverWith(async (key, commitTx) => {
        const client = await pool.connect();
        try {
          await (isBroken ? outside[name]!(client) : client.query("BEGIN"));
          await commitTx(client);
          await insertEffect(client, key);
          await client.query("COMMIT");
        } finally {
          client.release();
        }
      });
      expect(await attempt(eventId)).toMatchObject({ status: 500, body: '{"code":"handler_failed"}' });
      isBroken = false;
      expect(await attempt(eventId)).toMatchObject({ body: '{"code":"handled"}' });
      expect(await countEffects(eventId)).toBe(1);
    },
  );

  test("commitTx is refused on a reserved connection without a transaction", async () => {
    const token = await acquire("reserved:1");
    const reserved = await sql.reserve();
    try {
      await expect(store.commitTx(reserved, "reserved:1", token)).rejects.toThrow(/open transaction/);
    } finally {
      reserved.release();
    }
    expect(await store.claim("reserved:1", 30_000)).toMatchObject({ state: "in_progress" });
  });
});
