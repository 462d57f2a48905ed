import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import type { Page } from "../store.js";
import { done, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOUR, MINUTE, type World } from "./world.js";

const ALL: Page = { after: null, limit: 100 };
const TENANTS = ["acme", "globex", null] as const;
type Tenant = (typeof TENANTS)[number];
const FILTERS = [...TENANTS, undefined];

/** For each tenant a destination, a subscription and deliveries in every state; the tenants' events also go to the shared destination. */
async function variety(world: World): Promise<Map<Tenant, Destination>> {
  const destinations = new Map<Tenant, Destination>();
  for (const tenant of TENANTS) {
    const destination = await world.destination({ tenant });
    await world.subscription(destination);
    destinations.set(tenant, destination);
  }
  for (const tenant of TENANTS) {
    const to = [must(destinations.get(tenant)), must(destinations.get(null))];
    const targets = tenant === null ? to.slice(1) : to;
    for (const type of ["order.created", "order.paid"]) await world.send(targets, { tenant, type });
    const { deliveries } = await world.claim();
    const [first, second, third] = deliveries;
    await world.reject(must(first));
    await world.succeed(must(second));
    if (third !== undefined) await world.fail([third], world.now + DAY);
    await world.send(targets, { tenant });
  }
  return destinations;
}

function isWanted(filter: Tenant | undefined): (item: { tenant: string | null }) => boolean {
  return ({ tenant }) => filter === undefined || tenant === filter;
}

export function tenantRules({ world: current, reopen }: Fixture): void {
  it("lists each resource by its tenant, by none and by any", async () => {
    const world = current();
    await variety(world);
    const { store, test } = world;
    const times = { notBefore: 0 };
    const lists = [
      (tenant?: Tenant) => store.destinations.list(test.id, { tenant }, ALL),
      (tenant?: Tenant) => store.subscriptions.list(test.id, { tenant }, ALL),
      (tenant?: Tenant) => store.events.list(test.id, { ...times, tenant }, ALL),
      (tenant?: Tenant) => store.events.list(test.id, { ...times, tenant, type: "order.paid" }, ALL),
      (tenant?: Tenant) => store.deliveries.list(test.id, { ...times, tenant }, ALL),
      (tenant?: Tenant) =>
        store.deliveries.list(test.id, { ...times, tenant, event_type: "order.paid" }, ALL),
      ...(["pending", "retrying", "succeeded", "dead"] as const).map(
        (status) => (tenant?: Tenant) => store.deliveries.list(test.id, { ...times, tenant, status }, ALL),
      ),
    ];
    for (const list of lists) {
      const { items } = await list();
      expect(items.length).toBeGreaterThan(0);
      for (const filter of FILTERS) {
        const found = (await list(filter)).items;
        expect(idsOf(found)).toEqual(idsOf(items.filter(isWanted(filter))));
      }
    }
  });

  it("pages through the deliveries of a tenant", async () => {
    const world = current();
    await variety(world);
    const query = { notBefore: 0, tenant: "acme" };
    const { items } = await world.store.deliveries.list(world.test.id, query, ALL);
    const pages: string[] = [];
    for (let after: string | null = null; ; after = must(pages.at(-1))) {
      const page = await world.store.deliveries.list(world.test.id, query, { after, limit: 2 });
      pages.push(...idsOf(page.items));
      if (!page.more) break;
    }
    expect(pages).toEqual(idsOf(items));
  });

  it("combines a tenant with a destination", async () => {
    const world = current();
    const destinations = await variety(world);
    const shared = must(destinations.get(null));
    const filter = { notBefore: 0, destination_id: shared.id };
    const { items } = await world.store.deliveries.list(world.test.id, filter, ALL);
    for (const tenant of FILTERS) {
      const found = (await world.store.deliveries.list(world.test.id, { ...filter, tenant }, ALL)).items;
      expect(idsOf(found)).toEqual(idsOf(items.filter(isWanted(tenant))));
    }
    const other = { notBefore: 0, destination_id: must(destinations.get("acme")).id, tenant: "globex" };
    expect((await world.store.deliveries.list(world.test.id, other, ALL)).items).toEqual([]);
  });

  it("keeps the tenant of a delivery through a claim, a restart and the DLQ", async () => {
    const world = current();
    const destination = await world.destination({ tenant: "acme" });
    const { id } = await world.sendOne(destination, { tenant: "acme" });
    expect((await world.claimOnly(id)).tenant).toBe("acme");
    await reopen();
    world.pass(HOUR);
    const held = await world.claimOnly(id);
    expect(held.tenant).toBe("acme");
    await world.reject(held);
    const dead = { notBefore: 0, status: "dead", tenant: "acme" } as const;
    expect(idsOf((await world.store.deliveries.list(world.test.id, dead, ALL)).items)).toEqual([id]);
    expect(await world.delivery(id)).toMatchObject({ tenant: "acme", status: "dead" });
  });

  it("replays the dead deliveries of one tenant", async () => {
    const world = current();
    await variety(world);
    const dead = { notBefore: 0, status: "dead" } as const;
    const before = (await world.store.deliveries.list(world.test.id, dead, ALL)).items;
    const input = { environmentId: world.test.id, tenant: "acme", now: world.now, retentionMs: 30 * DAY };
    const { replayed } = done(await world.store.deliveries.replayAllDead(input));
    expect(replayed).toBe(before.filter(isWanted("acme")).length);
    const left = (await world.store.deliveries.list(world.test.id, dead, ALL)).items;
    expect(idsOf(left)).toEqual(idsOf(before.filter((one) => !isWanted("acme")(one))));
  });

  it("gives a test event the tenant of its destination", async () => {
    const world = current();
    const destination = await world.destination({ tenant: "acme" });
    const { event, deliveries } = await world.newEvent([destination]);
    const delivery = must(deliveries[0]);
    const test = { event, trace: null, delivery, now: world.now };
    const created = done(await world.store.events.createTest(test));
    expect(created.tenant).toBe("acme");
    expect(await world.store.events.get(world.test.id, event.id)).toMatchObject({ tenant: "acme" });
  });

  it("refuses an idempotency key that an event of another tenant has", async () => {
    const world = current();
    const send = async (tenant: Tenant) =>
      must((await world.commit([await world.newEvent([], { tenant, key: "key" })]))[0]).status;
    expect(await send("acme")).toBe("created");
    expect(await send("acme")).toBe("duplicate");
    expect(await send("globex")).toBe("conflict");
    expect(await send(null)).toBe("conflict");
  });

  it("counts by the tenant of the destination", async () => {
    const world = current();
    await variety(world);
    const range = { since: world.now - HOUR, until: world.now + HOUR, bucketMs: MINUTE };
    const counts = async (tenant?: Tenant) => {
      const buckets = await world.store.stats.counts(world.test.id, { ...range, tenant });
      return buckets.reduce((sum, { ingested }) => sum + ingested, 0);
    };
    expect(await counts()).toBe(9);
    expect(await counts("acme")).toBe(3);
    expect(await counts("globex")).toBe(3);
    expect(await counts(null)).toBe(9);
    const backlog = (tenant: Tenant) => world.store.stats.backlog(world.test.id, { now: world.now, tenant });
    expect((await backlog("acme")).due + (await backlog("globex")).due + (await backlog(null)).due).toBe(
      (await world.store.stats.backlog(world.test.id, { now: world.now })).due,
    );
  });
}
