import { expect, it } from "vitest";
import type { Delivery, Destination, Event } from "../../domain/domain.js";
import type { RecoveryStep } from "../store.js";
import { changedBy, done, idsOf, must } from "./values.js";
import { type Fixture, MINUTE, type World } from "./world.js";

async function stepOf(
  world: World,
  to: Destination,
  events: readonly Pick<Event, "id" | "type" | "tenant" | "ordering_key">[],
): Promise<RecoveryStep> {
  return {
    environmentId: to.environment_id,
    destinationId: to.id,
    events: events.map((event) => ({ event, deliveryId: world.newId("del") })),
    version: (await world.store.snapshot(to.environment_id)).version,
    now: world.now,
    tally: { created: 0, revived: 0, skipped: 0 },
    dryRun: false,
  };
}

async function eventOf(world: World, { event_id, environment_id }: Delivery): Promise<Event> {
  return must(await world.store.events.get(environment_id, event_id));
}

export function recoverRules({ world: current }: Fixture): void {
  it("creates a missing delivery, which starts now", async () => {
    const world = current();
    const [other, to] = [await world.destination(), await world.destination()];
    const sent = await world.sendOne(other);
    await world.succeed(await world.claimOnly(sent.id));
    world.pass(MINUTE);
    const step = await stepOf(world, to, [await eventOf(world, sent)]);
    expect(done(await world.store.deliveries.recover(step))).toEqual({ created: 1, revived: 0, skipped: 0 });
    const created = must(step.events[0]).deliveryId;
    expect(await world.delivery(created)).toMatchObject({
      event_id: sent.event_id,
      destination_id: to.id,
      status: "pending",
      created_at: world.now,
    });
    await world.succeed(await world.claimOnly(created));
    expect(done(await world.store.deliveries.recover(step))).toEqual({ created: 0, revived: 0, skipped: 1 });
  });

  it("revives a dead delivery in its place, and counts the DLQ down", async () => {
    const world = current();
    const to = await world.destination();
    const dead = await world.dead(to);
    world.pass(MINUTE);
    const step = await stepOf(world, to, [await eventOf(world, dead)]);
    const changed = await changedBy(world.store, async () => {
      expect(done(await world.store.deliveries.recover(step))).toEqual({
        created: 0,
        revived: 1,
        skipped: 0,
      });
    });
    expect(changed).toMatchObject([{ id: dead.id, status: "retrying", retry_count: 0 }]);
    const deliveries = await world.store.events.deliveriesOf(to.environment_id, dead.event_id);
    expect(idsOf(deliveries)).toEqual([dead.id]);
    expect(await world.store.stats.totals(world.now)).toMatchObject({ dead: 0 });
    await world.claimOnly(dead.id);
  });

  it("skips what is pending, in flight, retrying or succeeded, also beside a dead delivery", async () => {
    const world = current();
    const to = await world.destination();
    const succeeded = await world.sendOne(to);
    await world.succeed(await world.claimOnly(succeeded.id));
    const retrying = await world.sendOne(to);
    await world.fail([await world.claimOnly(retrying.id)], world.now + MINUTE);
    const inFlight = await world.sendOne(to);
    await world.claimOnly(inFlight.id);
    const pending = await world.sendOne(to);
    const events = await Promise.all(
      [succeeded, retrying, inFlight, pending].map((each) => eventOf(world, each)),
    );
    const step = await stepOf(world, to, events);
    expect(done(await world.store.deliveries.recover(step))).toEqual({ created: 0, revived: 0, skipped: 4 });
  });

  it("revives only the last of several dead deliveries", async () => {
    const world = current();
    const to = await world.destination();
    const first = await world.dead(to);
    const event = await eventOf(world, first);
    const { deliveries, version } = await world.newEvent([to]);
    const input = { environmentId: world.test.id, event, deliveries, version, now: world.now };
    const [second] = done(await world.store.events.replay(input));
    await world.reject(await world.claimOnly(must(second).id));
    const step = await stepOf(world, to, [event]);
    expect(done(await world.store.deliveries.recover(step))).toEqual({ created: 0, revived: 1, skipped: 0 });
    expect((await world.delivery(first.id)).status).toBe("dead");
    expect((await world.delivery(must(second).id)).status).toBe("retrying");
  });

  it("adds to the numbers of the steps before, and a dry run changes nothing", async () => {
    const world = current();
    const to = await world.destination();
    const dead = await world.dead(to);
    const missing = await world.sendOne(await world.destination());
    const events = [await eventOf(world, dead), await eventOf(world, missing)];
    const step = { ...(await stepOf(world, to, events)), tally: { created: 5, revived: 6, skipped: 7 } };
    expect(done(await world.store.deliveries.recover({ ...step, dryRun: true }))).toEqual({
      created: 6,
      revived: 7,
      skipped: 7,
    });
    expect((await world.delivery(dead.id)).status).toBe("dead");
    expect(await world.store.deliveries.get(world.test.id, must(step.events[1]).deliveryId)).toBeNull();
    expect(done(await world.store.deliveries.recover(step))).toEqual({ created: 6, revived: 7, skipped: 7 });
  });

  it("refuses a paused, a missing and an invisible destination, and an older version", async () => {
    const world = current();
    const to = await world.destination({ tenant: "acme" });
    const before = await stepOf(world, to, []);
    const { recover } = world.store.deliveries;
    expect(await recover({ ...before, owner: "globex" })).toBe("destination_not_found");
    const elsewhere = { environmentId: world.live.id, version: await world.versionOf(world.live) };
    expect(await recover({ ...before, ...elsewhere })).toBe("destination_not_found");
    await world.pause(to);
    expect(await recover(before)).toBe("stale");
    expect(await recover(await stepOf(world, to, []))).toBe("destination_paused");
  });

  it("creates one delivery for two recoveries at the same moment", async () => {
    const world = current();
    const to = await world.destination();
    const sent = await world.sendOne(await world.destination());
    const event = await eventOf(world, sent);
    const steps = await Promise.all([1, 2, 3].map(() => stepOf(world, to, [event])));
    const tallies = await Promise.all(
      steps.map(async (step) => done(await world.store.deliveries.recover(step))),
    );
    expect(tallies.map((tally) => tally.created).sort()).toEqual([0, 0, 1]);
    const deliveries = await world.store.events.deliveriesOf(world.test.id, event.id);
    expect(deliveries.filter(({ destination_id }) => destination_id === to.id)).toHaveLength(1);
  });
}
