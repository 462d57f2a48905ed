import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { type DatabaseProxy, startDatabaseProxy } from "../../../test/database-proxy.js";
import { useTestPostgres } from "../../../test/postgres.js";
import type { AttemptResult } from "../../domain/domain.js";
import { must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import type { TunnelRequest } from "../store.js";
import { openPostgres } from "./open.js";

const RESULT: AttemptResult = {
  response_code: 200,
  response_headers: "",
  response_body: "ok",
  error: null,
  retry_requested: false,
  retry_after_ms: null,
};

const postgres = useTestPostgres();

/** A process that holds a tunnel, and one that sends to it, whose way to the database can be cut. */
async function startTunnel() {
  const database = await postgres.create();
  const proxy: DatabaseProxy = await startDatabaseProxy(database.url);
  const [holder, sender] = [openPostgres({ url: database.url }), openPostgres({ url: proxy.url })];
  const received: TunnelRequest[] = [];
  const exchange = (request: TunnelRequest) => {
    received.push(request);
    return Promise.resolve(RESULT);
  };
  for (const store of [holder, sender]) {
    await store.migrate();
    await must(store.peers).join();
  }
  must(holder.peers).tunnels.serve({ exchange, check: () => undefined });
  const world = await World.create(holder);
  const { id: destinationId } = await world.destination();
  await holder.tunnels.seen([{ environmentId: world.test.id, destinationId }], world.now);
  await must(holder.peers).tunnels.hold(destinationId);
  const direct = new Client({ connectionString: database.url });
  await direct.connect();
  const ids = async () =>
    (await direct.query<{ id: string }>("SELECT id FROM tunnel_requests")).rows.map(({ id }) => id);
  return {
    direct,
    proxy,
    received,
    destinationId,
    ids,
    send: () =>
      must(sender.peers).tunnels.exchange({
        destinationId,
        headers: [],
        body: Buffer.from("{}"),
        sentAt: 0,
        timeoutMs: 2000,
      }),
    isEmpty: () => vi.waitUntil(async () => (await ids()).length === 0, { timeout: 15_000, interval: 50 }),
    async close() {
      for (const store of [sender, holder]) await store.close();
      proxy.close();
      await direct.end();
      await database.release();
    },
  };
}

test("a request whose insertion had no reply is deleted, and those that are under way are not", async () => {
  const { send, proxy, ids, isEmpty, close } = await startTunnel();
  const first = await send();
  const kept = await ids();
  proxy.loseReply({ sent: "INSERT INTO tunnel_requests", reply: "SELECT 1" });
  await expect(send()).rejects.toThrow("does not respond");
  await vi.waitUntil(async () => (await ids()).length === 1, { timeout: 15_000, interval: 50 });
  expect(await ids()).toEqual(kept);
  first.done();
  await isEmpty();
  await close();
}, 60_000);

test("a request that could not be deleted when its result was recorded is deleted later", async () => {
  const { send, proxy, ids, isEmpty, close } = await startTunnel();
  const { result, done } = await send();
  expect(result).toMatchObject({ response_code: 200 });
  proxy.cut();
  done();
  await expect(send()).rejects.toThrow("does not respond");
  expect(await ids()).toHaveLength(1);
  proxy.restore();
  await isEmpty();
  await close();
}, 60_000);

test("the holder skips a request whose time is over, and gives the next one what is left of its time", async () => {
  const { direct, received, destinationId, close } = await startTunnel();
  const insert = (agoSeconds: number, sentAt: number) =>
    direct.query(
      `INSERT INTO tunnel_requests (id, sender, holder, destination_id, headers, body, sent_at, timeout_ms, given_at)
       SELECT $1, $1, holder, destination_id, '[]', '{}', $3, 60000, clock_timestamp() - $4 * interval '1 s'
       FROM tunnels WHERE destination_id = $2`,
      [randomUUID(), destinationId, sentAt, agoSeconds],
    );
  await insert(61, 1);
  await insert(30, 2);
  await vi.waitUntil(() => received.some(({ sentAt }) => sentAt === 2), { timeout: 15_000, interval: 50 });
  expect(received.map(({ sentAt }) => sentAt)).toEqual([2]);
  expect(must(received[0]).timeoutMs).toBeLessThanOrEqual(30_000);
  await direct.query("DELETE FROM tunnel_requests");
  await close();
}, 60_000);
