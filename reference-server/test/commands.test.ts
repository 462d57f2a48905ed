import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifySignature } from "@harbor/signing";
import Database from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startReceiver } from "./receiver.js";
import { killPrograms, runProgram, startProgram } from "./server-process.js";
import { Api } from "./test-server.js";

const KEY = "hk_test_commands_0123456789";
const TIMEOUT = { timeout: 60_000 };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "harbor-commands-"));
  file = join(folder, "harbor.db");
});
afterEach(() => {
  killPrograms();
  rmSync(folder, { recursive: true });
});

const run = (args: string[], env: Record<string, string> = {}) =>
  runProgram(args, { HARBOR_DATABASE_URL: `sqlite:${file}`, ...env });
const start = (env: Record<string, string> = {}) =>
  startProgram({ HARBOR_DATABASE_URL: `sqlite:${file}`, HARBOR_API_KEYS: KEY, ...env });

const statusOf = async (url: string, key: string) => (await new Api(url, key).get("/events")).status;

interface ListedKey {
  id: string;
  project: string;
  mode: string;
}

async function listKeys(args: string[] = []): Promise<ListedKey[]> {
  const { out } = await run(["keys", "list", ...args]);
  return out
    .trim()
    .split("\n")
    .map((line) => {
      const [id = "", project = "", mode = ""] = line.split("\t");
      return { id, project, mode };
    });
}

test("generated keys are printed at the first start only, and stay the only ones", TIMEOUT, async () => {
  const env = { HARBOR_API_KEYS: "" };
  const first = await start(env);
  const [testKey = "", liveKey = ""] = first.stderr().match(/hk_\w+/g) ?? [];
  expect(await statusOf(first.url, testKey)).toBe(200);
  await new Api(first.url, testKey).post("/destinations", { url: "http://127.0.0.1:9/" });
  expect(await first.stop()).toBe(0);

  const second = await start(env);
  expect(second.stderr()).not.toContain("hk_");
  expect((await new Api(second.url, testKey).get("/destinations")).body.data).toHaveLength(1);
  expect(await statusOf(second.url, liveKey)).toBe(200);
  expect(await listKeys()).toHaveLength(2);
  expect(await second.stop()).toBe(0);
});

test("a key added to HARBOR_API_KEYS belongs to the same project", TIMEOUT, async () => {
  const first = await start();
  await new Api(first.url, KEY).post("/destinations", { url: "http://127.0.0.1:9/" });
  expect(await first.stop()).toBe(0);
  const added = "hk_test_added_0123456789";
  const second = await start({ HARBOR_API_KEYS: `${KEY},${added}` });
  expect((await new Api(second.url, added).get("/destinations")).body.data).toHaveLength(1);
  expect(await listKeys()).toHaveLength(2);
  expect(await second.stop()).toBe(0);
});

test("processes that create keys for a new project at once share it", TIMEOUT, async () => {
  const created = await Promise.all([1, 2, 3].map(() => run(["keys", "create", "--project", "shop"])));
  expect(created.map(({ code, err }) => [code, err])).toEqual(
    created.map(() => [0, expect.stringMatching(/^key_\w+, admin, test, project proj_\w+/)]),
  );
  expect(new Set(created.map(({ err }) => /proj_\w+/.exec(err)?.[0])).size).toBe(1);
  expect(await listKeys(["--project", "shop"])).toHaveLength(3);
  await run(["keys", "create", "--environment", "live"]);
  expect((await listKeys()).map(({ project, mode }) => `${project} ${mode}`).sort()).toEqual([
    "default live",
    "shop test",
    "shop test",
    "shop test",
  ]);
});

