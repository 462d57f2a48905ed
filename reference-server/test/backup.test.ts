import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifySignature } from "@harbor/signing";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startReceiver } from "./receiver.js";
import { killPrograms, runProgram, startProgram } from "./server-process.js";
import { Api } from "./test-server.js";

const page = readFileSync(new URL("../../docs/operate/backup.md", import.meta.url), "utf8");
const [backUp = "", restore = ""] = [...page.matchAll(/(?<=^```sh\n).*?(?=^```$)/gms)].map(([code]) => code);

const KEY = "hk_test_backup_0123456789";
let folders: string[];

beforeEach(() => {
  folders = [0, 1].map(() => mkdtempSync(join(tmpdir(), "harbor-backup-")));
});
afterEach(() => {
  killPrograms();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const envOf = (folder: string) => ({
  HARBOR_DATABASE_URL: `sqlite:${folder}/.harbor/harbor.db`,
  HARBOR_API_KEYS: KEY,
});
const shell = (script: string, cwd: string) => execFileSync("sh", ["-ec", script], { cwd, stdio: "pipe" });

test("the commands of docs/operate/backup.md back up a running server, and restore it", async (context) => {
  context.skip(spawnSync("sqlite3", ["-version"]).error !== undefined, "sqlite3 is not installed");
  const [before = "", after = ""] = folders;
  mkdirSync(join(before, ".harbor"));
  const receiver = await startReceiver();
  const old = await startProgram(envOf(before));
  const api = new Api(old.url, KEY);
  const { body: destination } = await api.post("/destinations", { url: receiver.url });
  await api.post("/subscriptions", { destination_id: destination.id, event_type: "**" });
  const { body: event } = await api.post("/events", { type: "order.created", body: { n: 1 } });
  await receiver.until(1);

  shell(backUp, before);
  await api.post("/events", { type: "order.created", body: { n: 2 } });
  expect(await old.stop()).toBe(0);

  for (const file of ["backup.db", "backup.db.key"]) copyFileSync(join(before, file), join(after, file));
  shell(restore, after);
  expect(await runProgram(["doctor"], envOf(after))).toMatchObject({ code: 0 });
  const restored = new Api((await startProgram(envOf(after))).url, KEY);
  const { body: events } = await restored.get("/events");
  expect(events.data.map(({ id }: { id: string }) => id)).toEqual([event.id]);

  const count = receiver.received.length;
  await restored.post("/events", { type: "order.created", body: { n: 3 } });
  const { headers, body } = (await receiver.until(count + 1)).at(-1)!;
  expect(verifySignature({ headers, body, secret: destination.signing_secret }).eventType).toBe(
    "order.created",
  );
  await receiver.close();
});
