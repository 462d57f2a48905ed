import { startHarbor } from "@harbor/testing";
import { expect, test } from "vitest";

test("a receiver that is down for an hour gets the event", async () => {
  const harbor = await startHarbor();
  const inbox = await harbor.receiver();
  inbox.always(503);
  const { deliveries } = await harbor.client.events.send({ type: "order.created", body: {} });
  const [first] = deliveries;
  await inbox.next();

  await harbor.clock.advance("30m"); // retries after 30 s, 2 min and 10 min: all fail
  expect(inbox.received).toHaveLength(4);

  inbox.always(200);
  await harbor.clock.advance("2h"); // the fourth retry
  const delivery = await harbor.waitForDelivery(first?.id ?? "", { status: "succeeded" });
  expect(delivery.retry_count).toBe(4);
  await harbor.stop();
});

test("after the last retry the delivery is in the dead-letter queue", async () => {
  const harbor = await startHarbor();
  const inbox = await harbor.receiver();
  inbox.always(500);
  await harbor.client.events.send({ type: "order.created", body: {} });
  await inbox.next();
  await harbor.clock.advance("48h");

  const [dead] = await harbor.client.dlq.list().toArray({ limit: 1 });
  expect(dead?.dead_reason).toBe("retries_exhausted");
  await harbor.stop();
});
