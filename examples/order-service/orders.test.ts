import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Harbor } from "@harbor/client";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import { Pool } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { events } from "./events.js";
import { createOrderService, type OrderService } from "./order-service.js";

let harbor: TestHarbor;
let pool: Pool;
let service: OrderService;
let server: Server;
let isHarborDown = false;

beforeAll(async () => {
  harbor = await startHarbor();
  pool = new Pool({ connectionString: process.env.DATABASE_URL });
  const client = new Harbor({
    apiKey: harbor.apiKey,
    baseUrl: harbor.url,
    events,
    maxRetries: 0,
    fetch: (url, init) => (isHarborDown ? Promise.reject(new TypeError("fetch failed")) : fetch(url, init)),
  });
  service = await createOrderService({ pool, harbor: client });
  server = service.app.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  server.close();
  await service.stop();
  await pool.end();
  await harbor.stop();
});

async function post(path: string, body: unknown): Promise<{ status: number; text: string }> {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

async function placeOrder(): Promise<string> {
  const { status, text } = await post("/orders", { customer_id: "cus_1", amount_cents: 4500 });
  expect(status).toBe(201);
  return (JSON.parse(text) as { id: string }).id;
}

test("an order is announced, and its cancellation after it", async () => {
  const inbox = await harbor.receiver({ events: ["order.*"] });
  const id = await placeOrder();
  const created = await inbox.next();
  expect(created.eventType).toBe("order.created");
  expect(created.json).toEqual({ order_id: id, customer_id: "cus_1", amount_cents: 4500 });

  expect(await post(`/orders/${id}/cancel`, { reason: "out of stock" })).toMatchObject({ status: 204 });
  const cancelled = await inbox.next();
  expect(cancelled.eventType).toBe("order.cancelled");
  expect(cancelled.json).toMatchObject({ order_id: id, reason: "out of stock" });
});

test("an order that is refused is not announced", async () => {
  const inbox = await harbor.receiver();
  expect((await post("/orders", { customer_id: "cus_1", amount_cents: -1 })).status).toBe(400);
  expect((await post("/orders/ord_missing/cancel", { reason: "none" })).status).toBe(404);
  const id = await placeOrder();
  expect((await inbox.next()).json).toMatchObject({ order_id: id });
});

test("an order that is placed while Harbor is down is announced later", async () => {
  const inbox = await harbor.receiver();
  isHarborDown = true;
  const id = await placeOrder();
  isHarborDown = false;
  expect((await inbox.next(() => true, { timeoutMs: 15_000 })).json).toMatchObject({ order_id: id });
});
