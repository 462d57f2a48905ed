import { expect, it } from "vitest";
import { created, handedOff, idsOf, must } from "./values.js";
import { type Fixture, MINUTE } from "./world.js";

export function destinationDeletionRules({ world: current }: Fixture): void {
  it("takes the destination, its secrets and its subscriptions away, under a new version", async () => {
    const world = current();
    const to = await world.destination();
    const kept = await world.destination();
    await world.subscription(to);
    const subscription = await world.subscription(kept);
    const version = await world.versionOf(world.test);
    expect(await world.remove(to)).toEqual([]);
    const snapshot = await world.store.snapshot(world.test.id);
    expect(snapshot.version).toBeGreaterThan(version);
    expect(idsOf(snapshot.destinations)).toEqual([kept.id]);
    expect(snapshot.signingKeys.map((key) => key.destination_id)).toEqual([kept.id]);
    expect(snapshot.subscriptions).toEqual([subscription]);
    expect(await world.store.destinations.get(world.test.id, to.id)).toBeNull();
    expect(await world.store.destinations.delete(world.test.id, to.id, { now: world.now })).toBeNull();
    const list = await world.store.destinations.list(world.test.id, {}, { after: null, limit: 10 });
    expect(idsOf(list.items)).toEqual([kept.id]);
  });

  it("lets unfinished deliveries die, and leaves finished and other ones alone", async () => {
    const world = current();
    const to = await world.destination();
    const other = await world.destination();
    const rejected = await world.dead(to);
    const succeeded = await world.sendOne(to);
    await world.succeed(await world.claimOnly(succeeded.id));
    const retrying = await world.sendOne(to);
    await world.fail([await world.claimOnly(retrying.id)], world.now + MINUTE);
    const forced = await world.dead(to);
    await world.store.deliveries.forceRetry({
      ...retryOf(forced.id),
      environmentId: world.test.id,
      now: world.now,
    });
    const [pending, elsewhere] = await world.send([to, other]);
    const died = await world.remove(to);
    const expected = [retrying.id, forced.id, must(pending).id].sort();
    expect(idsOf(died).sort()).toEqual(expected);
    for (const delivery of died) {
      expect(delivery).toMatchObject({
        status: "dead",
        dead_reason: "destination_deleted",
        next_retry_at: null,
        completed_at: world.now,
      });
      const { retries: _retries, ...shown } = await world.delivery(delivery.id);
      expect(shown).toEqual(delivery);
    }
    expect(await world.delivery(rejected.id)).toMatchObject({ dead_reason: "rejected" });
    expect(await world.delivery(succeeded.id)).toMatchObject({ status: "succeeded" });
    expect(await world.delivery(must(elsewhere).id)).toMatchObject({ status: "pending" });
    world.pass(MINUTE);
    await world.claimOnly(must(elsewhere).id);
    expect((await world.store.stats.backlog(world.test.id, { now: world.now })).dead).toBe(4);
  });

  it("records an attempt that was in flight, and leaves the delivery dead", async () => {
    const world = current();
    const to = await world.destination();
    const results = await world.commit([await world.newEvent([to])], { handOff: 1 });
    const [held] = handedOff(results);
    const died = await world.remove(to);
    expect(idsOf(died)).toEqual([must(held).id]);
    const { deliveries } = await world.succeed(must(held));
    const shown = await world.delivery(must(held).id);
    expect(deliveries[0]).toMatchObject({
      status: "dead",
      dead_reason: "destination_deleted",
      response_code: 200,
    });
    expect(shown).toMatchObject({ status: "dead", dead_reason: "destination_deleted", response_code: 200 });
    expect(shown.retries).toHaveLength(1);
    expect(await world.inFlight(world.test)).toBe(0);
    expect((await world.store.stats.backlog(world.test.id, { now: world.now })).dead).toBe(1);
  });

  it("ends the lease of one whose attempt was never recorded", async () => {
    const world = current();
    const to = await world.destination();
    const results = await world.commit([await world.newEvent([to])], { handOff: 1 });
    await world.store.destinations.delete(world.test.id, to.id, { now: world.now });
    world.pass(5 * MINUTE);
    expect((await world.claim()).deliveries).toEqual([]);
    expect(await world.inFlight(world.test)).toBe(0);
    const [delivery] = created(results[0]).deliveries;
    expect(await world.delivery(must(delivery).delivery.id)).toMatchObject({ status: "dead" });
  });

  it("takes no more events, by its version", async () => {
    const world = current();
    const to = await world.destination();
    const event = await world.newEvent([to]);
    await world.store.destinations.delete(world.test.id, to.id, { now: world.now });
    expect(await world.commit([event])).toEqual([{ status: "stale" }]);
  });

  it("lets thousands die", async () => {
    const world = current();
    const to = await world.destination();
    for (let batch = 0; batch < 5; batch += 1) {
      await world.commit(await world.newEvents([to], 500));
    }
    const died = await world.remove(to);
    expect(died).toHaveLength(2500);
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toEqual({
      dead: 2500,
      due: 0,
      oldestDueAt: null,
    });
  });
}

function retryOf(id: string) {
  return { id, retentionMs: 30 * 24 * 60 * MINUTE };
}
