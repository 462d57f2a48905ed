import { expect, it } from "vitest";
import type { NewEvent } from "../store.js";
import { allPages } from "./lists.js";
import { idsOf, must } from "./values.js";
import type { Fixture } from "./world.js";

/** Lists of what is rare among thousands. */
export function rareRules({ world: current }: Fixture): void {
  it("finds what is rare behind thousands of others", async () => {
    const world = current();
    const to = await world.destination();
    const rare: NewEvent[] = [];
    for (let round = 0; round < 3; round += 1) {
      const batch = await world.newEvents([to], 2500);
      batch.push(await world.newEvent([to], { type: "rare.type" }));
      await world.commit(batch);
      rare.unshift(must(batch.at(-1)));
    }
    const ids = rare.map(({ deliveries }) => must(deliveries[0]).id);
    expect(idsOf(await allPages(world, { event_type: "rare.type" }, 2))).toEqual(ids);
    expect(idsOf(await allPages(world, { event_type: "rare.type", destination_id: to.id }, 2))).toEqual(ids);
    expect(idsOf(await allPages(world, { event_type: "rare.type", status: "pending" }, 2))).toEqual(ids);
    expect(await allPages(world, { status: "succeeded" })).toEqual([]);
    const filter = { type: "rare.type", notBefore: 0 };
    const { items, more } = await world.store.events.list(world.test.id, filter, { after: null, limit: 2 });
    expect([idsOf(items), more]).toEqual([rare.slice(0, 2).map(({ event }) => event.id), true]);
    const next = { after: must(items[1]).id, limit: 2 };
    const rest = await world.store.events.list(world.test.id, filter, next);
    expect([idsOf(rest.items), rest.more]).toEqual([[must(rare[2]).event.id], false]);
  });

  it("finds what two filters have in common behind thousands that match one of them", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 10_000 });
    const both: NewEvent[] = [];
    for (let round = 0; round < 2; round += 1) {
      const batch = [
        ...(await world.newEvents([to], 2100, { tenant: "acme", type: "order.created" })),
        ...(await world.newEvents([to], 2100, { type: "order.paid" })),
        await world.newEvent([to], { tenant: "acme", type: "order.paid" }),
      ];
      await world.commit(batch);
      both.unshift(must(batch.at(-1)));
    }
    const ids = both.map(({ deliveries }) => must(deliveries[0]).id);
    const filter = { tenant: "acme", event_type: "order.paid" };
    expect(idsOf(await allPages(world, filter, 1))).toEqual(ids);
    expect(idsOf(await allPages(world, { ...filter, status: "pending" }, 1))).toEqual(ids);
    expect(await allPages(world, { ...filter, status: "succeeded" })).toEqual([]);
    expect(await allPages(world, { tenant: "globex", event_type: "order.paid" })).toEqual([]);
    const events = async (order: { oldestFirst?: true }, after: string | null) => {
      const query = { tenant: "acme", type: "order.paid", notBefore: 0, ...order };
      return idsOf((await world.store.events.list(world.test.id, query, { after, limit: 1 })).items);
    };
    const [newest, oldest] = both.map(({ event }) => event.id);
    expect(await events({}, null)).toEqual([newest]);
    expect(await events({}, must(newest))).toEqual([oldest]);
    expect(await events({ oldestFirst: true }, null)).toEqual([oldest]);
    expect(await events({ oldestFirst: true }, must(oldest))).toEqual([newest]);

    const { deliveries } = await world.claim({ limit: 10_000 });
    await world.reject(
      ...deliveries.filter(({ event_type, id }) => event_type === "order.created" || ids.includes(id)),
    );
    await world.succeed(
      ...deliveries.filter(({ event_type, id }) => event_type === "order.paid" && !ids.includes(id)),
    );
    for (const also of [{}, { tenant: "acme" }, { destination_id: to.id }])
      expect(idsOf(await allPages(world, { ...also, event_type: "order.paid", status: "dead" }, 1))).toEqual(
        ids,
      );
    expect(await allPages(world, { event_type: "order.created", status: "succeeded" })).toEqual([]);
    expect(await allPages(world, { ...filter, status: "succeeded" })).toEqual([]);
  });
}
