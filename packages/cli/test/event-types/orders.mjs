import { defineEvents } from "@harbor/client";
import { z } from "zod";

const Address = z.object({ city: z.string(), country: z.string().length(2) }).meta({ id: "Address" });
const Category = z
  .object({
    name: z.string(),
    get parts() {
      return z.array(Category).optional();
    },
  })
  .meta({ id: "Category" });
const Payment = z.discriminatedUnion("method", [
  z.object({ method: z.literal("card"), last4: z.string() }),
  z.object({ method: z.literal("invoice"), due: z.string().nullable() }),
]);

export const events = defineEvents({
  "order.created": z
    .object({
      order_id: z.string().meta({ description: "Yours, not Harbor's." }),
      amount_cents: z.int().positive(),
      status: z.enum(["open", "paid"]).optional(),
      ship_to: Address,
      payment: Payment,
      labels: z.record(z.string(), z.string()),
      "odd name": z.tuple([z.string(), z.number()]).optional(),
    })
    .meta({ description: "An order was placed.", deprecated: false }),
  "category.changed": z.object({ category: Category, seen_by: z.array(Address) }),
  "node.added": z.object({
    value: z.union([z.string(), z.number(), z.null()]),
    get children() {
      return z.array(events["node.added"]);
    },
  }),
  anything: z.unknown(),
});

export const others = defineEvents({ "user.created": z.object({ id: z.string() }) });
