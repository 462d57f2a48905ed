import type { ServerResponse } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Receiver, startReceiver } from "./receiver.js";
import { Api, startTestServer, type TestServer } from "./test-server.js";

let folder: string;
let file: string;
let harbor: TestServer;
let api: Api;
let receiver: Receiver;
/** Requests that the receiver has not responded to. */
let open: ServerResponse[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "harbor-ahead-"));
  file = join(folder, "harbor.db");
  harbor = await startTestServer({ HARBOR_DATABASE_URL: `sqlite:${file}`, HARBOR_SHUTDOWN_SECONDS: "1" });
  api = (await harbor.project()).test;
  receiver = await startReceiver();
  open = [];
});
afterEach(async () => {
  await receiver.close();
  await harbor.close();
  rmSync(folder, { recursive: true });
});

/** A destination with one slot that has responded once, whose slot is taken, and for which more deliveries wait. */
async function waitingBehindOne(count: number): Promise<{ destination: string; deliveries: string[] }> {
  const destination = await api.subscribe(receiver.url, { max_concurrent_deliveries: 1 });
  const first = await send();
  await settled([first], "succeeded");
  receiver.respondWith((response) => open.push(response));
  const deliveries = [await send()];
  await receiver.until(2);
  while (deliveries.length <= count) deliveries.push(await send());
  return { destination, deliveries };
}

async function send(): Promise<string> {
  const { body } = await api.post("/events", { type: "order.created", body: 1 });
  return body.deliveries[0].id as string;
}

async function settled(ids: readonly string[], status: string): Promise<void> {
  for (const id of ids) {
    const isSettled = async () => (await api.get(`/deliveries/${id}`)).body.status === status;
    await vi.waitUntil(isSettled, { timeout: 10_000, interval: 10 });
  }
}

async function statuses(ids: readonly string[]): Promise<string[]> {
  return await Promise.all(ids.map(async (id) => (await api.get(`/deliveries/${id}`)).body.status as string));
}

function arrived(): string[] {
  return receiver.received.map(({ headers }) => String(headers["harbor-delivery-id"]));
}

function respondToAll(): void {
  receiver.respondWith((response) => response.end());
  for (const response of open.splice(0)) response.end();
}

/** Rows of the table `queue`. */
function queued(): number {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare<[], number>("SELECT count(*) FROM queue").pluck().get() ?? 0;
  } finally {
    db.close();
  }
}

const queuedUntil = (count: number) =>
  vi.waitUntil(() => queued() === count, { timeout: 10_000, interval: 20 });

describe("deliveries that wait in memory for a slot", () => {
  it("are pending and due, have no row in the queue, and go out in their order", async () => {
    const { deliveries } = await waitingBehindOne(3);
    expect(await statuses(deliveries)).toEqual(Array(4).fill("pending"));
    expect(queued()).toBe(0);
    const { body } = await api.get("/stats");
    expect(body.backlog.due).toBe(3);
    expect(body.backlog.oldest_due_age_seconds).toBeGreaterThanOrEqual(0);
    respondToAll();
    await settled(deliveries, "succeeded");
    expect(arrived().slice(1)).toEqual(deliveries);
  });

  it("go back to the queue long before their lease ends, and are then sent once", async () => {
    const { deliveries } = await waitingBehindOne(3);
    await queuedUntil(3);
    const later = await send();
    expect(queued()).toBe(4);
    respondToAll();
    await settled([...deliveries, later], "succeeded");
    expect(arrived().slice(1)).toEqual([...deliveries, later]);
  });

  it("are held by a pause, and sent after it", async () => {
    const { destination, deliveries } = await waitingBehindOne(2);
    await api.patch(`/destinations/${destination}`, { status: "paused" });
    await queuedUntil(2);
    respondToAll();
    await settled(deliveries.slice(0, 1), "succeeded");
    expect(await statuses(deliveries)).toEqual(["succeeded", "pending", "pending"]);
    expect(arrived()).toHaveLength(2);
    await api.patch(`/destinations/${destination}`, { status: "active" });
    await settled(deliveries, "succeeded");
  });

  it("can be retried by hand, and are then sent once, by hand", async () => {
    const { deliveries } = await waitingBehindOne(2);
    const [underWay, waiting] = deliveries;
    const retried = await api.post(`/deliveries/${waiting}/retry`);
    expect(retried).toMatchObject({ status: 200, body: { id: waiting, status: "retrying" } });
    const refused = await api.post(`/deliveries/${underWay}/retry`);
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "delivery_not_retryable" } } });
    respondToAll();
    await settled(deliveries, "succeeded");
    expect(arrived().slice(1).toSorted()).toEqual(deliveries.toSorted());
    const { body } = await api.get(`/deliveries/${waiting}`);
    expect(body.retries.map(({ trigger }: { trigger: string }) => trigger)).toEqual(["manual"]);
  });

  it("die with their destination, unsent", async () => {
    const { destination, deliveries } = await waitingBehindOne(2);
    await api.delete(`/destinations/${destination}`);
    respondToAll();
    await settled(deliveries, "dead");
    expect(arrived()).toHaveLength(2);
    await harbor.close();
    expect(queued()).toBe(0);
  });

  it("start as soon as the destination is given more slots", async () => {
    const { destination, deliveries } = await waitingBehindOne(2);
    await api.patch(`/destinations/${destination}`, { max_concurrent_deliveries: 3 });
    await receiver.until(4);
    respondToAll();
    await settled(deliveries, "succeeded");
  });

  it("are in the queue after a stop", async () => {
    const { deliveries } = await waitingBehindOne(2);
    const inMemory = queued();
    await harbor.close();
    expect([inMemory, queued()]).toEqual([0, 2]);
    receiver.respondWith((response) => response.end());
    harbor = await startTestServer({ HARBOR_DATABASE_URL: `sqlite:${file}` });
    api = new Api(harbor.url, api.key);
    await settled(deliveries, "succeeded");
    expect(arrived().filter((id) => id === deliveries[1])).toHaveLength(1);
  });
});
