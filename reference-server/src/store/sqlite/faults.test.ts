import { fdatasync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { created, must } from "../conformance/values.js";
import { HOLD, World } from "../conformance/world.js";
import { type Store, StoreUnavailableError } from "../store.js";
import { openSqlite } from "./open.js";
import type { SyncFile } from "./wal-sync.js";
import { mountSmall } from "../../../test/small-file-system.js";

let folder = "";
let opened: Store[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harbor-faults-"));
});
afterEach(async () => {
  for (const store of opened) await store.close();
  opened = [];
  rmSync(folder, { recursive: true });
});

async function open(options: Partial<Parameters<typeof openSqlite>[0]> = {}): Promise<World> {
  const store = openSqlite({ file: join(folder, "harbor.db"), ...options });
  opened.push(store);
  await store.migrate();
  return World.create(store);
}

async function close(world: World): Promise<void> {
  opened = opened.filter((each) => each !== world.store);
  await world.store.close();
}

describe("a failed fsync", () => {
  test("is fatal: reported once, and nothing more is accepted; a restart delivers what was acknowledged", async () => {
    const fatal: Error[] = [];
    let broken = false;
    const syncFile: SyncFile = (fd, done) => {
      if (broken)
        setImmediate(() => done(Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" })));
      else fdatasync(fd, done);
    };
    const world = await open({ syncFile, onFatal: (error) => fatal.push(error) });
    const to = await world.destination();
    const acknowledged = await world.sendOne(to);
    broken = true;
    const [refused, later] = [await world.newEvent([to]), await world.newEvent([to])];
    await expect(world.commit([refused])).rejects.toThrow("EIO");
    broken = false;
    await expect(world.commit([later])).rejects.toThrow("EIO");
    await expect(world.pause(to)).rejects.toThrow("EIO");
    expect(fatal.map(({ message }) => message)).toEqual([
      "The database cannot be synced to its disk: EIO: i/o error, fdatasync",
    ]);
    await close(world);
    const restarted = await open();
    const { deliveries } = await restarted.claim();
    expect(deliveries.map(({ id }) => id)).toContain(acknowledged.id);
    await restarted.succeed(...deliveries);
  });
});

test("a repeated request gets no response that a power cut could take back", async () => {
  let held: (() => void)[] | null = null;
  const world = await open({
    syncFile(fd, done) {
      const sync = () => fdatasync(fd, done);
      if (held === null) sync();
      else held.push(sync);
    },
  });
  const event = await world.newEvent([await world.destination()]);
  held = [];
  const committed = world.commitRequest([event], "batch-1");
  await expect.poll(() => held?.length, { interval: 1 }).toBe(1);
  let isRepeated = false;
  const repeated = world.findResponse(world.test, "batch-1").then((response) => {
    isRepeated = true;
    return response;
  });
  await new Promise((resolve) => setTimeout(resolve, 20));
  const isTooEarly = isRepeated;
  const syncs = held;
  held = null;
  for (const sync of syncs) sync();
  expect(isTooEarly).toBe(false);
  expect(await committed).toMatchObject({ result: [{ status: "created" }] });
  expect(await repeated).toMatchObject({ stored: expect.any(Uint8Array) as unknown });
});

describe("another program that holds the database", () => {
  test("is a failure that passes: nothing is changed, and the same settlement succeeds afterwards", async () => {
    const world = await open();
    const to = await world.destination();
    const held = await world.claimOnly((await world.sendOne(to)).id);
    const other = new Database(join(folder, "harbor.db"));
    other.exec("BEGIN IMMEDIATE");
    await expect(world.succeed(held)).rejects.toMatchObject({
      name: "StoreUnavailableError",
      reason: "busy",
    });
    await expect(world.commit([await world.newEvent([to])])).rejects.toThrow(StoreUnavailableError);
    expect(await world.delivery(held.id)).toMatchObject({ status: "pending", retries: [] });
    expect(
      await world.store.deliveries.list(
        world.test.id,
        { notBefore: 0, status: "pending" },
        { after: null, limit: 9 },
      ),
    ).toMatchObject({
      items: [{ id: held.id }],
    });
    other.exec("ROLLBACK");
    other.close();
    expect((await world.succeed(held)).deliveries[0]).toMatchObject({ status: "succeeded" });
    expect(await world.sendOne(to)).toMatchObject({ status: "pending" });
  });

  test("is waited for once, not by each transaction, and again after it is gone", async () => {
    const world = await open();
    const to = await world.destination();
    const other = new Database(join(folder, "harbor.db"));
    const timed = async (calls: () => Promise<unknown>) => {
      const startedAt = performance.now();
      await calls();
      return performance.now() - startedAt;
    };
    const refusedMs = (count: number) =>
      timed(async () => {
        const events = await Promise.all(Array.from({ length: count }, () => world.newEvent([to])));
        const refused = [...events.map((event) => world.commit([event])), world.store.ping()];
        for (const outcome of await Promise.allSettled(refused))
          expect(outcome).toMatchObject({ status: "rejected", reason: { reason: "busy" } });
      });
    other.exec("BEGIN IMMEDIATE");
    const firstMs = await timed(() => expect(world.store.ping()).rejects.toThrow(StoreUnavailableError));
    expect(firstMs).toBeGreaterThan(500);
    expect(await refusedMs(50)).toBeLessThan(5 * firstMs);
    other.exec("ROLLBACK");
    await world.store.ping();
    other.exec("BEGIN IMMEDIATE");
    expect(await refusedMs(1)).toBeGreaterThan(500);
    other.close();
  });
});

describe("a full disk", () => {
  test("on a file system without room refuses events, fails the probe, and recovers by itself", async ({
    skip,
  }) => {
    const small = mountSmall(join(folder, "small"), "2m");
    if (small === null) return skip("a small file system cannot be mounted here");
    try {
      const world = await open({ file: join(folder, "small", "harbor.db") });
      const to = await world.destination();
      const body = JSON.stringify("x".repeat(100_000));
      const acknowledged: string[] = [];
      const failure = await fill(world, { to: [to], body, acknowledged });
      expect(failure).toMatchObject({ name: "StoreUnavailableError", reason: "full" });
      expect(acknowledged.length).toBeGreaterThan(3);
      await expect(world.store.ping()).rejects.toMatchObject({ reason: "full" });
      small.grow("16m");
      await world.store.ping();
      acknowledged.push((await world.sendOne(to, { body })).id);
      const { deliveries } = await world.claim();
      expect(deliveries.map(({ id }) => id).sort()).toEqual(acknowledged.sort());
      await world.succeed(...deliveries);
    } finally {
      for (const store of opened.splice(0)) await store.close();
      small.unmount();
    }
  });
});

async function fill(
  world: World,
  { to, body, acknowledged }: { to: Parameters<World["newEvent"]>[0]; body: string; acknowledged: string[] },
): Promise<unknown> {
  for (let count = 0; count < 100; count += 1) {
    try {
      const [result] = await world.commit([await world.newEvent(to, { body })]);
      acknowledged.push(must(created(result).deliveries[0]).delivery.id);
    } catch (error) {
      return error;
    }
  }
  return null;
}

describe("the write-ahead log", () => {
  test("shrinks once a long reader that kept it is gone", async () => {
    const world = await open();
    const file = join(folder, "harbor.db");
    const reader = new Database(file, { readonly: true });
    reader.exec("BEGIN");
    reader.prepare("SELECT count(*) FROM environments").get();
    const body = JSON.stringify("x".repeat(200_000));
    const grow = async (count: number) => {
      for (let index = 0; index < count; index += 1) await world.send([], { body });
    };
    await grow(400);
    const grown = statSync(`${file}-wal`).size;
    expect(grown).toBeGreaterThan(60 * 1024 * 1024);
    reader.close();
    await grow(200);
    expect(statSync(`${file}-wal`).size).toBeLessThanOrEqual(49 * 1024 * 1024);
  });
});

describe("long jobs", () => {
  /** The longest turn of the event loop, in ms of CPU: a busy machine does not change it. */
  async function longestTurn(run: () => Promise<unknown>): Promise<number> {
    let longest = 0;
    let going = true;
    let last = process.cpuUsage();
    const watch = () => {
      const { user, system } = process.cpuUsage(last);
      longest = Math.max(longest, (user + system) / 1000);
      last = process.cpuUsage();
      if (going) setImmediate(watch);
    };
    watch();
    await run();
    going = false;
    return longest;
  }

  async function waiting(world: World, count: number) {
    const to = await world.destination();
    for (let sent = 0; sent < count; sent += 1000) {
      await world.commit(await Promise.all(Array.from({ length: 1000 }, () => world.newEvent([to]))));
    }
    return to;
  }

  test("a deletion and the end of many holds let others run between steps", async () => {
    const world = await open({ file: ":memory:" });
    const [deleted, held] = [await waiting(world, 20_000), await waiting(world, 20_000)];
    const steps: number[] = [];
    world.store.subscribe((notice) => {
      if (notice.kind === "deliveries_changed") steps.push(notice.deliveries.length);
    });
    const turn = await longestTurn(async () => {
      await world.store.destinations.delete(world.test.id, deleted.id, { now: world.now });
      await world.pause(held);
      world.pass(HOLD);
      for (;;) {
        const { expired } = await world.sweep({ limit: 500 });
        if (expired.length === 0) break;
        steps.push(expired.length);
      }
    });
    expect(steps).toEqual(Array.from({ length: 80 }, () => 500));
    // A step takes some 10 ms; all at once takes a second.
    expect(turn).toBeLessThan(100);
  });

  test("a first step that fails is the result of its events, and the later steps stay committed", async () => {
    const world = await open({ file: ":memory:" });
    const to = await Promise.all(Array.from({ length: 600 }, () => world.destination()));
    const [bad, good] = [await world.newEvent(to), await world.newEvent(to)];
    Object.assign(bad.event, { body: {} }); // SQLite cannot bind it
    const [failed, later] = await world.commit([bad, good], { handOff: 601 });
    expect(failed).toMatchObject({ status: "failed" });
    expect(created(later).deliveries.filter(({ lease }) => lease !== null)).toHaveLength(1);
  });

  test("a batch with a wide fan-out is committed in steps", async () => {
    const world = await open({ file: ":memory:" });
    const to: Destination[] = [];
    for (let count = 0; count < 400; count += 1) to.push(await world.destination());
    const batch = await Promise.all(Array.from({ length: 100 }, () => world.newEvent(to)));
    let results: Awaited<ReturnType<World["commit"]>> = [];
    const turn = await longestTurn(async () => (results = await world.commit(batch, { handOff: 50 })));
    expect(results.map(({ status }) => status)).toEqual(batch.map(() => "created"));
    const leased = results
      .flatMap((result) => created(result).deliveries)
      .filter(({ lease }) => lease !== null);
    expect(leased).toHaveLength(50);
    expect(turn).toBeLessThan(200);
  });
});
