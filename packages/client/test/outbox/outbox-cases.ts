import { setTimeout } from "node:timers/promises";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Event, Harbor, type HarborOptions, rawJson } from "../../src/index.js";
import type { RelayOptions } from "../../src/outbox.js";
import { crashRelay } from "./crash.js";
import type { OutboxHarness } from "./outbox-harness.js";

/** The promises of an outbox, against the real server. `harness` is called once the database runs. */
export function registerOutboxCases(harness: () => OutboxHarness): void {
  let harbor: TestHarbor;
  beforeAll(async () => {
    harbor = await startHarbor();
  });
  afterAll(() => harbor.stop());
  beforeEach(async () => {
    await harbor.reset();
    await harness().query(`DELETE FROM ${harness().table}`);
  });

  const order = (id: number | string) => ({ type: "order.created", body: { id } });
  const write = (...ids: (number | string)[]) =>
    harness().transact(async (enqueue) => {
      for (const id of ids) await enqueue(order(id));
    });
  const client = (options: HarborOptions) =>
    new Harbor({ apiKey: harbor.apiKey, baseUrl: harbor.url, maxRetries: 0, ...options });
  const relay = (options: Partial<RelayOptions> = {}) =>
    harness().relay({ harbor: harbor.client, onError: unexpected, ...options });
  const rows = () => harness().query(`SELECT * FROM ${harness().table} ORDER BY id`);
  const stored = (): Promise<Event[]> => harbor.client.events.list({ limit: 100 }).toArray({ limit: 10_000 });
  const idsOf = (events: Event[]) => events.map(({ body }) => (body as { id: number }).id);
  /** Until every row is gone or parked. */
  const drain = async (one = relay()) => {
    let sent = 0;
    for (;;) {
      const result = await one.runOnce();
      if (result.sent + result.refused === 0) return sent;
      sent += result.sent;
    }
  };

  describe("an event in the caller's transaction", () => {
    test("is sent once that is committed, under its stored key, and its row is gone", async () => {
      await harness().transact((enqueue) =>
        enqueue({
          ...order(1),
          body: rawJson('{"id": 1, "total": 1.0}'),
          idempotency_key: "order-1",
          occurred_at: new Date(0),
          tenant: "acme",
          ordering_key: "order-1",
        }),
      );
      expect(await relay().runOnce()).toEqual({ sent: 1, refused: 0 });
      expect(await stored()).toMatchObject([
        {
          type: "order.created",
          idempotency_key: "order-1",
          occurred_at: "1970-01-01T00:00:00.000Z",
          tenant: "acme",
          ordering_key: "order-1",
        },
      ]);
      const [event] = await stored();
      const { text } = await harbor.client.events.get(event?.id ?? "").withResponse();
      expect(text).toContain('{"id": 1, "total": 1.0}');
      expect(await rows()).toEqual([]);
    });

    test("does not exist if that is rolled back", async () => {
      const rolledBack = harness().transact(async (enqueue) => {
        await enqueue(order(1));
        throw new Error("the order cannot be placed");
      });
      await expect(rolledBack).rejects.toThrow("cannot be placed");
      expect(await relay().runOnce()).toEqual({ sent: 0, refused: 0 });
      expect(await stored()).toEqual([]);
    });

    test("is sent in the order of writing", async () => {
      await write(1, 2, 3);
      await write(4);
      await relay().runOnce();
      expect(idsOf(await stored())).toEqual([4, 3, 2, 1]);
    });

    test("nothing is sent after a request that failed", async () => {
      const ids = Array.from({ length: 150 }, (_, i) => i);
      await write(...ids);
      let requests = 0;
      const fails = client({
        fetch: (url, init) => (requests++ === 0 ? Promise.reject(new Error("down")) : fetch(url, init)),
      });
      const failed = relay({ harbor: fails, batchSize: 200 }).runOnce();
      await expect(failed).rejects.toMatchObject({ code: "network_error" });
      expect(await stored()).toEqual([]);
      expect(await drain()).toBe(150);
      expect(idsOf(await stored())).toEqual(ids.reverse());
    });

    test("nothing is sent after half of the lease", async () => {
      const ids = Array.from({ length: 250 }, (_, i) => i);
      await write(...ids);
      const slow = client({
        async fetch(url, init) {
          await setTimeout(400);
          return fetch(url, init);
        },
      });
      const late = relay({ harbor: slow, batchSize: 250, leaseMs: 1_200 }).runOnce();
      await expect(late).rejects.toMatchObject({ code: "timeout" });
      expect(await stored()).toHaveLength(100);
    });
  });

  describe("no event is sent twice", () => {
    test("when a relay is killed between sending and its record", async () => {
      await write(1, 2);
      const { kind, location, table } = harness();
      const printed = await crashRelay({ kind, location, table, apiKey: harbor.apiKey, baseUrl: harbor.url });
      expect(printed).toBe("status 207\n");
      expect(idsOf(await stored())).toEqual([2, 1]);
      expect(await rows()).toHaveLength(2);

      await vi.waitFor(async () => expect(await relay().runOnce()).toEqual({ sent: 2, refused: 0 }), 5_000);
      expect(idsOf(await stored())).toEqual([2, 1]);
      expect(await rows()).toEqual([]);
    });

    test("by concurrent relays, and none is left out", async () => {
      const ids = Array.from({ length: 300 }, (_, i) => i);
      await write(...ids);
      const sent = await Promise.all(Array.from({ length: 4 }, () => drain(relay({ batchSize: 7 }))));
      expect(sent.reduce((sum, count) => sum + count)).toBe(300);
      expect(idsOf(await stored()).sort((a, b) => a - b)).toEqual(ids);
    });

    test("by a relay whose lease has run out under it", async () => {
      await write(1);
      let responses = 0;
      const slow = client({
        async onResponse() {
          if (responses++ > 0) return;
          await vi.waitFor(
            async () => expect(await relay().runOnce()).toEqual({ sent: 1, refused: 0 }),
            5_000,
          );
        },
      });
      await relay({ harbor: slow, leaseMs: 100 }).runOnce();
      expect(idsOf(await stored())).toEqual([1]);
      expect(await rows()).toEqual([]);
    });
  });

  describe("an event that Harbor rejects", () => {
    test("is parked with the reason and reported, and the others are sent", async () => {
      await harness().transact(async (enqueue) => {
        await enqueue(order(1));
        await enqueue({ type: "order.created", body: "x".repeat(300_000) });
        await enqueue({ ...order(2), type: "harbor.is.reserved" });
        await enqueue(order(3));
      });
      const reported: unknown[] = [];
      const one = relay({
        onError: (error, row) => reported.push([(error as { code: string }).code, row?.type]),
      });
      expect(await one.runOnce()).toEqual({ sent: 2, refused: 2 });
      expect(reported).toEqual([
        ["body_too_large", "order.created"],
        ["invalid_event_type", "harbor.is.reserved"],
      ]);
      expect(idsOf(await stored())).toEqual([3, 1]);
      const parked = (await rows()).map(({ refusal }) => refusal);
      expect(parked).toEqual([
        expect.stringMatching(/HarborError: /),
        expect.stringMatching(/HarborError: /),
      ]);
      expect(await relay().runOnce()).toEqual({ sent: 0, refused: 0 });
    });

    test("is not one whose whole request a proxy rejects for its size", async () => {
      let requests = 0;
      const behindProxy = client({
        fetch: (url, init) =>
          init.body?.includes('"id":1') === true && init.body.includes('"id":2')
            ? Promise.resolve(new Response("<html>Request Entity Too Large</html>", { status: 413 }))
            : fetch(url, init),
        // The first event takes longer than the others.
        onRequest: async () => {
          if (requests++ === 1) await setTimeout(100);
        },
      });
      await write(1, 2, 3);
      expect(await relay({ harbor: behindProxy }).runOnce()).toEqual({ sent: 3, refused: 0 });
      expect(idsOf(await stored())).toEqual([3, 2, 1]);
    });

    test("may have been written by plain SQL", async () => {
      const { table, query } = harness();
      await query(
        `INSERT INTO ${table} (type, body) VALUES ('order.created', '{"id":1}'), ('order.created', '{"id"')`,
      );
      const refused: unknown[] = [];
      const one = relay({ onError: (error) => refused.push(error) });
      expect(await one.runOnce()).toEqual({ sent: 1, refused: 1 });
      expect(refused).toEqual([expect.any(SyntaxError)]);
      expect((await stored())[0]?.idempotency_key).toMatch(/^[0-9a-f-]{32,36}$/);
    });
  });

  describe("while Harbor cannot be reached, or rejects the key", () => {
    test.each<[string, HarborOptions, string]>([
      ["the port is closed", { baseUrl: "http://127.0.0.1:1" }, "network_error"],
      ["the key is unknown", { apiKey: "hk_test_unknown_key" }, "unauthorized"],
    ])("(%s) the rows stay, free for another try", async (_, options, code) => {
      await write(1, 2);
      await expect(relay({ harbor: client(options) }).runOnce()).rejects.toMatchObject({ code });
      expect(await rows()).toHaveLength(2);
      expect(await relay().runOnce()).toEqual({ sent: 2, refused: 0 });
    });

    test("a started relay reports it and retries until it succeeds", async () => {
      await write(1);
      const errors: unknown[] = [];
      let isDown = true;
      const flaky = client({
        fetch: (url, init) => (isDown ? Promise.reject(new Error("down")) : fetch(url, init)),
      });
      const one = relay({ harbor: flaky, pollMs: 1, onError: (error) => errors.push(error) });
      one.start();
      await vi.waitFor(() => expect(errors.length).toBeGreaterThan(2), 5_000);
      isDown = false;
      await vi.waitFor(async () => expect(await rows()).toEqual([]), 5_000);
      await one.stop();
      expect(idsOf(await stored())).toEqual([1]);
    });
  });

  test("a started relay sends existing rows, and new ones when it is woken, until it is stopped", async () => {
    await write(1);
    const one = relay({ pollMs: 60_000 });
    one.start();
    one.start();
    await vi.waitFor(async () => expect(await rows()).toEqual([]), 5_000);
    await write(2);
    one.wake();
    await vi.waitFor(async () => expect(await rows()).toEqual([]), 5_000);
    await one.stop();
    await write(3);
    one.wake();
    expect(idsOf(await stored())).toEqual([2, 1]);
    expect(await rows()).toHaveLength(1);
  });
}

function unexpected(error: unknown): never {
  throw new Error("the relay was not expected to fail", { cause: error });
}
