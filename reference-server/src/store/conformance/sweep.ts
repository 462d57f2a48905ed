import { expect, it } from "vitest";
import { newRotation } from "./destinations.js";
import { done, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOLD, MINUTE, RETENTION, type World } from "./world.js";

const GRACE = 3 * DAY;

async function sendMany(world: World, count: number, to: Parameters<World["newEvent"]>[0] = []) {
  const batch = await world.newEvents(to, count);
  await world.commit(batch);
  return batch.map(({ event }) => event);
}

export function sweepRules({ world: current }: Fixture): void {
  it("ends a hold an hour after the later of creation and pause, to the millisecond", async () => {
    const world = current();
    const to = await world.destination();
    const before = await world.sendOne(to);
    world.pass(10 * MINUTE);
    await world.pause(to);
    world.pass(5 * MINUTE);
    const after = await world.sendOne(to);
    world.pass(HOLD - 5 * MINUTE - 1);
    expect((await world.sweep()).expired).toEqual([]);
    world.pass(1);
    const dead = { status: "dead", dead_reason: "destination_paused", completed_at: world.now } as const;
    const first = (await world.sweep()).expired;
    expect(first).toEqual([{ ...before, ...dead, updated_at: world.now }]);
    world.pass(5 * MINUTE - 1);
    expect((await world.sweep()).expired).toEqual([]);
    world.pass(1);
    expect(idsOf((await world.sweep()).expired)).toEqual([after.id]);
    expect(await world.delivery(before.id)).toMatchObject(dead);
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ dead: 2 });
    await world.resume(to);
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("holds no retries, nothing in flight, nothing by hand, and nothing of an active destination", async () => {
    const world = current();
    const [to, active] = [await world.destination(), await world.destination()];
    const retrying = await world.sendOne(to);
    await world.fail([await world.claimOnly(retrying.id)], world.now + 10 * HOLD);
    const inFlight = await world.claimOnly((await world.sendOne(to)).id);
    const forced = await world.sendOne(to);
    await world.pause(to);
    done(
      await world.store.deliveries.forceRetry({
        environmentId: world.test.id,
        id: forced.id,
        now: world.now,
        retentionMs: RETENTION,
      }),
    );
    await world.sendOne(active);
    world.pass(HOLD);
    expect((await world.sweep()).expired).toEqual([]);
    await world.succeed(inFlight);
  });

  it("starts a new hold with the next pause", async () => {
    const world = current();
    const to = await world.destination();
    const { id } = await world.sendOne(to);
    await world.pause(to);
    world.pass(HOLD - 1);
    await world.resume(to);
    await world.pause(to);
    world.pass(HOLD - 1);
    expect((await world.sweep()).expired).toEqual([]);
    world.pass(1);
    expect(idsOf((await world.sweep()).expired)).toEqual([id]);
  });

  it("does not exceed the given number of rows", async () => {
    const world = current();
    const to = await world.destination();
    await sendMany(world, 25, [to]);
    await world.pause(to);
    world.pass(HOLD);
    const counts = [];
    for (let count = 0; count < 4; count += 1) counts.push((await world.sweep({ limit: 10 })).expired.length);
    expect(counts).toEqual([10, 10, 5, 0]);
  });

  it("purges events past retention and grace with their deliveries, oldest first, in steps", async () => {
    const world = current();
    const to = await world.destination();
    const [first] = await sendMany(world, 1, [to]);
    const [delivery] = await world.store.events.deliveriesOf(world.test.id, must(first).id);
    await world.reject(await world.claimOnly(must(delivery).id));
    await sendMany(world, 14);
    world.pass(1);
    const young = await sendMany(world, 3);
    world.pass(RETENTION + GRACE - 2);
    expect((await world.sweep()).purgedEvents).toBe(0);
    world.pass(1);
    const counts = [];
    for (let count = 0; count < 4; count += 1) counts.push((await world.sweep({ limit: 6 })).purgedEvents);
    expect(counts).toEqual([6, 6, 3, 0]);
    expect(await world.store.events.get(world.test.id, must(first).id)).toBeNull();
    expect(await world.store.deliveries.get(world.test.id, must(delivery).id)).toBeNull();
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ dead: 0 });
    const { items } = await world.store.events.list(
      world.test.id,
      { notBefore: 0 },
      { after: null, limit: 10 },
    );
    expect(idsOf(items)).toEqual(idsOf(young).reverse());
  });

  it("keeps an old event while one of its deliveries is unfinished, and purges those behind it", async () => {
    const world = current();
    const to = await world.destination();
    const waiting = await sendMany(world, 5, [to]);
    await sendMany(world, 5);
    await world.pause(to);
    world.pass(RETENTION + GRACE);
    const purged = [];
    for (let count = 0; count < 6; count += 1) {
      purged.push((await world.sweep({ limit: 3, holdMs: 1000 * DAY })).purgedEvents);
    }
    expect(purged.reduce((sum, count) => sum + count, 0)).toBe(5);
    for (const { id } of waiting) expect(await world.store.events.get(world.test.id, id)).not.toBeNull();
    await world.sweep();
    await world.sweep();
    for (const { id } of waiting) expect(await world.store.events.get(world.test.id, id)).toBeNull();
  });

  it("goes by each environment's own clock", async () => {
    const world = current();
    const to = await world.destination();
    const live = await world.newEvent([], { environment: world.live });
    await world.commit([live]);
    const { id } = await world.sendOne(to);
    await world.pause(to);
    await world.store.advanceClock(world.test.id, HOLD);
    expect(idsOf((await world.sweep()).expired)).toEqual([id]);
    await world.store.advanceClock(world.test.id, RETENTION + GRACE);
    expect((await world.sweep()).purgedEvents).toBe(1);
    expect(await world.store.events.get(world.live.id, live.event.id)).not.toBeNull();
  });

  it("removes a deleted destination's last traces without touching what is left of others", async () => {
    const world = current();
    const [gone, kept] = [await world.destination(), await world.destination()];
    await world.sendOne(gone);
    await world.store.destinations.delete(world.test.id, gone.id, { now: world.now });
    const { id } = await world.sendOne(kept);
    world.pass(RETENTION + GRACE);
    await world.sweep();
    await world.sweep();
    expect(await world.delivery(id)).toMatchObject({ destination_id: kept.id, status: "pending" });
    expect(await world.store.destinations.get(world.test.id, kept.id)).toEqual(kept);
    await world.claimOnly(id);
  });

  it("forgets idempotency keys and stored responses whose window is over, and no others", async () => {
    const world = current();
    const remember = async (key: string) => {
      created(await world.commit([await world.newEvent([], { key })]));
      done(await world.store.advanceClock(world.live.id, 0, world.request(key)));
    };
    await remember("old");
    world.pass(DAY / 2);
    await remember("young");
    world.pass(DAY / 2);
    await world.sweep();
    expect(await world.findResponse(world.live, "young")).not.toBeNull();
    const again = await world.commit([
      await world.newEvent([], { key: "young" }),
      await world.newEvent([], { key: "old" }),
    ]);
    expect(again.map((result) => result.status)).toEqual(["duplicate", "created"]);
  });

  it("wipes a secret that no longer signs, under a new version", async () => {
    const world = current();
    const { id } = await world.destination();
    await world.store.destinations.rotate({
      environmentId: world.test.id,
      id,
      rotation: newRotation(world, id, { oldKeysExpireAt: world.now + DAY }),
      now: world.now,
    });
    world.pass(DAY - 1);
    await world.sweep();
    const before = await world.store.snapshot(world.test.id);
    expect(before.signingKeys).toHaveLength(2);
    world.pass(1);
    await world.sweep();
    const after = await world.store.snapshot(world.test.id);
    expect(after.signingKeys.map((key) => Buffer.from(key.secret).toString())).toEqual(["new secret"]);
    expect(after.destinations[0]).toMatchObject({ old_key_expires_at: null, old_signature: null });
    expect(after.version).toBeGreaterThan(before.version);
  });
}

function created(results: { status: string }[]): void {
  expect(results.map((result) => result.status)).toEqual(["created"]);
}
