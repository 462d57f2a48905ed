import type { Database } from "better-sqlite3";
import { createReceiver, reject, retry } from "@harbor/receiver";
import { sqliteStore } from "@harbor/receiver/stores/sqlite";
import { events } from "./shop.js";

/** The receiver: books each payment once, and none while the books are closed. */
export async function createLedger({ database, secret }: { database: Database; secret: () => string }) {
  database.exec(
    "CREATE TABLE IF NOT EXISTS bookings (invoice_id TEXT PRIMARY KEY, amount_cents INTEGER NOT NULL)",
  );
  const book = database.prepare("INSERT INTO bookings (invoice_id, amount_cents) VALUES (?, ?)");
  const sum = database.prepare<[], { cents: number }>("SELECT total(amount_cents) AS cents FROM bookings");
  const idempotency = sqliteStore({ database });
  await idempotency.migrate();

  const currencies = new Set(["EUR"]);
  let isOpen = true;
  const receiver = createReceiver({ name: "ledger", secret, idempotency, events }).on(
    "invoice.paid",
    (invoice, ctx) => {
      if (!isOpen) throw retry({ afterSeconds: 3600 });
      if (!currencies.has(invoice.currency)) throw reject(`no account in ${invoice.currency}`);
      database
        .transaction(() => {
          book.run(invoice.invoice_id, invoice.amount_cents);
          ctx.commitTx(database); // the booking and the record of the event, in one transaction
        })
        .immediate();
    },
  );

  return {
    receiver,
    balanceCents: () => sum.get()?.cents ?? 0,
    setOpen: (open: boolean) => (isOpen = open),
    openAccount: (currency: string) => currencies.add(currency),
  };
}
