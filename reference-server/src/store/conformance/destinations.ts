import { expect, it } from "vitest";
import type { SignatureScheme } from "../../domain/domain.js";
import type { DestinationPatch, RotationInput } from "../store.js";
import { done, idsOf, must } from "./values.js";
import { DAY, type Fixture, MINUTE, type World } from "./world.js";

export function destinationRules({ world: current, reopen }: Fixture): void {
  it("keeps every field, across a restart", async () => {
    const world = current();
    const input = world.destinationInput(world.test, {
      uid: "billing",
      name: "Billing",
      headers: Buffer.from("sealed headers"),
      header_names: ["X-Team"],
      metadata: { team: { id: 7 } },
      timeout_seconds: 5,
      max_concurrent_deliveries: 3,
      max_per_second: 0.7,
      url_from_portal: true,
    });
    const signingKey = world.signingKey(input.id, "sealed");
    const result = await world.store.destinations.create({ destination: input, signingKey, limit: 1 });
    expect(done(result)).toEqual(input);
    await reopen();
    expect(await world.store.destinations.get(world.test.id, input.id)).toEqual(input);
    const snapshot = await world.store.snapshot(world.test.id);
    expect(snapshot.destinations).toEqual([input]);
    expect(snapshot.signingKeys).toEqual([signingKey]);
  });

  it("shows the URL that each attempt was sent to, while its destination changes", async () => {
    const world = current();
    const to = await world.destination({ url: "https://one.example/" });
    const { id } = await world.sendOne(to);
    const fail = async () => {
      await world.fail([await world.claimOnly(id)], world.now + MINUTE);
      world.pass(MINUTE);
    };
    const urls = async () => (await world.delivery(id)).retries.map(({ url }) => url);
    await fail();
    await world.update(to, { url: "https://two.example/" });
    await world.update(to, { name: "Two" });
    await fail();
    await fail();
    expect(await urls()).toEqual(["https://one.example/", "https://two.example/", "https://two.example/"]);
    await world.update(to, { url: "https://three.example/" });
    await world.update(to, { url: "https://four.example/" });
    await fail();
    expect((await urls()).slice(2)).toEqual(["https://two.example/", "https://four.example/"]);
  });

  it("refuses one over the limit of the environment; deleted ones and other environments do not count", async () => {
    const world = current();
    const create = (environment = world.test) => {
      const destination = world.destinationInput(environment);
      const signingKey = world.signingKey(destination.id);
      return world.store.destinations.create({ destination, signingKey, limit: 2 });
    };
    const first = done(await create());
    await create();
    expect(await create()).toBe("over_destination_limit");
    done(await create(world.live));
    await world.store.destinations.delete(world.test.id, first.id, { now: world.now });
    done(await create());
  });

  it("counts the destinations of each tenant, and those without one, by themselves", async () => {
    const world = current();
    const create = (tenant: string | null) => {
      const destination = world.destinationInput(world.test, { tenant });
      const signingKey = world.signingKey(destination.id);
      return world.store.destinations.create({ destination, signingKey, limit: 1 });
    };
    for (const tenant of ["acme", "globex", null]) {
      done(await create(tenant));
      expect(await create(tenant)).toBe("over_destination_limit");
    }
  });

  it("lets an owner pause and resume its destination, except one that the sender has paused", async () => {
    const world = current();
    const { id } = await world.destination({ tenant: "acme" });
    const change = (patch: DestinationPatch, owner?: string) =>
      world.store.destinations.update({ environmentId: world.test.id, owner, id, patch, now: world.now });
    const reason = async () => must(await world.store.destinations.get(world.test.id, id)).paused_reason;
    const pause = { status: "paused", paused_reason: "portal" } as const;
    const resume = { status: "active", paused_reason: null } as const;
    done(await change(pause, "acme"));
    expect(await reason()).toBe("portal");
    done(await change(resume, "acme"));
    expect(await reason()).toBeNull();
    done(await change({ ...pause, paused_reason: "manual" }));
    done(await change(pause, "acme"));
    expect(await reason()).toBe("manual");
    expect(await change({ ...resume, name: "mine" }, "acme")).toBe("paused_by_sender");
    expect(must(await world.store.destinations.get(world.test.id, id)).name).toBeNull();
    done(await change(resume));
    expect(await reason()).toBeNull();
  });

  it("shows a destination to its own environment only", async () => {
    const world = current();
    const { id } = await world.destination();
    const elsewhere = world.live.id;
    expect(await world.store.destinations.get(elsewhere, id)).toBeNull();
    const update = { environmentId: elsewhere, id, patch: { name: "x" }, now: world.now };
    expect(await world.store.destinations.update(update)).toBe("destination_not_found");
    expect(await world.store.destinations.delete(elsewhere, id, { now: world.now })).toBeNull();
    expect(await rotate(world, id, { environmentId: elsewhere })).toBe("destination_not_found");
    expect((await world.store.snapshot(elsewhere)).destinations).toEqual([]);
  });

  it("lists newest first, by status, page by page", async () => {
    const world = current();
    const created = [];
    for (let count = 0; count < 5; count += 1) created.push(await world.destination());
    await world.pause(must(created[3]));
    const newest = idsOf(created).reverse();
    const { destinations } = world.store;
    const first = await destinations.list(world.test.id, {}, { after: null, limit: 2 });
    expect([idsOf(first.items), first.more]).toEqual([newest.slice(0, 2), true]);
    const rest = await destinations.list(world.test.id, {}, { after: must(newest[1]), limit: 3 });
    expect([idsOf(rest.items), rest.more]).toEqual([newest.slice(2), false]);
    const paused = await destinations.list(world.test.id, { status: "paused" }, { after: null, limit: 5 });
    expect(idsOf(paused.items)).toEqual([created[3]?.id]);
    const active = await destinations.list(world.test.id, { status: "active" }, { after: null, limit: 5 });
    expect(active.items).toHaveLength(4);
  });

  it("changes only what is given, and bumps the version", async () => {
    const world = current();
    const before = await world.destination({ name: "A" });
    const version = await world.versionOf(world.test);
    world.pass(MINUTE);
    const patch = { url: "http://other.example/", metadata: { a: 1 } };
    const after = await world.update(before, patch);
    expect(after).toEqual({ ...before, ...patch, updated_at: world.now });
    expect(await world.store.destinations.get(world.test.id, before.id)).toEqual(after);
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
  });

  it("pauses, keeps the beginning of a pause that is repeated, and resumes", async () => {
    const world = current();
    const to = await world.destination();
    const update = (status: "active" | "paused") =>
      world.update(to, { status, paused_reason: status === "paused" ? "manual" : null });
    const since = world.now;
    expect(await update("paused")).toMatchObject({
      status: "paused",
      paused_reason: "manual",
      paused_at: since,
    });
    world.pass(MINUTE);
    expect(await update("paused")).toMatchObject({ paused_at: since, updated_at: world.now });
    expect(await update("active")).toMatchObject({ status: "active", paused_reason: null, paused_at: null });
  });

  it("rotates: both keys sign until the grace period ends, and none starts inside it", async () => {
    const world = current();
    const { id } = await world.destination();
    const [original] = (await world.store.snapshot(world.test.id)).signingKeys;
    const version = await world.versionOf(world.test);
    const expiry = world.now + 7 * DAY;
    expect(done(await rotate(world, id))).toMatchObject({
      old_key_expires_at: expiry,
      updated_at: world.now,
    });
    const keys = (await world.store.snapshot(world.test.id)).signingKeys;
    expect(keys.map((key) => key.expires_at)).toEqual([null, expiry]);
    expect(keys[1]?.id).toBe(original?.id);
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
    world.pass(7 * DAY - 1);
    expect(await rotate(world, id)).toBe("rotation_in_progress");
    world.pass(1);
    done(await rotate(world, id));
    const later = (await world.store.snapshot(world.test.id)).signingKeys;
    expect(later.filter((key) => key.expires_at === null || key.expires_at > world.now)).toHaveLength(2);
  });

  it("ends every earlier key at once if requested, grace period or not", async () => {
    const world = current();
    const { id } = await world.destination();
    done(await rotate(world, id));
    const after = done(await rotate(world, id, { endNow: true, oldKeysExpireAt: world.now }));
    expect(after.old_key_expires_at).toBeNull();
    const keys = (await world.store.snapshot(world.test.id)).signingKeys;
    expect(keys.filter((key) => key.expires_at === null || key.expires_at > world.now)).toHaveLength(1);
    expect(Buffer.from(must(keys[0]).secret).toString()).toBe("new secret");
    expect(await rotate(world, "dest_unknown")).toBe("destination_not_found");
  });

  it("changes the scheme and keeps the secret between harbor and standard", async () => {
    const world = current();
    const { id } = await world.destination();
    const before = (await world.store.snapshot(world.test.id)).signingKeys;
    const { destination, hasNewKey } = done(await sign(world, id, "standard"));
    expect(hasNewKey).toBe(false);
    const expiry = world.now + 7 * DAY;
    expect(destination).toMatchObject({
      signature: "standard",
      old_signature: "harbor",
      old_key_expires_at: expiry,
    });
    expect((await world.store.snapshot(world.test.id)).signingKeys).toEqual(before);
    expect(await sign(world, id, "harbor")).toBe("rotation_in_progress");
    expect(await rotate(world, id)).toBe("rotation_in_progress");
    const back = done(await sign(world, id, "harbor", { endNow: true })).destination;
    expect(back).toMatchObject({ signature: "harbor", old_signature: null, old_key_expires_at: null });
  });

  it("takes the key pair for Ed25519, and a new secret on the way back", async () => {
    const world = current();
    const { id } = await world.destination();
    const to = done(await sign(world, id, "standard_ed25519"));
    expect(to.hasNewKey).toBe(true);
    const { public_key } = to.destination;
    expect(public_key).toMatch(/^whpk_/);
    expect(await secrets(world)).toEqual(["new private key", "sealed secret"]);
    world.pass(7 * DAY);
    const rotated = done(await rotate(world, id));
    expect(rotated).toMatchObject({ signature: "standard_ed25519", old_public_key: public_key });
    expect(rotated.public_key).not.toBe(public_key);
    expect(await secrets(world)).toEqual(["new private key", "new private key"]);
    const back = done(await sign(world, id, "standard", { endNow: true }));
    expect(back.hasNewKey).toBe(true);
    expect(back.destination).toMatchObject({ signature: "standard", public_key: null, old_public_key: null });
    expect(await secrets(world)).toEqual(["new secret"]);
    const stored = await world.store.destinations.get(world.test.id, id);
    expect(stored).toEqual(back.destination);
  });

  it("changes nothing of the keys for the scheme that a destination has", async () => {
    const world = current();
    const { id } = await world.destination();
    done(await rotate(world, id));
    const before = await world.store.snapshot(world.test.id);
    const same = done(await sign(world, id, "harbor"));
    expect(same).toEqual({ destination: before.destinations[0], hasNewKey: false });
    expect((await world.store.snapshot(world.test.id)).signingKeys).toEqual(before.signingKeys);
  });
}

