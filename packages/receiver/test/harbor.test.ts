import express from "express";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { expressAdapter } from "../src/adapters/express.js";
import {
  ack,
  createReceiver,
  reject,
  retry,
  type DeliveryHandler,
  type HandlerResult,
  type IdempotencyStore,
} from "../src/index.js";
import { memoryStore } from "../src/stores/memory.js";
import { isFinished, isScheduled, startSender, type Sender } from "./sender.js";
import { gate, listen, memoryLog, type Served } from "./support.js";

/** Harbor's reaction to each response of docs/contract.md §7: the status alone proves nothing. */
describe("with Harbor as the sender", () => {
  const store = memoryStore();
  let sender: Sender;
  let served: Served;
  let secret: string | undefined;
  let storeIsDown = false;
  let handled = 0;
  let handler: () => HandlerResult | Promise<HandlerResult>;

  const idempotency: IdempotencyStore = {
    claim: (...args) =>
      storeIsDown ? Promise.reject(new Error("connection refused")) : store.claim(...args),
    renew: (...args) => store.renew(...args),
    commit: (...args) => store.commit(...args),
    release: (...args) => store.release(...args),
  };

  const receiverWith = (unhandled: "ack" | "reject"): DeliveryHandler =>
    createReceiver({
      name: "orders",
      secret: () => secret,
      idempotency,
      unhandled,
      log: memoryLog().log,
      timeoutMs: 500,
      maxBodyBytes: 1_000,
      events: { "order.checked": z.object({ order_id: z.string() }) },
    })
      .on("order.*", () => {
        handled += 1;
        return handler();
      })
      .on("order.checked", () => ack());

  beforeAll(async () => {
    const app = express();
    const lenient = expressAdapter(receiverWith("ack"));
    app.use("/webhooks/harbor/strict", expressAdapter(receiverWith("reject")));
    app.use("/webhooks/harbor/parsed", express.json(), lenient);
    app.use("/webhooks/harbor", lenient);
    served = await listen(app);
    sender = await startSender(served.url);
  }, 60_000);
  afterAll(async () => {
    await sender.stop();
    await served.close();
  });
  beforeEach(() => {
    secret = sender.secret;
    storeIsDown = false;
    handled = 0;
    handler = () => undefined;
  });

  const order = (type = "order.created") => ({ type, json: '{"order_id":"ord_1"}' });
  const failsThenSucceeds = async (
    fix: () => unknown,
    expected: object,
    { type, json } = order(),
  ): Promise<void> => {
    const failed = await sender.deliver(type, json, isScheduled);
    expect(failed).toMatchObject({ dead_reason: null, ...expected });
    await fix();
    await sender.harbor.clock.advance("1m");
    const { retries } = await sender.settled(failed.id, isFinished);
    expect(retries.map(({ outcome }) => outcome)).toEqual(["failed", "succeeded"]);
  };

  it("a handled event succeeds at once", async () => {
    const delivery = await sender.deliver("order.created", order().json, isFinished);
    expect(delivery).toMatchObject({ status: "succeeded", response_code: 200, retry_count: 0 });
    expect(handled).toBe(1);
  });

  it("a replay of a handled event succeeds without being handled again", async () => {
    const { event_id } = await sender.deliver("order.created", order().json, isFinished);
    const { data } = await sender.harbor.client.events.replay(event_id);
    const again = await sender.settled(data[0]!.id, isFinished);
    expect(again).toMatchObject({ status: "succeeded", response_body: '{"code":"already_handled"}' });
    expect(handled).toBe(1);
  });

  it("a wrong secret loses nothing: Harbor retries until it is fixed", async () => {
    secret = "whsec_of-another-destination-altogether";
    await failsThenSucceeds(() => (secret = sender.secret), { response_code: 401, response_body: "" });
  });

  it("a missing secret loses nothing", async () => {
    secret = undefined;
    await failsThenSucceeds(() => (secret = sender.secret), { response_code: 500, response_body: "" });
  });

  it("a body parser in front loses nothing", async () => {
    await sender.moveTo(`${served.url}/parsed`);
    await failsThenSucceeds(() => sender.moveTo(served.url), { response_code: 500, response_body: "" });
  });

  it("a store that is down loses nothing", async () => {
    storeIsDown = true;
    await failsThenSucceeds(() => (storeIsDown = false), { response_code: 500, response_body: "" });
  });

  it("a body over the limit is retried, not dead-lettered", async () => {
    const json = JSON.stringify({ order_id: "x".repeat(2_000) });
    const failed = await sender.deliver("order.created", json, isScheduled);
    expect(failed).toMatchObject({ response_code: 500, dead_reason: null });
  });

  it("an event that is being handled comes back later and is then already handled", async () => {
    const finish = gate();
    handler = () => finish.opened;
    // The response is 500 after timeoutMs; the claim is kept meanwhile.
    const first = await sender.deliver("order.created", order().json, isScheduled);
    expect(first).toMatchObject({ response_code: 500, response_body: '{"code":"timed_out"}' });
    const { data } = await sender.harbor.client.events.replay(first.event_id);
    const second = await sender.settled(data[0]!.id, isScheduled);
    expect(second).toMatchObject({ response_code: 503, response_body: '{"code":"in_progress"}' });
    finish.open();
    await sender.harbor.clock.advance("1m");
    for (const { id } of [first, second]) {
      expect(await sender.settled(id, isFinished)).toMatchObject({
        response_body: '{"code":"already_handled"}',
      });
    }
    expect(handled).toBe(1);
  });

  it("retry({ afterSeconds }) puts the next attempt off for at least as long", async () => {
    handler = () => retry({ afterSeconds: 600 });
    const failed = await sender.deliver("order.created", order().json, isScheduled);
    expect(failed.response_code).toBe(503);
    const waitMs = Date.parse(failed.next_retry_at ?? "") - Date.parse(failed.updated_at);
    expect(waitMs).toBeGreaterThan(590_000);
  });

  it("a throw is retried", async () => {
    handler = () => Promise.reject(new Error("no"));
    const fix = (): void => {
      handler = () => undefined;
    };
    await failsThenSucceeds(fix, { response_code: 500, response_body: '{"code":"handler_failed"}' });
    expect(handled).toBe(2);
  });

  it("reject(reason) dead-letters with the reason, and a replay after a fix is handled", async () => {
    handler = () => reject("unknown currency");
    const dead = await sender.deliver("order.created", order().json, isFinished);
    expect(dead).toMatchObject({ status: "dead", dead_reason: "rejected", retry_count: 0 });
    expect(dead.response_body).toContain("unknown currency");
    handler = () => undefined;
    await sender.harbor.client.dlq.replay(dead.id);
    expect(await sender.settled(dead.id, ({ status }) => status === "succeeded")).toMatchObject({
      response_code: 200,
    });
  });

  it("a body that fails its schema is dead-lettered with the places of its faults", async () => {
    const dead = await sender.deliver("order.checked", '{"order_id":5}', isFinished);
    expect(dead).toMatchObject({ status: "dead", dead_reason: "rejected", response_code: 422 });
    expect(dead.response_body).toContain("body/order_id");
  });

  it("a type without a handler is done, or dead-lettered by choice", async () => {
    const done = await sender.deliver("invoice.sent", "{}", isFinished);
    expect(done).toMatchObject({ status: "succeeded", response_body: '{"code":"no_handler"}' });
    await sender.moveTo(`${served.url}/strict`);
    const dead = await sender.deliver("invoice.sent", "{}", isFinished);
    await sender.moveTo(served.url);
    expect(dead).toMatchObject({ status: "dead", dead_reason: "rejected" });
  });
});
