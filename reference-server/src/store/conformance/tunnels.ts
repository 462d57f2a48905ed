import { expect, it } from "vitest";
import { type Fixture, MINUTE } from "./world.js";

export function tunnelRules({ world: current, reopen }: Fixture): void {
  it("returns those not seen since, the longest ago first, across a restart", async () => {
    const world = current();
    const a = { environmentId: world.test.id, destinationId: "dest_a" };
    const b = { environmentId: world.test.id, destinationId: "dest_b" };
    const start = world.now;
    await world.store.tunnels.seen([b], start);
    await world.store.tunnels.seen([a], start + MINUTE);
    await reopen();
    expect(await world.store.tunnels.abandoned(start)).toEqual([]);
    expect(await world.store.tunnels.abandoned(start + 1)).toEqual([b]);
    expect(await world.store.tunnels.abandoned(start + 2 * MINUTE)).toEqual([b, a]);
  });

  it("one that is seen again is not abandoned", async () => {
    const world = current();
    const tunnel = { environmentId: world.test.id, destinationId: "dest_a" };
    await world.store.tunnels.seen([tunnel], world.now);
    await world.store.tunnels.seen([tunnel], world.now + MINUTE);
    expect(await world.store.tunnels.abandoned(world.now + MINUTE)).toEqual([]);
  });

  it("an empty list is not a fault", async () => {
    const world = current();
    await world.store.tunnels.seen([], world.now);
    expect(await world.store.tunnels.abandoned(world.now + MINUTE)).toEqual([]);
  });

  it("a forgotten one is gone; forgetting it again is not a fault", async () => {
    const world = current();
    const tunnel = { environmentId: world.test.id, destinationId: "dest_a" };
    await world.store.tunnels.seen([tunnel], world.now);
    await world.store.tunnels.forget("dest_a");
    await world.store.tunnels.forget("dest_a");
    expect(await world.store.tunnels.abandoned(world.now + MINUTE)).toEqual([]);
  });
}
