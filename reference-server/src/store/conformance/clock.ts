import { expect, it } from "vitest";
import { newRotation } from "./destinations.js";
import { done } from "./values.js";
import { DAY, type Fixture, HOUR, MINUTE } from "./world.js";

export function clockRules({ world: current, reopen }: Fixture): void {
  it("moves on by what is added, for one environment only, across a restart", async () => {
    const world = current();
    const version = await world.versionOf(world.test);
    expect(done(await world.store.advanceClock(world.test.id, HOUR))).toBe(HOUR);
    expect(done(await world.store.advanceClock(world.test.id, MINUTE))).toBe(HOUR + MINUTE);
    await reopen();
    const snapshot = await world.store.snapshot(world.test.id);
    expect(snapshot.clockOffsetMs).toBe(HOUR + MINUTE);
    expect(snapshot.version).toBeGreaterThan(version);
    expect((await world.store.snapshot(world.live.id)).clockOffsetMs).toBe(0);
  });

  it("never moves back", async () => {
    const world = current();
    await world.store.advanceClock(world.test.id, HOUR);
    await expect(world.store.advanceClock(world.test.id, -1)).rejects.toThrow(RangeError);
    expect((await world.store.snapshot(world.test.id)).clockOffsetMs).toBe(HOUR);
  });

  it("makes deliveries due, returns how many are in flight, and leaves other environments unchanged", async () => {
    const world = current();
    const to = await world.destination();
    const { id } = await world.sendOne(to);
    await world.fail([await world.claimOnly(id)], world.now + DAY);
    const live = await world.sendOne(await world.destination({}, world.live));
    await world.fail([await world.claimOnly(live.id)], world.now + DAY);
    expect(await world.inFlight(world.test)).toBe(0);
    await world.store.advanceClock(world.test.id, DAY);
    const held = await world.claimOnly(id);
    expect(held.lease.expires_at).toBe(world.now + MINUTE);
    expect(await world.inFlight(world.test)).toBe(1);
    expect(await world.inFlight(world.live)).toBe(0);
    await world.store.advanceClock(world.test.id, DAY);
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("is the clock of what is written down", async () => {
    const world = current();
    const to = await world.destination();
    await world.store.advanceClock(world.test.id, DAY);
    const later = world.now + DAY;
    const { id } = await world.sendOne(to);
    const { deliveries } = await world.succeed(await world.claimOnly(id));
    expect(deliveries[0]).toMatchObject({ created_at: later, updated_at: later, completed_at: later });
    const paused = await world.update(to, { status: "paused" });
    expect(paused).toMatchObject({ paused_at: later, updated_at: later });
  });

  it("ends a rotation's grace period", async () => {
    const world = current();
    const { id } = await world.destination();
    const rotate = () =>
      world.store.destinations.rotate({
        environmentId: world.test.id,
        id,
        rotation: newRotation(world, id, { oldKeysExpireAt: world.now + DAY }),
        now: world.now,
      });
    done(await rotate());
    expect(await rotate()).toBe("rotation_in_progress");
    await world.store.advanceClock(world.test.id, DAY);
    done(await rotate());
  });
}
