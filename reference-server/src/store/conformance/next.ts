import { expect, it } from "vitest";
import { UNSHARED } from "../../domain/slot-shares.js";
import type { NextOptions, SettleResult } from "../store.js";
import { type Held, handedOff, idsOf, must } from "./values.js";
import { type Fixture, MINUTE, PROBE_INTERVAL, SECOND, type World } from "./world.js";

const ROOM: NextOptions = {
  limit: 1000,
  shares: UNSHARED,
  leaseSlackMs: 30 * SECOND,
  probeIntervalMs: PROBE_INTERVAL,
};

function succeed(world: World, held: Held[], room: Partial<NextOptions> = {}): Promise<SettleResult> {
  const batch = held.map((one) => world.settlement(one, { status: "succeeded" }));
  return world.store.settle(batch, world.now, { ...ROOM, ...room });
}

export function nextRules({ world: current }: Fixture): void {
  it("gives the slots that a settlement frees to what waits for them, oldest first", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 2 });
    const batch = await world.newEvents([to], 5);
    const held = handedOff(await world.commit(batch, { handOff: 2 }));
    const waiting = batch.slice(2).map(({ deliveries }) => must(deliveries[0]).id);
    expect(held).toHaveLength(2);
    const first = await succeed(world, [must(held[0])]);
    expect(idsOf(first.next)).toEqual(waiting.slice(0, 1));
    expect(first.next[0]).toMatchObject({ trigger: "schedule", attempt_number: 0, retry_count: 0 });
    expect((await world.claim()).deliveries).toEqual([]);
    const second = await succeed(world, [must(held[1]), must(first.next[0])]);
    expect(idsOf(second.next)).toEqual(waiting.slice(1));
    expect((await succeed(world, second.next)).next).toEqual([]);
    expect(await world.inFlight(world.test)).toBe(0);
  });

  it("gives nothing without room, to a paused destination, or of another destination", async () => {
    const world = current();
    const [to, other] = [
      await world.destination({ max_concurrent_deliveries: 1 }),
      await world.destination({ max_concurrent_deliveries: 1 }),
    ];
    const sent = [await world.sendOne(to), await world.sendOne(to), await world.sendOne(other)];
    const held = await world.claim({ limit: 2 });
    const mine = must(held.deliveries.find(({ destination_id }) => destination_id === to.id));
    expect((await world.settle(world.settlement(mine, { status: "succeeded" }))).next).toEqual([]);
    const again = await world.claimOnly(must(sent[1]).id);
    expect((await succeed(world, [again], { limit: 0 })).next).toEqual([]);
    const third = await world.sendOne(to);
    const last = await world.claimOnly(third.id);
    await world.sendOne(to);
    await world.pause(to);
    expect((await succeed(world, [last])).next).toEqual([]);
  });

  it("gives by hand, retries and first attempts their fair shares", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 4 });
    const retried = await world.send([to]);
    for (let count = 1; count < 4; count += 1) retried.push(...(await world.send([to])));
    await world.fail((await world.claim()).deliveries, world.now + MINUTE);
    world.pass(MINUTE);
    for (let count = 0; count < 4; count += 1) await world.sendOne(to);
    const { deliveries } = await world.claim();
    const { next } = await succeed(world, deliveries);
    expect(next.map(({ retry_count }) => retry_count).sort()).toEqual([0, 0, 1, 1]);
  });

  it("does not give a retry back before it is due", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 1 });
    const held = await world.claimOnly((await world.sendOne(to)).id);
    const decision = { status: "retrying", due_at: world.now + SECOND } as const;
    const failed = { outcome: "failed", response_code: 500 } as const;
    const settled = await world.store.settle([world.settlement(held, decision, failed)], world.now, ROOM);
    expect(settled.next).toEqual([]);
  });
}
