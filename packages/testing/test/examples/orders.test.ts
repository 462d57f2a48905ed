import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

let harbor: TestHarbor;
beforeAll(async () => {
  harbor = await startHarbor();
});
beforeEach(() => harbor.reset());
afterAll(() => harbor.stop());

test("a new order is announced", async () => {
  const inbox = await harbor.receiver({ events: ["order.*"] });

  // The code under test does this, with harbor.url and harbor.apiKey.
  await harbor.client.events.send({ type: "order.created", body: { order_id: "ord_123" } });

  const delivery = await inbox.next();
  expect(delivery.eventType).toBe("order.created");
  expect(delivery.json).toEqual({ order_id: "ord_123" });
});

test("a receiver that is down for an hour still gets it", async () => {
  const inbox = await harbor.receiver();
  inbox.reply(503, "reset", 204); // to the first three requests; then 200 again

  const event = await harbor.client.events.send({ type: "order.created", body: null });
  const id = event.deliveries[0]?.id ?? "";
  await harbor.waitForDelivery(id, { status: "retrying" });
  await harbor.clock.advance("1h"); // resolves when every retry that became due was sent

  expect(await harbor.waitForDelivery(id)).toMatchObject({ status: "succeeded", retry_count: 2 });
  expect(inbox.received.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
});
