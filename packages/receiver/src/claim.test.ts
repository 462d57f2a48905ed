import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { deliver, gate, memoryLog, secret } from "../test/support.js";
import { createReceiver, reject, retry, type IdempotencyStore, type KeyInput } from "./index.js";
import { memoryStore } from "./stores/memory.js";

const event = { type: "order.created", eventId: "evt_1", body: { order_id: "ord_1" } };

function setUp(
  store: IdempotencyStore = memoryStore(),
  options: { leaseMs?: number; timeoutMs?: number } = {},
) {
  const { log, codes } = memoryLog();
  return { receiver: createReceiver({ secret, log, name: "orders", idempotency: store, ...options }), codes };
}

describe("with an idempotency store", () => {
  it("handles an event once", async () => {
    const { receiver, codes } = setUp();
    const handler = vi.fn();
    receiver.on("order.created", handler);
    expect(await deliver(receiver, event)).toMatchObject({ status: 200, body: '{"code":"handled"}' });
    expect(await deliver(receiver, event)).toMatchObject({ status: 200, body: '{"code":"already_handled"}' });
    expect(handler).toHaveBeenCalledTimes(1);
    expect(codes()).toEqual(["handled", "already_handled"]);
  });

  it("responds with 503 and Retry-After while the event is being handled", async () => {
    const { receiver } = setUp();
    const started = gate();
    const finish = gate();
    receiver.on("order.created", async () => {
      started.open();
      await finish.opened;
    });
    const first = deliver(receiver, event);
    await started.opened;
    const second = await deliver(receiver, event);
    expect(second.status).toBe(503);
    expect(Number(second.headers["retry-after"])).toBeGreaterThan(0);
    finish.open();
    expect((await first).status).toBe(200);
  });

  it.each([
    ["threw", () => Promise.reject(new Error("no")), 500],
    ["asked for a retry", () => retry({ afterSeconds: 1 }), 503],
    ["rejected", () => reject("no"), 422],
  ])("forgets an event whose handler %s", async (_, failure, status) => {
    const { receiver } = setUp();
    const handler = vi.fn<() => unknown>().mockImplementationOnce(failure);
    receiver.on("order.created", handler as () => undefined);
    expect((await deliver(receiver, event)).status).toBe(status);
    expect((await deliver(receiver, event)).status).toBe(200);
    expect(handler).toHaveBeenCalledTimes(2);
  });

  it("forgets an event whose body failed its schema, and knows one that was handled before the schema changed", async () => {
    const store = memoryStore();
    const { log } = memoryLog();
    const shared = { secret, log, name: "orders", idempotency: store };
    const strict = createReceiver({
      ...shared,
      events: { "order.created": z.object({ total: z.number() }) },
    });
    const lenient = createReceiver(shared);
    strict.on("order.created", () => undefined);
    lenient.on("order.created", () => undefined);
    expect((await deliver(strict, event)).status).toBe(422);
    expect(await deliver(lenient, event)).toMatchObject({ body: '{"code":"handled"}' });
    expect(await deliver(strict, event)).toMatchObject({ status: 200, body: '{"code":"already_handled"}' });
  });

  it("never claims an event without a handler", async () => {
    const store = memoryStore();
    await deliver(setUp(store).receiver, event);
    expect(store.size).toBe(0);
  });

  it("keeps receivers of different names apart", async () => {
    const store = memoryStore();
    const { log } = memoryLog();
    const bodies = [];
    for (const name of ["orders", "mails"]) {
      const receiver = createReceiver({ secret, log, name, idempotency: store }).on(
        "order.created",
        () => undefined,
      );
      bodies.push((await deliver(receiver, event)).body);
    }
    expect(bodies).toEqual(['{"code":"handled"}', '{"code":"handled"}']);
  });

  it("takes the key from the body where the user says so", async () => {
    const { log } = memoryLog();
    const idempotencyKey = ({ body }: KeyInput): string => (body as { order_id: string }).order_id;
    const receiver = createReceiver({
      secret,
      log,
      name: "orders",
      idempotency: memoryStore(),
      acceptUnsignedHeaders: true,
      idempotencyKey,
    }).on("order.created", () => undefined);
    await deliver(receiver, event);
    const relabelled = await deliver(receiver, { ...event, eventId: "evt_2", as: "v1_only" });
    expect(relabelled.body).toBe('{"code":"already_handled"}');
    expect(await deliver(receiver, { ...event, body: null })).toMatchObject({ status: 500, body: "" });
  });

  it("keeps the claim of a late handler, and remembers what it finished", async () => {
    const leaseMs = 30;
    const store = memoryStore();
    const { receiver, codes } = setUp(store, { leaseMs, timeoutMs: 10 });
    const finish = gate();
    let renewed = 0;
    const renew = store.renew.bind(store);
    store.renew = (...args) => {
      renewed += 1;
      return renew(...args);
    };
    receiver.on("order.created", () => finish.opened);
    expect((await deliver(receiver, event)).status).toBe(500);
    // Past the first lease: a retry must still find the event held.
    await vi.waitFor(() => expect(renewed).toBeGreaterThan(4));
    expect((await deliver(receiver, event)).status).toBe(503);
    finish.open();
    await receiver.idle();
    expect(await deliver(receiver, event)).toMatchObject({ body: '{"code":"already_handled"}' });
    expect(codes()).toContain("late_handler_settled");
  });

  it("aborts a handler whose lease was lost, and does not take its word", async () => {
    const store = memoryStore();
    store.renew = () => Promise.resolve(false);
    store.commit = () => Promise.resolve(false);
    const { receiver, codes } = setUp(store, { leaseMs: 15 });
    receiver.on("order.created", async (_order, { signal }) => {
      const aborted = gate();
      signal.addEventListener("abort", aborted.open);
      await aborted.opened;
    });
    expect(await deliver(receiver, event)).toMatchObject({ status: 500, body: '{"code":"lease_lost"}' });
    expect(codes()).toEqual(["lease_lost"]);
  });

  it("outlives a store that fails to renew now and then", async () => {
    const store = memoryStore();
    const failed = gate();
    store.renew = () => {
      failed.open();
      return Promise.reject(new Error("connection reset"));
    };
    const { receiver, codes } = setUp(store, { leaseMs: 15 });
    receiver.on("order.created", () => failed.opened);
    expect((await deliver(receiver, event)).status).toBe(200);
    expect(codes()).toContain("renewal_failed");
  });

  it.each(["claim", "commit"] as const)("responds with 500 when the store fails to %s", async (method) => {
    const store = memoryStore();
    Object.assign(store, { [method]: () => Promise.reject(new Error("connection refused")) });
    const { receiver, codes } = setUp(store);
    receiver.on("order.created", () => undefined);
    expect(await deliver(receiver, event)).toMatchObject({ status: 500, body: "" });
    expect(codes()).toEqual(["store_unavailable"]);
  });

  it("keeps its response when the store fails to release", async () => {
    const store = memoryStore();
    store.release = () => Promise.reject(new Error("connection refused"));
    const { receiver, codes } = setUp(store);
    receiver.on("order.created", () => reject("no"));
    expect((await deliver(receiver, event)).status).toBe(422);
    expect(codes()).toEqual(["release_failed", "rejected"]);
  });

  it("needs a name, and a key of its own where event ids are unproven", () => {
    const idempotency = memoryStore();
    const nameless = { secret, idempotency } as unknown as Parameters<typeof createReceiver>[0];
    expect(() => createReceiver(nameless)).toThrow(/needs a name/);
    expect(() => createReceiver({ secret, idempotency, name: "a:b" })).toThrow(/needs a name/);
    expect(() =>
      createReceiver({ secret, idempotency, name: "orders", acceptUnsignedHeaders: true }),
    ).toThrow(/idempotencyKey/);
  });
});

