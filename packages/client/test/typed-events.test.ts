import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver } from "@harbor/receiver";
import { nodeAdapter } from "@harbor/receiver/node";
import { startHarbor } from "@harbor/testing";
import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { defineEvents, Harbor } from "../src/index.js";

const events = defineEvents({
  "order.paid": z.object({
    order_id: z.string(),
    paid_at: z.iso.datetime().transform((text) => new Date(text)),
    currency: z.string().default("EUR"),
  }),
});

test("one definition, from the sender's call through Harbor to the receiver's handler", async () => {
  await using server = await startHarbor();
  const harbor = new Harbor({ apiKey: server.apiKey, baseUrl: server.url, events });
  let secret = "";
  const handled: unknown[] = [];
  const receiver = createReceiver({ secret: () => secret, events }).on("order.paid", (order) => {
    expectTypeOf(order).toEqualTypeOf<{ order_id: string; paid_at: Date; currency: string }>();
    handled.push(order);
  });
  const web = createServer(nodeAdapter(receiver)).listen(0, "127.0.0.1");
  await once(web, "listening");

  const url = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  const destination = await harbor.destinations.create({ url });
  secret = destination.signing_secret ?? "";
  await harbor.subscriptions.create({ destination_id: destination.id, event_type: "order.*" });
  const event = await harbor.events.send({
    type: "order.paid",
    body: { order_id: "ord_123", paid_at: "2026-03-02T09:15:02.881Z" },
  });
  const delivery = await server.waitForDelivery(event.deliveries[0]?.id ?? "");
  web.close();

  expect(delivery).toMatchObject({ status: "succeeded", response_code: 200 });
  // The defaults and transformations are the receiver's.
  expect(event.body).toEqual({ order_id: "ord_123", paid_at: "2026-03-02T09:15:02.881Z" });
  expect(handled).toEqual([
    { order_id: "ord_123", paid_at: new Date("2026-03-02T09:15:02.881Z"), currency: "EUR" },
  ]);
});
