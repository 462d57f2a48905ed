import { expect, it } from "vitest";
import type { Delivery } from "../../domain/domain.js";
import { changedBy, created, done, handedOff, idsOf, must } from "./values.js";
import { type Fixture, MINUTE, RETENTION, type World } from "./world.js";

const ALL = { after: null, limit: 100 };

/** Erases the event of a delivery and returns the deliveries that died. */
async function erase(world: World, { event_id: id }: Pick<Delivery, "event_id">): Promise<Delivery[]> {
  return await changedBy(world.store, async () => {
    const erased = await world.store.events.erase({ environmentId: world.test.id, id, now: world.now });
    expect(erased).toBe(true);
  });
}

async function sweepAll(world: World): Promise<void> {
  while ((await world.sweep()).isErasing);
}

async function expectUnreadable(world: World, delivery: Delivery, erasedAt: number): Promise<void> {
  const { store, test } = world;
  const event = must(await store.events.get(test.id, delivery.event_id));
  expect(event).toMatchObject({ body: null, erased_at: erasedAt });
  const { items } = await store.events.list(test.id, { notBefore: 0 }, ALL);
  expect(items.find(({ id }) => id === event.id)).toEqual(event);
  const shown = await world.delivery(delivery.id);
  expect(shown.response_body).toBeNull();
  expect(shown.retries.map(({ response_body }) => response_body)).toEqual(shown.retries.map(() => null));
  expect((await store.events.deliveriesOf(test.id, event.id)).map((each) => each.response_body)).toEqual([
    null,
  ]);
  const listed = await store.deliveries.list(test.id, { notBefore: 0 }, ALL);
  expect(listed.items.find(({ id }) => id === delivery.id)?.response_body).toBeNull();
  expect(await store.events.erasedOf(test.id, [event.id])).toEqual([event.id]);
}

