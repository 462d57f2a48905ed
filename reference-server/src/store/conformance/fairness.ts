import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { type Held, must } from "./values.js";
import { type Fixture, MINUTE, type World } from "./world.js";

async function sendMany(world: World, to: Destination, count: number): Promise<void> {
  await world.commit(await world.newEvents([to], count));
}

/** Deliveries that have failed once and are due again. */
async function lateRetries(world: World, to: Destination, count: number): Promise<void> {
  await sendMany(world, to, count);
  const { deliveries } = await world.claim();
  await world.fail(deliveries, world.now);
}

function countBy(deliveries: readonly Held[], kind: (held: Held) => unknown): number[] {
  const counts = new Map<unknown, number>();
  for (const held of deliveries) counts.set(kind(held), (counts.get(kind(held)) ?? 0) + 1);
  return [...counts.values()].sort((a, b) => a - b);
}

export function fairnessRules({ world: current }: Fixture): void {
  it("shares a claim between destinations, however long the queue of one", async () => {
    const world = current();
    const to = [];
    for (const length of [300, 3, 300, 300]) {
      const destination = await world.destination({ max_concurrent_deliveries: 1000 });
      await sendMany(world, destination, length);
      to.push(destination);
    }
    const { deliveries } = await world.claim({ limit: 63 });
    expect(deliveries).toHaveLength(63);
    expect(countBy(deliveries, (held) => held.destination_id)).toEqual([3, 20, 20, 20]);
  });

  it("serves every destination in turn when a claim is smaller than their number", async () => {
    const world = current();
    for (let count = 0; count < 5; count += 1) await sendMany(world, await world.destination(), 10);
    const seen: Held[] = [];
    for (let count = 0; count < 5; count += 1) seen.push(...(await world.claim({ limit: 2 })).deliveries);
    expect(countBy(seen, (held) => held.destination_id)).toEqual([2, 2, 2, 2, 2]);
  });

  it("is not held up by a destination without a free slot", async () => {
    const world = current();
    const stuck = await world.destination({ max_concurrent_deliveries: 1 });
    await sendMany(world, stuck, 200);
    expect((await world.claim()).deliveries).toHaveLength(1);
    const other = await world.destination();
    await sendMany(world, other, 10);
    const { deliveries } = await world.claim({ limit: 10 });
    expect(countBy(deliveries, (held) => held.destination_id)).toEqual([10]);
    expect(deliveries[0]?.destination_id).toBe(other.id);
  });

  it("gives late retries and first attempts half of the slots each", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 20 });
    await lateRetries(world, to, 20);
    world.pass(MINUTE);
    await sendMany(world, to, 20);
    const { deliveries } = await world.claim();
    expect(countBy(deliveries, (held) => must(held.retry_count))).toEqual([10, 10]);
  });

  it("lets either have what the other does not need", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 20 });
    await lateRetries(world, to, 3);
    await sendMany(world, to, 30);
    const { deliveries } = await world.claim();
    expect(countBy(deliveries, (held) => must(held.retry_count))).toEqual([3, 17]);
    const other = await world.destination({ max_concurrent_deliveries: 20 });
    await lateRetries(world, other, 20);
    await sendMany(world, other, 3);
    const more = (await world.claim()).deliveries.filter((held) => held.destination_id === other.id);
    expect(countBy(more, (held) => held.retry_count)).toEqual([3, 17]);
  });

  it("alternates when slots come one by one", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 1 });
    for (let count = 0; count < 10; count += 1) {
      const { id } = await world.sendOne(to);
      await world.fail([await world.claimOnly(id)], world.now + MINUTE);
    }
    world.pass(MINUTE);
    await sendMany(world, to, 10);
    const seen: Held[] = [];
    for (let count = 0; count < 10; count += 1) {
      const held = must((await world.claim()).deliveries[0]);
      seen.push(held);
      await world.succeed(held);
    }
    expect(countBy(seen, (held) => must(held.retry_count))).toEqual([5, 5]);
  });

  it("sends a delivery requested by hand before all that wait", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 1 });
    await lateRetries(world, to, 1);
    await sendMany(world, to, 20);
    const wanted = await world.sendOne(to);
    await world.store.deliveries.forceRetry({
      environmentId: world.test.id,
      id: wanted.id,
      now: world.now,
      retentionMs: 30 * 24 * 60 * MINUTE,
    });
    expect(await world.claimOnly(wanted.id)).toMatchObject({ trigger: "manual" });
  });
}
