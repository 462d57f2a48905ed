import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver } from "@harbor/receiver";
import { nodeAdapter } from "@harbor/receiver/node";
import { events, type Item } from "./generated/events.js";

/** The items to pack, by order. In memory: this example is about types. */
const open = new Map<string, Item[]>();

const receiver = createReceiver({ secret: process.env.HARBOR_SIGNING_SECRET, events })
  .on("order.created", ({ order_id, items, shipping, gift_note }) => {
    open.set(order_id, items);
    console.log(`pack ${order_id}, ${shipping}${gift_note === undefined ? "" : ", with a note"}`);
  })
  .on("order.cancelled", ({ order_id }) => void open.delete(order_id));
await receiver.ready();

const harbor = nodeAdapter(receiver);
const server = createServer((request, response) => {
  if (request.url === "/webhooks/harbor") harbor(request, response);
  else response.setHeader("content-type", "application/json").end(JSON.stringify(Object.fromEntries(open)));
});
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  const { port } = server.address() as AddressInfo;
  console.log(`takes deliveries on http://127.0.0.1:${port}/webhooks/harbor`);
});
process.once("SIGTERM", () => server.close());
