import { expect, it } from "vitest";
import type { Delivery } from "../../domain/domain.js";
import { createIds } from "../../ids.js";
import type { Tenant } from "../store.js";
import { changedBy, created, handedOff, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOUR, MINUTE, RETENTION, type World } from "./world.js";

const ALL = { after: null, limit: 100 };

/** Erases what there is of the tenant and returns the deliveries that died. */
async function erase(world: World, tenant: string): Promise<Delivery[]> {
  return await changedBy(world.store, () =>
    world.store.tenants.erase({ environmentId: world.test.id, tenant, now: world.now }),
  );
}

async function sweepAll(world: World): Promise<void> {
  while ((await world.sweep()).isErasing);
}

/** The bodies of all events, and null for those that are erased. */
async function bodiesOf(world: World): Promise<Map<string, string | null>> {
  const { items } = await world.store.events.list(world.test.id, { notBefore: 0 }, ALL);
  return new Map(items.map(({ id, body }) => [id, body === null ? null : Buffer.from(body).toString()]));
}

async function tenantsOf(world: World, limit = 100): Promise<Tenant[]> {
  const found: Tenant[] = [];
  for (let after: string | null = null, more = true; more;) {
    const filter = { notBefore: world.now - RETENTION };
    const listed = await world.store.tenants.list(world.test.id, filter, { after, limit });
    found.push(...listed.items);
    ({ more } = listed);
    after = listed.items.at(-1)?.tenant ?? null;
  }
  return found;
}

