import express, { type Request, type RequestHandler } from "express";
import { book, database, Event, serve } from "./books.js";
import { isFromBilling, isFromShop } from "./old-signatures.js";

database.exec("CREATE TABLE IF NOT EXISTS handled (sender TEXT, id TEXT, PRIMARY KEY (sender, id))");
const findHandled = database.prepare("SELECT id FROM handled WHERE sender = ? AND id = ?");
const markHandled = database.prepare("INSERT INTO handled (sender, id) VALUES (?, ?)");

function handleOnce(sender: string, event: Event): void {
  if (findHandled.get(sender, event.id) !== undefined) return;
  book(sender, event, () => markHandled.run(sender, event.id));
}

function route(sender: string, isAuthentic: (request: Request, body: Buffer) => boolean): RequestHandler {
  return (request, response) => {
    const body = request.body as Buffer;
    if (!isAuthentic(request, body)) return void response.sendStatus(400);
    handleOnce(sender, Event.parse(JSON.parse(body.toString())));
    response.sendStatus(200);
  };
}

const { BILLING_SECRET = "", SHOP_SECRET = "" } = process.env;
const app = express();
app.use(express.raw({ type: "application/json" }));
app.post(
  "/webhooks/billing",
  route("billing", (request, body) => isFromBilling(request, body, BILLING_SECRET)),
);
app.post(
  "/webhooks/shop",
  route("shop", (request, body) => isFromShop(request, body, SHOP_SECRET)),
);
serve(app);
