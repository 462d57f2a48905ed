import { expect, it } from "vitest";
import type { Scope } from "../scope.js";
import type { DeadGroup, DeliveryStore } from "../store.js";
import { must } from "./values.js";
import { DAY, type Fixture, HOUR, MINUTE, type World } from "./world.js";

type Filter = Partial<Parameters<DeliveryStore["groupDead"]>[1]>;

async function groupsOf(world: World, filter: Filter = {}, limit = 1000) {
  const { groups, complete } = await world.store.deliveries.groupDead(
    world.test.id,
    { notBefore: 0, ...filter },
    limit,
  );
  return { groups: groups.sort((a, b) => (a.newest_delivery_id < b.newest_delivery_id ? 1 : -1)), complete };
}

export function deadGroupRules({ world: current }: Fixture): void {
  it("counts dead deliveries by destination, reason and the response of the last attempt", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    const [first, second] = [await world.dead(a), await world.dead(a)];
    world.pass(MINUTE);
    const ofB = await world.dead(b);
    const held = await world.sendOne(a);
    await world.fail([await world.claimOnly(held.id)], world.now);
    const again = await world.claimOnly(held.id);
    const exhausted = { status: "dead", dead_reason: "retries_exhausted" } as const;
    await world.settle(
      world.settlement(again, exhausted, { response_code: null, error: "timeout", outcome: "failed" }),
    );
    await world.sendOne(b);
    await world.remove(b);
    await world.dead(await world.destination({}, world.live)).catch(() => undefined);
    const group = (fields: Partial<DeadGroup>) => ({ destination_id: a.id, count: 1, ...fields });
    const { groups, complete } = await groupsOf(world);
    expect(complete).toBe(true);
    expect(groups).toEqual([
      expect.objectContaining({
        destination_id: b.id,
        dead_reason: "destination_deleted",
        response_code: null,
      }),
      group({
        dead_reason: "retries_exhausted",
        response_code: null,
        newest_delivery_id: held.id,
        newest_created_at: held.created_at,
      }),
      {
        destination_id: b.id,
        dead_reason: "rejected",
        response_code: 422,
        count: 1,
        newest_delivery_id: ofB.id,
        newest_created_at: ofB.created_at,
      },
      group({
        dead_reason: "rejected",
        response_code: 422,
        count: 2,
        newest_delivery_id: second.id,
        newest_created_at: first.created_at,
      }),
    ]);
  });

  it("counts a delivery that was retried by hand by the response of that attempt", async () => {
    const world = current();
    const to = await world.destination();
    const first = await world.dead(to);
    await world.dead(to);
    const retry = {
      environmentId: world.test.id,
      owner: null,
      id: first.id,
      now: world.now,
      retentionMs: DAY,
    };
    await world.store.deliveries.forceRetry(retry);
    const again = await world.claimOnly(first.id);
    const gone = { response_code: 410, outcome: "rejected" } as const;
    await world.settle(world.settlement(again, { status: "dead", dead_reason: "rejected" }, gone));
    const codes = (await groupsOf(world)).groups.map(({ response_code, count }) => [response_code, count]);
    expect(codes).toEqual([
      [422, 1],
      [410, 1],
    ]);
  });

  it("counts those of one destination, of a range of time, and within the retention", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    const start = world.now;
    await world.dead(a);
    world.pass(3 * HOUR);
    await world.dead(a);
    await world.dead(b);
    world.pass(3 * HOUR);
    await world.dead(a);
    const counts = async (filter: Filter) =>
      (await groupsOf(world, filter)).groups.map(({ destination_id, count }) => [destination_id, count]);
    expect(await counts({ destination_id: a.id })).toEqual([[a.id, 3]]);
    expect(await counts({ destination_id: "dest_unknown" })).toEqual([]);
    expect(await counts({ since: start + HOUR, until: start + 4 * HOUR })).toEqual([
      [b.id, 1],
      [a.id, 1],
    ]);
    expect(await counts({ until: start })).toEqual([]);
    expect(await counts({ since: start + 6 * HOUR, destination_id: a.id })).toEqual([[a.id, 1]]);
    expect(await counts({ notBefore: start + 1 })).toEqual([
      [a.id, 2],
      [b.id, 1],
    ]);
  });

  it("counts the newest up to a limit, over more than one step, and says whether that is all", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 1100 });
    const batch = await world.newEvents([to], 1100);
    await world.commit(batch);
    const { deliveries } = await world.claim({ limit: 2000 });
    await world.reject(...deliveries);
    const newest = must(must(batch.at(-1)).deliveries[0]).id;
    const numbers = async (limit: number) => {
      const { groups, complete } = await groupsOf(world, { since: world.now - DAY }, limit);
      return [...groups.map(({ count, newest_delivery_id }) => [count, newest_delivery_id]), complete];
    };
    expect(await numbers(1100)).toEqual([[1100, newest], true]);
    expect(await numbers(1099)).toEqual([[1099, newest], false]);
    expect(await numbers(500)).toEqual([[500, newest], false]);
    expect(await numbers(1)).toEqual([[1, newest], false]);
  });

  it("counts the newest of a tenant, of none, and of an owner up to a limit", async () => {
    const world = current();
    const [own, shared] = [await world.destination({ tenant: "acme" }), await world.destination()];
    for (const tenant of ["acme", "acme", "globex", undefined, "acme"]) {
      const targets = tenant === "acme" ? [own, shared] : [shared];
      await world.send(targets, tenant === undefined ? {} : { tenant });
      const { deliveries } = await world.claim();
      await world.reject(...deliveries);
    }
    const counts = async (scope: Scope, filter: Filter, limit = 100) => {
      const all = { notBefore: 0, ...filter };
      const { groups, complete } = await world.store.deliveries.groupDead(scope, all, limit);
      return [Object.fromEntries(groups.map(({ destination_id: id, count }) => [id, count])), complete];
    };
    const { id } = world.test;
    const owner = { environmentId: id, owner: "acme" };
    expect(await counts(id, { tenant: "acme" })).toEqual([{ [own.id]: 3, [shared.id]: 3 }, true]);
    expect(await counts(id, { tenant: "acme" }, 6)).toEqual([expect.anything(), true]);
    expect(await counts(id, { tenant: "acme" }, 5)).toEqual([expect.anything(), false]);
    expect(await counts(id, { tenant: "acme", destination_id: shared.id }, 2)).toEqual([
      { [shared.id]: 2 },
      false,
    ]);
    expect(await counts(id, { tenant: null })).toEqual([{ [shared.id]: 1 }, true]);
    expect(await counts(owner, {}, 3)).toEqual([{ [own.id]: 3 }, true]);
    expect(await counts(owner, {}, 2)).toEqual([{ [own.id]: 2 }, false]);
    expect(await counts(owner, { destination_id: own.id }, 3)).toEqual([{ [own.id]: 3 }, true]);
    expect(await counts(owner, { destination_id: shared.id })).toEqual([{}, true]);
  });
}
