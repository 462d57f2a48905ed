import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.js";
import { loadEncryptionKeys } from "./encryption-key.js";
import { createSealer } from "./seal.js";

const folder = mkdtempSync(join(tmpdir(), "harbor-key-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A database file, in a folder of its own, that does not exist yet. */
function newDatabase() {
  const file = join(mkdtempSync(join(folder, "data-")), "harbor.db");
  return { file, keyFile: `${file}.key`, config: readConfig({ HARBOR_DATABASE_URL: `sqlite:${file}` }) };
}

function faultsOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.join("\n");
    throw error;
  }
  throw new Error("no ConfigError was thrown");
}

describe("the key beside a SQLite file", () => {
  test("is created at the first start and read at the next", () => {
    const { config, keyFile } = newDatabase();
    const first = loadEncryptionKeys(config);
    const [key] = first;
    expect(key?.key).toHaveLength(32);
    expect(readFileSync(keyFile, "utf8")).toBe(
      `${key?.id ?? ""}:${Buffer.from(key?.key ?? []).toString("base64")}\n`,
    );
    expect(loadEncryptionKeys(config)).toEqual(first);
  });

  test("opens after a restart what was sealed before it", () => {
    const { config } = newDatabase();
    const sealed = createSealer(loadEncryptionKeys(config)).seal("whsec_secret", "place");
    expect(createSealer(loadEncryptionKeys(config)).open(sealed, "place")).toBe("whsec_secret");
  });

  test("is not created in a folder that does not exist", () => {
    const config = readConfig({ HARBOR_DATABASE_URL: `sqlite:${join(folder, "no", "such", "harbor.db")}` });
    expect(faultsOf(() => loadEncryptionKeys(config))).toMatch(
      /^HARBOR_DATABASE_URL: the folder \S+such does not exist/,
    );
    expect(existsSync(join(folder, "no"))).toBe(false);
  });

  test("is readable by its owner alone", () => {
    const { config, keyFile } = newDatabase();
    loadEncryptionKeys(config);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  });

  test("differs from one database to the next", () => {
    const [one] = loadEncryptionKeys(newDatabase().config);
    const [other] = loadEncryptionKeys(newDatabase().config);
    expect(one?.id).not.toBe(other?.id);
    expect(Buffer.from(one?.key ?? []).equals(other?.key ?? Buffer.alloc(0))).toBe(false);
  });
});

describe("what is refused, with the remedy", () => {
  test("a database whose key is missing: no new key replaces it", () => {
    const { config, file, keyFile } = newDatabase();
    loadEncryptionKeys(config);
    writeFileSync(file, "a database");
    rmSync(keyFile);
    const faults = faultsOf(() => loadEncryptionKeys(config));
    expect(faults).toContain(keyFile);
    expect(faults).toMatch(/is missing.*Restore the file, or set the variable/);
    expect(() => statSync(keyFile)).toThrow("ENOENT");
  });

  test.each(["", "k1", "k1:c2hvcnQ=", "not a key at all"])("a key file that holds %j", (content) => {
    const { config, keyFile } = newDatabase();
    loadEncryptionKeys(config);
    writeFileSync(keyFile, content);
    const faults = faultsOf(() => loadEncryptionKeys(config));
    expect(faults).toContain(`${keyFile} must contain <id>:<base64 of 32 bytes>`);
    if (content !== "") expect(faults).not.toContain(content);
  });
});

describe("elsewhere", () => {
  test("configured keys are used as they are and no file is created", () => {
    const { config, keyFile } = newDatabase();
    const encryptionKeys = [
      { id: "new", key: Buffer.alloc(32, 1) },
      { id: "old", key: Buffer.alloc(32, 2) },
    ];
    expect(loadEncryptionKeys({ ...config, encryptionKeys })).toBe(encryptionKeys);
    expect(() => statSync(keyFile)).toThrow("ENOENT");
  });

  test("a database in memory has a key for this run only", () => {
    const config = readConfig({ HARBOR_DATABASE_URL: "sqlite::memory:" });
    const [one] = loadEncryptionKeys(config);
    const [other] = loadEncryptionKeys(config);
    expect(one?.key).toHaveLength(32);
    expect(Buffer.from(one?.key ?? []).equals(other?.key ?? Buffer.alloc(0))).toBe(false);
  });
});

test("processes that start at the same moment read one key", async () => {
  const { config, file, keyFile } = newDatabase();
  const script = `
    import { loadEncryptionKeys } from ${JSON.stringify(new URL("./encryption-key.ts", import.meta.url).href)};
    while (Date.now() < Number(process.argv[1])) {}
    console.log(loadEncryptionKeys(${JSON.stringify({ encryptionKeys: null, database: { kind: "sqlite", file } })})[0].id);
  `;
  const startAt = String(Date.now() + 3000);
  const args = [
    "--conditions=@harbor/source",
    "--import",
    "tsx",
    "--input-type=module",
    "-e",
    script,
    startAt,
  ];
  const ids = await Promise.all(
    [1, 2, 3].map(async () => (await promisify(execFile)(process.execPath, args)).stdout.trim()),
  );
  expect(ids).toEqual(ids.map(() => loadEncryptionKeys(config)[0]?.id));
  expect(readdirSync(dirname(keyFile))).toEqual([basename(keyFile)]);
});
