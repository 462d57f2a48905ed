import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { signTestRequest } from "../../src/sign-test-request.js";
import { isFinished, isScheduled, startSender, type Sender } from "../sender.js";
import { send } from "../support.js";

export interface RunningExample {
  /** Where it takes deliveries. */
  url: string;
  /** Its record of a customer. */
  customer: (id: string) => Promise<{ name: string; points: number } | undefined>;
  stop: () => Promise<void>;
}

/** The requirements on each of examples/, with the reference server as the sender. `start` gets the destination's secret. */
export function exampleSuite(name: string, start: (secret: string) => Promise<RunningExample>): void {
  describe(`examples/${name}, started`, () => {
    let sender: Sender;
    let example: RunningExample;

    beforeAll(async () => {
      sender = await startSender("http://127.0.0.1:9/not-there-yet");
      example = await start(sender.secret);
      await sender.moveTo(example.url);
    }, 60_000);
    afterAll(async () => {
      await example.stop();
      await sender.stop();
    });

    const create = (id: string) =>
      sender.deliver("customer.created", JSON.stringify({ customer_id: id, name: "Ada" }), isFinished);
    const orderOf = (id: string, change = {}): string =>
      JSON.stringify({ customer_id: id, amount_cents: 4_550, currency: "EUR", ...change });

    it("handles deliveries, and one that comes twice once", async () => {
      expect(await create("cus_1")).toMatchObject({ status: "succeeded", response_code: 200 });
      const paid = await sender.deliver("order.paid", orderOf("cus_1"), isFinished);
      expect(paid).toMatchObject({ status: "succeeded", response_code: 200, retry_count: 0 });
      expect(await example.customer("cus_1")).toMatchObject({ name: "Ada", points: 45 });

      const { data } = await sender.harbor.client.events.replay(paid.event_id);
      const again = await sender.settled(data[0]!.id, isFinished);
      expect(again).toMatchObject({ status: "succeeded", response_code: 200, event_id: paid.event_id });
      expect(await example.customer("cus_1")).toMatchObject({ points: 45 });
    });

    it("responds to a forged request with 401 and asks for a retry", async () => {
      const { secret } = sender;
      const forged = signTestRequest({ secret, type: "order.paid", body: orderOf("cus_1"), as: "tampered" });
      const response = await send(example.url, forged);
      expect(response).toMatchObject({ status: 401, body: "", headers: { "harbor-retry-hint": "true" } });
    });

    it("has an order retried that is there before its customer", async () => {
      const early = await sender.deliver("order.paid", orderOf("cus_2"), isScheduled);
      expect(early).toMatchObject({ response_code: 503, dead_reason: null });
      expect(await example.customer("cus_2")).toBeUndefined();
      await create("cus_2");
      await sender.harbor.clock.advance("2m");
      expect(await sender.settled(early.id, isFinished)).toMatchObject({ status: "succeeded" });
      expect(await example.customer("cus_2")).toMatchObject({ points: 45 });
    });

    it.each([
      ["a foreign currency", { currency: "XTS" }, "no points for XTS"],
      ["a body that does not fit", { amount_cents: "many" }, "amount_cents"],
    ])("has %s dead-lettered with the reason", async (_, change, reason) => {
      const dead = await sender.deliver("order.paid", orderOf("cus_1", change), isFinished);
      expect(dead).toMatchObject({ status: "dead", dead_reason: "rejected", response_code: 422 });
      expect(dead.response_body).toContain(reason);
    });
  });
}