async function secrets(world: World): Promise<string[]> {
  const { signingKeys } = await world.store.snapshot(world.test.id);
  return signingKeys.map(({ secret }) => Buffer.from(secret).toString());
}

function sign(world: World, id: string, signature: SignatureScheme, fields: { endNow?: boolean } = {}) {
  const signing = { signature, ...newRotation(world, id, fields) };
  const update = { environmentId: world.test.id, id, patch: {}, signing, now: world.now };
  return world.store.destinations.update(update);
}

function rotate(
  world: World,
  id: string,
  {
    environmentId = world.test.id,
    ...fields
  }: { environmentId?: number; endNow?: boolean; oldKeysExpireAt?: number } = {},
) {
  const rotation = newRotation(world, id, fields);
  return world.store.destinations.rotate({ environmentId, id, rotation, now: world.now });
}

/** Both kinds of new keys, with a grace period of a week. */
export function newRotation(
  world: World,
  destinationId: string,
  times: Partial<Omit<RotationInput, "keys">> = {},
): RotationInput {
  const secret = world.signingKey(destinationId, "new secret");
  const key_pair = world.signingKey(destinationId, "new private key");
  return {
    keys: { secret, key_pair, publicKey: `whpk_${key_pair.id}` },
    oldKeysExpireAt: world.now + 7 * DAY,
    endNow: false,
    ...times,
  };
}
