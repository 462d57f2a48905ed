import { expect, it } from "vitest";
import type { Delivery, Destination } from "../../domain/domain.js";
import { attempts, listener, REJECTED, rotate, sendAll, times, waiting } from "./announcements.js";
import { done, must } from "./values.js";
import { DAY, type Fixture, HOLD, HOUR, MINUTE, SECOND, type World } from "./world.js";

/** One claim takes everything. */
const WIDE = { max_concurrent_deliveries: 1000 };

/** Dead deliveries and the ends of old keys. */
export function announcedByTimeRules(fixture: Fixture): void {
  deathAnnouncements(fixture);
  expiryAnnouncements(fixture);
}

function deathAnnouncements({ world: current }: Fixture): void {
  it("announces a dead delivery once, and neither by hand nor of a test or operational event", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination({ tenant: "acme" });
    await sendAll(world);
    const dead = await world.dead(to, { type: "order.paid", tenant: "acme" });
    expect(await sendAll(world)).toMatchObject([
      {
        ...{ type: "delivery.dead", tenant: "acme", destination_id: to.id, delivery_id: dead.id, count: 1 },
        ...{ event_id: dead.event_id, event_type: "order.paid", dead_reason: "rejected", response_code: 422 },
        ...{ died_at: new Date(world.now).toISOString(), occurred_at: world.now },
      },
    ]);
    await retryByHand(world, dead);
    await world.dead(to, { type: "harbor.destination.created", tenant: "acme" });
    await testOf(world, to);
    await world.reject(must((await world.claim()).deliveries[0]));
    expect(await waiting(world)).toEqual([]);
  });

  it("announces the end of a hold, but not what dies with its destination or its event", async () => {
    const world = current();
    await listener(world);
    const [held, removed, erased] = [
      await world.destination(),
      await world.destination(),
      await world.destination(),
    ];
    for (const to of [held, removed, erased]) await world.pause(to);
    await sendAll(world);
    const delivery = await world.sendOne(held);
    await world.sendOne(removed);
    const { event_id: id } = await world.sendOne(erased);
    await world.remove(removed);
    await world.store.events.erase({ environmentId: world.test.id, id, now: world.now });
    world.pass(HOLD);
    await world.sweep();
    expect(await sendAll(world)).toMatchObject([
      { type: "destination.deleted" },
      { delivery_id: delivery.id, dead_reason: "destination_paused", response_code: null },
    ]);
  });

  it("announces 60 deaths of a destination in a minute, and the number of the others when it is over", async () => {
    const world = current();
    await listener(world);
    const [many, few] = [await world.destination(WIDE), await world.destination(WIDE)];
    await sendAll(world);
    world.pass(10 * SECOND);
    await attempts(world, many, times(50, REJECTED));
    await attempts(world, few, times(60, REJECTED));
    await attempts(world, many, times(30, REJECTED));
    expect((await sendAll(world)).map(({ count }) => count)).toEqual(times(120, 1));
    const next = (await world.upcoming(world.test)).nextDueInMs;
    expect(next).toBe(50 * SECOND);
    world.pass(50 * SECOND - 1);
    await world.sweep();
    expect(await waiting(world)).toEqual([]);
    world.pass(1);
    await world.sweep();
    const rest = { destination_id: many.id, delivery_id: null, dead_reason: null, count: 20 };
    expect(await sendAll(world)).toMatchObject([{ ...rest, type: "delivery.dead", occurred_at: world.now }]);
    await attempts(world, many, [REJECTED]);
    expect(await sendAll(world)).toMatchObject([{ count: 1 }]);
  });

  it("has no number for a destination that was deleted before its minute was over", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination(WIDE);
    await attempts(world, to, times(61, REJECTED));
    await world.remove(to);
    await sendAll(world);
    world.pass(MINUTE);
    await world.sweep();
    expect(await waiting(world)).toEqual([]);
  });
}

async function retryByHand(world: World, { id }: Delivery): Promise<void> {
  const retry = { environmentId: world.test.id, id, now: world.now, retentionMs: 30 * DAY };
  done(await world.store.deliveries.forceRetry(retry));
  await world.reject(await world.claimOnly(id));
}

async function testOf(world: World, to: Destination): Promise<void> {
  const { event, deliveries } = await world.newEvent([to]);
  const { tenant: _tenant, ...rest } = event;
  const input = { event: rest, delivery: must(deliveries[0]), trace: null, now: world.now };
  done(await world.store.events.createTest(input));
}

function expiryAnnouncements({ world: current }: Fixture): void {
  it("announces the end of an old key a day before, once for each rotation, on the environment's clock", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination();
    await rotate(world, to, 3 * DAY);
    await sendAll(world);
    await world.sweep();
    expect(await waiting(world)).toEqual([]);
    expect((await world.upcoming(world.test)).nextDueInMs).toBe(2 * DAY);
    done(await world.store.advanceClock(world.test.id, 2 * DAY));
    await world.sweep();
    await world.sweep();
    const expiring = { type: "signing_key.expiring", destination_id: to.id };
    const old_key_expires_at = new Date(world.now + 3 * DAY).toISOString();
    expect(await sendAll(world)).toMatchObject([{ ...expiring, old_key_expires_at }]);
    expect((await world.upcoming(world.test)).nextDueInMs).toBeNull();
    world.pass(DAY);
    await world.sweep();
    expect(await waiting(world)).toEqual([]);
    await rotate(world, to, HOUR);
    await world.sweep();
    expect(await sendAll(world)).toMatchObject([{ type: "signing_key.rotated" }, expiring]);
  });

  it("announces no end of a key that ends at once, or of a deleted destination", async () => {
    const world = current();
    await listener(world);
    const [now, deleted] = [await world.destination(), await world.destination()];
    await rotate(world, now, HOUR, true);
    await rotate(world, deleted, HOUR);
    await world.remove(deleted);
    await world.sweep();
    const ends = (await sendAll(world)).filter(({ type }) => type === "signing_key.expiring");
    expect(ends).toEqual([]);
  });
}