export function tenantErasureRules({ world: current, reopen }: Fixture): void {
  it("erases all events of the tenant so far, wherever they went, and no other", async () => {
    const world = current();
    const own = await world.destination();
    const acme = await world.destination({ tenant: "acme" });
    const dead = await world.dead(own, { tenant: "acme" });
    const [pending] = await world.send([acme, own], { tenant: "acme" });
    const others = [
      await world.sendOne(own, { tenant: "globex", body: '"globex"' }),
      await world.sendOne(own, { body: '"none"' }),
    ];
    const died = await erase(world, "acme");
    expect(died.map(({ event_id }) => event_id)).toEqual([must(pending).event_id, must(pending).event_id]);
    const erasedAt = world.now;
    const later = await world.sendOne(acme, { tenant: "acme", body: '"later"' });
    const expected = new Map([
      [later.event_id, '"later"'],
      [must(others[1]).event_id, '"none"'],
      [must(others[0]).event_id, '"globex"'],
      [must(pending).event_id, null],
      [dead.event_id, null],
    ]);
    for (const step of [() => undefined, reopen, () => sweepAll(world), reopen]) {
      await step();
      expect(await bodiesOf(world)).toEqual(expected);
      expect(await world.delivery(dead.id)).toMatchObject({
        response_body: null,
        retries: [{ response_body: null, response_code: 422 }],
      });
      expect(await world.store.events.get(world.test.id, dead.event_id)).toMatchObject({
        tenant: "acme",
        erased_at: erasedAt,
      });
      world.pass(MINUTE);
    }
    const { deliveries } = await world.claim();
    expect(idsOf(deliveries).sort()).toEqual([later.id, ...idsOf(others)].sort());
  });

  it("names the tenant in the snapshot, with the version up to which leases may be of what is erased", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    await world.sendOne(to, { tenant: "acme" });
    await erase(world, "acme");
    const { version, erasures } = await world.store.snapshot(world.test.id);
    expect(erasures).toEqual([{ event_id: null, tenant: "acme", version }]);
    const later = await world.sendOne(to, { tenant: "acme" });
    expect((await world.claimOnly(later.id)).version).toBe(version);
  });

  it("lets what is in flight end without its response, and nothing else of it", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    const event = await world.newEvent([to], { tenant: "acme" });
    const [handed] = handedOff(await world.commit([event], { handOff: 1 }));
    const waiting = await world.sendOne(to, { tenant: "acme" });
    const taken = must((await world.claim()).deliveries.find(({ id }) => id === waiting.id));
    const died = await erase(world, "acme");
    expect(idsOf(died).sort()).toEqual([must(handed).id, taken.id].sort());
    await world.succeed(must(handed), taken);
    for (const { id } of died)
      expect(await world.delivery(id)).toMatchObject({ dead_reason: "event_erased", response_body: null });
    expect(await world.inFlight(world.test)).toBe(0);
  });

  it("takes an event that was routed before, but only under a new version", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    await world.sendOne(to, { tenant: "acme" });
    const late = await world.newEvent([to], { tenant: "acme", body: '"late"' });
    await erase(world, "acme");
    expect(await world.commit([late])).toEqual([{ status: "stale" }]);
    const again = await world.newEvent([to], { tenant: "acme", body: '"late"' });
    created((await world.commit([again]))[0]);
    expect((await bodiesOf(world)).get(again.event.id)).toBe('"late"');
  });

  it("never takes what is accepted later for erased, also if its id is older", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    await world.sendOne(to, { tenant: "acme" });
    await erase(world, "acme");
    const newId = createIds(() => world.now - HOUR);
    const id = newId("evt");
    const late = await world.newEvent([to], { tenant: "acme", body: '"late"' });
    const [result] = await world.commit([{ ...late, event: { ...late.event, id } }]);
    expect([result?.status, (await bodiesOf(world)).get(id)]).toBeOneOf([
      ["created", '"late"'],
      ["stale", undefined],
    ]);
    const { idsNotBefore } = await world.store.snapshot(world.test.id);
    const next = await world.newEvent([to], { tenant: "acme", body: '"next"' });
    const nextId = newId("evt", idsNotBefore);
    created((await world.commit([{ ...next, event: { ...next.event, id: nextId } }]))[0]);
    expect((await bodiesOf(world)).get(nextId)).toBe('"next"');
  });

  it("is repeated for later events, and does nothing where there are none", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    await erase(world, "acme");
    const version = await world.versionOf(world.test);
    const first = await world.sendOne(to, { tenant: "acme" });
    await erase(world, "acme");
    await sweepAll(world);
    world.pass(HOUR);
    const second = await world.sendOne(to, { tenant: "acme" });
    await erase(world, "acme");
    expect(await bodiesOf(world)).toEqual(new Map([second, first].map(({ event_id }) => [event_id, null])));
    const after = await world.versionOf(world.test);
    expect(after).toBeGreaterThan(version);
    expect(await erase(world, "acme")).toEqual([]);
    expect(await world.versionOf(world.test)).toBe(after);
  });

  it("never takes a later event for an erased one, also when all of them are purged", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    await world.dead(to, { tenant: "acme" });
    await erase(world, "acme");
    await sweepAll(world);
    world.pass(RETENTION + 3 * DAY - MINUTE);
    await sweepAll(world);
    world.pass(2 * MINUTE);
    await sweepAll(world);
    expect(await bodiesOf(world)).toEqual(new Map());
    await reopen();
    const later = await world.sendOne(to, { tenant: "acme", body: '"later"' });
    expect(await bodiesOf(world)).toEqual(new Map([[later.event_id, '"later"']]));
  });

  it("overwrites thousands in steps", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    await world.pause(to);
    for (let batch = 0; batch < 3; batch += 1)
      await world.commit(await world.newEvents([to], 500, { tenant: "acme" }));
    expect(await erase(world, "acme")).toHaveLength(1500);
    let steps = 0;
    while ((await world.sweep({ limit: 500 })).isErasing) steps += 1;
    expect(steps).toBeGreaterThan(2);
    expect(new Set((await bodiesOf(world)).values())).toEqual(new Set([null]));
  });

  it("lists the tenants that have a destination or an event that is there, by name and page by page", async () => {
    const world = current();
    const own = await world.destination();
    const acme = await world.destination({ tenant: "acme" });
    const paused = await world.destination({ tenant: "acme" });
    await world.pause(paused);
    await world.dead(acme, { tenant: "acme" });
    world.pass(MINUTE);
    const { created_at } = await world.sendOne(own, { tenant: "acme" });
    await world.destination({ tenant: "Zeta" });
    await world.sendOne(own, { tenant: "globex" });
    await world.sendOne(own, { tenant: "gone" });
    await erase(world, "gone");
    const removed = await world.destination({ tenant: "removed" });
    await world.remove(removed);
    await world.sweep();
    const idle = { destinations: 1, paused_destinations: 0, dead_deliveries: 0, last_event_at: null };
    const expected = [
      { tenant: "Zeta", ...idle },
      {
        tenant: "acme",
        destinations: 2,
        paused_destinations: 1,
        dead_deliveries: 1,
        last_event_at: created_at,
      },
      { tenant: "globex", ...idle, destinations: 0, last_event_at: created_at },
    ];
    for (const limit of [1, 2, 3, 100]) expect(await tenantsOf(world, limit)).toEqual(expected);
    expect((await world.store.tenants.list(world.live.id, { notBefore: 0 }, ALL)).items).toEqual([]);
    world.pass(RETENTION + 1);
    expect((await tenantsOf(world)).map(({ tenant }) => tenant)).toEqual(["Zeta", "acme"]);
  });

  it("lists a tenant by its last event that is not erased", async () => {
    const world = current();
    const own = await world.destination();
    const first = await world.sendOne(own, { tenant: "acme" });
    world.pass(MINUTE);
    const last = await world.sendOne(own, { tenant: "acme" });
    const eraseOne = ({ event_id: id }: Delivery) =>
      world.store.events.erase({ environmentId: world.test.id, id, now: world.now });
    await eraseOne(last);
    expect(await tenantsOf(world)).toMatchObject([{ tenant: "acme", last_event_at: first.created_at }]);
    await eraseOne(first);
    expect(await tenantsOf(world)).toEqual([]);
  });
}
