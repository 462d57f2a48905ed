import { expect, it } from "vitest";
import { changedBy, done, idsOf } from "./values.js";
import { type Fixture, MINUTE, RETENTION, type World } from "./world.js";

interface Filter {
  destination_id?: string;
  since?: number;
  until?: number;
}

function replayAll(world: World, filter: Filter = {}) {
  return world.store.deliveries.replayAllDead({
    environmentId: world.test.id,
    now: world.now,
    retentionMs: RETENTION,
    ...filter,
  });
}

function count(world: World, filter: Filter = {}) {
  return world.store.deliveries.countReplayable({
    environmentId: world.test.id,
    now: world.now,
    retentionMs: RETENTION,
    ...filter,
  });
}

export function replayAllRules({ world: current }: Fixture): void {
  it("replays every dead one of the environment from the start", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    const dead = [await world.dead(a), await world.dead(b)];
    const elsewhere = await world.dead(await world.destination({}, world.live));
    world.pass(MINUTE);
    const changed = await changedBy(world.store, async () => {
      expect(done(await replayAll(world))).toEqual({ replayed: 2, skipped: 0 });
    });
    expect(idsOf(changed).sort()).toEqual(idsOf(dead).sort());
    expect(changed.map(({ status }) => status)).toEqual(["retrying", "retrying"]);
    const { deliveries } = await world.claim();
    expect(idsOf(deliveries).sort()).toEqual(idsOf(dead).sort());
    for (const held of deliveries) {
      expect(held).toMatchObject({ retry_count: 0, budget_started_at: world.now, trigger: "schedule" });
    }
    expect(await world.delivery(elsewhere.id, world.live.id)).toMatchObject({ status: "dead" });
    expect(done(await replayAll(world))).toEqual({ replayed: 0, skipped: 0 });
  });

  it("replays only what was created in a range, or for one destination", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    const created = [];
    for (const to of [a, b, a, b, a]) {
      created.push(await world.dead(to));
      world.pass(MINUTE);
    }
    const range = { since: created[1]?.created_at ?? 0, until: created[4]?.created_at ?? 0 };
    expect(done(await replayAll(world, { ...range, destination_id: a.id }))).toEqual({
      replayed: 1,
      skipped: 0,
    });
    await world.claimOnly(created[2]?.id ?? "");
    expect(done(await replayAll(world, range))).toEqual({ replayed: 2, skipped: 0 });
    expect(done(await replayAll(world, { destination_id: "dest_unknown" }))).toEqual({
      replayed: 0,
      skipped: 0,
    });
    const status = await Promise.all(created.map(({ id }) => world.delivery(id)));
    expect(status.map((delivery) => delivery.status)).toEqual([
      "dead",
      "retrying",
      "retrying",
      "retrying",
      "dead",
    ]);
  });

  it("skips what is too old, and what has a paused or deleted destination", async () => {
    const world = current();
    const [a, paused, deleted] = [
      await world.destination(),
      await world.destination(),
      await world.destination(),
    ];
    await world.dead(a);
    world.pass(RETENTION);
    const young = await world.dead(a);
    await world.dead(paused);
    await world.dead(deleted);
    await world.pause(paused);
    await world.store.destinations.delete(world.test.id, deleted.id, { now: world.now });
    const changed = await changedBy(world.store, async () => {
      expect(await count(world)).toEqual({ replayed: 1, skipped: 3 });
      expect(await count(world, { destination_id: paused.id })).toEqual({ replayed: 0, skipped: 1 });
    });
    expect(changed).toEqual([]);
    expect(done(await replayAll(world))).toEqual({ replayed: 1, skipped: 3 });
    await world.claimOnly(young.id);
  });

  it("gets through thousands", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 3000 });
    for (let batch = 0; batch < 5; batch += 1) {
      await world.commit(await world.newEvents([to], 500));
    }
    await world.reject(...(await world.claim({ limit: 3000 })).deliveries);
    expect(await count(world)).toEqual({ replayed: 2500, skipped: 0 });
    expect(done(await replayAll(world))).toEqual({ replayed: 2500, skipped: 0 });
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toEqual({
      dead: 0,
      due: 2500,
      oldestDueAt: world.now,
    });
  });
}
