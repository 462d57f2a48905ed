import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Database from "better-sqlite3";
import { nodeAdapter } from "@harbor/receiver/node";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createLedger } from "./ledger.js";
import { announcePayment, events } from "./shop.js";

let harbor: TestHarbor<typeof events>;
let ledger: Awaited<ReturnType<typeof createLedger>>;
let server: Server;
let secret = "";

beforeAll(async () => {
  harbor = await startHarbor({ client: { events } });
});
beforeEach(async () => {
  await harbor.reset(); // an empty environment with its own key and clock
  ledger = await createLedger({ database: new Database(":memory:"), secret: () => secret });
  server = createServer(nodeAdapter(ledger.receiver));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address() as AddressInfo;
  const { signing_secret } = await harbor.client.destinations.create({
    url: `http://127.0.0.1:${port}/webhooks/harbor`,
    subscriptions: [{ event_type: "invoice.*" }],
  });
  secret = signing_secret ?? "";
  return () => server.close();
});
afterAll(() => harbor.stop());

/** The ids of all deliveries of an event. */
async function deliveriesOf(eventId: string): Promise<string[]> {
  const { deliveries } = await harbor.client.events.get(eventId);
  return deliveries.map(({ id }) => id);
}

/** The id of its first delivery. */
async function deliveryOf(eventId: string): Promise<string> {
  const [first = ""] = await deliveriesOf(eventId);
  return first;
}

test("a payment is booked", async () => {
  const event = await announcePayment(harbor.client, { id: "inv_1", amountCents: 4500 });
  await harbor.waitForDelivery(await deliveryOf(event), { status: "succeeded" });
  expect(ledger.balanceCents()).toBe(4500);
});

test("the same payment is announced and booked once, however often it is sent or delivered", async () => {
  const event = await announcePayment(harbor.client, { id: "inv_1", amountCents: 4500 });
  expect(await announcePayment(harbor.client, { id: "inv_1", amountCents: 4500 })).toBe(event);
  await harbor.waitForDelivery(await deliveryOf(event), { status: "succeeded" });

  await harbor.client.events.replay(event);
  const ids = await deliveriesOf(event);
  expect(ids).toHaveLength(2);
  for (const id of ids) await harbor.waitForDelivery(id, { status: "succeeded" });
  expect(ledger.balanceCents()).toBe(4500);
});

test("while the books are closed it is sent again later", async () => {
  ledger.setOpen(false);
  const event = await announcePayment(harbor.client, { id: "inv_1", amountCents: 4500 });
  const id = await deliveryOf(event);
  await harbor.waitForDelivery(id, { status: "retrying" });

  ledger.setOpen(true);
  await harbor.clock.advance("59m");
  expect(ledger.balanceCents()).toBe(0);
  await harbor.clock.advance("2m"); // no test waits for an hour
  await harbor.waitForDelivery(id, { status: "succeeded" });
  expect(ledger.balanceCents()).toBe(4500);
});

test("one that cannot be booked becomes a dead letter, and is replayed once it can", async () => {
  const event = await announcePayment(harbor.client, { id: "inv_1", amountCents: 4500, currency: "CHF" });
  const id = await deliveryOf(event);
  const dead = await harbor.waitForDelivery(id, { status: "dead" });
  expect(dead).toMatchObject({ dead_reason: "rejected", response_code: 422 });
  expect(dead.response_body).toContain("no account in CHF");

  ledger.openAccount("CHF");
  await harbor.client.dlq.replay(id);
  await harbor.waitForDelivery(id, { status: "succeeded" });
  expect(ledger.balanceCents()).toBe(4500);
});
