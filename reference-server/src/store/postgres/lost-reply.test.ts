import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { startDatabaseProxy } from "../../../test/database-proxy.js";
import { useTestPostgres } from "../../../test/postgres.js";
import { UNSHARED } from "../../domain/slot-shares.js";
import { handedOff, must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import { openPostgres } from "./open.js";

/** The reply to the COMMIT of the next settle. */
const SETTLED = { sent: "INSERT INTO attempts", reply: "COMMIT\0" };

const postgres = useTestPostgres();

async function openWorld() {
  const database = await postgres.create();
  const proxy = await startDatabaseProxy(database.url);
  const store = openPostgres({ url: proxy.url });
  await store.migrate();
  const direct = new Client({ connectionString: database.url });
  await direct.connect();
  const world = await World.create(store);
  const to = await world.destination();
  return {
    world,
    proxy,
    direct,
    to,
    /** Deliveries in flight that were claimed together. */
    async claimed(count: number) {
      await world.commit(await world.newEvents([to], count));
      return (await world.claim()).deliveries;
    },
    async close() {
      await store.close();
      proxy.close();
      await direct.end();
      await database.release();
    },
  };
}

test("a settle whose reply was lost is reported as recorded by the next try, which records the rest", async () => {
  const { world, proxy, claimed, close } = await openWorld();
  const [first, second, third] = await claimed(3);
  const ended = [
    world.settlement(must(first), { status: "succeeded" }),
    world.settlement(must(second), { status: "retrying", due_at: world.now }, { outcome: "failed" }),
  ];
  proxy.loseReply(SETTLED);
  await expect(world.settle(...ended)).rejects.toThrow("does not respond");

  const { recorded, deliveries } = await world.settle(
    ...ended,
    world.settlement(must(third), { status: "succeeded" }),
  );
  expect(recorded).toEqual([true, true, true]);
  expect(deliveries.map((delivery) => delivery?.status)).toEqual(["succeeded", "retrying", "succeeded"]);
  for (const one of [first, second, third])
    expect((await world.delivery(must(one).id)).retries).toHaveLength(1);
  const again = await world.claimOnly(must(second).id);
  expect(again.attempt_number).toBe(1);
  await world.succeed(again);
  expect(await world.inFlight(world.test)).toBe(0);
  await close();
});

test("each of those that were settled together is found by a try of its own, also after their group has ended", async () => {
  const { world, proxy, claimed, close } = await openWorld();
  const [first, second] = await claimed(2);
  proxy.loseReply(SETTLED);
  await expect(world.succeed(must(first), must(second))).rejects.toThrow("does not respond");

  for (const one of [first, second]) expect((await world.succeed(must(one))).recorded).toEqual([true]);
  expect((await world.succeed(must(first))).recorded).toEqual([false]);
  expect(await world.inFlight(world.test)).toBe(0);
  await close();
});

test("one that a crash of the database lost as well is made up for, although its transaction seems to be committed", async () => {
  const { world, proxy, direct, to, close } = await openWorld();
  await world.claim();
  const events = await world.newEvents([to], 2);
  const [first, second] = handedOff(await world.commit(events, { handOff: 2 }));
  proxy.loseReply(SETTLED);
  await expect(world.succeed(must(first))).rejects.toThrow("does not respond");
  // After a crash the id of a lost transaction belongs to a later one.
  await direct.query("DELETE FROM attempts");
  await world.succeed(must(first), must(second));

  world.pass(3_600_000);
  expect((await world.claim()).deliveries.map(({ id }) => id)).toEqual([must(first).id]);
  await close();
});

test("the pause of a destination by a settle whose reply was lost is reported once", async () => {
  const { world, proxy, close } = await openWorld();
  const to = await world.destination({ retry_policy: { circuit_breaker_threshold: 1 } });
  await world.sendOne(to);
  const [held] = (await world.claim()).deliveries;
  const ended = world.settlement(
    must(held),
    { status: "retrying", due_at: world.now + 1000 },
    { outcome: "failed" },
  );
  proxy.loseReply(SETTLED);
  await expect(world.settle(ended)).rejects.toThrow("does not respond");
  const { statusChanges } = await world.settle(ended);
  expect(statusChanges.map(({ change }) => change)).toEqual(["circuit_breaker"]);
  await close();
});

test("a settle that was cut off before its COMMIT is recorded by the next try", async () => {
  const { world, direct, claimed, close } = await openWorld();
  const [first, second] = await claimed(2);
  await direct.query("BEGIN; LOCK TABLE attempts");
  const settling = world.succeed(must(first), must(second));
  const outcome = expect(settling).rejects.toThrow("does not respond");
  const blocked = await vi.waitUntil(
    async () =>
      (
        await direct.query<{ pid: number }>(
          `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pg_backend_pid() = ANY (pg_blocking_pids(pid))`,
        )
      ).rows[0],
  );
  await direct.query("SELECT pg_terminate_backend($1)", [blocked.pid]);
  await outcome;
  await direct.query("COMMIT");
  expect((await world.succeed(must(first), must(second))).recorded).toEqual([true, true]);
  await close();
});

test("a settle is recorded although the claim of the next ones behind it fails", async () => {
  const { world, proxy, to, close } = await openWorld();
  const [first, second] = [await world.sendOne(to), await world.sendOne(to)];
  const held = must((await world.claim({ limit: 1 })).deliveries[0]);
  proxy.loseReply({
    sent: "AND EXISTS (SELECT FROM queue q WHERE q.destination_seq = t.seq",
    reply: "SELECT 1",
  });
  const ended = world.settlement(held, { status: "succeeded" });
  const room = { limit: 1, shares: UNSHARED, leaseSlackMs: 0, probeIntervalMs: 1000 };
  const { recorded, next } = await world.store.settle([ended], world.now, room);
  expect([held.id, recorded, next]).toEqual([first.id, [true], []]);
  await world.claimOnly(second.id);
  await close();
});
