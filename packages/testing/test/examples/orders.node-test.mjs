import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { startHarbor } from "@harbor/testing";

let harbor;
before(async () => {
  harbor = await startHarbor();
});
beforeEach(() => harbor.reset());
after(() => harbor.stop());

test("a new order is announced", async () => {
  const inbox = await harbor.receiver({ events: ["order.*"] });
  await harbor.client.events.send({ type: "order.created", body: { order_id: "ord_123" } });
  assert.deepEqual((await inbox.next()).json, { order_id: "ord_123" });
});
