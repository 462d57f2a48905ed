import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import type { ApiKey, PortalSession } from "../../domain/domain.js";
import { resultOf } from "../store.js";
import { done, idsOf, must, noticesOf } from "./values.js";
import { DAY, type Fixture, HOUR, MINUTE, RETENTION, type World } from "./world.js";

const ALL = { after: null, limit: 100 };

const hashOf = (token: string) => createHash("sha256").update(token).digest();

async function createKey(world: World): Promise<ApiKey> {
  const id = world.newId("key");
  const fields = { role: "admin", hint: "hk_test_one", name: null, created_at: world.now } as const;
  return must(
    resultOf(await world.store.apiKeys.create({ id, environment: world.test, hash: hashOf(id), ...fields })),
  );
}

async function createSession(
  world: World,
  key: ApiKey,
  fields: Partial<PortalSession> = {},
): Promise<PortalSession> {
  const id = world.newId("ps");
  const session: PortalSession = {
    id,
    environment: world.test,
    key_id: key.id,
    tenant: "acme",
    capability: "read",
    return_url: "https://app.acme.example/settings",
    created_at: world.now,
    expires_at: world.now + HOUR,
    ...fields,
  };
  return done(await world.store.portalSessions.create({ ...session, hash: hashOf(id) }));
}

async function isRevoked(world: World, { id }: PortalSession): Promise<boolean> {
  return must(await world.store.portalSessions.findByHash(hashOf(id))).isRevoked;
}

