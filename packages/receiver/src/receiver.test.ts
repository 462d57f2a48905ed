import { describe, expect, it } from "vitest";
import { z } from "zod";
import { deliver, gate, memoryLog, secret } from "../test/support.js";
import {
  ack,
  createReceiver,
  reject,
  retry,
  type Context,
  type IdempotencyStore,
  type ReceiverOptions,
} from "./index.js";
import { signTestRequest } from "./sign-test-request.js";

const orders = { "order.created": z.object({ order_id: z.string(), paid: z.boolean().default(false) }) };

type Options = Omit<ReceiverOptions<typeof orders, IdempotencyStore>, "idempotency">;

function setUp(options: Partial<Options> = {}) {
  const { log, entries, codes } = memoryLog();
  return { receiver: createReceiver({ secret, events: orders, log, ...options }), entries, codes };
}

describe("outcomes", () => {
  const outcomes = {
    nothing: [undefined, 200, ""],
    ack: [ack(), 200, ""],
    "retry without a time": [retry(), 503, "0"],
    "retry after a fraction": [retry({ afterSeconds: 1.2 }), 503, "2"],
    reject: [reject("no such order"), 422, ""],
  } as const;

  for (const [name, [outcome, status, retryAfter]] of Object.entries(outcomes)) {
    it.each(["returned", "thrown"])(`${name}, %s, is ${status}`, async (how) => {
      const { receiver } = setUp();
      receiver.on("order.created", () => {
        if (how === "thrown" && outcome !== undefined) throw outcome;
        return outcome;
      });
      const response = await deliver(receiver, { type: "order.created", body: { order_id: "ord_1" } });
      expect(response.status).toBe(status);
      expect(response.headers["retry-after"] ?? "").toBe(retryAfter);
    });
  }

  it.each([undefined, null, "no", 5, new Error("no")])("a thrown %s is 500", async (thrown) => {
    const { receiver, entries } = setUp();
    receiver.on("order.created", () => {
      throw thrown as Error;
    });
    const response = await deliver(receiver, { type: "order.created", body: { order_id: "ord_1" } });
    expect(response).toMatchObject({ status: 500, body: '{"code":"handler_failed"}' });
    expect(entries.at(-1)).toMatchObject({ level: "error", fields: { code: "handler_failed" } });
  });

  it("refuses a wait that is not a number of seconds", () => {
    expect(() => retry({ afterSeconds: -1 })).toThrow(RangeError);
    expect(() => retry({ afterSeconds: Number.NaN })).toThrow(RangeError);
  });

  it("keeps a long reason within what Harbor records", async () => {
    const { receiver } = setUp();
    receiver.on("order.created", () => reject("x".repeat(100_000)));
    const response = await deliver(receiver, { type: "order.created", body: { order_id: "ord_1" } });
    expect(response.body.length).toBeLessThan(4_096);
  });
});

describe("routing", () => {
  it("prefers the exact name, then the more specific pattern, then otherwise", async () => {
    const { log } = memoryLog();
    const seen: string[] = [];
    const note = (name: string) => (_body: unknown, ctx: { eventType: string }) =>
      void seen.push(`${name} ${ctx.eventType}`);
    const receiver = createReceiver({ secret, log })
      .otherwise(note("otherwise"))
      .on("**", note("**"))
      .on("order.*", note("order.*"))
      .on("order.created", note("order.created"));
    for (const type of ["order.created", "order.paid", "order.item.added", "harbor.destination.paused"]) {
      await deliver(receiver, { type, body: {} });
    }
    expect(seen).toEqual([
      "order.created order.created",
      "order.* order.paid",
      "** order.item.added",
      "otherwise harbor.destination.paused",
    ]);
  });

  it("acknowledges a type without a handler, or rejects it by choice", async () => {
    expect(await deliver(setUp().receiver, { type: "order.paid", body: {} })).toMatchObject({ status: 200 });
    const { receiver } = setUp({ unhandled: "reject" });
    expect(await deliver(receiver, { type: "order.paid", body: {} })).toMatchObject({
      status: 422,
      body: '{"code":"no_handler_rejected","reason":"no handler for order.paid"}',
    });
  });

  it("refuses a second handler and an invalid pattern", () => {
    const receiver = createReceiver({ secret }).on("order.*", () => undefined);
    receiver.otherwise(() => undefined);
    expect(() => receiver.on("order.*", () => undefined)).toThrow(/already has a handler/);
    expect(() => receiver.otherwise(() => undefined)).toThrow(/already has a handler/);
    expect(() => receiver.on("order.", () => undefined)).toThrow(/not an event type pattern/);
  });
});