test(
  "keys are created, listed, rotated and revoked beside a running server, which sees it at once",
  TIMEOUT,
  async () => {
    const { url, stop } = await start();
    const output = await run([
      "keys",
      "create",
      "--environment",
      "live",
      "--project",
      "shop",
      "--role",
      "read",
      "--name",
      "ci",
    ]);
    const key = output.out.trim();
    expect(key).toMatch(/^hk_live_\w{8,}$/);
    const id = /key_\w+/.exec(output.err)?.[0] ?? "";
    expect(await statusOf(url, key)).toBe(200);

    const rotated = await run(["keys", "rotate", id]);
    const next = rotated.out.trim();
    expect(next).toMatch(/^hk_live_/);
    expect([await statusOf(url, key), await statusOf(url, next)]).toEqual([403, 200]);

    const { out } = await run(["keys", "list", "--project", "shop"]);
    expect(out).not.toContain(key);
    expect(out).not.toContain(next);
    const lines = out.trim().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines.find((line) => line.startsWith(id))).toMatch(
      /live\tread\t.*\trevoked 20\S+\tlast used 20\S+\tci$/,
    );
    expect(lines.find((line) => !line.startsWith(id))).toMatch(
      /live\tread\t.*\tactive\tlast used 20\S+\tci$/,
    );

    const nextId = lines.find((line) => !line.startsWith(id))?.split("\t")[0] ?? "";
    expect((await run(["keys", "revoke", nextId])).code).toBe(0);
    expect(await statusOf(url, next)).toBe(403);
    expect(await run(["keys", "rotate", nextId])).toMatchObject({ code: 1, out: "" });
    expect(await stop()).toBe(0);
  },
);

