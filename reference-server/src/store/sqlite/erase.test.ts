import { cpSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { must } from "../conformance/values.js";
import { World } from "../conformance/world.js";
import { openSqlite } from "./open.js";
import { openDatabase } from "./open-database.js";

const MARKER = "sensitive-4f1c";

let folder: string;
let world: World;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "harbor-erase-"));
  world = await World.create(await open(folder));
});
afterEach(async () => {
  await world.store.close();
  await rm(folder, { recursive: true });
});

async function open(inFolder: string) {
  const store = openSqlite({ file: join(inFolder, "harbor.db") });
  await store.migrate();
  return store;
}

/** The files in the folder in which the text stands. */
function filesWith(text: string, inFolder = folder): string[] {
  return readdirSync(inFolder).filter((file) => readFileSync(join(inFolder, file)).includes(text));
}

/** Events with bodies and responses of all sizes between others that stay, and how often the attempts of each fail. */
async function sendMarked(attempts: number, tenant: string | null = null): Promise<string[]> {
  const to = await world.destination();
  const marked: string[] = [];
  for (const size of [10, 300, 2000, 5000, 60_000, 250_000]) {
    for (const text of [MARKER, "harmless"]) {
      const body = JSON.stringify(`${text} `.repeat(Math.ceil(size / text.length)));
      const { event_id } = await world.sendOne(to, { body, tenant: text === MARKER ? tenant : null });
      if (text === MARKER) marked.push(event_id);
    }
  }
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const { deliveries } = await world.claim();
    await world.settle(
      ...deliveries.map((held) => {
        const response_body = `${must(held.body).toString().slice(1, 15)} `.repeat(1 + attempt * 60);
        const decision = { status: "retrying", due_at: world.now } as const;
        return world.settlement(held, decision, { outcome: "failed", response_code: 503, response_body });
      }),
    );
  }
  return marked;
}

async function eraseAll(ids: readonly string[]): Promise<void> {
  for (const id of ids) await world.store.events.erase({ environmentId: world.test.id, id, now: world.now });
}

async function sweepAll(of: World): Promise<void> {
  while ((await of.sweep()).isErasing);
}

it("leaves nothing of erased events in the database and its log", async () => {
  const marked = await sendMarked(4);
  expect(filesWith(MARKER)).toContain("harbor.db-wal");
  await eraseAll(marked);
  await sweepAll(world);
  expect(filesWith(MARKER)).toEqual([]);
  expect(filesWith("harmless")).toEqual(["harbor.db"]);
});

it("leaves nothing in a database that had been copied from the log before", async () => {
  const marked = await sendMarked(4);
  await world.store.close();
  world.store = await open(folder);
  expect(filesWith(MARKER)).toEqual(["harbor.db"]);
  await eraseAll(marked);
  await sweepAll(world);
  expect(filesWith(MARKER)).toEqual([]);
});

it("leaves nothing of all events of a tenant, also after a crash between the steps", async () => {
  await sendMarked(4, "acme");
  await sendMarked(4, "acme");
  await world.store.tenants.erase({ environmentId: world.test.id, tenant: "acme", now: world.now });
  await world.sweep({ limit: 5 });
  expect(filesWith(MARKER)).not.toEqual([]);
  await world.store.close();
  world.store = await open(folder);
  const { items } = await world.store.events.list(
    world.test.id,
    { notBefore: 0, tenant: "acme" },
    { after: null, limit: 100 },
  );
  expect(items.map(({ body }) => body)).toEqual(items.map(() => null));
  await sweepAll(world);
  expect(filesWith(MARKER)).toEqual([]);
  expect(filesWith("harmless")).toEqual(["harbor.db"]);
});

it("keeps it unreadable after a crash, and overwrites it then", async () => {
  const marked = await sendMarked(2);
  await eraseAll(marked);
  const crashed = await mkdtemp(join(tmpdir(), "harbor-erase-"));
  cpSync(folder, crashed, { recursive: true, filter: (file) => !file.endsWith("-lock") });
  expect(filesWith(MARKER, crashed)).not.toEqual([]);
  const survivor = await World.create(await open(crashed));
  survivor.now = world.now;
  for (const id of marked) {
    expect(await survivor.store.events.get(world.test.id, id)).toMatchObject({ body: null });
    const [delivery] = await survivor.store.events.deliveriesOf(world.test.id, id);
    expect(delivery).toMatchObject({ dead_reason: "event_erased", response_body: null });
    expect(await survivor.delivery(must(delivery).id)).toMatchObject({
      retries: [{ response_body: null }, { response_body: null }],
    });
  }
  await sweepAll(survivor);
  expect(filesWith(MARKER, crashed)).toEqual([]);
  await survivor.store.close();
  await rm(crashed, { recursive: true });
});

it("empties the log once no other program reads, and not before", async () => {
  const marked = await sendMarked(1);
  const reader = openDatabase(join(folder, "harbor.db"), {});
  reader.exec("BEGIN");
  reader.prepare("SELECT count(*) FROM events").get();
  await eraseAll(marked);
  await sweepAll(world);
  expect(filesWith(MARKER)).toContain("harbor.db-wal");
  reader.exec("COMMIT");
  reader.close();
  await sweepAll(world);
  expect(filesWith(MARKER)).toEqual([]);
});
