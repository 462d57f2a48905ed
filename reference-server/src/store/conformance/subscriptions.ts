import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { done, idsOf, must } from "./values.js";
import { type Fixture, MINUTE } from "./world.js";

export function subscriptionRules({ world: current, reopen }: Fixture): void {
  it("keeps every field, across a restart, and bumps the version", async () => {
    const world = current();
    const to = await world.destination();
    const version = await world.versionOf(world.test);
    const subscription = await world.subscription(to, {
      event_type: "order.*",
      filter: '{"$.a": {"$gt": 12345678901234567890}}',
    });
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
    await reopen();
    expect(await world.store.subscriptions.get(world.test.id, subscription.id)).toEqual(subscription);
    expect((await world.store.snapshot(world.test.id)).subscriptions).toEqual([subscription]);
  });

  it("needs a destination of its environment that is still there", async () => {
    const world = current();
    const to = await world.destination();
    const create = (fields: object) => world.store.subscriptions.create(world.subscriptionInput(to, fields));
    expect(await create({ destination_id: "dest_unknown" })).toBe("destination_not_found");
    expect(await create({ environment_id: world.live.id })).toBe("destination_not_found");
    await world.store.destinations.delete(world.test.id, to.id, { now: world.now });
    expect(await create({})).toBe("destination_not_found");
  });

  it("is refused when its destination has the maximum number, and no other", async () => {
    const world = current();
    const [to, other] = [await world.destination(), await world.destination()];
    const create = (at: Destination) =>
      world.store.subscriptions.create({ ...world.subscriptionInput(at), limit: 2 });
    done(await create(to));
    const { id } = done(await create(to));
    expect(await create(to)).toBe("over_subscription_limit");
    done(await create(other));
    await world.store.subscriptions.delete(world.test.id, id);
    done(await create(to));
  });

  it("is seen by its own environment only", async () => {
    const world = current();
    const { id } = await world.subscription(await world.destination());
    const { subscriptions } = world.store;
    expect(await subscriptions.get(world.live.id, id)).toBeNull();
    expect(await subscriptions.update(world.live.id, id, { status: "paused", now: world.now })).toBeNull();
    expect(await subscriptions.delete(world.live.id, id)).toBe(false);
    expect(await subscriptions.get(world.test.id, id)).not.toBeNull();
  });

  it("lists newest first, of one destination or all, page by page", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    const created = [await world.subscription(a), await world.subscription(b), await world.subscription(a)];
    const newest = idsOf(created).reverse();
    const { subscriptions } = world.store;
    const first = await subscriptions.list(world.test.id, {}, { after: null, limit: 2 });
    expect([idsOf(first.items), first.more]).toEqual([newest.slice(0, 2), true]);
    const second = await subscriptions.list(world.test.id, {}, { after: must(newest[1]), limit: 2 });
    expect([idsOf(second.items), second.more]).toEqual([newest.slice(2), false]);
    const ofA = await subscriptions.list(world.test.id, { destination_id: a.id }, { after: null, limit: 2 });
    expect([idsOf(ofA.items), ofA.more]).toEqual([[created[2]?.id, created[0]?.id], false]);
    const foreign = await subscriptions.list(
      world.live.id,
      { destination_id: a.id },
      { after: null, limit: 2 },
    );
    expect(foreign.items).toEqual([]);
  });

  it("changes what is given, bumps the version, and routes only while it is active", async () => {
    const world = current();
    const before = await world.subscription(await world.destination(), { filter: '{"$.a":1}' });
    const version = await world.versionOf(world.test);
    world.pass(MINUTE);
    const update = (patch: object) =>
      world.store.subscriptions.update(world.test.id, before.id, { ...patch, now: world.now });
    expect(await update({ status: "paused" })).toEqual({
      ...before,
      status: "paused",
      updated_at: world.now,
    });
    const snapshot = await world.store.snapshot(world.test.id);
    expect(snapshot.subscriptions).toEqual([]);
    expect(snapshot.version).toBeGreaterThan(version);
    const changed = { status: "active", filter: null, event_type: "a.**" };
    expect(await update(changed)).toEqual({ ...before, ...changed, updated_at: world.now });
    expect(await world.store.subscriptions.get(world.test.id, before.id)).toMatchObject(changed);
    expect(
      await world.store.subscriptions.update(world.test.id, "sub_unknown", { now: world.now }),
    ).toBeNull();
  });

  it("goes for good, once", async () => {
    const world = current();
    const { id } = await world.subscription(await world.destination());
    const version = await world.versionOf(world.test);
    expect(await world.store.subscriptions.delete(world.test.id, id)).toBe(true);
    const after = await world.versionOf(world.test);
    expect(after).toBeGreaterThan(version);
    expect(await world.store.subscriptions.delete(world.test.id, id)).toBe(false);
    expect(await world.versionOf(world.test)).toBe(after);
    expect(await world.store.subscriptions.get(world.test.id, id)).toBeNull();
  });
}
