import { defineEvents } from "@harbor/client";
import { z } from "zod";

const order = { order_id: z.string(), customer_id: z.string(), amount_cents: z.int().positive() };

/** The events of this service. A receiver that imports them has typed handlers. */
export const events = defineEvents({
  "order.created": z.object(order),
  "order.cancelled": z.object({ ...order, reason: z.string() }),
});
