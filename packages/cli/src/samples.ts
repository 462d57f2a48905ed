/** Events to try a receiver with, for `harbor trigger` without a file. */
export interface Sample {
  type: string;
  body: unknown;
}

export const SAMPLES: readonly Sample[] = [
  {
    type: "order.created",
    body: { order_id: "ord_123", amount_cents: 4500, currency: "EUR", items: [{ sku: "A-1", quantity: 2 }] },
  },
  { type: "order.cancelled", body: { order_id: "ord_123", reason: "customer_request" } },
  {
    type: "invoice.paid",
    body: { invoice_id: "inv_456", order_id: "ord_123", amount_cents: 4500, currency: "EUR" },
  },
  { type: "invoice.payment_failed", body: { invoice_id: "inv_456", attempt: 1, failure: "card_declined" } },
  {
    type: "customer.created",
    body: { customer_id: "cus_789", email: "ada@customer.example", locale: "fr-FR" },
  },
];