describe("the body", () => {
  it("reaches the handler as its schema puts it out", async () => {
    const { receiver } = setUp();
    const seen: unknown[] = [];
    receiver.on("order.created", (order, ctx) => void seen.push(order, ctx.body, ctx.listed));
    await deliver(receiver, { type: "order.created", body: { order_id: "ord_1", more: 1 } });
    const order = { order_id: "ord_1", paid: false };
    expect(seen).toEqual([order, order, true]);
  });

  it("that fails its schema is 422 with the places of the faults", async () => {
    const { receiver, codes } = setUp();
    receiver.on("order.created", () => expect.unreachable());
    const response = await deliver(receiver, { type: "order.created", body: { order_id: 5, paid: "yes" } });
    expect(response.status).toBe(422);
    expect(response.body).toMatch(/body\/order_id: .*; body\/paid: /);
    expect(codes()).toEqual(["schema_mismatch"]);
  });

  it.each(["", "{", "\u{feff}x", new Uint8Array([0xff])])(
    "%j that is signed but no JSON is 422",
    async (body) => {
      const { receiver, codes } = setUp();
      receiver.on("order.created", () => expect.unreachable());
      expect((await deliver(receiver, { type: "order.created", body })).status).toBe(422);
      expect(codes()).toEqual(["invalid_json"]);
    },
  );

  it.each(["null", "1e3", '"text"', "[]"])("may be any JSON value: %s", async (body) => {
    const seen: unknown[] = [];
    const receiver = createReceiver({ secret, log: memoryLog().log }).on(
      "n",
      (value) => void seen.push(value),
    );
    expect((await deliver(receiver, { type: "n", body })).status).toBe(200);
    expect(seen).toEqual([JSON.parse(body)]);
  });

  it("has a limit", async () => {
    const { receiver, codes } = setUp({ maxBodyBytes: 10 });
    expect(await deliver(receiver, { type: "order.created", body: "x".repeat(11) })).toMatchObject({
      status: 500,
      body: "",
    });
    expect(codes()).toEqual(["body_too_large"]);
  });
});

describe("the context", () => {
  it("says what is known about the delivery", async () => {
    const { receiver, entries } = setUp();
    const seen: Context[] = [];
    receiver.on("order.created", (_order, ctx) => {
      seen.push(ctx);
      ctx.log.info({ step: 1 }, "working");
    });
    const signedAt = new Date(Math.floor(Date.now() / 1000) * 1000);
    const ids = { eventId: "evt_1", deliveryId: "del_1", retryCount: 3 };
    const body = '{"order_id":"ord_1","big":12345678901234567890}';
    await deliver(receiver, { type: "order.created", body, signedAt, ...ids });
    expect(seen[0]).toMatchObject({
      ...ids,
      eventType: "order.created",
      timestamp: signedAt,
      secretIndex: 0,
      headersSigned: true,
    });
    expect(Buffer.from(seen[0]?.rawBody ?? []).toString()).toBe(body);
    const bound = { event_id: "evt_1", delivery_id: "del_1", event_type: "order.created", retry_count: 3 };
    expect(entries.map(({ fields }) => fields)).toEqual([
      { ...bound, step: 1 },
      { ...bound, code: "handled", status: 200 },
    ]);
  });

  it("says which secret matched", async () => {
    const { log } = memoryLog();
    const seen: number[] = [];
    const receiver = createReceiver({ secret: ["whsec_a-newer-secret-of-some-length", secret], log });
    receiver.on("n", (_body, ctx) => void seen.push(ctx.secretIndex));
    await deliver(receiver, { type: "n", body: 1 });
    expect(seen).toEqual([1]);
  });
});

