import { createReceiver, reject, retry } from "@harbor/receiver";
import { z } from "zod";

/** One receiver for both routers; an application has one of them. */
export const receiver = createReceiver({
  // A function, because `next build` loads this file too and has no secret.
  secret: () => process.env.HARBOR_SIGNING_SECRET,
  events: {
    "order.created": z.object({ order_id: z.string(), currency: z.string() }),
    "parcel.scanned": z.object({ parcel_id: z.string(), depot: z.string() }),
  },
})
  .on("order.created", (order, ctx) => {
    if (order.currency !== "EUR") return reject(`unknown currency ${order.currency}`);
    ctx.log.info({ order_id: order.order_id }, "order taken");
  })
  .on("parcel.scanned", (parcel) => {
    if (parcel.depot === "closed") return retry({ afterSeconds: 60 });
    throw new Error(`no depot is called ${parcel.depot}`);
  });
