import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import { Webhook as StandardWebhook } from "standardwebhooks";
import { Stripe } from "stripe";
import { Webhook as SvixWebhook } from "svix";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { secret as billingSecret, send } from "../support.js";
import { freePort } from "../free-port.js";
import { type ExampleProcess, runExample } from "./run-example.js";

type Sender = "billing" | "shop";

const SHOP_SECRET = "the-secret-of-the-old-shop";
const TYPES = { billing: "invoice.paid", shop: "order.refunded" };
const stripe = new Stripe("sk_test_none");
let folder: string;
let port: number;
let harbor: TestHarbor;
let app: ExampleProcess;
const destinations = {} as Record<Sender, { id: string; secret: string }>;

const urlOf = (sender: Sender): string => `http://127.0.0.1:${port}/webhooks/${sender}`;
const bodyOf = (sender: Sender, id: string) => ({ id, type: TYPES[sender], data: { amount_cents: 100 } });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "harbor-migration-"));
  [port, harbor] = await Promise.all([freePort(), startHarbor()]);
});
beforeEach(async () => {
  await harbor.reset();
  for (const sender of ["billing", "shop"] as const) {
    const { id, signing_secret } = await harbor.client.destinations.putByUid(sender, {
      url: urlOf(sender),
      signature: sender === "billing" ? "standard" : "harbor",
      subscriptions: [{ event_type: TYPES[sender] }],
    });
    destinations[sender] = { id, secret: signing_secret ?? "" };
  }
});
afterAll(async () => {
  await harbor.stop();
  await rm(folder, { recursive: true });
});

/** Stops the application, and starts the next step on the same database and port. */
async function deploy(step: "before" | "during" | "after"): Promise<void> {
  app = await runExample("migration", `${step}.ts`, {
    PORT: String(port),
    DATABASE_FILE: join(folder, "books.db"),
    BILLING_SECRET: billingSecret,
    SHOP_SECRET,
    HARBOR_BILLING_SECRET: destinations.billing.secret,
    HARBOR_SHOP_SECRET: destinations.shop.secret,
  });
}

async function stop(): Promise<void> {
  expect(await app.stop()).toBe(0);
}

async function post(sender: Sender, id: string, sign: (body: string) => Record<string, string>) {
  const body = JSON.stringify(bodyOf(sender, id));
  const headers = { "content-type": "application/json", ...sign(body) };
  return (await send(urlOf(sender), { method: "POST", headers, body: Buffer.from(body) })).status;
}

/** Billing before the migration, with the library of Svix or of Standard Webhooks. */
const oldBilling = (id: string, prefix: "svix" | "webhook" = "svix", secret = billingSecret) =>
  post("billing", id, (body) => {
    const Library = prefix === "svix" ? SvixWebhook : StandardWebhook;
    const now = new Date();
    return {
      [`${prefix}-id`]: `msg_${id}`,
      [`${prefix}-timestamp`]: String(Math.floor(now.getTime() / 1000)),
      [`${prefix}-signature`]: new Library(secret).sign(`msg_${id}`, now, body),
    };
  });

/** The shop before the migration. */
const oldShop = (id: string, secret = SHOP_SECRET) =>
  post("shop", id, (payload) => ({
    "shop-signature": stripe.webhooks.generateTestHeaderString({ payload, secret }),
  }));

/** Both senders after the migration. Returns the delivery. */
async function viaHarbor(sender: Sender, id: string): Promise<string> {
  const { deliveries } = await harbor.client.events.send({
    type: TYPES[sender],
    body: bodyOf(sender, id),
    idempotency_key: id,
  });
  return deliveries[0]!.id;
}

async function delivered(...ids: Promise<string>[]): Promise<void> {
  for (const id of await Promise.all(ids)) {
    expect(await harbor.waitForDelivery(id)).toMatchObject({ status: "succeeded" });
  }
}

async function booked(): Promise<string[]> {
  const entries = (await (await fetch(new URL("/entries", app.url))).json()) as { event_id: string }[];
  return entries.map(({ event_id }) => event_id).sort();
}

it("examples/migration: nothing is lost and nothing is booked twice", async () => {
  await deploy("before");
  expect(await oldBilling("b1", "svix", "whsec_Zm9yZ2VkLWZvcmdlZC1mb3JnZWQtZm9yZ2Vk")).toBe(400);
  expect(await oldShop("s1", "forged")).toBe(400);
  expect(await booked()).toEqual([]);
  expect([await oldBilling("b1"), await oldShop("s1")]).toEqual([200, 200]);
  expect([await oldBilling("b1"), await oldShop("s1")]).toEqual([200, 200]); // sent again
  await stop();

  await deploy("during");
  expect([await oldBilling("b1"), await oldShop("s1")]).toEqual([200, 200]); // handled by before.ts
  expect([await oldBilling("b2"), await oldBilling("b3", "webhook"), await oldShop("s2")]).toEqual([
    200, 200, 200,
  ]);
  expect(await oldShop("s2", "forged")).toBe(400);
  await delivered(
    viaHarbor("billing", "b2"),
    viaHarbor("shop", "s2"),
    viaHarbor("billing", "b4"),
    viaHarbor("shop", "s3"),
  );
  expect([await oldBilling("b4"), await oldShop("s3")]).toEqual([200, 200]); // both senders at once
  expect(await booked()).toEqual(["b1", "b2", "b3", "b4", "s1", "s2", "s3"]);
  await stop();

  const waiting = await Promise.all([viaHarbor("billing", "b5"), viaHarbor("shop", "s4")]);
  for (const id of waiting) await harbor.waitForDelivery(id, { status: "retrying" });
  await harbor.client.destinations.update(destinations.billing.id, { signature: "harbor" });

  await deploy("after");
  await harbor.clock.advance("1h");
  await delivered(...waiting.map((id) => Promise.resolve(id)));
  await delivered(viaHarbor("billing", "b6"), viaHarbor("shop", "s5"));
  const { data: events } = await harbor.client.events.list();
  for (const { id } of events) {
    const { data } = await harbor.client.events.replay(id);
    await delivered(...data.map((delivery) => Promise.resolve(delivery.id)));
  }
  expect(await oldShop("s6")).toBe(401);
  expect(await booked()).toEqual(["b1", "b2", "b3", "b4", "b5", "b6", "s1", "s2", "s3", "s4", "s5"]);
  await stop();
});

it("examples/migration: an event that both senders send at the same time is booked once", async () => {
  await deploy("during");
  const numbers = Array.from({ length: 10 }, (_, number) => number);
  await Promise.all(
    numbers.map(async (number) => {
      const [status] = await Promise.all([oldShop(`race${number}`), viaHarbor("shop", `race${number}`)]);
      expect([200, 503]).toContain(status);
    }),
  );
  await harbor.clock.advance("5m");
  const races = (await booked()).filter((id) => id.startsWith("race"));
  expect(races).toEqual(numbers.map((number) => `race${number}`));
  await stop();
});
