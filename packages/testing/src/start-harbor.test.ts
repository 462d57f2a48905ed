import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startHarbor, type TestHarbor } from "./start-harbor.js";

let harbor: TestHarbor;
beforeAll(async () => {
  harbor = await startHarbor();
});
beforeEach(() => harbor.reset());
afterAll(() => harbor.stop());

const order = { type: "order.created", body: { id: 1 } };

async function sendOrder(): Promise<string> {
  const event = await harbor.client.events.send(order);
  return event.deliveries[0]?.id ?? "";
}

describe("a receiver", () => {
  test("gets what it subscribed to, and keeps what it got", async () => {
    const inbox = await harbor.receiver({ events: ["order.*"] });
    await harbor.client.events.send({ type: "invoice.paid", body: null });
    await sendOrder();
    const delivery = await inbox.next();
    expect(delivery).toMatchObject({ eventType: "order.created", json: { id: 1 }, retryCount: 0 });
    expect(inbox.received).toHaveLength(1);
  });

  test("replies from its script first, then as set by always", async () => {
    const inbox = await harbor.receiver();
    inbox.always(204).reply(500, "reset");
    const id = await sendOrder();
    await harbor.waitForDelivery(id, { status: "retrying" });
    await harbor.clock.advance("1h");
    const delivery = await harbor.waitForDelivery(id);
    expect(delivery.retries.map(({ response_code, error }) => response_code ?? error)).toEqual([
      500,
      "connection_reset",
      204,
    ]);
    expect(inbox.received.map(({ retryCount }) => retryCount)).toEqual([0, 1, 2]);
  });

  test("`next` with a condition skips the rest, and fails when nothing matches in time", async () => {
    const inbox = await harbor.receiver();
    await sendOrder();
    await harbor.client.events.send({ type: "order.paid", body: null });
    expect((await inbox.next(({ eventType }) => eventType === "order.paid")).eventType).toBe("order.paid");
    await expect(inbox.next(() => false, { timeoutMs: 20 })).rejects.toThrow(/within 20 ms/);
  });
});

describe("the clock", () => {
  test("a day of retries runs in one call, and the delivery is dead after the last", async () => {
    const inbox = await harbor.receiver();
    inbox.always(503);
    const id = await sendOrder();
    await harbor.clock.advance("2d");
    const delivery = await harbor.waitForDelivery(id);
    expect(delivery).toMatchObject({ status: "dead", dead_reason: "retries_exhausted", retry_count: 6 });
    expect(inbox.received).toHaveLength(7);
  });

  test("returns the new time", async () => {
    const before = Date.now();
    expect((await harbor.clock.advance("1d")).getTime()).toBeGreaterThanOrEqual(before + 86_400_000);
  });
});

describe("isolation", () => {
  test("reset leaves an empty environment", async () => {
    await harbor.receiver();
    await sendOrder();
    await harbor.reset();
    expect(await harbor.client.destinations.list().toArray({ limit: 10 })).toEqual([]);
    expect(await harbor.client.events.list().toArray({ limit: 10 })).toEqual([]);
  });

  test("reset leaves an empty environment in a database that an earlier run has used", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-reset-"));
    const env = { HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}` };
    for (const run of [1, 2]) {
      await using kept = await startHarbor({ env });
      await kept.reset();
      expect([run, await kept.client.destinations.list().toArray({ limit: 10 })]).toEqual([run, []]);
      await kept.receiver();
    }
    rmSync(folder, { recursive: true });
  });

  test("keys of the same project and mode share an environment", async () => {
    const clientOf = async (project: string) => harbor.clientFor(await harbor.createApiKey({ project }));
    const created = await (await clientOf("shared")).destinations.create({ url: "http://127.0.0.1:9/" });
    const listed = await (await clientOf("shared")).destinations.list().toArray({ limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual([created.id]);
    expect(await (await clientOf("another")).destinations.list().toArray({ limit: 10 })).toEqual([]);
  });

  test("two servers side by side share nothing", async () => {
    const other = await startHarbor();
    await other.receiver();
    expect(await harbor.client.destinations.list().toArray({ limit: 10 })).toEqual([]);
    await other.stop();
  });

  test("live and test keys see different things", async () => {
    await harbor.receiver();
    const live = harbor.clientFor(await harbor.createApiKey({ project: "default", environment: "live" }));
    expect(await live.destinations.list().toArray({ limit: 10 })).toEqual([]);
  });
});

test("waitForDelivery fails with the status of the delivery", async () => {
  await harbor.receiver();
  const id = await sendOrder();
  await harbor.waitForDelivery(id);
  await expect(harbor.waitForDelivery(id, { status: "dead", timeoutMs: 20 })).rejects.toThrow(
    /succeeded after 20 ms, not dead/,
  );
});
