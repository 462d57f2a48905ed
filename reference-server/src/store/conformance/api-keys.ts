import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { ApiKey, Environment, KeyRole } from "../../domain/domain.js";
import { type NewApiKey, resultOf } from "../store.js";
import { idsOf, must } from "./values.js";
import { type Fixture, MINUTE, type World } from "./world.js";

const hashOf = (key: string) => createHash("sha256").update(key).digest();

function newKey(world: World, environment: Environment, key: string, role: KeyRole = "admin"): NewApiKey {
  return {
    id: world.newId("key"),
    environment,
    role,
    hash: hashOf(key),
    hint: key.slice(0, 12),
    name: "CI",
    created_at: world.now,
  };
}

async function createKey(...given: Parameters<typeof newKey>): Promise<ApiKey> {
  return must(resultOf(await given[0].store.apiKeys.create(newKey(...given))));
}

const revoke = (world: World, { id, environment }: Pick<ApiKey, "id" | "environment">) =>
  world.store.apiKeys.revoke({ environmentId: environment.id, id, now: world.now });

export function apiKeyRules({ world: current, reopen }: Fixture): void {
  it("creates one project per name, with its two environments", async () => {
    const world = current();
    const again = await world.store.projects.ensure("proj_again", "default", world.now);
    expect(again).toEqual({ live: world.live, test: world.test });
    const other = await world.store.projects.ensure("proj_other", "other", world.now);
    expect(new Set([world.live.id, world.test.id, other.live.id, other.test.id]).size).toBe(4);
    expect(await world.store.projects.list()).toEqual([
      { id: "proj_other", name: "other", ...other },
      { id: "proj_default", name: "default", live: world.live, test: world.test },
    ]);
    await expect(world.store.projects.ensure("proj_other", "third", world.now)).rejects.toThrow();
    expect(await world.store.projects.list()).toHaveLength(2);
  });

  it("gives concurrent callers the same project", async () => {
    const world = current();
    const ensured = await Promise.all(
      ["proj_a", "proj_b", "proj_c"].map((id) => world.store.projects.ensure(id, "shop", world.now)),
    );
    expect(new Set(ensured.map(({ live, test }) => `${live.id} ${test.id}`)).size).toBe(1);
    expect((await world.store.projects.list()).filter(({ name }) => name === "shop")).toHaveLength(1);
  });

  it("migrates once, and responds to a ping", async () => {
    const { from, to } = await current().store.migrate();
    expect(from).toBe(to);
    await current().store.ping();
  });

  it("finds a key by its hash, with its environment and that environment's clock, across a restart", async () => {
    const world = current();
    const key = await createKey(world, world.test, "hk_test_one", "send");
    await world.store.advanceClock(world.test.id, MINUTE);
    await reopen();
    const found = must(await world.store.apiKeys.findByHash(hashOf("hk_test_one")));
    expect({ ...found, hash: Buffer.from(found.hash) }).toEqual({
      ...key,
      hash: hashOf("hk_test_one"),
      clockOffsetMs: MINUTE,
      version: await world.versionOf(world.test),
    });
    expect(key).toEqual({
      id: key.id,
      environment: world.test,
      role: "send",
      hint: "hk_test_one",
      name: "CI",
      created_at: world.now,
      revoked_at: null,
      last_used_at: null,
    });
    expect(await world.store.apiKeys.findByHash(hashOf("hk_test_two"))).toBeNull();
  });

  it("still finds a revoked key, and drops it from the snapshot under a new version", async () => {
    const world = current();
    const key = await createKey(world, world.live, "hk_live_one", "read");
    const before = await world.store.snapshot(world.live.id);
    expect(before.apiKeyIds).toEqual([key.id]);
    world.pass(MINUTE);
    expect(await revoke(world, key)).toEqual({ ...key, revoked_at: world.now });
    const after = await world.store.snapshot(world.live.id);
    expect(after.apiKeyIds).toEqual([]);
    expect(after.version).toBeGreaterThan(before.version);
    expect((await world.store.apiKeys.findByHash(hashOf("hk_live_one")))?.revoked_at).toBe(world.now);
  });

  it("keeps the first time of a revocation; an unknown key is null", async () => {
    const world = current();
    const key = await createKey(world, world.live, "hk_live_one", "read");
    const first = await revoke(world, key);
    world.pass(MINUTE);
    expect(await revoke(world, key)).toEqual(first);
    expect(await revoke(world, { ...key, id: "key_unknown" })).toBeNull();
    expect(await revoke(world, { ...key, environment: world.test })).toBeNull();
  });

  it("creates the first keys of a project for one of several callers, and never again", async () => {
    const world = current();
    const { apiKeys, projects } = world.store;
    const { test, live } = await projects.ensure("proj_new", "new", world.now);
    const createFirst = (n: number) =>
      apiKeys.createFirst([newKey(world, test, `hk_test_${n}`), newKey(world, live, `hk_live_${n}`)]);
    const results = await Promise.all([0, 1, 2].map(createFirst));
    expect(results.filter(Boolean)).toHaveLength(1);
    const keys = await apiKeys.listOfProject(test.project_id);
    expect(keys.map(({ environment }) => environment.mode).toSorted()).toEqual(["live", "test"]);
    const winner = results.indexOf(true);
    expect(must(await apiKeys.findByHash(hashOf(`hk_test_${winner}`))).revoked_at).toBeNull();
    expect(await createFirst(3)).toBe(false);
  });

  it("keeps the last admin key of each environment, also of two that are revoked at once", async () => {
    const world = current();
    const [one, two] = await Promise.all(
      ["hk_live_one", "hk_live_two"].map((key) => createKey(world, world.live, key)),
    );
    await createKey(world, world.live, "hk_live_read", "read");
    await createKey(world, world.test, "hk_test_one");
    const revoked = await Promise.all([must(one), must(two)].map((key) => revoke(world, key)));
    expect(revoked.filter((result) => result === "last_admin_key")).toHaveLength(1);
    const kept = must(revoked[0] === "last_admin_key" ? one : two);
    const version = await world.versionOf(world.live);
    expect(await revoke(world, kept)).toBe("last_admin_key");
    expect(await world.versionOf(world.live)).toBe(version);
    await createKey(world, world.live, "hk_live_three");
    expect(await revoke(world, kept)).toEqual({ ...kept, revoked_at: world.now });
  });

  it("lists a project's keys of both environments, newest first, and no other project's", async () => {
    const world = current();
    const other = await world.store.projects.ensure("proj_other", "other", world.now);
    const first = await createKey(world, world.live, "hk_live_one");
    const second = await createKey(world, world.test, "hk_test_one");
    await createKey(world, other.test, "hk_test_two");
    expect(idsOf(await world.store.apiKeys.listOfProject("proj_default"))).toEqual([second.id, first.id]);
  });

  it("lists an environment's keys in pages, newest first", async () => {
    const world = current();
    const first = await createKey(world, world.test, "hk_test_one");
    await createKey(world, world.live, "hk_live_one");
    const second = await createKey(world, world.test, "hk_test_two", "read");
    const page = await world.store.apiKeys.list(world.test.id, { after: null, limit: 1 });
    expect(page).toEqual({ items: [second], more: true });
    const next = await world.store.apiKeys.list(world.test.id, { after: second.id, limit: 1 });
    expect(next).toEqual({ items: [first], more: false });
  });

  it("remembers the last use, never an earlier one, and leaves the version alone", async () => {
    const world = current();
    const key = await createKey(world, world.live, "hk_live_one");
    const version = await world.versionOf(world.live);
    await world.store.apiKeys.touch([key.id, "key_unknown"], world.now + MINUTE);
    await world.store.apiKeys.touch([key.id], world.now);
    expect((await world.store.apiKeys.listOfProject("proj_default"))[0]?.last_used_at).toBe(
      world.now + MINUTE,
    );
    expect(await world.versionOf(world.live)).toBe(version);
  });
}
