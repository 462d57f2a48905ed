import { expect, it } from "vitest";
import type { Delivery, Destination } from "../../domain/domain.js";
import type { Page } from "../store.js";
import { done, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOUR, MINUTE, RETENTION, type World } from "./world.js";

const ALL: Page = { after: null, limit: 100 };
const TIMES = { notBefore: 0 };

interface Destinations {
  acme: Destination;
  globex: Destination;
  own: Destination;
}

/** A destination of two tenants and one of the sender's own, with deliveries in every state to each. */
async function variety(world: World): Promise<Destinations> {
  const [acme, globex, own] = [
    await world.destination({ tenant: "acme" }),
    await world.destination({ tenant: "globex" }),
    await world.destination(),
  ];
  for (const to of [acme, globex, own]) await world.subscription(to);
  for (const [tenant, targets] of [
    ["acme", [own, acme]],
    ["globex", [globex, own]],
    // Both reach only the sender's own destination.
    ["acme", [own]],
    [null, [own]],
  ] as const) {
    for (const finish of ["reject", "succeed", "fail", "hold", "wait"] as const) {
      await world.send([...targets], { tenant });
      if (finish === "wait") continue;
      const { deliveries } = await world.claim();
      if (finish === "fail") await world.fail(deliveries, world.now + DAY);
      else if (finish !== "hold") await world[finish](...deliveries);
    }
    world.pass(MINUTE);
  }
  return { acme, globex, own };
}

const OWNERS = ["acme", "globex", "initech"];

