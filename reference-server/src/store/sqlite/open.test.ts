import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { World } from "../conformance/world.js";
import { UNSHARED } from "../../domain/slot-shares.js";
import type { Store } from "../store.js";
import { Connection } from "./connection.js";
import { openSqlite } from "./open.js";
import { DatabaseInUseError } from "./owner-lock.js";

let folder = "";
let file = "";
let opened: Store[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harbor-open-"));
  file = join(folder, "data", "harbor.db");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  for (const store of opened) await store.close();
  opened = [];
  rmSync(folder, { recursive: true });
});

async function open(options: { owner?: boolean } = {}): Promise<Store> {
  const store = openSqlite({ file, ...options });
  opened.push(store);
  await store.migrate();
  return store;
}

async function close(store: Store): Promise<void> {
  opened = opened.filter((each) => each !== store);
  await store.close();
}

describe("one server owns the file", () => {
  test("the folder is created, and a second server is refused until the first has closed", async () => {
    const first = await open();
    expect(existsSync(file)).toBe(true);
    expect(() => openSqlite({ file })).toThrow(DatabaseInUseError);
    expect(() => openSqlite({ file })).toThrow(/in use by another Harbor server.*HARBOR_DATABASE_URL/s);
    await close(first);
    await open();
  });

  test("a second connection may make keys, and the server takes notice at once", async () => {
    const world = await World.create(await open());
    const event = await world.newEvent([]);
    const beside = await open({ owner: false });
    const id = "key_beside";
    await beside.apiKeys.create({
      id,
      environment: world.test,
      role: "send",
      hash: Buffer.alloc(32, 1),
      hint: "hk_test_besi",
      name: null,
      created_at: world.now,
    });
    expect(await world.commit([event])).toEqual([{ status: "stale" }]);
    expect((await world.store.snapshot(world.test.id)).apiKeyIds).toEqual([id]);
    await beside.apiKeys.revoke({ environmentId: world.test.id, id, now: world.now });
    expect((await world.store.snapshot(world.test.id)).apiKeyIds).toEqual([]);
  });

  test("a second connection leaves what is in flight alone", async () => {
    const world = await World.create(await open());
    const to = await world.destination();
    const held = await world.claimOnly((await world.sendOne(to)).id);
    await close(await open({ owner: false }));
    expect((await world.claim()).deliveries).toEqual([]);
    expect((await world.succeed(held)).deliveries[0]).toMatchObject({ status: "succeeded" });
  });

  test("a second connection does not upgrade the schema under a server that runs", async () => {
    await open();
    const db = new Connection(file);
    db.exec("PRAGMA user_version = 0");
    db.close();
    const beside = openSqlite({ file, owner: false });
    opened.push(beside);
    await expect(beside.migrate()).rejects.toThrow(DatabaseInUseError);
  });

  test("a database in memory is not shared", async () => {
    const stores = [openSqlite({ file: ":memory:" }), openSqlite({ file: ":memory:" })];
    for (const store of stores) {
      opened.push(store);
      await store.migrate();
      const world = await World.create(store);
      const to = await world.destination();
      await world.succeed(await world.claimOnly((await world.sendOne(to)).id));
    }
  });
});

describe("after kill -9", () => {
  interface Report {
    environmentId: number;
    eventId: string;
    deliveryId: string;
    lease: { token: string; expires_at: number };
  }

  async function killOwner(): Promise<Report> {
    const script = fileURLToPath(new URL("../../../test/store-owner.ts", import.meta.url));
    const args = ["--expose-gc", "--conditions=@harbor/source", "--import", "tsx", script, file];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    children.push(child);
    const line = await firstLine(child);
    expect(() => openSqlite({ file })).toThrow(DatabaseInUseError);
    child.kill("SIGKILL");
    await once(child, "exit");
    return JSON.parse(line) as Report;
  }

  async function firstLine(child: ChildProcess): Promise<string> {
    if (child.stdout === null) throw new Error("The child has no stdout.");
    for await (const line of createInterface({ input: child.stdout })) return line;
    throw new Error("The child ended without a word.");
  }

  test("the lock is gone, what was committed is there, and what was in flight is due at once", async () => {
    const { environmentId, eventId, deliveryId, lease } = await killOwner();
    const store = await open();
    const now = Date.now();
    expect(lease.expires_at).toBeGreaterThan(now);
    expect((await store.events.get(environmentId, eventId))?.body?.toString()).toBe("{}");
    const whenever = { now: Infinity, probeIntervalMs: 0, holdMs: 0 };
    expect((await store.upcoming(environmentId, whenever)).inFlight).toBe(0);
    const { deliveries } = await store.claim({
      now,
      limit: 10,
      shares: UNSHARED,
      leaseSlackMs: 30_000,
      probeIntervalMs: 60_000,
      holdMs: 3_600_000,
    });
    expect(deliveries).toMatchObject([{ id: deliveryId, attempt_number: 0, retry_count: 0 }]);
    const late = {
      id: deliveryId,
      environment_id: environmentId,
      destination_id: deliveries[0]?.destination_id ?? "",
      leaseToken: lease.token,
      attempt: null,
      retry_count: 0,
      decision: { status: "succeeded" as const },
    };
    expect((await store.settle([late], now)).deliveries).toEqual([null]);
  });
});
