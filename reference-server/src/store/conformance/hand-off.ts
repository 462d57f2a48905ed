import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { created, handedOff, idsOf, must } from "./values.js";
import { type Fixture, MINUTE, SECOND, type World } from "./world.js";

async function commitMany(world: World, to: Destination[], options: { count: number; handOff: number }) {
  const { count, ...rest } = options;
  const batch = await Promise.all(Array.from({ length: count }, () => world.newEvent(to)));
  return world.commit(batch, rest);
}

export function handOffRules({ world: current, reopen }: Fixture): void {
  it("leases new deliveries to the caller, for the destination's time-out and the slack", async () => {
    const world = current();
    const to = await world.destination({ timeout_seconds: 5 });
    const results = await commitMany(world, [to], { count: 2, handOff: 10 });
    const held = handedOff(results);
    expect(held).toHaveLength(2);
    expect(held.map(({ lease }) => lease.expires_at)).toEqual([
      world.now + 35 * SECOND,
      world.now + 35 * SECOND,
    ]);
    expect(new Set(held.map(({ lease }) => lease.token)).size).toBe(2);
    expect((await world.claim()).deliveries).toEqual([]);
    expect(await world.store.inFlight(world.test.id, Infinity)).toBe(2);
    const { deliveries } = await world.succeed(...held);
    expect(deliveries.map((delivery) => delivery?.status)).toEqual(["succeeded", "succeeded"]);
  });

  it("never hands over more than was asked for; the rest waits in order", async () => {
    const world = current();
    const to = await world.destination();
    const results = await commitMany(world, [to], { count: 5, handOff: 3 });
    const all = idsOf(
      results.flatMap((result) => created(result).deliveries.map(({ delivery }) => delivery)),
    );
    expect(idsOf(handedOff(results))).toEqual(all.slice(0, 3));
    expect(idsOf((await world.claim()).deliveries)).toEqual(all.slice(3));
  });

  it("never exceeds the destination's concurrency, counting what is in flight already", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 3 });
    const first = handedOff(await commitMany(world, [to], { count: 2, handOff: 10 }));
    expect(first).toHaveLength(2);
    expect(handedOff(await commitMany(world, [to], { count: 5, handOff: 10 }))).toHaveLength(1);
    expect((await world.claim()).deliveries).toEqual([]);
    await world.succeed(must(first[0]));
    expect((await world.claim()).deliveries).toHaveLength(1);
  });

  it("counts the slots of each destination by themselves", async () => {
    const world = current();
    const [a, b] = [
      await world.destination({ max_concurrent_deliveries: 4 }),
      await world.destination({ max_concurrent_deliveries: 1 }),
    ];
    const held = handedOff(await commitMany(world, [a, b], { count: 6, handOff: 100 }));
    expect(held.filter((each) => each.destination_id === a.id)).toHaveLength(4);
    expect(held.filter((each) => each.destination_id === b.id)).toHaveLength(1);
  });

  it("never overtakes an older delivery that could be sent", async () => {
    const world = current();
    const to = await world.destination();
    const older = await world.sendOne(to);
    expect(handedOff(await commitMany(world, [to], { count: 2, handOff: 10 }))).toEqual([]);
    expect(idsOf((await world.claim()).deliveries)[0]).toBe(older.id);
  });

  it("is not held up by a retry that is not due yet, only by one that is", async () => {
    const world = current();
    const to = await world.destination();
    const retried = await world.sendOne(to);
    await world.fail([await world.claimOnly(retried.id)], world.now + MINUTE);
    expect(handedOff(await commitMany(world, [to], { count: 1, handOff: 10 }))).toHaveLength(1);
    world.pass(MINUTE);
    expect(handedOff(await commitMany(world, [to], { count: 1, handOff: 10 }))).toEqual([]);
  });

  it("gives nothing for a paused destination", async () => {
    const world = current();
    const to = await world.destination();
    await world.pause(to);
    expect(handedOff(await commitMany(world, [to], { count: 2, handOff: 10 }))).toEqual([]);
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("gives a lease that has ended to the next claim", async () => {
    const world = current();
    const to = await world.destination({ timeout_seconds: 5 });
    const [lost] = handedOff(await commitMany(world, [to], { count: 1, handOff: 1 }));
    await reopen();
    world.pass(35 * SECOND);
    const again = await world.claimOnly(must(lost).id);
    expect(again).toMatchObject({ attempt_number: 0, retry_count: 0, trigger: "schedule" });
    expect((await world.succeed(must(lost))).deliveries).toEqual([null]);
    expect((await world.succeed(again)).deliveries[0]).toMatchObject({ status: "succeeded" });
    expect((await world.delivery(again.id)).retries).toHaveLength(1);
  });
}