export function erasureRules({ world: current, reopen }: Fixture): void {
  it("hides the body and the responses at once, after a restart, and once they are overwritten", async () => {
    const world = current();
    const to = await world.destination();
    const kept = await world.dead(to, { body: '{"kept":true}' });
    const dead = await world.dead(to);
    world.pass(MINUTE);
    expect(await erase(world, dead)).toEqual([]);
    const erasedAt = world.now;
    await expectUnreadable(world, dead, erasedAt);
    await reopen();
    await expectUnreadable(world, dead, erasedAt);
    await sweepAll(world);
    world.pass(MINUTE);
    await reopen();
    await expectUnreadable(world, dead, erasedAt);
    expect(await world.delivery(dead.id)).toMatchObject({ status: "dead", dead_reason: "rejected" });
    expect((await world.delivery(kept.id)).response_body).toBe("no");
    const event = must(await world.store.events.get(world.test.id, kept.event_id));
    expect([Buffer.from(must(event.body)).toString(), event.erased_at]).toEqual(['{"kept":true}', null]);
    expect(await world.store.events.erasedOf(world.test.id, [kept.event_id])).toEqual([]);
  });

  it("returns no earlier response when a claim of an erased event ends without an attempt", async () => {
    const world = current();
    const sent = await world.sendOne(await world.destination());
    await world.fail([await world.claimOnly(sent.id)], world.now + MINUTE);
    world.pass(MINUTE);
    const of = { environmentId: world.test.id, id: sent.event_id, now: world.now };
    // The claim may come before the mark, after it, or find nothing.
    const [, { deliveries: claimed }] = await Promise.all([world.store.events.erase(of), world.claim()]);
    const unsent = { status: "dead", dead_reason: "event_erased" } as const;
    const { deliveries } = await world.settle(...claimed.map((held) => world.settlement(held, unsent, null)));
    for (const delivery of deliveries)
      expect(delivery).toMatchObject({ response_code: 503, response_body: null });
    expect(await world.delivery(sent.id)).toMatchObject({
      ...unsent,
      response_code: 503,
      response_body: null,
    });
  });

  it("gives the environment a new version, and names what was erased in its snapshot", async () => {
    const world = current();
    const dead = await world.dead(await world.destination());
    const before = await world.store.snapshot(world.test.id);
    expect(before).toMatchObject({ erasures: [], erasedVersion: 0 });
    await erase(world, dead);
    const after = await world.store.snapshot(world.test.id);
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.erasedVersion).toBe(after.version);
    expect(after.erasures).toEqual([{ event_id: dead.event_id, tenant: null, version: after.version }]);
    await sweepAll(world);
    expect((await world.store.snapshot(world.test.id)).erasures).toEqual(after.erasures);
    world.pass(180 * MINUTE);
    await sweepAll(world);
    expect((await world.store.snapshot(world.test.id)).erasures).toEqual([]);
    expect((await world.store.snapshot(world.live.id)).erasedVersion).toBe(0);
  });

  it("finds no event of another environment, and changes nothing the second time", async () => {
    const world = current();
    const dead = await world.dead(await world.destination());
    const erased = { id: dead.event_id, now: world.now };
    expect(await world.store.events.erase({ ...erased, environmentId: world.live.id })).toBe(false);
    const missing = { environmentId: world.test.id, id: world.newId("evt"), now: world.now };
    expect(await world.store.events.erase(missing)).toBe(false);
    await erase(world, dead);
    const event = await world.store.events.get(world.test.id, dead.event_id);
    const version = await world.versionOf(world.test);
    world.pass(MINUTE);
    expect(await erase(world, dead)).toEqual([]);
    expect(await world.store.events.get(world.test.id, dead.event_id)).toEqual(event);
    expect(await world.versionOf(world.test)).toBe(version);
  });

  it("lets what waits die, in every state, and leaves other events alone", async () => {
    const world = current();
    const [to, paused] = [await world.destination(), await world.destination()];
    await world.pause(paused);
    const [retrying, held] = await world.send([to, paused]);
    await world.fail([await world.claimOnly(must(retrying).id)], world.now + MINUTE);
    const other = await world.sendOne(to);
    const died = await erase(world, must(held));
    expect(idsOf(died).sort()).toEqual([must(retrying).id, must(held).id].sort());
    for (const delivery of died) {
      expect(delivery).toMatchObject({
        status: "dead",
        dead_reason: "event_erased",
        next_retry_at: null,
        response_body: null,
        completed_at: world.now,
      });
    }
    expect(await world.delivery(must(retrying).id)).toMatchObject({
      response_code: 503,
      response_body: null,
    });
    world.pass(MINUTE);
    await world.claimOnly(other.id);
    expect((await world.store.stats.backlog(world.test.id, { now: world.now })).dead).toBe(2);
  });

  it("records an attempt in flight without its response, and leaves the delivery dead", async () => {
    const world = current();
    const to = await world.destination();
    const [handed] = handedOff(await world.commit([await world.newEvent([to])], { handOff: 1 }));
    const waiting = await world.sendOne(to);
    const taken = must((await world.claim()).deliveries.find(({ id }) => id === waiting.id));
    for (const held of [must(handed), taken]) {
      const { event_id } = await world.delivery(held.id);
      expect(idsOf(await erase(world, { event_id }))).toEqual([held.id]);
      const { recorded, deliveries } = await world.succeed(held);
      expect(recorded).toEqual([true]);
      const dead = { status: "dead", dead_reason: "event_erased", response_code: 200, response_body: null };
      expect(deliveries).toMatchObject([dead]);
      expect(await world.delivery(held.id)).toMatchObject({ ...dead, retries: [{ response_body: null }] });
    }
    expect(await world.inFlight(world.test)).toBe(0);
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("ends the lease of one whose attempt was never recorded", async () => {
    const world = current();
    const to = await world.destination();
    const results = await world.commit([await world.newEvent([to])], { handOff: 1 });
    const [delivery] = created(results[0]).deliveries;
    await erase(world, must(delivery).delivery);
    world.pass(5 * MINUTE);
    expect((await world.claim()).deliveries).toEqual([]);
    await reopen();
    expect((await world.claim()).deliveries).toEqual([]);
    expect(await world.delivery(must(delivery).delivery.id)).toMatchObject({ dead_reason: "event_erased" });
  });

  it("refuses to send it again, by hand and in bulk", async () => {
    const world = current();
    const to = await world.destination();
    const dead = await world.dead(to);
    const other = await world.dead(to);
    await erase(world, dead);
    const { deliveries, events } = world.store;
    const input = { environmentId: world.test.id, now: world.now, retentionMs: RETENTION };
    for (const change of ["forceRetry", "replayDead"] as const)
      expect(await deliveries[change]({ ...input, id: dead.id })).toBe("event_erased");
    const event = must(await events.get(world.test.id, dead.event_id));
    const version = await world.versionOf(world.test);
    const again = [{ id: world.newId("del"), destination_id: to.id }];
    const replay = { environmentId: world.test.id, event, deliveries: again, version, now: world.now };
    expect(await events.replay(replay)).toBe("event_erased");
    const step = {
      environmentId: world.test.id,
      destinationId: to.id,
      events: [{ event, deliveryId: world.newId("del") }],
      version,
      now: world.now,
      tally: { created: 0, revived: 0, skipped: 0 },
      dryRun: false,
    };
    expect(done(await deliveries.recover(step))).toEqual({ created: 0, revived: 0, skipped: 1 });
    expect(await deliveries.countReplayable(input)).toEqual({ replayed: 1, skipped: 1 });
    expect(done(await deliveries.replayAllDead(input))).toEqual({ replayed: 1, skipped: 1 });
    await world.claimOnly(other.id);
  });

  it("answers a repeat of its key with the erased event, and keeps the key from others", async () => {
    const world = current();
    const to = await world.destination();
    const first = await world.newEvent([to], { key: "k1" });
    await world.commit([first]);
    await erase(world, { event_id: first.event.id });
    await sweepAll(world);
    const repeat = await world.newEvent([to], { key: "k1" });
    expect(await world.commit([repeat])).toMatchObject([
      { status: "duplicate", event: { id: first.event.id, body: null, erased_at: world.now } },
    ]);
    const other = await world.newEvent([to], { key: "k1", type: "order.paid" });
    expect(await world.commit([other])).toEqual([{ status: "conflict" }]);
    expect((await world.store.events.list(world.test.id, { notBefore: 0 }, ALL)).items).toHaveLength(1);
  });

  it("lets thousands of deliveries die", async () => {
    const world = current();
    const to = await world.destination();
    await world.pause(to);
    const sent = await world.sendOne(to);
    const event = must(await world.store.events.get(world.test.id, sent.event_id));
    const version = await world.versionOf(world.test);
    const deliveries = Array.from({ length: 1200 }, () => ({
      id: world.newId("del"),
      destination_id: to.id,
    }));
    const replay = { environmentId: world.test.id, event, deliveries, version, now: world.now };
    expect(done(await world.store.events.replay(replay))).toHaveLength(1200);
    expect(await erase(world, sent)).toHaveLength(1201);
    await sweepAll(world);
    expect((await world.store.stats.backlog(world.test.id, { now: world.now })).dead).toBe(1201);
  });
}
