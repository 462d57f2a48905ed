import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createReceiver } from "@harbor/receiver";
import { nodeAdapter } from "@harbor/receiver/node";
import { startHarbor } from "@harbor/testing";
import { expect, test } from "vitest";

test("the event arrives and is handled", async () => {
  const harbor = await startHarbor();
  let secret = "";
  const receiver = createReceiver({ secret: () => secret }).on("order.created", () => undefined);
  const app = createServer(nodeAdapter(receiver)).listen(0); // your application
  const { port } = app.address() as AddressInfo;

  const destination = await harbor.client.destinations.create({ url: `http://127.0.0.1:${port}/` });
  secret = destination.signing_secret ?? "";
  await harbor.client.subscriptions.create({ destination_id: destination.id, event_type: "order.*" });
  const { deliveries } = await harbor.client.events.send({ type: "order.created", body: {} });
  for (const { id } of deliveries) {
    const delivery = await harbor.waitForDelivery(id, { status: "succeeded" });
    expect(delivery.response_code).toBe(200);
  }

  app.close();
  await harbor.stop();
});
