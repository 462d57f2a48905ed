import Database from "better-sqlite3";
import express from "express";
import { createReceiver, reject } from "@harbor/receiver";
import { expressAdapter } from "@harbor/receiver/express";
import { sqliteStore } from "@harbor/receiver/stores/sqlite";
import { z } from "zod";

const database = new Database(process.env.DATABASE_FILE ?? "payments.db");
database.pragma("journal_mode = WAL");
database.exec("CREATE TABLE IF NOT EXISTS payments (id TEXT PRIMARY KEY, amount_cents INTEGER NOT NULL)");
database.exec("CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, email TEXT NOT NULL)");
const addPayment = database.prepare("INSERT INTO payments (id, amount_cents) VALUES (?, ?)");
const putUser = database.prepare("INSERT OR REPLACE INTO users (id, email) VALUES (?, ?)");
const findPayment = database.prepare("SELECT id, amount_cents FROM payments WHERE id = ?");
const findUser = database.prepare("SELECT id, email FROM users WHERE id = ?");

const idempotency = sqliteStore({ database });
await idempotency.migrate();

// A secret (whsec_…): HMAC. The type is the field `type` of the body.
const payments = createReceiver({
  scheme: "standard",
  name: "payments", // each sender has its own ids, so each receiver has its own name
  secret: process.env.PAYMENTS_SECRET,
  idempotency,
  events: {
    "payment.captured": z.object({ data: z.object({ id: z.string(), amount_cents: z.int() }) }),
  },
}).on("payment.captured", ({ data }, ctx) => {
  if (data.amount_cents < 0) throw reject("a captured payment cannot be negative");
  const record = database.transaction(() => {
    addPayment.run(data.id, data.amount_cents);
    ctx.commitTx(database); // payment and record in one transaction: never twice, not even after a crash
  });
  record.immediate();
});

// A public key (whpk_…): Ed25519. This sender names the type differently.
const users = createReceiver({
  scheme: "standard",
  name: "users",
  secret: process.env.USERS_PUBLIC_KEY,
  typeOf: (body) => z.object({ event: z.string() }).safeParse(body).data?.event,
  idempotency,
  events: { "user.updated": z.object({ user: z.object({ id: z.string(), email: z.string() }) }) },
}).on("user.updated", ({ user }) => {
  putUser.run(user.id, user.email);
});

await Promise.all([payments.ready(), users.ready()]);

const app = express();
app.use("/webhooks/payments", expressAdapter(payments)); // above any body parser
app.use("/webhooks/users", expressAdapter(users));
app.use(express.json());
app.get("/payments/:id", (request, response) => {
  const payment = findPayment.get(request.params.id);
  response.status(payment === undefined ? 404 : 200).json(payment ?? null);
});
app.get("/users/:id", (request, response) => {
  const user = findUser.get(request.params.id);
  response.status(user === undefined ? 404 : 200).json(user ?? null);
});

const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  console.log(`takes deliveries on http://127.0.0.1:${port}/webhooks`);
});

process.once("SIGTERM", () => {
  server.close(() => {
    // A handler that exceeded its time may still finish.
    void Promise.all([payments.idle(), users.idle()]).then(() => database.close());
  });
});
