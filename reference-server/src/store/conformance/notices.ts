import { expect, it } from "vitest";
import { done, noticesOf } from "./values.js";
import { type Fixture, HOUR, MINUTE, RETENTION } from "./world.js";

export function noticeRules({ world: current }: Fixture): void {
  it("emits each change of an environment's snapshot, before the call resolves", async () => {
    const world = current();
    const changed = { kind: "environment_changed", environmentId: world.test.id };
    const to = await world.destination();
    expect(await noticesOf(world.store, () => world.destination())).toContainEqual(changed);
    expect(await noticesOf(world.store, () => world.subscription(to))).toContainEqual(changed);
    expect(await noticesOf(world.store, () => world.pause(to))).toContainEqual(changed);
    const advance = () => world.store.advanceClock(world.test.id, HOUR);
    expect(await noticesOf(world.store, advance)).toContainEqual(changed);
    expect(
      await noticesOf(world.store, () =>
        world.store.destinations.delete(world.test.id, to.id, { now: world.now }),
      ),
    ).toContainEqual(changed);
    expect(await noticesOf(world.store, () => world.destination({}, world.live))).toEqual([
      { kind: "environment_changed", environmentId: world.live.id },
    ]);
  });

  it("emits a change that only a stale commit discovers", async () => {
    const world = current();
    const event = await world.newEvent([]);
    await world.destination();
    expect(await noticesOf(world.store, () => world.commit([event]))).toContainEqual({
      kind: "environment_changed",
      environmentId: world.test.id,
    });
  });

  it("emits when a delivery that no worker holds falls due, in wall time", async () => {
    const world = current();
    const to = await world.destination();
    done(await world.store.advanceClock(world.test.id, HOUR));
    const { id } = await world.sendOne(to);
    const held = await world.claimOnly(id);
    const retryAt = world.now + MINUTE;
    expect(await noticesOf(world.store, () => world.fail([held], retryAt + HOUR))).toEqual([
      { kind: "work_due", at: retryAt },
    ]);
    const due = { kind: "work_due", at: world.now };
    expect(await noticesOf(world.store, () => world.sendOne(to))).toEqual([due]);
    const retry = { environmentId: world.test.id, id, now: world.now, retentionMs: RETENTION };
    expect(await noticesOf(world.store, () => world.store.deliveries.forceRetry(retry))).toEqual([due]);
    await world.pause(to);
    expect(await noticesOf(world.store, () => world.resume(to))).toContainEqual(due);
  });

  it("emits nothing for a delivery that is handed over and succeeds", async () => {
    const world = current();
    const to = await world.destination();
    const event = await world.newEvent([to]);
    expect(
      await noticesOf(world.store, async () => {
        const [result] = await world.commit([event], { handOff: 1 });
        if (result?.status !== "created") throw new Error("Expected created.");
        const [created] = result.deliveries;
        if (created === undefined || created.lease === null) throw new Error("Expected a lease.");
        await world.succeed({ ...created.delivery, lease: created.lease });
      }),
    ).toEqual([]);
  });
}
