import { setTimeout as wait } from "node:timers/promises";
import { expect, it } from "vitest";
import { type Fixture, HOUR, type World } from "./world.js";

/** Also for a store that goes by the clock of its database. */
async function passMoment(world: World): Promise<void> {
  world.pass(5);
  await wait(5);
}

export function tunnelRules({ world: current, reopen }: Fixture): void {
  const place = (destinationId: string) => ({ environmentId: current().test.id, destinationId });
  const grace = (graceMs: number) => ({ now: current().now, graceMs });
  const abandoned = (graceMs: number) => current().store.tunnels.abandoned(grace(graceMs));

  it("returns those not seen for the grace, the longest ago first, across a restart", async () => {
    const world = current();
    const [a, b] = [place("dest_a"), place("dest_b")];
    await world.store.tunnels.seen([b], world.now);
    await passMoment(world);
    await world.store.tunnels.seen([a], world.now);
    await reopen();
    expect(await abandoned(HOUR)).toEqual([]);
    expect(await abandoned(0)).toEqual([b, a]);
  });

  it("one that is seen again counts from then on", async () => {
    const world = current();
    const [a, b] = [place("dest_a"), place("dest_b")];
    await world.store.tunnels.seen([a, b], world.now);
    await passMoment(world);
    await world.store.tunnels.seen([a], world.now);
    expect(await abandoned(0)).toEqual([b, a]);
  });

  it("an empty list is not a fault", async () => {
    const world = current();
    await world.store.tunnels.seen([], world.now);
    expect(await abandoned(0)).toEqual([]);
  });

  it("ends one with its destination, unless it is not abandoned", async () => {
    const world = current();
    const { tunnels, destinations } = world.store;
    const { id } = await world.destination();
    await tunnels.seen([place(id)], world.now);
    expect(await tunnels.end(place(id), grace(HOUR))).toBe(false);
    expect(await destinations.get(world.test.id, id)).not.toBeNull();
    expect(await tunnels.end(place(id), grace(0))).toBe(true);
    expect(await destinations.get(world.test.id, id)).toBeNull();
    expect(await abandoned(0)).toEqual([]);
  });

  it("forgets one without a destination when it ends", async () => {
    const world = current();
    await world.store.tunnels.seen([place("dest_a")], world.now);
    expect(await world.store.tunnels.end(place("dest_a"), grace(0))).toBe(false);
    expect(await abandoned(0)).toEqual([]);
  });

  it("a forgotten one is gone; forgetting it again is not a fault, nor is ending it", async () => {
    const world = current();
    const { id } = await world.destination();
    await world.store.tunnels.seen([place(id)], world.now);
    await world.store.tunnels.forget(id);
    await world.store.tunnels.forget(id);
    expect(await abandoned(0)).toEqual([]);
    expect(await world.store.tunnels.end(place(id), grace(0))).toBe(false);
    expect(await world.store.destinations.get(world.test.id, id)).not.toBeNull();
  });
}
