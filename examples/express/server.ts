import Database from "better-sqlite3";
import express from "express";
import { createReceiver, reject, retry } from "@harbor/receiver";
import { expressAdapter } from "@harbor/receiver/express";
import { sqliteStore } from "@harbor/receiver/stores/sqlite";
import { z } from "zod";

const database = new Database(process.env.DATABASE_FILE ?? "points.db");
database.pragma("journal_mode = WAL");
database.exec(
  "CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, name TEXT NOT NULL, points INTEGER NOT NULL)",
);
const addCustomer = database.prepare(
  "INSERT INTO customers (id, name, points) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
);
const addPoints = database.prepare("UPDATE customers SET points = points + ? WHERE id = ?");
const findCustomer = database.prepare("SELECT id, name, points FROM customers WHERE id = ?");

const idempotency = sqliteStore({ database });
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
  .on("customer.created", ({ customer_id, name }) => {
    addCustomer.run(customer_id, name);
  })
  .on("order.paid", ({ customer_id, amount_cents, currency }, ctx) => {
    if (currency !== "EUR") throw reject(`no points for ${currency}`);
    const award = database.transaction(() => {
      const { changes } = addPoints.run(Math.floor(amount_cents / 100), customer_id);
      // Events arrive in any order: the one of the customer may come later.
      if (changes === 0) throw retry({ afterSeconds: 30 });
      ctx.commitTx(database); // points and record in one transaction: never twice, not even after a crash
    });
    award.immediate();
  });

await receiver.ready();

const app = express();
app.use("/webhooks/harbor", expressAdapter(receiver)); // above any body parser
app.use(express.json());
app.get("/customers/:id", (request, response) => {
  const customer = findCustomer.get(request.params.id);
  response.status(customer === undefined ? 404 : 200).json(customer ?? null);
});

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  console.log(`takes deliveries on http://127.0.0.1:${port}/webhooks/harbor`);
});

process.once("SIGTERM", () => {
  server.close(() => {
    void receiver.idle().then(() => database.close()); // a handler that exceeded its time may still finish
  });
});
