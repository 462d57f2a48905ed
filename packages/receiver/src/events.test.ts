import { describe, expect, expectTypeOf, it } from "vitest";
import { z } from "zod";
import { deliver, memoryLog, secret } from "../test/support.js";
import { createReceiver } from "./index.js";

const events = {
  "order.created": z.object({ order_id: z.string() }),
  "order.paid": z.object({ paid_at: z.iso.datetime().transform((text) => new Date(text)) }),
  "order.line_item.added": z.object({ sku: z.string() }),
  "customer.created": z.object({ email: z.string() }),
};

describe("the types of handlers", () => {
  const typed = () => createReceiver({ secret, events, log: memoryLog().log });

  it("give the body of a listed type as its schema puts it out", () => {
    typed().on("order.paid", (order, ctx) => {
      expectTypeOf(order).toEqualTypeOf<{ paid_at: Date }>();
      expectTypeOf(ctx.body).toEqualTypeOf<{ paid_at: Date }>();
      expectTypeOf(ctx.eventType).toEqualTypeOf<"order.paid">();
      expectTypeOf(ctx.listed).toEqualTypeOf<true>();
      expectTypeOf(ctx.commitTx).toEqualTypeOf<never>();
    });
  });

  it("refuse a type that is not listed, and a pattern that is not one", () => {
    const receiver = typed();
    // @ts-expect-error a misspelt type would never be called
    receiver.on("order.creatd", () => undefined);
    // @ts-expect-error handlers return nothing or an outcome
    receiver.on("order.created", () => "done");
    expect(() => {
      // @ts-expect-error no pattern
      receiver.on("order.", () => undefined);
    }).toThrow(TypeError);
  });

  it("narrow a wildcard's context by type, and leave room for types of tomorrow", async () => {
    const seen: string[] = [];
    const receiver = typed().on("order.*", (body, ctx) => {
      expectTypeOf(body).toBeUnknown();
      if (!ctx.listed) {
        expectTypeOf(ctx.body).toBeUnknown();
        seen.push(`unlisted ${ctx.eventType}`);
        return;
      }
      expectTypeOf(ctx.eventType).toEqualTypeOf<"order.created" | "order.paid">();
      switch (ctx.eventType) {
        case "order.created":
          expectTypeOf(ctx.body).toEqualTypeOf<{ order_id: string }>();
          seen.push(ctx.body.order_id);
          break;
        case "order.paid":
          seen.push(ctx.body.paid_at.toISOString());
          break;
      }
    });
    await deliver(receiver, { type: "order.created", body: { order_id: "ord_1" } });
    await deliver(receiver, { type: "order.paid", body: { paid_at: "2026-01-01T00:00:00Z" } });
    await deliver(receiver, { type: "order.shipped", body: {} });
    expect(seen).toEqual(["ord_1", "2026-01-01T00:00:00.000Z", "unlisted order.shipped"]);
  });

  it("match patterns as the runtime does", () => {
    type ListedBy<R> = R extends { listed: true; eventType: infer Type } ? Type : never;
    typed()
      .on("order.**", (_body, _ctx) => {
        expectTypeOf<ListedBy<typeof _ctx>>().toEqualTypeOf<
          "order.created" | "order.paid" | "order.line_item.added"
        >();
      })
      .on("*.created", (_body, _ctx) => {
        expectTypeOf<ListedBy<typeof _ctx>>().toEqualTypeOf<"order.created" | "customer.created">();
      })
      .on("*", (_body, _ctx) => {
        expectTypeOf<ListedBy<typeof _ctx>>().toBeNever();
      })
      .on("**", (_body, _ctx) => {
        expectTypeOf<ListedBy<typeof _ctx>>().toEqualTypeOf<keyof typeof events>();
      })
      .otherwise((body, ctx) => {
        expectTypeOf(body).toBeUnknown();
        expectTypeOf(ctx.eventType).toBeString();
      });
  });

  it("take any type without an events map, with unknown bodies", () => {
    createReceiver({ secret }).on("anything.at.all", (body, ctx) => {
      expectTypeOf(body).toBeUnknown();
      expectTypeOf(ctx.listed).toBeBoolean();
    });
  });

  it("require a name beside a store", () => {
    const idempotency = { claim: neverCalled, renew: neverCalled, commit: neverCalled, release: neverCalled };
    // @ts-expect-error two receivers may share a store
    expect(() => createReceiver({ secret, idempotency })).toThrow(/name/);
  });
});

const neverCalled = (): Promise<never> => Promise.reject(new Error("not called"));