describe("a store that does not respond", () => {
  const never = <Result>(): Promise<Result> => new Promise(() => undefined);

  const setUpHanging = (overrides: Partial<IdempotencyStore>) => {
    const store = Object.assign(memoryStore(), overrides);
    const { log, codes } = memoryLog();
    const options = { secret, log, name: "orders", idempotency: store, storeTimeoutMs: 20 };
    return { receiver: createReceiver(options).on("order.created", () => undefined), codes, store };
  };

  it.each(["claim", "commit"] as const)(
    "gets 500 store_unavailable long before timeoutMs: %s",
    async (method) => {
      const { receiver, codes } = setUpHanging({ [method]: never });
      expect(await deliver(receiver, event)).toMatchObject({ status: 500, body: "" });
      expect(codes()).toEqual(["store_unavailable"]);
      await receiver.idle();
    },
  );

  it("does not keep a response waiting for a release", async () => {
    const { receiver, codes } = setUpHanging({ release: never });
    receiver.on("order.failing", () => retry());
    expect((await deliver(receiver, { ...event, type: "order.failing" })).status).toBe(503);
    expect(codes()).toEqual(["release_failed", "retry_requested"]);
  });

  it("releases a claim that was acquired too late, so that the next attempt can have it", async () => {
    const open = gate();
    const { receiver, store } = setUpHanging({});
    const claim = store.claim.bind(store);
    store.claim = async (...args) => {
      await open.opened;
      return claim(...args);
    };
    expect((await deliver(receiver, event)).status).toBe(500);
    open.open();
    await vi.waitFor(async () => {
      expect(await deliver(receiver, event)).toMatchObject({ body: '{"code":"handled"}' });
    });
  });
});

