import { Injectable, type OnApplicationShutdown, type OnModuleInit } from "@nestjs/common";
import { createReceiver, reject, retry } from "@harbor/receiver";
import { sqliteStore } from "@harbor/receiver/stores/sqlite";
import { z } from "zod";
import { Database } from "./database.js";
import { PointsService } from "./points.service.js";

/** The handlers of Harbor's deliveries. They call injected services, like a controller. */
@Injectable()
export class PointsReceiver implements OnModuleInit, OnApplicationShutdown {
  readonly receiver;
  private readonly idempotency;

  constructor(
    private readonly database: Database,
    points: PointsService,
  ) {
    this.idempotency = sqliteStore({ database: database.handle });
    this.receiver = createReceiver({
      name: "points",
      secret: process.env.HARBOR_SIGNING_SECRET,
      idempotency: this.idempotency,
      events: {
        "customer.created": z.object({ customer_id: z.string(), name: z.string() }),
        "order.paid": z.object({ customer_id: z.string(), amount_cents: z.int(), currency: z.string() }),
      },
    })
      .on("customer.created", ({ customer_id, name }) => points.addCustomer(customer_id, name))
      .on("order.paid", ({ customer_id, amount_cents, currency }, ctx) => {
        if (currency !== "EUR") throw reject(`no points for ${currency}`);
        const award = database.handle.transaction(() => {
          const isKnown = points.addPoints(customer_id, Math.floor(amount_cents / 100));
          // Events arrive in any order: the one of the customer may come later.
          if (!isKnown) throw retry({ afterSeconds: 30 });
          ctx.commitTx(database.handle); // points and record in one transaction: never twice, not even after a crash
        });
        award.immediate();
      });
  }

  async onModuleInit(): Promise<void> {
    await this.idempotency.migrate();
    await this.receiver.ready();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.receiver.idle(); // a handler that exceeded its time may still finish
    this.database.handle.close();
  }
}
