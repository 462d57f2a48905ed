import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporarySqlite } from "../test/databases/sqlite.js";
import { deliver, memoryLog, secret } from "../test/support.js";
import { createReceiver } from "./index.js";
import { sqliteStore } from "./stores/sqlite.js";

const event = { type: "order.created", body: { order_id: "ord_1" } };

describe("ctx.commitTx in a synchronous SQLite transaction", () => {
  const sqlite = temporarySqlite();
  const database = sqlite.open();
  const store = sqliteStore({ database });
  const insert = database.prepare("INSERT INTO effects (key) VALUES (?)");

  beforeAll(() => store.migrate());
  afterAll(() => sqlite.remove());

  /** A receiver whose handler writes its effect and its memory together; `fault` happens inside the transaction. */
  function receiverWith(fault: (eventId: string) => void) {
    const receiver = createReceiver({ secret, log: memoryLog().log, name: "orders", idempotency: store });
    return receiver.on("order.created", (_order, ctx) => {
      const handle = database.transaction(() => {
        insert.run(ctx.eventId);
        fault(ctx.eventId);
        ctx.commitTx(database);
      });
      handle.immediate();
    });
  }

  it("effect and memory come together", async () => {
    const receiver = receiverWith(() => undefined);
    expect(await deliver(receiver, { ...event, eventId: "evt_1" })).toMatchObject({
      body: '{"code":"handled"}',
    });
    expect(await deliver(receiver, { ...event, eventId: "evt_1" })).toMatchObject({
      body: '{"code":"already_handled"}',
    });
    expect(sqlite.countEffects("evt_1")).toBe(1);
  });

  it("a handler that fails leaves neither, and the next attempt has both", async () => {
    let failures = 1;
    const receiver = receiverWith(() => {
      if (failures-- > 0) throw new Error("constraint violated");
    });
    expect((await deliver(receiver, { ...event, eventId: "evt_2" })).status).toBe(500);
    expect(sqlite.countEffects("evt_2")).toBe(0);
    expect((await deliver(receiver, { ...event, eventId: "evt_2" })).status).toBe(200);
    expect(sqlite.countEffects("evt_2")).toBe(1);
  });

  it("a claim that was lost meanwhile rolls the effect back", async () => {
    const receiver = receiverWith((eventId) => {
      database
        .prepare("UPDATE harbor_idempotency SET token = 'other' WHERE key = ?")
        .run(`orders:${eventId}`);
    });
    expect((await deliver(receiver, { ...event, eventId: "evt_3" })).status).toBe(500);
    expect(sqlite.countEffects("evt_3")).toBe(0);
  });

  it("a transaction that the handler rolled back is not recorded as handled", async () => {
    const log = memoryLog();
    const receiver = createReceiver({ secret, log: log.log, name: "orders", idempotency: store });
    receiver.on("order.created", (_order, ctx) => {
      database.exec("BEGIN IMMEDIATE");
      insert.run(ctx.eventId);
      ctx.commitTx(database);
      database.exec("ROLLBACK");
    });
    expect((await deliver(receiver, { ...event, eventId: "evt_4" })).status).toBe(500);
    expect(log.codes()).toEqual(["transaction_not_committed"]);
    expect(sqlite.countEffects("evt_4")).toBe(0);
    expect(
      await deliver(
        receiverWith(() => undefined),
        { ...event, eventId: "evt_4" },
      ),
    ).toMatchObject({
      body: '{"code":"handled"}',
    });
  });
});