describe("time", () => {
  it("aborts a late handler, responds with 500 and lets it finish", async () => {
    const { receiver, codes } = setUp({ timeoutMs: 20 });
    const aborted = gate();
    const finish = gate();
    receiver.on("order.created", async (_order, { signal }) => {
      signal.addEventListener("abort", aborted.open);
      await finish.opened;
    });
    const response = await deliver(receiver, { type: "order.created", body: { order_id: "ord_1" } });
    await aborted.opened;
    expect(response).toMatchObject({ status: 500, body: '{"code":"timed_out"}' });
    finish.open();
    await receiver.idle();
    expect(codes()).toEqual(["timed_out", "late_handler_settled"]);
  });

  it("survives a platform whose waitUntil throws, and a log that does", async () => {
    const { receiver, codes } = setUp({ timeoutMs: 10 });
    const finish = gate();
    receiver.on("order.created", () => finish.opened);
    const waitUntil = (): void => {
      throw new Error("called outside of a request");
    };
    const request = signTestRequest({ secret, type: "order.created", body: { order_id: "ord_1" } });
    expect((await receiver.handle({ ...request, waitUntil })).status).toBe(500);
    expect(codes()).toEqual(["wait_until_failed", "timed_out"]);
    finish.open();
    await receiver.idle();

    const broken = (): never => {
      throw new Error("disk full");
    };
    const log = { debug: broken, info: broken, warn: broken, error: broken };
    expect((await deliver(createReceiver({ secret, log }), { type: "n", body: 1 })).status).toBe(200);
  });

  it("starts no handler once the time is up", async () => {
    const slow = gate();
    const { receiver, codes } = setUp({ timeoutMs: 10, secret: () => slow.opened.then(() => secret) });
    receiver.on("order.created", () => expect.unreachable());
    expect((await deliver(receiver, { type: "order.created", body: { order_id: "ord_1" } })).status).toBe(
      500,
    );
    slow.open();
    await receiver.idle();
    expect(codes()).toEqual(["timed_out", "late_handler_settled"]);
  });

  it("judges age by the clock it is given, and by receivedAt before that", async () => {
    const now = new Date("2026-01-01T12:00:00Z");
    const { receiver, codes } = setUp({ now: () => now });
    receiver.on("order.created", () => undefined);
    const signedAt = new Date("2026-01-01T11:00:00Z");
    const request = signTestRequest({ secret, type: "order.created", body: { order_id: "ord_1" }, signedAt });
    expect((await receiver.handle(request)).status).toBe(401);
    expect((await receiver.handle({ ...request, receivedAt: signedAt })).status).toBe(200);
    expect(codes()).toEqual(["signature_stale", "handled"]);
  });
});

describe("the log", () => {
  it("says why a signature does not match, at most once in ten seconds", async () => {
    let nowMs = Date.now();
    const { receiver, entries } = setUp({ now: () => new Date(nowMs) });
    const fail = async (): Promise<unknown> => {
      await deliver(receiver, { type: "n", body: '{"a":1}\n', as: "wrong_key" });
      return entries.at(-1)?.fields.findings;
    };
    expect(await fail()).toEqual(
      expect.arrayContaining([expect.stringMatching(/created with a different secret/)]),
    );
    expect(await fail()).toBeUndefined();
    nowMs += 10_000;
    expect(await fail()).toBeDefined();
  });

  it("holds no secret", async () => {
    const { receiver, entries } = setUp();
    for (const as of ["stale", "wrong_key", "tampered", "relabelled", "unsigned"] as const) {
      await deliver(receiver, { type: "order.created", body: {}, as });
    }
    expect(JSON.stringify(entries)).not.toContain(secret.slice(6));
  });
});
