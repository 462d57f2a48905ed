import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startReceiver } from "./receiver.js";
import { killPrograms, startProgram } from "./server-process.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_store_faults";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harbor-store-faults-"));
});
afterEach(() => {
  killPrograms();
  rmSync(folder, { recursive: true });
});

const settings = () => ({ HARBOR_DATABASE_URL: `sqlite:${join(folder, "harbor.db")}`, HARBOR_API_KEYS: KEY });

test("while another program holds the database events are refused with 503, and accepted afterwards", async () => {
  const server = await startProgram(settings());
  const api = new Api(server.url, KEY);
  const other = new Database(join(folder, "harbor.db"));
  other.exec("BEGIN IMMEDIATE");
  const refused = await api.post("/events", { type: "order.created", body: {} });
  expect([refused.status, refused.body.error.code]).toEqual([503, "overloaded"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await fetch(`${server.url}/readyz`)).status).toBe(503);
  // Each of them would wait for the other program, one after the other.
  const changes = await Promise.all(
    Array.from({ length: 100 }, () => api.post("/destinations", { url: "https://1.1.1.1/" })),
  );
  expect(new Set(changes.map(({ status }) => status))).toEqual(new Set([503]));
  expect((await api.get("/destinations")).body.data).toEqual([]);
  other.exec("ROLLBACK");
  other.close();
  expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  expect((await api.post("/events", { type: "order.created", body: {} })).status).toBe(202);
  expect(await server.stop()).toBe(0);
});

test("a start waits while another program holds a database that no server has opened before", async () => {
  const file = join(folder, "harbor.db");
  const other = new Database(file);
  other.exec("BEGIN IMMEDIATE");
  const starting = startProgram({
    ...settings(),
    HARBOR_ENCRYPTION_KEY: `1:${Buffer.alloc(32).toString("base64")}`,
  });
  await vi.waitUntil(() => existsSync(`${file}-lock`), { timeout: 30_000 });
  expect(await Promise.race([starting, sleep(3000, "it waits")])).toBe("it waits");
  other.close();
  const server = await starting;
  expect(await server.stop()).toBe(0);
});

/** Replaces fdatasync before the server loads it: once the file `broken` exists, it fails as a dying disk does. */
const BROKEN_DISK = `
  import { existsSync } from "node:fs";
  import { createRequire, syncBuiltinESMExports } from "node:module";
  const fs = createRequire(import.meta.url)("node:fs");
  const { fdatasync } = fs;
  fs.fdatasync = (fd, done) =>
    existsSync(process.env.BROKEN_DISK)
      ? setImmediate(done, Object.assign(new Error("EIO: i/o error, fdatasync"), { code: "EIO" }))
      : fdatasync(fd, done);
  syncBuiltinESMExports();
`;

test(
  "a failed fsync ends the process with a log entry, and a restart delivers what was acknowledged",
  { timeout: 60_000 },
  async () => {
    const [preload, broken] = [join(folder, "broken-disk.mjs"), join(folder, "broken")];
    writeFileSync(preload, BROKEN_DISK);
    const receiver = await startReceiver();
    receiver.respondWith((response) => {
      response.statusCode = 500;
      response.end();
    });
    const server = await startProgram({
      ...settings(),
      NODE_OPTIONS: `--import=${preload}`,
      BROKEN_DISK: broken,
    });
    const api = new Api(server.url, KEY);
    await api.subscribe(receiver.url, { retry_policy: { base_delay_seconds: 1, jitter: 0 } });
    const { body: event } = await api.post("/events", { type: "order.created", body: { n: 1 } });
    await receiver.until(1);
    writeFileSync(broken, "");
    const exited = once(server.child, "exit");
    await api.post("/events", { type: "order.created", body: { n: 2 } }).catch(() => undefined);
    expect(await exited).toEqual([1, null]);
    expect(server.stderr()).toMatch(/cannot be synced.*EIO|EIO.*cannot be synced/s);
    receiver.respondWith((response) => response.end());
    const restarted = await startProgram(settings());
    const again = new Api(restarted.url, KEY);
    await vi.waitFor(
      async () => {
        const { body } = await again.get(`/events/${event.id}`);
        expect(body.deliveries).toMatchObject([{ status: "succeeded" }]);
      },
      { timeout: 30_000, interval: 100 },
    );
    expect(await restarted.stop()).toBe(0);
    await receiver.close();
  },
);
