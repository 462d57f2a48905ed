import { Harbor, HarborError } from "@harbor/client";
import { events } from "./events.js";

const harbor = new Harbor({ events }); // HARBOR_API_KEY and HARBOR_BASE_URL

const { id } = await harbor.events.send({
  type: "order.created",
  body: { order_id: "ord_1", items: [{ sku: "mug", quantity: 2 }], shipping: "express" },
});
console.log(`sent ${id}`);

// A program without these types makes a mistake; the server refuses it.
try {
  const body = { order_id: "ord_2", items: [{ sku: "mug" }] };
  await new Harbor().events.send({ type: "order.created", body });
} catch (error) {
  if (!(error instanceof HarborError)) throw error;
  console.log(`refused: ${error.code}`);
  for (const { path, message } of error.details) console.log(`  ${path} ${message}`);
}
