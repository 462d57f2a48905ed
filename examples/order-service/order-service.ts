import { randomUUID } from "node:crypto";
import type { Harbor } from "@harbor/client";
import { createOutbox } from "@harbor/client/outbox";
import express, { type Express } from "express";
import type { Pool, PoolClient } from "pg";
import { z } from "zod";
import { events } from "./events.js";

const NewOrder = z.object({ customer_id: z.string().min(1), amount_cents: z.int().positive() });
const Cancellation = z.object({ reason: z.string().min(1) });

export interface OrderService {
  app: Express;
  /** Stops sending. Events that are not sent yet stay in the database for the next start. */
  stop: () => Promise<void>;
}

/** Orders in PostgreSQL. An order and the event that announces it are written in one transaction. */
export async function createOrderService({
  pool,
  harbor,
}: {
  pool: Pool;
  harbor: Harbor<typeof events>;
}): Promise<OrderService> {
  await pool.query(`CREATE TABLE IF NOT EXISTS orders (
    id text PRIMARY KEY, customer_id text NOT NULL, amount_cents integer NOT NULL, status text NOT NULL
  )`);
  const outbox = createOutbox({ database: pool, events });
  await outbox.migrate();
  const relay = outbox.relay({ harbor, onError: (error) => console.error(error) });
  relay.start();

  const app = express().use(express.json());

  app.post("/orders", async (request, response) => {
    const input = NewOrder.safeParse(request.body);
    if (!input.success) return void response.status(400).json({ error: z.prettifyError(input.error) });
    const { customer_id, amount_cents } = input.data;
    const id = `ord_${randomUUID()}`;
    await inTransaction(pool, async (client) => {
      const values = [id, customer_id, amount_cents];
      await client.query("INSERT INTO orders VALUES ($1, $2, $3, 'open')", values);
      await outbox.enqueue(client, {
        type: "order.created",
        body: { order_id: id, customer_id, amount_cents },
      });
    });
    relay.wake(); // instead of waiting for its next look at the table
    response.status(201).json({ id, customer_id, amount_cents, status: "open" });
  });

  app.post("/orders/:id/cancel", async (request, response) => {
    const input = Cancellation.safeParse(request.body);
    if (!input.success) return void response.status(400).json({ error: z.prettifyError(input.error) });
    const cancelled = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ customer_id: string; amount_cents: number }>(
        `UPDATE orders SET status = 'cancelled' WHERE id = $1 AND status = 'open' RETURNING customer_id, amount_cents`,
        [request.params.id],
      );
      const [order] = rows;
      if (order === undefined) return false;
      const body = { order_id: request.params.id, ...order, reason: input.data.reason };
      await outbox.enqueue(client, { type: "order.cancelled", body });
      return true;
    });
    if (cancelled) relay.wake();
    response.sendStatus(cancelled ? 204 : 404);
  });

  return { app, stop: () => relay.stop() };
}

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  } finally {
    client.release();
  }
}
