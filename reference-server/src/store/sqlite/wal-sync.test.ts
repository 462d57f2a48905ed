import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createWalSync } from "./wal-sync.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harbor-wal-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test("calls during a sync share the one after it, never the one that runs", async () => {
  const file = join(folder, "harbor.db");
  writeFileSync(`${file}-wal`, "frames");
  const wal = createWalSync(file);
  const order: string[] = [];
  const note = (name: string) => () => order.push(name);
  const first = wal.synced().then(note("first"));
  const second = wal.synced();
  const third = wal.synced();
  expect(third).toBe(second);
  await Promise.all([second.then(note("second")), first]);
  expect(order).toEqual(["first", "second"]);
  await wal.synced();
  await wal.close();
});

test("a log that is not there is a failure, not silence", async () => {
  const wal = createWalSync(join(folder, "missing.db"));
  await expect(wal.synced()).rejects.toThrow(/ENOENT/);
  await wal.close();
});

test("a database in memory has nothing to sync", async () => {
  await createWalSync(":memory:").synced();
});

test("closing waits for the syncs that were asked for", async () => {
  const file = join(folder, "harbor.db");
  writeFileSync(`${file}-wal`, "frames");
  const wal = createWalSync(file);
  const order: string[] = [];
  const synced = [wal.synced(), wal.synced()].map((sync) => sync.then(() => order.push("synced")));
  await wal.close().then(() => order.push("closed"));
  await Promise.all(synced);
  expect(order).toEqual(["synced", "synced", "closed"]);
});
