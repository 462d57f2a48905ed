import { randomBytes } from "node:crypto";

/** An event to try a receiver with. */
export interface Sample {
  type: string;
  body: unknown;
}

/** Sample events for `harbor trigger`, with new ids on every call, so that a receiver does not take them for repetitions. */
export function createSamples(): Sample[] {
  const [order_id, invoice_id, customer_id] = ["ord", "inv", "cus"].map(newId);
  return [
    {
      type: "order.created",
      body: { order_id, amount_cents: 4500, currency: "EUR", items: [{ sku: "A-1", quantity: 2 }] },
    },
    { type: "order.cancelled", body: { order_id, reason: "customer_request" } },
    { type: "invoice.paid", body: { invoice_id, order_id, amount_cents: 4500, currency: "EUR" } },
    { type: "invoice.payment_failed", body: { invoice_id, attempt: 1, failure: "card_declined" } },
    { type: "customer.created", body: { customer_id, email: "ada@customer.example", locale: "fr-FR" } },
  ];
}

function newId(prefix: string): string {
  return `${prefix}_${randomBytes(6).toString("hex")}`;
}