describe("ctx.commitTx", () => {
  /** The outcome of one transaction of a database that takes part, all in memory. */
  function transactionalMemoryStore({ isStale = false, rollsBack = false } = {}) {
    const store = memoryStore();
    const committed: string[] = [];
    return {
      claim: store.claim.bind(store),
      renew: store.renew.bind(store),
      release: store.release.bind(store),
      commit: () => Promise.reject(new Error("the transaction has committed already")),
      async commitTx(tx: { name: string }, key: string, token: string): Promise<void> {
        if (isStale) throw new Error("stale claim");
        committed.push(`${tx.name} ${key}`);
        if (!rollsBack) await store.commit(key, token);
      },
      committed,
    };
  }

  const transactional = (store: ReturnType<typeof transactionalMemoryStore>) => {
    const { log, codes } = memoryLog();
    const receiver = createReceiver({ secret, log, name: "orders", idempotency: store });
    receiver.on("order.created", async (_order, ctx) => {
      await ctx.commitTx({ name: "tx1" });
    });
    return { receiver, codes };
  };

  it("remembers the event inside the handler's transaction and not again after it", async () => {
    const store = transactionalMemoryStore();
    expect((await deliver(transactional(store).receiver, event)).status).toBe(200);
    expect(store.committed).toEqual(["tx1 orders:evt_1"]);
  });

  it("responds with 500 and releases the claim if the transaction was rolled back without an error", async () => {
    const store = transactionalMemoryStore({ rollsBack: true });
    const { receiver, codes } = transactional(store);
    expect(await deliver(receiver, event)).toMatchObject({
      status: 500,
      body: '{"code":"transaction_not_committed"}',
    });
    expect((await deliver(receiver, event)).status).toBe(500);
    expect(store.committed).toHaveLength(2);
    expect(codes()).toEqual(["transaction_not_committed", "transaction_not_committed"]);
  });

  it("throws when the claim was lost", async () => {
    const store = transactionalMemoryStore({ isStale: true });
    const { receiver, codes } = transactional(store);
    expect((await deliver(receiver, event)).status).toBe(500);
    expect(codes()).toEqual(["handler_failed"]);
  });

  it("says what it needs without a transactional store", async () => {
    const { receiver, codes } = setUp();
    receiver.on("order.created", (_order, ctx) => {
      (ctx.commitTx as unknown as (tx: unknown) => void)({});
    });
    expect((await deliver(receiver, event)).status).toBe(500);
    expect(codes()).toEqual(["handler_failed"]);
  });
});
