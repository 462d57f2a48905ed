import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { systemClock } from "../src/clock.js";
import { readConfig } from "../src/config.js";
import type { Deps } from "../src/deps.js";
import { EnvironmentCache } from "../src/environments/environment-cache.js";
import { Ingest } from "../src/ingest/accept-event.js";
import { idleIntake } from "../src/ingest/intake.js";
import { Announcer } from "../src/maintenance/announcer.js";
import { createSealer } from "../src/seal.js";
import { World } from "../src/store/conformance/world.js";
import { openPostgres } from "../src/store/postgres/open.js";
import { openSqlite } from "../src/store/sqlite/open.js";
import type { Store } from "../src/store/store.js";
import { startTestPostgres, type TestPostgres } from "./postgres.js";

let postgres: TestPostgres;
let cleanups: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 60_000);
afterAll(() => postgres.stop());
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
  cleanups = [];
});

/** The parts of a process that send announcements. */
function announcerOf(store: Store, { newId }: Pick<World, "newId">): Announcer {
  const deps: Deps = {
    config: readConfig({ HARBOR_DATABASE_URL: "sqlite::memory:" }),
    store,
    clock: systemClock,
    random: Math.random,
    newId,
    sealer: createSealer([{ id: "test", key: Buffer.alloc(32, 7) }]),
    log: pino({ level: "silent" }),
    logFault: () => undefined,
  };
  const worker = { reserve: () => false, cancel: () => undefined, deliver: () => undefined };
  const metrics = { ingested: () => undefined };
  const bodies = { fault: () => null, isCurrent: () => Promise.resolve(true) };
  const environments = new EnvironmentCache(deps);
  const intake = idleIntake(systemClock);
  return new Announcer(deps, new Ingest(deps, { environments, bodies, worker, intake, metrics }));
}

async function worldOn(store: Store): Promise<World> {
  const world = await World.create(store);
  await world.subscription(await world.destination(), { event_type: "harbor.**" });
  return world;
}

async function names({ test }: World, store: Store): Promise<string[]> {
  const page = { after: null, limit: 1000 };
  const { items } = await store.events.list(test.id, { notBefore: 0 }, page);
  return items.map(({ body }) => (JSON.parse(String(body)) as { name: string }).name);
}

const COUNT = 150;
const EXPECTED = Array.from({ length: COUNT }, (_, n) => String(n));
const byNumber = (a: string, b: string) => Number(a) - Number(b);

async function openShared(url: string): Promise<Store> {
  const store = openPostgres({ url });
  await store.migrate();
  cleanups.push(() => store.close());
  return store;
}

test("processes that share a database send each announcement once", async () => {
  const database = await postgres.create();
  cleanups.push(() => database.release());
  const stores = [await openShared(database.url), await openShared(database.url)] as const;
  const world = await worldOn(stores[0]);
  for (const name of EXPECTED) await world.destination({ name });
  const announcers = stores.map((store) => announcerOf(store, world));
  while ((await stores[0].announcements({ after: 0, limit: 1 })).length > 0)
    await Promise.all(announcers.map((announcer) => announcer.run()));
  expect((await names(world, stores[1])).toSorted(byNumber)).toEqual(EXPECTED);
});

test("a process that ends after the change leaves the announcement to the next one, which sends it once", async () => {
  const folder = await mkdtemp(join(tmpdir(), "harbor-announcer-"));
  const file = join(folder, "harbor.db");
  cleanups.push(async () => rmSync(folder, { recursive: true }));
  const first = openSqlite({ file });
  await first.migrate();
  const world = await worldOn(first);
  for (const name of EXPECTED) await world.destination({ name });
  await first.close();

  const second = openSqlite({ file });
  await second.migrate();
  cleanups.push(() => second.close());
  const announcer = announcerOf(second, world);
  await Promise.all([announcer.run(), announcer.run()]);
  await announcer.run();
  expect(await names(world, second)).toEqual(EXPECTED.toReversed());
  expect(await second.announcements({ after: 0, limit: 1 })).toEqual([]);
});

async function inMemory() {
  const store = openSqlite({ file: ":memory:" });
  await store.migrate();
  cleanups.push(() => store.close());
  const world = await worldOn(store);
  return { store, world };
}

test("a change is announced by its notice, and what fails is kept for the next run", async () => {
  const { store, world } = await inMemory();
  let isRefused = true;
  const failing: Store = {
    ...store,
    commit: (...args) => (isRefused ? Promise.reject(new Error("refused")) : store.commit(...args)),
  };
  const announcer = announcerOf(failing, world);
  const { name } = await world.destination({ name: "0" });
  await expect(announcer.run()).rejects.toThrow("cannot be stored");
  expect(await names(world, store)).toEqual([]);
  isRefused = false;
  await announcer.run();
  expect(await names(world, store)).toEqual([name]);
});

test("one that fails each time holds up no other", async () => {
  const { store, world } = await inMemory();
  let isRefused = true;
  const failing: Store = {
    ...store,
    commit: (items, ...rest) =>
      isRefused && items.some(({ event }) => event.body.includes('"name":"-1"'))
        ? Promise.reject(new Error("refused"))
        : store.commit(items, ...rest),
  };
  const announcer = announcerOf(failing, world);
  for (const name of ["-1", ...EXPECTED]) await world.destination({ name });
  await expect(announcer.run()).rejects.toThrow("cannot be stored");
  expect((await names(world, store)).toSorted(byNumber)).toEqual(EXPECTED);
  isRefused = false;
  await announcer.run();
  expect((await names(world, store)).toSorted(byNumber)).toEqual(["-1", ...EXPECTED]);
});
