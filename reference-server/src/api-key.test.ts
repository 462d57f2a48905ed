import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { modeOfApiKey } from "@harbor/shared/credentials";
import { generateApiKey, hashCredential, hintOf, storeApiKey } from "./api-key.js";
import { createIds } from "./ids.js";
import { openStore } from "./store/open-store.js";
import type { Store } from "./store/store.js";

describe("a new key", () => {
  test.each(["live", "test"] as const)(
    "for %s is of the form of a key and says what it is for",
    (environment) => {
      const key = generateApiKey(environment);
      expect(key).toMatch(new RegExp(`^hk_${environment}_[0-9A-Za-z]{32}$`));
      expect(modeOfApiKey(key)).toBe(environment);
    },
  );

  test("is another one each time, and every character of the alphabet turns up", () => {
    const keys = Array.from({ length: 500 }, () => generateApiKey("test"));
    expect(new Set(keys).size).toBe(keys.length);
    const characters = new Set(keys.map((key) => key.slice("hk_test_".length)).join(""));
    expect(characters.size).toBe(62);
  });
});

test("the hash is SHA-256 of the whole key", () => {
  expect(hashCredential("abc").toString("hex")).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
  expect(hashCredential("hk_test_12345678").equals(hashCredential("hk_live_12345678"))).toBe(false);
});

test("the hint distinguishes keys without disclosing one", () => {
  expect(hintOf("hk_live_abcdEFGHijklMNOP")).toBe("hk_live_abcd…");
});

describe("storing a key", () => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-api-key-"));
  const now = () => Date.UTC(2026, 2, 2, 12);
  const newId = createIds(now);
  const clock = { now };
  let store: Store;

  beforeEach(async () => {
    store = await openStore({ kind: "sqlite", file: join(folder, `${newId("proj")}.db`) });
    await store.migrate();
  });
  afterEach(async () => {
    await store.close();
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  async function make(name: string | null) {
    const { test: environment } = await store.projects.ensure(newId("proj"), "acme", now());
    const key = generateApiKey("test");
    return {
      key,
      environment,
      stored: await storeApiKey({ store, newId, clock }, { key, environment, name }),
    };
  }

  test("makes it known by its hash, with its environment, hint and name", async () => {
    const { key, environment, stored } = await make("the shop");
    expect(stored).toMatchObject({ environment, hint: hintOf(key), name: "the shop", created_at: now() });
    expect(stored).toMatchObject({
      id: expect.stringMatching(/^key_/),
      revoked_at: null,
      last_used_at: null,
    });
    expect(await store.apiKeys.findByHash(hashCredential(key))).toMatchObject({ id: stored.id, environment });
    expect(await store.apiKeys.findByHash(hashCredential(`${key}x`))).toBeNull();
  });

  test("leaves nothing of it on the disk beyond its hint", async () => {
    const { key } = await make(null);
    const files = readdirSync(folder).map((file) => readFileSync(join(folder, file)));
    expect(files.some((bytes) => bytes.includes(hashCredential(key)))).toBe(true);
    expect(files.some((bytes) => bytes.includes(key.slice("hk_test_".length + 4)))).toBe(false);
  });
});
