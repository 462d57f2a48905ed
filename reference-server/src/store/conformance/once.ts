import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import type { Once, Repeatable } from "../store.js";
import { done, idsOf, must } from "./values.js";
import { DAY, type Fixture, type World } from "./world.js";

/** Every call that takes a key: what it needs, and how to make it. */
const CALLS: Record<
  string,
  (world: World, to: Destination, once: Once<never>) => Promise<Repeatable<unknown> | string>
> = {
  "destinations.create": (world, _to, once) => createDestination(world, once),
  "destinations.rotate": (world, { id }, once) =>
    world.store.destinations.rotate(
      {
        environmentId: world.test.id,
        id,
        key: world.signingKey(id),
        oldKeysExpireAt: world.now + DAY,
        endNow: false,
        now: world.now,
      },
      once,
    ),
  "subscriptions.create": (world, to, once) =>
    world.store.subscriptions.create(world.subscriptionInput(to), once),
  "events.createTest": async (world, to, once) => {
    const { event, deliveries } = await world.newEvent([to]);
    return world.store.events.createTest({ event, delivery: must(deliveries[0]), now: world.now }, once);
  },
  "events.replay": async (world, to, once) => {
    const { event, deliveries, version } = await world.newEvent([to]);
    await world.commit([{ ...(await world.newEvent([])), event }]);
    return world.store.events.replay(
      { environmentId: world.test.id, event, deliveries, version, now: world.now },
      once,
    );
  },
  "deliveries.forceRetry": async (world, to, once) =>
    world.store.deliveries.forceRetry({ ...byHand(world), id: (await world.sendOne(to)).id }, once),
  "deliveries.replayDead": async (world, to, once) =>
    world.store.deliveries.replayDead({ ...byHand(world), id: (await world.dead(to)).id }, once),
  "deliveries.replayAllDead": (world, _to, once) => world.store.deliveries.replayAllDead(byHand(world), once),
  advanceClock: (world, _to, once) => world.store.advanceClock(world.test.id, 5, once),
};

function byHand(world: World) {
  return { environmentId: world.test.id, now: world.now, retentionMs: 30 * DAY };
}

function createDestination(world: World, once?: Once<never>) {
  const destination = world.destinationInput();
  const signingKey = world.signingKey(destination.id);
  return world.store.destinations.create({ destination, signingKey, limit: 100 }, once);
}

export function onceRules({ world: current, reopen }: Fixture): void {
  it.each(Object.entries(CALLS))("%s remembers its answer in the same transaction", async (_name, call) => {
    const world = current();
    const to = await world.destination();
    const result = done(await call(world, to, world.once<never>("k")));
    await reopen();
    const answer = { fingerprint: Buffer.from("fingerprint"), answer: Buffer.from(JSON.stringify(result)) };
    expect(await world.store.findAnswer(world.test.id, "k", world.now)).toEqual(answer);
    expect(await call(world, to, world.once<never>("k"))).toEqual({ repeated: answer });
  });

  it.each(Object.entries(CALLS))("%s changes nothing when the answer cannot be made", async (_name, call) => {
    const world = current();
    const to = await world.destination();
    const before = await world.store.snapshot(world.test.id);
    const broken = world.once<never>("k", {
      answer: () => {
        throw new Error("no sealing key");
      },
    });
    await expect(call(world, to, broken)).rejects.toThrow("no sealing key");
    expect(await world.store.snapshot(world.test.id)).toEqual(before);
    expect(await world.store.findAnswer(world.test.id, "k", world.now)).toBeNull();
  });

  it("makes one change of a hundred calls at the same moment", async () => {
    const world = current();
    const calls = Array.from({ length: 100 }, () => createDestination(world, world.once<never>("k")));
    const outcomes = await Promise.all(calls);
    const made = outcomes.flatMap((outcome) =>
      typeof outcome === "object" && "result" in outcome ? [outcome.result] : [],
    );
    expect(made).toHaveLength(1);
    const { items } = await world.store.destinations.list(world.test.id, {}, { after: null, limit: 100 });
    expect(idsOf(items)).toEqual(idsOf(made));
    for (const outcome of outcomes.filter((each) => typeof each === "object" && "repeated" in each)) {
      expect(outcome).toMatchObject({ repeated: { answer: Buffer.from(JSON.stringify(made[0])) } });
    }
  });

  it("forgets when the window ends, on the environment's clock", async () => {
    const world = current();
    await createDestination(world, world.once<never>("k"));
    const find = (at: number) => world.store.findAnswer(world.test.id, "k", at);
    expect(await find(world.now + DAY - 1)).not.toBeNull();
    expect(await find(world.now + DAY)).toBeNull();
    await world.store.advanceClock(world.test.id, DAY);
    expect(await find(world.now)).toBeNull();
    done(await createDestination(world, world.once<never>("k", { expiresAt: world.now + 2 * DAY })));
    expect(await find(world.now)).not.toBeNull();
  });

  it("keeps environments apart", async () => {
    const world = current();
    await createDestination(world, world.once<never>("k"));
    expect(await world.store.findAnswer(world.live.id, "k", world.now)).toBeNull();
    done(await world.store.advanceClock(world.live.id, 0, world.once("k")));
  });

  it("does not remember a refusal", async () => {
    const world = current();
    const input = world.subscriptionInput(await world.destination());
    const create = (destination_id: string) =>
      world.store.subscriptions.create({ ...input, destination_id }, world.once("k"));
    expect(await create("dest_unknown")).toBe("destination_not_found");
    done(await create(input.destination_id));
  });
}
