import { defineEvents } from "@harbor/client";
import { z } from "zod";

const Item = z.object({ sku: z.string(), quantity: z.int().positive() }).meta({ id: "Item" });

/** The events of the shop. CI pushes them to the catalogue, from where receivers pull their types. */
export const events = defineEvents({
  "order.created": z
    .object({
      order_id: z.string().meta({ description: "The same in all events of the order." }),
      items: z.array(Item).min(1),
      shipping: z.enum(["standard", "express"]),
      gift_note: z.string().optional(),
    })
    .meta({
      description: "A customer has paid for an order.",
      examples: [{ order_id: "ord_1", items: [{ sku: "mug", quantity: 2 }], shipping: "standard" }],
    }),
  "order.cancelled": z
    .object({ order_id: z.string(), reason: z.string().nullable() })
    .meta({ description: "A customer has cancelled an order that was not shipped." }),
});
