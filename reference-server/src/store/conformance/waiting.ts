import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { ordered, send } from "./ordered-deliveries.js";
import { created, done, must } from "./values.js";
import { type Fixture, MINUTE, RETENTION, type World } from "./world.js";

async function waitingFor(world: World, { id, event_id }: { id: string; event_id: string }) {
  const listed = await world.store.events.deliveriesOf(world.test.id, event_id);
  const { waiting_for } = await world.delivery(id);
  expect(listed.find((delivery) => delivery.id === id)?.waiting_for).toBe(waiting_for);
  return waiting_for;
}

/** As the commit itself returns it. */
async function accepted(world: World, to: Destination) {
  const [result] = await world.commit([await world.newEvent([to])]);
  return must(created(result).deliveries[0]).delivery;
}

export function waitingRules({ world: current, reopen }: Fixture): void {
  it("shows that a first attempt waits until its destination is resumed", async () => {
    const world = current();
    const to = await world.destination();
    const before = await accepted(world, to);
    expect(before.waiting_for).toBeNull();
    await world.pause(to);
    const after = await accepted(world, to);
    expect(after.waiting_for).toBe("resume");
    for (const each of [before, after]) expect(await waitingFor(world, each)).toBe("resume");
    await reopen();
    for (const each of [before, after]) expect(await waitingFor(world, each)).toBe("resume");
    await world.resume(to);
    for (const each of [before, after]) expect(await waitingFor(world, each)).toBeNull();
  });

  it("does not show it for a retry, one in flight or one by hand", async () => {
    const world = current();
    const to = await world.destination();
    const retried = await world.sendOne(to);
    await world.fail([await world.claimOnly(retried.id)], world.now + MINUTE);
    const flying = await world.sendOne(to);
    await world.claimOnly(flying.id);
    const forced = await world.sendOne(to);
    await world.pause(to);
    expect(await waitingFor(world, forced)).toBe("resume");
    const byHand = { environmentId: world.test.id, id: forced.id, now: world.now, retentionMs: RETENTION };
    expect(done(await world.store.deliveries.forceRetry(byHand)).waiting_for).toBeNull();
    for (const each of [retried, forced, flying]) expect(await waitingFor(world, each)).toBeNull();
  });

  it("shows that a first attempt waits for the rate limit of its destination", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 1 });
    const first = await accepted(world, to);
    expect(first.waiting_for).toBe("token");
    const retried = await world.sendOne(to);
    for (const each of [first, retried]) expect(await waitingFor(world, each)).toBe("token");
    await world.fail([await world.claimOnly(first.id)], world.now + MINUTE);
    expect(await waitingFor(world, first)).toBeNull();
    await world.pause(to);
    expect(await waitingFor(world, retried)).toBe("resume");
    await world.resume(to);
    await world.update(to, { max_per_second: null });
    expect(await waitingFor(world, retried)).toBeNull();
  });

  it("shows an earlier one of its key first", async () => {
    const world = current();
    const to = await ordered(world);
    const [head, follower] = await send(world, to, 2);
    await world.pause(to);
    expect(await waitingFor(world, must(head))).toBe("resume");
    expect(await waitingFor(world, must(follower))).toBe("key");
  });
}
