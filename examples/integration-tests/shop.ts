import { defineEvents, type Harbor } from "@harbor/client";
import { z } from "zod";

export const events = defineEvents({
  "invoice.paid": z.object({ invoice_id: z.string(), amount_cents: z.int(), currency: z.string() }),
});

/** The sender: announces a paid invoice. The id of the invoice is the idempotency key, so a repeated call sends no second event. */
export async function announcePayment(
  harbor: Harbor<typeof events>,
  invoice: { id: string; amountCents: number; currency?: string },
): Promise<string> {
  const { id, amountCents: amount_cents, currency = "EUR" } = invoice;
  const body = { invoice_id: id, amount_cents, currency };
  const event = await harbor.events.send({ type: "invoice.paid", body, idempotency_key: `paid-${id}` });
  return event.id;
}