export function portalSessionRules({ world: current, reopen }: Fixture): void {
  it("creates a destination for a session that is in force, and for no other", async () => {
    const world = current();
    const { destinations, portalSessions } = world.store;
    const session = await createSession(world, await createKey(world));
    const by = ({ id }: Pick<PortalSession, "id">, now = world.now) => {
      const destination = world.destinationInput(world.test, { tenant: "acme" });
      const signingKey = world.signingKey(destination.id);
      return destinations.create({ destination, signingKey, limit: 10, session: { id, now } });
    };
    done(await by(session));
    expect(await by(session, session.expires_at)).toBe("session_ended");
    expect(await by({ id: "ps_unknown" })).toBe("session_ended");
    await portalSessions.revokeOfTenant({ environmentId: world.test.id, tenant: "acme", now: world.now });
    expect(await by(session)).toBe("session_ended");
    const { items } = await destinations.list(world.test.id, { tenant: "acme" }, ALL);
    expect(items).toHaveLength(1);
  });

  it("finds a session by its hash, with its environment and that environment's clock, across a restart", async () => {
    const world = current();
    const session = await createSession(world, await createKey(world));
    await world.store.advanceClock(world.test.id, MINUTE);
    await reopen();
    const found = must(await world.store.portalSessions.findByHash(hashOf(session.id)));
    expect({ ...found, hash: Buffer.from(found.hash) }).toEqual({
      ...session,
      hash: hashOf(session.id),
      isRevoked: false,
      clockOffsetMs: MINUTE,
      version: await world.versionOf(world.test),
    });
    expect(await world.store.portalSessions.findByHash(hashOf("ps_unknown"))).toBeNull();
  });

  it("leaves the version of the environment alone when a session is created", async () => {
    const world = current();
    const key = await createKey(world);
    const before = await world.versionOf(world.test);
    await createSession(world, key);
    expect(await world.versionOf(world.test)).toBe(before);
  });

  it("revokes a session of the environment under a new version, once", async () => {
    const world = current();
    const { portalSessions } = world.store;
    const key = await createKey(world);
    const [session, other] = [await createSession(world, key), await createSession(world, key)];
    const { id } = session;
    const before = await world.versionOf(world.test);
    const revoke = () => portalSessions.revoke({ environmentId: world.test.id, id, now: world.now });
    const notices = await noticesOf(world.store, async () => expect(await revoke()).toBe(true));
    expect(notices).toContainEqual({ kind: "environment_changed", environmentId: world.test.id });
    const after = await world.versionOf(world.test);
    expect(after).toBeGreaterThan(before);
    expect(await revoke()).toBe(true);
    expect(await world.versionOf(world.test)).toBe(after);
    expect(await isRevoked(world, session)).toBe(true);
    expect(await isRevoked(world, other)).toBe(false);
    const elsewhere = { environmentId: world.live.id, id: other.id, now: world.now };
    expect(await portalSessions.revoke(elsewhere)).toBe(false);
    expect(await isRevoked(world, other)).toBe(false);
  });

  it("revokes all sessions of a tenant and no other's", async () => {
    const world = current();
    const key = await createKey(world);
    const [one, two] = [await createSession(world, key), await createSession(world, key)];
    const other = await createSession(world, key, { tenant: "globex" });
    const revoke = () =>
      world.store.portalSessions.revokeOfTenant({
        environmentId: world.test.id,
        tenant: "acme",
        now: world.now,
      });
    await revoke();
    expect([await isRevoked(world, one), await isRevoked(world, two), await isRevoked(world, other)]).toEqual(
      [true, true, false],
    );
    const version = await world.versionOf(world.test);
    await revoke();
    expect(await world.versionOf(world.test)).toBe(version);
  });

  it("ends a session with the key that created it", async () => {
    const world = current();
    const [key, other] = [await createKey(world), await createKey(world)];
    const [ended, kept] = [await createSession(world, key), await createSession(world, other)];
    await world.store.apiKeys.revoke({ environmentId: world.test.id, id: key.id, now: world.now });
    expect([await isRevoked(world, ended), await isRevoked(world, kept)]).toEqual([true, false]);
    expect(await world.store.portalSessions.inForce([ended.id, kept.id, "ps_unknown"], world.now)).toEqual([
      kept.id,
    ]);
  });

  it("lists the sessions in force of an environment or a tenant in pages, newest first", async () => {
    const world = current();
    const { portalSessions } = world.store;
    const key = await createKey(world);
    const first = await createSession(world, key, { expires_at: world.now + MINUTE, return_url: null });
    const second = await createSession(world, key);
    const other = await createSession(world, key, { tenant: "globex" });
    const revoked = await createSession(world, key);
    await portalSessions.revoke({ environmentId: world.test.id, id: revoked.id, now: world.now });
    const list = async (tenant?: string) =>
      (
        await portalSessions.list(
          world.test.id,
          { ...(tenant !== undefined && { tenant }), now: world.now },
          ALL,
        )
      ).items;
    expect(await list()).toEqual([other, second, first]);
    expect(await list("acme")).toEqual([second, first]);
    expect(await list("initech")).toEqual([]);
    expect((await portalSessions.list(world.live.id, { now: world.now }, ALL)).items).toEqual([]);
    const page = await portalSessions.list(
      world.test.id,
      { tenant: "acme", now: world.now },
      { after: second.id, limit: 1 },
    );
    expect(page).toEqual({ items: [first], more: false });
    world.pass(MINUTE);
    expect(idsOf(await list("acme"))).toEqual([second.id]);
    expect(await portalSessions.inForce([first.id, second.id], world.now)).toEqual([second.id]);
  });

  it("stores the response of an idempotent request, and no second session", async () => {
    const world = current();
    const key = await createKey(world);
    const request = {
      key: "one",
      fingerprint: Buffer.from("same"),
      now: world.now,
      expiresAt: world.now + DAY,
      responseTo: () => Buffer.from("response"),
    };
    const input = { ...(await createSession(world, key)), id: world.newId("ps"), hash: hashOf("one") };
    await world.store.portalSessions.create(input, request);
    const again = { ...input, id: world.newId("ps"), hash: hashOf("two") };
    const outcome = await world.store.portalSessions.create(again, request);
    expect(outcome).toMatchObject({ stored: expect.anything() });
    expect(await world.store.portalSessions.findByHash(hashOf("two"))).toBeNull();
  });

  it("still finds an expired session, until it is purged with the events of its time", async () => {
    const world = current();
    const session = await createSession(world, await createKey(world));
    world.pass(HOUR + RETENTION);
    await world.sweep();
    expect(await world.store.portalSessions.findByHash(hashOf(session.id))).not.toBeNull();
    world.pass(4 * DAY);
    await world.sweep();
    expect(await world.store.portalSessions.findByHash(hashOf(session.id))).toBeNull();
  });
}
