import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

let harbor: TestHarbor;
beforeAll(async () => {
  harbor = await startHarbor();
});
beforeEach(() => harbor.reset());
afterAll(() => harbor.stop());

test("an order is announced", async () => {
  const inbox = await harbor.receiver({ events: ["order.*"] });
  await harbor.client.events.send({ type: "order.created", body: { order_id: "ord_1" } }); // your code does this
  const received = await inbox.next();
  expect(received.eventType).toBe("order.created");
  expect(received.json).toEqual({ order_id: "ord_1" });
});
