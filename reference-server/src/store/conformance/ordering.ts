import { expect, it } from "vitest";
import type { Delivery } from "../../domain/domain.js";
import { UNSHARED } from "../../domain/slot-shares.js";
import type { NextOptions } from "../store.js";
import { claimed, drain, FOLLOWS, FREE, ordered, send, statusOf } from "./ordered-deliveries.js";
import { changedBy, created, handedOff, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOLD, MINUTE, PROBE_INTERVAL, RETENTION, SECOND, type World } from "./world.js";

const ROOM: NextOptions = {
  limit: 1000,
  shares: UNSHARED,
  leaseSlackMs: 30 * SECOND,
  probeIntervalMs: PROBE_INTERVAL,
};

export function orderingRules(fixture: Fixture): void {
  queueingRules(fixture);
  endingRules(fixture);
  restartRules(fixture);
}

function queueingRules({ world: current }: Fixture): void {
  it("sends the events of a key one at a time, in order, and those of others beside them", async () => {
    const world = current();
    const to = await ordered(world);
    const [first, second, third] = await send(world, to, 3);
    const [other] = await send(world, to, 1, { ordering: "b" });
    const free = await send(world, to, 2, {});
    const { deliveries } = await world.claim();
    expect(idsOf(deliveries)).toEqual(idsOf([must(first), must(other), ...free]));
    expect(await statusOf(world, must(second))).toEqual(FOLLOWS);
    await world.succeed(...deliveries);
    expect(await statusOf(world, must(second))).toEqual(FREE);
    expect(await drain(world)).toEqual(idsOf([must(second), must(third)]));
  });

  it("leaves destinations without an order as they are", async () => {
    const world = current();
    const [to, other] = [await world.destination(), await ordered(world)];
    const sent = await send(world, to, 2);
    expect(await claimed(world)).toEqual(idsOf(sent));
    const [first] = await send(world, other, 1);
    expect(await claimed(world)).toEqual([must(first).id]);
  });

  it("orders a batch by its array, and leases the first of each key to the caller", async () => {
    const world = current();
    const to = await ordered(world);
    const batch = [
      ...(await world.newEvents([to], 3, { ordering: "a" })),
      ...(await world.newEvents([to], 2, { ordering: "b" })),
      ...(await world.newEvents([to], 1)),
    ];
    const results = await world.commit(batch, { handOff: 10 });
    const ids = results.flatMap((result) =>
      idsOf(created(result).deliveries.map(({ delivery }) => delivery)),
    );
    const held = handedOff(results);
    expect(idsOf(held)).toEqual([ids[0], ids[3], ids[5]]);
    expect(created(results[1]).deliveries[0]?.delivery).toMatchObject(FOLLOWS);
    expect(await claimed(world)).toEqual([]);
    await world.succeed(...held);
    expect(await drain(world)).toEqual([ids[1], ids[4], ids[2]]);
  });

  it("keeps one order for events that come at the same moment", async () => {
    const world = current();
    const to = await ordered(world);
    const events = await world.newEvents([to], 20, { ordering: "a" });
    await Promise.all(events.map((event) => world.commit([event], { handOff: 1 })));
    const order: string[] = [];
    for (;;) {
      world.pass(HOLD);
      const { deliveries } = await world.claim();
      if (deliveries.length === 0) break;
      expect(deliveries).toHaveLength(1);
      order.push(...idsOf(deliveries));
      await world.succeed(...deliveries);
    }
    expect(new Set(order).size).toBe(20);
  });

  it("gives the slot of one that has finished to the next of its key", async () => {
    const world = current();
    const to = await ordered(world, { max_concurrent_deliveries: 1 });
    const sent = await send(world, to, 3);
    const { deliveries } = await world.claim();
    const settled = await world.store.settle(
      deliveries.map((one) => world.settlement(one, { status: "succeeded" })),
      world.now,
      ROOM,
    );
    expect(idsOf(settled.next)).toEqual([must(sent[1]).id]);
  });

  it("holds back the key of a failing one until it succeeds or dies", async () => {
    const world = current();
    const to = await ordered(world);
    const [failing, dying, last] = await send(world, to, 3);
    await world.fail([await world.claimOnly(must(failing).id)], world.now + MINUTE);
    expect(await claimed(world)).toEqual([]);
    const [other] = await send(world, to, 1, { ordering: "b" });
    await world.succeed(await world.claimOnly(must(other).id));
    world.pass(MINUTE);
    await world.succeed(await world.claimOnly(must(failing).id));
    await world.reject(await world.claimOnly(must(dying).id));
    expect(await drain(world)).toEqual([must(last).id]);
  });

  it("keeps the place of one whose lease has ended, or that was returned", async () => {
    const world = current();
    const to = await ordered(world);
    const [first, second] = await send(world, to, 2);
    const { lease } = await world.claimOnly(must(first).id);
    await world.store.release([lease.token], world.now);
    await world.claimOnly(must(first).id);
    world.pass(HOLD);
    expect(await drain(world)).toEqual(idsOf([must(first), must(second)]));
  });

  it("starts the budget of an ordered delivery with its first attempt", async () => {
    const world = current();
    const to = await ordered(world);
    const [first, second] = await send(world, to, 2);
    const { budget_started_at } = await world.claimOnly(must(first).id).then((held) => {
      return world.succeed(held).then(() => held);
    });
    expect(budget_started_at).toBe(world.now);
    world.pass(MINUTE);
    const held = await world.claimOnly(must(second).id);
    expect(held.starts_budget).toBe(true);
    const startedAt = world.now;
    await world.fail([held], world.now + MINUTE);
    world.pass(MINUTE);
    const retry = await world.claimOnly(must(second).id);
    expect(retry).toMatchObject({ starts_budget: false, budget_started_at: startedAt });
  });

  it("repeats no event under its idempotency key with another ordering key", async () => {
    const world = current();
    const to = await ordered(world);
    const [sent] = await send(world, to, 1, { ordering: "a", key: "once" });
    const repeat = async (ordering: string | null) =>
      must((await world.commit([await world.newEvent([to], { ordering, key: "once" })]))[0]);
    expect(await repeat("a")).toMatchObject({ status: "duplicate", event: { id: must(sent).event_id } });
    expect(await repeat("b")).toEqual({ status: "conflict" });
    expect(await repeat(null)).toEqual({ status: "conflict" });
  });
}

