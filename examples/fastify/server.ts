import fastify from "fastify";
import { Pool, type PoolClient } from "pg";
import { createReceiver, reject, retry } from "@harbor/receiver";
import { fastifyAdapter } from "@harbor/receiver/fastify";
import { postgresStore } from "@harbor/receiver/stores/postgres";
import { z } from "zod";

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
await pool.query(
  "CREATE TABLE IF NOT EXISTS customers (id text PRIMARY KEY, name text NOT NULL, points integer NOT NULL)",
);
const idempotency = postgresStore({ client: pool });
await idempotency.migrate();

const receiver = createReceiver({
  name: "points",
  secret: process.env.HARBOR_SIGNING_SECRET,
  idempotency,
  events: {
    "customer.created": z.object({ customer_id: z.string(), name: z.string() }),
    "order.paid": z.object({ customer_id: z.string(), amount_cents: z.int(), currency: z.string() }),
  },
})
  .on("customer.created", async ({ customer_id, name }) => {
    await pool.query("INSERT INTO customers VALUES ($1, $2, 0) ON CONFLICT DO NOTHING", [customer_id, name]);
  })
  .on("order.paid", async ({ customer_id, amount_cents, currency }, ctx) => {
    if (currency !== "EUR") throw reject(`no points for ${currency}`);
    await inTransaction(async (client) => {
      const { rowCount } = await client.query("UPDATE customers SET points = points + $1 WHERE id = $2", [
        Math.floor(amount_cents / 100),
        customer_id,
      ]);
      // Events may come in any order: the customer's own may still be on its way.
      if (rowCount === 0) throw retry({ afterSeconds: 30 });
      await ctx.commitTx(client); // points and memory in one transaction: never twice, not even after a crash
    });
  });

async function inTransaction(work: (client: PoolClient) => Promise<void>): Promise<void> {
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

const app = fastify();
await app.register(fastifyAdapter(receiver), { prefix: "/webhooks/harbor" });

app.get<{ Params: { id: string } }>("/customers/:id", async (request, reply) => {
  const { rows } = await pool.query("SELECT id, name, points FROM customers WHERE id = $1", [
    request.params.id,
  ]);
  return reply.code(rows.length === 0 ? 404 : 200).send(rows[0] ?? null);
});

app.addHook("onClose", async () => {
  await receiver.idle(); // handlers that ran past their time may still finish
  await pool.end();
});

const origin = await app.listen({ port: Number(process.env.PORT ?? 3000), host: "127.0.0.1" });
console.log(`takes deliveries on ${origin}/webhooks/harbor`);
process.once("SIGTERM", () => void app.close());