test("commands that cannot do what they are asked say so and exit with 1", TIMEOUT, async () => {
  await run(["migrate"]);
  expect(await run(["keys", "revoke", "key_unknown"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("keys list"),
  });
  const last = /key_\w+/.exec((await run(["keys", "create"])).err)?.[0] ?? "";
  expect(await run(["keys", "revoke", last])).toMatchObject({
    code: 1,
    err: expect.stringContaining("keys rotate"),
  });
  expect(await run(["keys", "create", "-r", "owner"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("admin, send, read"),
  });
  expect(await run(["keys", "list", "-p", "unknown"])).toMatchObject({
    code: 1,
    err: expect.stringContaining('"unknown"'),
  });
  expect(await run(["keys", "create", "-e", "prod"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("live or test"),
  });
  expect(await run(["keys", "create", "-p", " "])).toMatchObject({
    code: 1,
    err: expect.stringContaining("--project must not be empty"),
  });
});

test("migrate says from which version to which, and doctor what a start would find", TIMEOUT, async () => {
  expect((await run(["migrate"])).out).toMatch(/^migrated the schema from version 0 to \d+\n$/);
  expect((await run(["migrate"])).out).toMatch(/^the schema is current \(version \d+\)\n$/);
  const { code, out } = await run(["doctor"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^ok +settings: sqlite, role all, embedded defaults$/m);
  expect(out).toMatch(/^ok +encryption key: 1 key\(s\), new secrets are sealed with \w+$/m);
  expect(out).toMatch(/^ok +database: schema version \d+, 0 deliveries due, 0 in the dead-letter queue$/m);

  rmSync(`${file}.key`);
  const lost = await run(["doctor"]);
  expect(lost.code).toBe(1);
  expect(lost.out).toMatch(/^fault +encryption key: HARBOR_ENCRYPTION_KEY: .*harbor\.db\.key.* is missing/m);
});

test("every fault in the settings is listed at once, and nothing starts", TIMEOUT, async () => {
  const { code, out, err } = await run(["start"], {
    HARBOR_PORT: "99999",
    HARBOR_ROLE: "boss",
    HARBOR_API_KEYS: "sk_nothing",
    HARBOR_ENCRYPTION_KEY: "short:AAAA",
  });
  expect([code, out]).toEqual([2, ""]);
  for (const name of ["HARBOR_PORT", "HARBOR_ROLE", "HARBOR_API_KEYS", "HARBOR_ENCRYPTION_KEY"]) {
    expect(err).toContain(name);
  }
  expect(err).not.toContain("sk_nothing");
});

test("a port that is taken is a fault of the settings", TIMEOUT, async () => {
  const { url, stop } = await start();
  const env = { HARBOR_PORT: new URL(url).port, HARBOR_DATABASE_URL: "sqlite::memory:" };
  const { code, err } = await run(["start"], { ...env, HARBOR_LOG_LEVEL: "error" });
  expect([code, err]).toEqual([2, expect.stringContaining(`127.0.0.1:${env.HARBOR_PORT} is in use`)]);
  expect(await stop()).toBe(0);
});

test("a database of a newer program is left alone, with the reason", TIMEOUT, async () => {
  await run(["migrate"]);
  const db = new Database(file);
  db.pragma("user_version = 9999");
  db.close();
  for (const command of ["start", "migrate"]) {
    const { code, out, err } = await run([command], { HARBOR_ENCRYPTION_KEY: sealingKey("k1") });
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/schema version 9999.*newer Harbor/);
  }
});

const sealingKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;

test("the sealing key is replaced in two starts, and a start without it is refused", TIMEOUT, async () => {
  const [old, fresh, other] = ["old", "fresh", "other"].map(sealingKey) as [string, string, string];
  const receiver = await startReceiver();
  const idempotent = { "idempotency-key": "the-destination" };
  const destination = { url: receiver.url, headers: { "X-Team": "billing" } };
  const create = (url: string) => new Api(url, KEY).post("/destinations", destination, idempotent);

  const first = await start({ HARBOR_ENCRYPTION_KEY: old });
  const created = await create(first.url);
  const subscription = { destination_id: created.body.id as string, event_type: "**" };
  await new Api(first.url, KEY).post("/subscriptions", subscription);
  expect(await first.stop()).toBe(0);

  const second = await start({ HARBOR_ENCRYPTION_KEY: `${fresh},${old}` });
  expect(await second.stop()).toBe(0);

  const refused = await run(["start"], { HARBOR_API_KEYS: KEY, HARBOR_ENCRYPTION_KEY: other });
  expect([refused.code, refused.out]).toEqual([1, ""]);
  expect(refused.err).toMatch(/sealed with the key "fresh".*HARBOR_ENCRYPTION_KEY/);

  const third = await start({ HARBOR_ENCRYPTION_KEY: fresh });
  expect((await create(third.url)).text).toBe(created.text);
  await new Api(third.url, KEY).post("/events", { type: "order.created", body: 1 });
  const [received] = await receiver.until(1);
  if (received === undefined) throw new Error("nothing was received");
  expect(received.headers["x-team"]).toBe("billing");
  verifySignature({ ...received, secret: created.body.signing_secret as string });
  expect(await third.stop()).toBe(0);
  await receiver.close();
});

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test(
  "everything that is created belongs to its owner alone, and wider modes are reported",
  TIMEOUT,
  async () => {
    const env = { HARBOR_LOG_LEVEL: "warn" };
    const created = await runProgram(["keys", "create"], env, { cwd: folder });
    expect(created.code).toBe(0);
    const data = join(folder, ".harbor");
    expect(modeOf(data)).toBe("700");
    writeFileSync(`${file}-lock`, "", { mode: 0o644 });
    const { stop } = await start();
    const files = [...readdirSync(data).map((name) => join(data, name)), file, `${file}-lock`, `${file}.key`];
    expect(files.length).toBeGreaterThan(4);
    expect(files.map((each) => [each, modeOf(each)])).toEqual(files.map((each) => [each, "600"]));
    expect(await stop()).toBe(0);

    chmodSync(file, 0o644);
    const open = await start(env);
    expect(await open.stop()).toBe(0);
    expect(open.stderr()).toContain("file_exposed");
    expect((await run(["doctor"])).out).toMatch(
      /^fault files: .*harbor\.db is accessible to other users \(0644\)/m,
    );
  },
);

test("a variable that no setting has is reported with the one that was probably meant", TIMEOUT, async () => {
  const { stderr, stop } = await start({ HARBOR_PROT: "1", HARBOR_LOG_LEVEL: "warn" });
  expect(await stop()).toBe(0);
  expect(stderr()).toContain("HARBOR_PROT is not a setting; did you mean HARBOR_PORT?");
  const { code, out } = await run(["doctor"], { HARBOR_PROT: "1" });
  expect([code, out]).toEqual([1, expect.stringMatching(/^fault settings: HARBOR_PROT is not a setting/m)]);
});

test("a database in a folder that does not exist is refused, not created", TIMEOUT, async () => {
  const missing = join(folder, "no", "such");
  for (const command of [["start"], ["migrate"], ["keys", "list"], ["doctor"]]) {
    const { code, out, err } = await run(command, { HARBOR_DATABASE_URL: `sqlite:${missing}/harbor.db` });
    expect(code).not.toBe(0);
    expect(out + err).toContain(`the folder ${missing} does not exist`);
  }
  expect(existsSync(join(folder, "no"))).toBe(false);
});

test("a misspelled command starts nothing and suggests the right one", TIMEOUT, async () => {
  const { code, out, err } = await run(["strat"]);
  expect([code, out, err]).toEqual([1, "", "error: unknown command 'strat'\n(Did you mean start?)\n"]);
});