function endingRules({ world: current }: Fixture): void {
  const erase = (world: World, { event_id: id }: Delivery) =>
    changedBy(world.store, () =>
      world.store.events.erase({ environmentId: world.test.id, id, now: world.now }),
    );

  it("closes the gap that an erased event leaves", async () => {
    const world = current();
    const to = await ordered(world);
    const [first, second, third] = await send(world, to, 3);
    await erase(world, must(second));
    expect(await statusOf(world, must(third))).toEqual(FOLLOWS);
    await erase(world, must(first));
    expect(await drain(world)).toEqual([must(third).id]);
  });

  it("waits for the attempt of an event that is erased in flight", async () => {
    const world = current();
    const to = await ordered(world);
    const [first, second, third] = await send(world, to, 3);
    const held = await world.claimOnly(must(first).id);
    await erase(world, must(first));
    expect(await claimed(world)).toEqual([]);
    await world.succeed(held);
    const next = await world.claimOnly(must(second).id);
    await erase(world, must(second));
    await world.store.release([next.lease.token], world.now);
    expect(await drain(world)).toEqual([must(third).id]);
  });

  it("continues when the lease of one that died in flight has ended", async () => {
    const world = current();
    const to = await ordered(world);
    const batch = await world.newEvents([to], 2, { ordering: "a" });
    const [held] = handedOff(await world.commit(batch, { handOff: 1 }));
    const second = must(batch[1]?.deliveries[0]).id;
    await erase(world, await world.delivery(must(held).id));
    expect(await claimed(world)).toEqual([]);
    world.pass(HOLD);
    expect(await drain(world)).toEqual([second]);
  });

  it("continues when one that died in flight is removed from the DLQ", async () => {
    const world = current();
    const to = await ordered(world);
    const [first, second] = await send(world, to, 2);
    await world.claimOnly(must(first).id);
    await erase(world, must(first));
    expect(await world.store.deliveries.deleteDead(world.test.id, must(first).id)).toBe(true);
    expect(await drain(world)).toEqual([must(second).id]);
  });

  it("ends with its destination, and one in flight too", async () => {
    const world = current();
    const to = await ordered(world);
    const sent = await send(world, to, 3);
    const held = await world.claimOnly(must(sent[0]).id);
    expect(idsOf(await world.remove(to)).toSorted()).toEqual(idsOf(sent).toSorted());
    await world.succeed(held);
    expect(await claimed(world)).toEqual([]);
    world.pass(RETENTION + 4 * DAY);
    expect((await world.sweep()).purgedEvents).toBe(3);
  });
}

function restartRules({ world: current, reopen }: Fixture): void {
  it("keeps the order over a restart, of what waits and what is in flight", async () => {
    const world = current();
    const to = await ordered(world);
    const handed = await world.newEvents([to], 3, { ordering: "a" });
    await world.commit(handed, { handOff: 1 });
    const taken = await send(world, to, 2, { ordering: "b" });
    await world.claimOnly(must(taken[0]).id);
    await reopen();
    world.pass(HOLD);
    const order = await drain(world);
    const ids = handed.map(({ deliveries }) => must(deliveries[0]).id);
    expect(order.filter((id) => ids.includes(id))).toEqual(ids);
    expect(order.filter((id) => !ids.includes(id))).toEqual(idsOf(taken));
  });

  it("continues after a restart behind those that died in flight", async () => {
    const world = current();
    const to = await ordered(world);
    const handed = await world.newEvents([to], 2, { ordering: "a" });
    await world.commit(handed, { handOff: 1 });
    const taken = await send(world, to, 2, { ordering: "b" });
    await world.claimOnly(must(taken[0]).id);
    for (const id of [must(handed[0]).event.id, must(taken[0]).event_id]) {
      await world.store.events.erase({ environmentId: world.test.id, id, now: world.now });
    }
    await reopen();
    world.pass(HOLD);
    const next = [must(handed[1]?.deliveries[0]).id, must(taken[1]).id];
    expect((await drain(world)).toSorted()).toEqual(next.toSorted());
  });
}
