import { expect, it } from "vitest";
import type { DestinationPatch } from "../store.js";
import { newRotation } from "./destinations.js";
import { done } from "./values.js";
import { type Fixture, MINUTE } from "./world.js";

/** Destinations by the sender's own id, created and replaced as a whole. */
export function destinationUidRules({ world: current }: Fixture): void {
  it("finds a destination by its uid, which is unique among those of the environment", async () => {
    const world = current();
    const { destinations } = world.store;
    const create = (uid: string | null, environment = world.test) => {
      const destination = world.destinationInput(environment, { uid });
      const signingKey = world.signingKey(destination.id);
      return destinations.create({ destination, signingKey, limit: 100 });
    };
    const first = done(await create("a"));
    expect(await destinations.get(world.test.id, { uid: "a" })).toEqual(first);
    const version = await world.versionOf(world.test);
    expect(await create("a")).toBe("uid_taken");
    expect(await world.versionOf(world.test)).toBe(version);
    expect(done(await create("a", world.live)).uid).toBe("a");
    const other = done(await create(null));
    done(await create(null));
    const rename = (uid: string | null) =>
      destinations.update({ environmentId: world.test.id, id: other.id, patch: { uid }, now: world.now });
    expect(await rename("a")).toBe("uid_taken");
    expect(done(await rename("b")).destination.uid).toBe("b");
    expect(done(await rename("b")).destination.uid).toBe("b");
    expect((await destinations.get(world.test.id, { uid: "b" }))?.id).toBe(other.id);
    done(await rename(null));
    expect(await destinations.get(world.test.id, { uid: "b" })).toBeNull();
    expect(await destinations.get(world.test.id, { uid: "A" })).toBeNull();
  });

  it("replaces a destination only while it has the uid, and leaves it alone if nothing would change", async () => {
    const world = current();
    const { destinations } = world.store;
    const headers = Buffer.from("sealed");
    const before = await world.destination({ uid: "a", name: "A", headers, header_names: ["X-A"] });
    const replace = (uid: string, patch: DestinationPatch) =>
      destinations.update({ environmentId: world.test.id, id: before.id, uid, patch, now: world.now });
    const version = await world.versionOf(world.test);
    world.pass(MINUTE);
    expect(await replace("b", { name: "B" })).toBe("destination_not_found");
    const resealed = { headers: Buffer.from("sealed again"), header_names: ["X-A"] };
    const same = done(await replace("a", { name: "A", ...resealed, same_headers: headers }));
    expect(same).toEqual({ destination: before, hasNewKey: false });
    expect(await world.versionOf(world.test)).toBe(version);
    const other = done(await replace("a", { ...resealed, same_headers: Buffer.from("sealed before") }));
    expect(other.destination).toEqual({ ...before, ...resealed, updated_at: world.now });
    expect(await destinations.get(world.test.id, before.id)).toEqual(other.destination);
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
  });

  it("creates a destination with subscriptions, and replaces them: equal ones stay", async () => {
    const world = current();
    const { destinations } = world.store;
    const destination = world.destinationInput(world.test, { uid: "a", tenant: "acme" });
    const signingKey = world.signingKey(destination.id);
    const named = (event_type: string, filter: string | null = null) =>
      world.subscriptionInput(destination, { event_type, filter });
    const first = [named("a"), named("b", '{"$.x":1}')];
    done(await destinations.create({ destination, signingKey, subscriptions: first, limit: 9 }));
    const active = async () => (await world.store.snapshot(world.test.id)).subscriptions;
    const shown = first.map((each) => ({ ...each, tenant: "acme" }));
    expect(await active()).toEqual(shown.toReversed());
    world.pass(MINUTE);
    const replace = async (subscriptions: ReturnType<typeof named>[]) => {
      const { id } = destination;
      const input = { environmentId: world.test.id, id, uid: "a", patch: {}, subscriptions, now: world.now };
      const version = await world.versionOf(world.test);
      done(await destinations.update(input));
      return (await world.versionOf(world.test)) > version;
    };
    expect(await replace([named("b", '{ "$.x": 1.0 }'), named("a")])).toBe(false);
    expect(await active()).toEqual(shown.toReversed());
    const other = named("c");
    expect(await replace([other, named("a")])).toBe(true);
    expect(await active()).toEqual([{ ...other, tenant: "acme" }, shown[0]]);
    expect(await replace([])).toBe(true);
    expect(await active()).toEqual([]);
  });

  it("does not rotate a key pair to a secret of the sender", async () => {
    const world = current();
    const { id } = await world.destination({ signature: "standard_ed25519", public_key: "whpk_a" });
    const { signingKeys } = await world.store.snapshot(world.test.id);
    const rotation = { ...newRotation(world, id), isImported: true };
    const input = { environmentId: world.test.id, id, rotation, now: world.now };
    expect(await world.store.destinations.rotate(input)).toBe("invalid_signing_secret");
    expect((await world.store.snapshot(world.test.id)).signingKeys).toEqual(signingKeys);
  });

  it("frees the uid of a deleted destination", async () => {
    const world = current();
    const { destinations } = world.store;
    const before = await world.destination({ uid: "a" });
    expect(await destinations.delete(world.live.id, { uid: "a" }, { now: world.now })).toBeNull();
    expect(await destinations.delete(world.test.id, { uid: "a" }, { now: world.now })).toBe(before.id);
    expect(await destinations.get(world.test.id, { uid: "a" })).toBeNull();
    expect(await destinations.delete(world.test.id, { uid: "a" }, { now: world.now })).toBeNull();
    const after = await world.destination({ uid: "a" });
    expect((await destinations.get(world.test.id, { uid: "a" }))?.id).toBe(after.id);
  });
}
