import express from "express";
import { createReceiver } from "@harbor/receiver";
import { expressAdapter } from "@harbor/receiver/express";
import { sqliteStore } from "@harbor/receiver/stores/sqlite";
import { book, database, Event, serve } from "./books.js";

const idempotency = sqliteStore({ database });
await idempotency.migrate();

/** Not the id of the Harbor event: an event of the old sender that is sent again through Harbor has a new one. */
const idempotencyKey = ({ body }: { body: unknown }): string => Event.parse(body).id;

const billing = createReceiver({
  name: "billing",
  secret: process.env.HARBOR_BILLING_SECRET,
  idempotency,
  idempotencyKey,
  events: { "invoice.paid": Event },
}).on("invoice.paid", (event, ctx) => book("billing", event, () => ctx.commitTx(database)));

const shop = createReceiver({
  name: "shop",
  secret: process.env.HARBOR_SHOP_SECRET,
  idempotency,
  idempotencyKey,
  events: { "order.refunded": Event },
}).on("order.refunded", (event, ctx) => book("shop", event, () => ctx.commitTx(database)));

await Promise.all([billing.ready(), shop.ready()]);

const app = express();
app.use("/webhooks/billing", expressAdapter(billing));
app.use("/webhooks/shop", expressAdapter(shop));
serve(app, () => Promise.all([billing.idle(), shop.idle()]));
