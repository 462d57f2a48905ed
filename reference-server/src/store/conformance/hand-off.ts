import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { created, type Held, handedOff, idsOf, must } from "./values.js";
import { type Fixture, MINUTE, SECOND, type World } from "./world.js";

async function commitMany(world: World, to: Destination[], options: { count: number; handOff: number }) {
  const { count, ...rest } = options;
  return world.commit(await world.newEvents(to, count), rest);
}

function tokensOf(held: readonly Held[]): string[] {
  return held.map(({ lease }) => lease.token);
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
    expect(await world.inFlight(world.test)).toBe(2);
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

  it("counts what the caller holds ahead against the destination's concurrency before a claim gives more", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 3 });
    const held = handedOff(await commitMany(world, [to], { count: 4, handOff: 10 }));
    expect(held).toHaveLength(4);
    const queued = await world.sendOne(to);
    await world.succeed(must(held[0]));
    expect((await world.claim()).deliveries).toEqual([]);
    await world.succeed(must(held[1]));
    expect(idsOf((await world.claim()).deliveries)).toEqual([queued.id]);
  });

  it("returns to the queue what the caller releases, in order, and leases the next ones behind it", async () => {
    const world = current();
    const to = await world.destination();
    const results = await commitMany(world, [to], { count: 3, handOff: 10 });
    const [first, ...rest] = handedOff(results);
    await world.store.release(tokensOf(rest), world.now);
    expect(await world.inFlight(world.test)).toBe(1);
    expect(await world.delivery(must(rest[0]).id)).toMatchObject({ status: "pending", retries: [] });
    const later = await commitMany(world, [to], { count: 1, handOff: 10 });
    expect(handedOff(later)).toEqual([]);
    const claimed = (await world.claim()).deliveries;
    expect(idsOf(claimed).slice(0, 2)).toEqual(idsOf(rest));
    expect(claimed).toHaveLength(3);
    expect((await world.succeed(must(rest[0]))).deliveries).toEqual([null]);
    const { deliveries } = await world.succeed(must(first), ...claimed);
    expect(deliveries.map((delivery) => delivery?.status)).toEqual(Array(4).fill("succeeded"));
  });

  it("holds what is released after its destination was paused", async () => {
    const world = current();
    const to = await world.destination();
    const held = handedOff(await commitMany(world, [to], { count: 2, handOff: 10 }));
    await world.pause(to);
    await world.store.release(tokensOf(held), world.now);
    expect((await world.claim()).deliveries).toEqual([]);
    expect(await world.delivery(must(held[0]).id)).toMatchObject({ status: "pending" });
  });

  it("ends the lease of what died while it was held, and leaves it dead", async () => {
    const world = current();
    const to = await world.destination();
    const held = handedOff(await commitMany(world, [to], { count: 1, handOff: 10 }));
    await world.store.destinations.delete(world.test.id, to.id, { now: world.now });
    await world.store.release(tokensOf(held), world.now);
    expect(await world.inFlight(world.test)).toBe(0);
    expect(await world.delivery(must(held[0]).id)).toMatchObject({ dead_reason: "destination_deleted" });
  });

  it("ignores tokens that hold nothing any more", async () => {
    const world = current();
    const to = await world.destination();
    const held = handedOff(await commitMany(world, [to], { count: 1, handOff: 10 }));
    await world.succeed(...held);
    await world.store.release([...tokensOf(held), "unknown"], world.now);
    expect((await world.claim()).deliveries).toEqual([]);
    expect((await world.delivery(must(held[0]).id)).status).toBe("succeeded");
  });

  it("recovers what was released and what was not after the process died", async () => {
    const world = current();
    const to = await world.destination({ timeout_seconds: 5 });
    const held = handedOff(await commitMany(world, [to], { count: 4, handOff: 10 }));
    await world.succeed(must(held[0]));
    await world.store.release(tokensOf(held.slice(3)), world.now);
    await reopen();
    world.pass(35 * SECOND);
    expect(idsOf((await world.claim()).deliveries).toSorted()).toEqual(idsOf(held.slice(1)).toSorted());
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
