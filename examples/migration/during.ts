import express from "express";
import { createReceiver } from "@harbor/receiver";
import { expressAdapter } from "@harbor/receiver/express";
import { sqliteStore } from "@harbor/receiver/stores/sqlite";
import { book, database, Event, serve } from "./books.js";
import { isFromShop } from "./old-signatures.js";

const { BILLING_SECRET, HARBOR_BILLING_SECRET, SHOP_SECRET = "", HARBOR_SHOP_SECRET } = process.env;

const idempotency = sqliteStore({ database });
await idempotency.migrate();
await importHandled();

/** The id in the body: the same from the old sender and from Harbor. */
const idempotencyKey = ({ body }: { body: unknown }): string => Event.parse(body).id;

// One receiver takes what Svix signs and what Harbor signs with `signature: "standard"`.
const billing = createReceiver({
  scheme: "standard",
  name: "billing",
  secret: [HARBOR_BILLING_SECRET, BILLING_SECRET],
  idempotency,
  idempotencyKey,
  events: { "invoice.paid": Event },
}).on("invoice.paid", (event, ctx) => book("billing", event, () => ctx.commitTx(database)));

const shop = createReceiver({
  name: "shop",
  secret: HARBOR_SHOP_SECRET,
  idempotency,
  idempotencyKey,
  events: { "order.refunded": Event },
}).on("order.refunded", (event, ctx) => book("shop", event, () => ctx.commitTx(database)));

await Promise.all([billing.ready(), shop.ready()]);

const app = express();
app.use("/webhooks/billing", expressAdapter(billing));
app.use("/webhooks/shop", expressAdapter(shop, { onlyDeliveries: true })); // those that Harbor signed
// The adapter passes on the others, which the old shop signed.
app.post("/webhooks/shop", express.raw({ type: "application/json" }), async (request, response) => {
  const body = request.body as Buffer;
  if (!isFromShop(request, body, SHOP_SECRET)) return void response.sendStatus(400);
  response.sendStatus(await handleOnce("shop", Event.parse(JSON.parse(body.toString()))));
});
serve(app, () => Promise.all([billing.idle(), shop.idle()]));

/** An event of the old shop, in the same store and under the same key as those of Harbor. */
async function handleOnce(sender: string, event: Event): Promise<number> {
  const key = `${sender}:${event.id}`;
  const claim = await idempotency.claim(key, 30_000);
  if (claim.state === "in_progress") return 503;
  if (claim.state === "done") return 200;
  book(sender, event, () => idempotency.commitTx(database, key, claim.token));
  return 200;
}

/** An event that before.ts has handled stays handled. Can be repeated. */
async function importHandled(): Promise<void> {
  const handled = database
    .prepare<[], { sender: string; id: string }>("SELECT sender, id FROM handled")
    .all();
  for (const { sender, id } of handled) {
    const claim = await idempotency.claim(`${sender}:${id}`, 30_000);
    if (claim.state === "acquired") await idempotency.commit(`${sender}:${id}`, claim.token);
  }
}
