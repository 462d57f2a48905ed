import { DurableObject, env } from "cloudflare:workers";
import { createReceiver, reject, retry } from "@harbor/receiver";
import { durableObjectStore } from "@harbor/receiver/stores/durable-objects";
import { webAdapter } from "@harbor/receiver/web";
import { Hono } from "hono";
import { z } from "zod";

export { IdempotencyObject } from "@harbor/receiver/stores/durable-objects";

interface Account {
  name: string;
  points: number;
}

/** One customer's account. */
export class Customer extends DurableObject {
  async open(name: string): Promise<void> {
    if ((await this.read()) === undefined)
      await this.ctx.storage.put<Account>("account", { name, points: 0 });
  }

  /** Whether there is an account to add to. */
  async add(points: number): Promise<boolean> {
    const account = await this.read();
    if (account === undefined) return false;
    await this.ctx.storage.put<Account>("account", { ...account, points: account.points + points });
    return true;
  }

  async read(): Promise<Account | undefined> {
    return this.ctx.storage.get<Account>("account");
  }
}

const customer = (id: string) => env.CUSTOMERS.get(env.CUSTOMERS.idFromName(id));

const receiver = createReceiver({
  name: "points",
  secret: () => env.HARBOR_SIGNING_SECRET,
  idempotency: durableObjectStore({ namespace: env.IDEMPOTENCY }),
  events: {
    "customer.created": z.object({ customer_id: z.string(), name: z.string() }),
    "order.paid": z.object({ customer_id: z.string(), amount_cents: z.int(), currency: z.string() }),
  },
})
  .on("customer.created", async ({ customer_id, name }) => {
    await customer(customer_id).open(name);
  })
  .on("order.paid", async ({ customer_id, amount_cents, currency }) => {
    if (currency !== "EUR") throw reject(`no points for ${currency}`);
    const isKnown = await customer(customer_id).add(Math.floor(amount_cents / 100));
    // Events may come in any order: the customer's own may still be on its way.
    if (!isKnown) throw retry({ afterSeconds: 30 });
  });

const harbor = webAdapter(receiver);
const app = new Hono();
app.all("/webhooks/harbor", (c) => harbor(c.req.raw, c.executionCtx)); // c.executionCtx lets a late handler finish
app.get("/customers/:id", async (c) => {
  const account = await customer(c.req.param("id")).read();
  return c.json(account ?? null, account === undefined ? 404 : 200);
});

export default app;