export function scopeRules({ world: current }: Fixture): void {
  const scopeOf = (owner: string) => ({ environmentId: current().test.id, owner });
  const allDeliveries = async () =>
    (await current().store.deliveries.list(current().test.id, TIMES, { after: null, limit: 1000 })).items;

  it("lists only what belongs to the destinations of the owner, in every state and page", async () => {
    const world = current();
    const { store, test } = world;
    const destinations = await variety(world);
    const tenantOf = new Map(Object.values(destinations).map(({ id, tenant }) => [id, tenant]));
    const all = await allDeliveries();
    const states = [undefined, "pending", "retrying", "succeeded", "dead"] as const;
    for (const owner of OWNERS) {
      const scope = scopeOf(owner);
      const isOwned = ({ destination_id }: { destination_id: string }) =>
        tenantOf.get(destination_id) === owner;
      const owned = all.filter(isOwned);
      for (const status of states) {
        const filter = { ...TIMES, ...(status !== undefined && { status }) };
        const found = await store.deliveries.list(scope, filter, ALL);
        expect(found).toEqual({
          items: owned.filter((one) => status === undefined || one.status === status),
          more: false,
        });
        for (const { id } of Object.values(destinations)) {
          const of = await store.deliveries.list(scope, { ...filter, destination_id: id }, ALL);
          expect(of.items).toEqual(found.items.filter(({ destination_id }) => destination_id === id));
        }
        if (found.items.length === 0) continue;
        const page = await store.deliveries.list(scope, filter, { after: null, limit: 1 });
        expect(page).toEqual({ items: found.items.slice(0, 1), more: found.items.length > 1 });
      }
      const eventIds = new Set(owned.map(({ event_id }) => event_id));
      const events = (await store.events.list(test.id, TIMES, ALL)).items;
      expect((await store.events.list(scope, TIMES, ALL)).items).toEqual(
        events.filter(({ id }) => eventIds.has(id)),
      );
      expect((await store.subscriptions.list(scope, {}, ALL)).items.map(isOwned)).not.toContain(false);
      expect(idsOf((await store.destinations.list(scope, {}, ALL)).items)).toEqual(
        Object.values(destinations)
          .filter(({ tenant }) => tenant === owner)
          .map(({ id }) => id),
      );
    }
  });

  it("lists nothing of another tenant that a filter names", async () => {
    const world = current();
    await variety(world);
    const { store } = world;
    const filter = { ...TIMES, tenant: "globex" };
    const { items } = await store.deliveries.list(scopeOf("acme"), filter, ALL);
    expect(new Set(items.map(({ tenant }) => tenant))).toEqual(new Set(["acme"]));
    const { items: events } = await store.events.list(scopeOf("acme"), filter, ALL);
    expect(new Set(events.map(({ tenant }) => tenant))).toEqual(new Set(["acme"]));
  });

  it("finds single resources of the owner only", async () => {
    const world = current();
    const { store, test } = world;
    const destinations = await variety(world);
    const deliveries = await allDeliveries();
    const subscriptions = (await store.subscriptions.list(test.id, {}, ALL)).items;
    for (const owner of OWNERS) {
      const scope = scopeOf(owner);
      for (const { id, tenant } of Object.values(destinations)) {
        expect((await store.destinations.get(scope, id))?.id).toBe(tenant === owner ? id : undefined);
      }
      for (const { id, tenant } of subscriptions) {
        expect((await store.subscriptions.get(scope, id))?.id).toBe(tenant === owner ? id : undefined);
      }
      const isOwned = ({ destination_id }: Delivery) =>
        Object.values(destinations).find(({ id }) => id === destination_id)?.tenant === owner;
      for (const one of deliveries) {
        expect((await store.deliveries.get(scope, one.id))?.id).toBe(isOwned(one) ? one.id : undefined);
        const ofEvent = deliveries.filter(({ event_id }) => event_id === one.event_id).filter(isOwned);
        expect(idsOf(await store.events.deliveriesOf(scope, one.event_id))).toEqual(idsOf(ofEvent).sort());
        const event = await store.events.get(scope, one.event_id);
        expect(event?.id).toBe(ofEvent.length > 0 ? one.event_id : undefined);
      }
    }
  });

  it("counts only what belongs to the owner", async () => {
    const world = current();
    const { store, test } = world;
    const { acme } = await variety(world);
    const range = { since: world.now - HOUR, until: world.now + HOUR, bucketMs: MINUTE };
    const scope = scopeOf("acme");
    const own = { destination_id: acme.id };
    expect(await store.stats.counts(scope, range)).toEqual(
      await store.stats.counts(test.id, { ...range, ...own }),
    );
    expect(await store.stats.countsByDestination(scope, range)).toEqual(
      await store.stats.countsByDestination(test.id, { ...range, ...own }),
    );
    const now = { now: world.now };
    expect(await store.stats.backlog(scope, now)).toEqual(
      await store.stats.backlog(test.id, { ...now, ...own }),
    );
    const { groups } = await store.deliveries.groupDead(scope, TIMES, 100);
    expect(groups).toEqual((await store.deliveries.groupDead(test.id, { ...TIMES, ...own }, 100)).groups);
    expect(groups).toHaveLength(1);
  });

  it("changes nothing of another owner", async () => {
    const world = current();
    const { store, test } = world;
    const destinations = await variety(world);
    const [scope, now] = [scopeOf("acme"), world.now];
    const before = [await store.snapshot(test.id), await allDeliveries()];
    for (const to of [destinations.globex, destinations.own]) {
      const at = { ...scope, id: to.id, now };
      expect(await store.destinations.update({ ...at, patch: { name: "mine" } })).toBe(
        "destination_not_found",
      );
      const keys = { secret: world.signingKey(to.id), key_pair: world.signingKey(to.id), publicKey: "whpk_" };
      const rotation = { keys, oldKeysExpireAt: now + DAY, endNow: true };
      expect(await store.destinations.rotate({ ...at, rotation })).toBe("destination_not_found");
      expect(await store.destinations.delete(scope, to.id, { now })).toBeNull();
      const subscription = { ...world.subscriptionInput(to), owner: "acme" };
      expect(await store.subscriptions.create(subscription)).toBe("destination_not_found");
      const { items } = await store.subscriptions.list(test.id, { destination_id: to.id }, ALL);
      const { id } = must(items[0]);
      expect(await store.subscriptions.update(scope, id, { status: "paused", now })).toBeNull();
      expect(await store.subscriptions.delete(scope, id)).toBe(false);
      const { event, deliveries } = await world.newEvent([to]);
      const testEvent = { owner: "acme", event, trace: null, delivery: must(deliveries[0]), now };
      expect(await store.events.createTest(testEvent)).toBe("destination_not_found");
    }
    for (const { id, destination_id } of await allDeliveries()) {
      if (destination_id === destinations.acme.id) continue;
      const input = { ...scope, id, now, retentionMs: RETENTION };
      expect(await store.deliveries.forceRetry(input)).toBe("delivery_not_found");
      expect(await store.deliveries.replayDead(input)).toBe("delivery_not_found");
      expect(await store.deliveries.deleteDead(scope, id)).toBe(false);
    }
    expect([await store.snapshot(test.id), await allDeliveries()]).toEqual(before);
  });

  it("replays only the owner's dead deliveries", async () => {
    const world = current();
    const { store } = world;
    const { acme } = await variety(world);
    const dead = (await allDeliveries()).filter(({ status }) => status === "dead");
    const own = dead.filter(({ destination_id }) => destination_id === acme.id);
    const input = { ...scopeOf("acme"), now: world.now, retentionMs: RETENTION };
    expect(done(await store.deliveries.replayAllDead(input))).toEqual({ replayed: own.length, skipped: 0 });
    const left = (await allDeliveries()).filter(({ status }) => status === "dead");
    expect(left).toEqual(dead.filter(({ destination_id }) => destination_id !== acme.id));
  });
}
