import { expect, it } from "vitest";
import type { Delivery } from "../../domain/domain.js";
import { claimed, drain, FOLLOWS, ordered, send, statusOf } from "./ordered-deliveries.js";
import { done, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOLD, MINUTE, PROBE_INTERVAL, RETENTION, type World } from "./world.js";

/** Pauses, calls by hand and changes of the order itself. */
export function orderingExceptionRules(fixture: Fixture): void {
  pauseRules(fixture);
  byHandRules(fixture);
  switchingRules(fixture);
}

function pauseRules({ world: current }: Fixture): void {
  it("holds followers in a pause, and sends the retry before them", async () => {
    const world = current();
    const to = await ordered(world);
    const [retrying, ...followers] = await send(world, to, 3);
    await world.fail([await world.claimOnly(must(retrying).id)], world.now + MINUTE);
    await world.pause(to);
    world.pass(MINUTE);
    await world.succeed(await world.claimOnly(must(retrying).id));
    expect(await claimed(world)).toEqual([]);
    await world.resume(to);
    expect(await drain(world)).toEqual(idsOf(followers));
  });

  it("ends the holds of followers with those of the others", async () => {
    const world = current();
    const to = await ordered(world);
    const sent = await send(world, to, 3);
    await world.pause(to);
    world.pass(MINUTE);
    const [late] = await send(world, to, 1);
    expect((await world.claim()).nextDueInMs).toBe(HOLD - MINUTE);
    world.pass(HOLD - MINUTE);
    const { expired } = await world.sweep();
    expect(idsOf(expired).toSorted()).toEqual(idsOf(sent).toSorted());
    expect(await statusOf(world, must(late))).toEqual({
      status: "pending",
      waiting_for: "resume",
    });
    await world.resume(to);
    expect(await drain(world)).toEqual([must(late).id]);
  });

  it("knows when the hold of followers ends while a retry is before them", async () => {
    const world = current();
    const to = await ordered(world);
    const [retrying, follower] = await send(world, to, 2);
    await world.fail([await world.claimOnly(must(retrying).id)], world.now + DAY);
    await world.pause(to);
    expect((await world.claim()).nextDueInMs).toBe(HOLD);
    world.pass(HOLD);
    expect(idsOf((await world.sweep()).expired)).toEqual([must(follower).id]);
  });

  it("probes with the first of a key", async () => {
    const world = current();
    const to = await ordered(world, { retry_policy: { circuit_breaker_threshold: 1 } });
    const [failing] = await send(world, to, 1, { ordering: "b" });
    await world.fail([await world.claimOnly(must(failing).id)], world.now + DAY);
    const [first, second] = await send(world, to, 2);
    world.pass(PROBE_INTERVAL);
    const probe = await world.claimOnly(must(first).id);
    expect(probe.trigger).toBe("probe");
    await world.fail([probe], world.now + DAY);
    expect(await statusOf(world, must(second))).toEqual(FOLLOWS);
  });

  it("probes with the earliest retry while all others wait behind", async () => {
    const world = current();
    const to = await ordered(world, { retry_policy: { circuit_breaker_threshold: 2 } });
    const [later, sooner] = [
      must((await send(world, to, 1, { ordering: "b" }))[0]),
      must((await send(world, to, 1, { ordering: "a" }))[0]),
    ];
    const { deliveries } = await world.claim();
    const held = (of: Delivery) => must(deliveries.find(({ id }) => id === of.id));
    await world.fail([held(later)], world.now + DAY);
    await world.fail([held(sooner)], world.now + HOLD);
    world.pass(PROBE_INTERVAL);
    expect(await claimed(world)).toEqual([]);
    const [follower] = await send(world, to, 1);
    expect((await world.upcoming(world.test)).waiting).toBe(true);
    const probe = await world.claimOnly(sooner.id);
    expect(probe).toMatchObject({ trigger: "probe", retry_count: 0, attempt_number: 1 });
    expect((await world.claim()).nextDueInMs).not.toBe(0);
    await world.succeed(probe);
    expect(await drain(world)).toEqual([must(follower).id]);
  });
}

function byHandRules({ world: current }: Fixture): void {
  const now = (world: World) => ({ environmentId: world.test.id, now: world.now, retentionMs: RETENTION });
  const retry = (world: World, { id }: Delivery) => world.store.deliveries.forceRetry({ ...now(world), id });

  it("refuses to retry one that waits by hand, and retries the first", async () => {
    const world = current();
    const to = await ordered(world);
    const [first, second] = await send(world, to, 2);
    expect(await retry(world, must(second))).toBe("delivery_not_retryable");
    done(await retry(world, must(first)));
    const held = await world.claimOnly(must(first).id);
    expect(held.trigger).toBe("manual");
    const before = { status: "pending", due_at: held.before.due_at ?? 0 } as const;
    await world.settle(world.settlement(held, before, { outcome: "failed", response_code: 503 }));
    expect(await drain(world)).toEqual(idsOf([must(first), must(second)]));
  });

  it("queues dead ones behind those of their key, retried or replayed", async () => {
    const world = current();
    const to = await ordered(world);
    const [retried, replayed] = await send(world, to, 2);
    await world.reject(await world.claimOnly(must(retried).id));
    await world.reject(await world.claimOnly(must(replayed).id));
    const [first, second] = await send(world, to, 2);
    expect(done(await retry(world, must(retried)))).toMatchObject({ status: "retrying", waiting_for: "key" });
    const replay = await world.store.deliveries.replayDead({ ...now(world), id: must(replayed).id });
    expect(done(replay)).toMatchObject({ status: "retrying", waiting_for: "key", next_retry_at: null });
    expect(await retry(world, must(replayed))).toBe("delivery_not_retryable");
    const third = must((await send(world, to, 1))[0]);
    await world.succeed(await world.claimOnly(must(first).id));
    await world.succeed(await world.claimOnly(must(second).id));
    const byHand = await world.claimOnly(must(retried).id);
    expect(byHand).toMatchObject({ trigger: "manual", starts_budget: false });
    await world.reject(byHand);
    const again = await world.claimOnly(must(replayed).id);
    expect(again).toMatchObject({ trigger: "schedule", retry_count: 0, starts_budget: true });
    await world.succeed(again);
    expect(await drain(world)).toEqual([third.id]);
  });

  it("queues what a replay of an event or of the DLQ brings behind those of its key", async () => {
    const world = current();
    const to = await ordered(world);
    const [dead] = await send(world, to, 1);
    await world.reject(await world.claimOnly(must(dead).id));
    const [first] = await send(world, to, 1);
    const event = must(await world.store.events.get(world.test.id, must(dead).event_id));
    const version = await world.versionOf(world.test);
    const again = { id: world.newId("del"), destination_id: to.id };
    const replay = { environmentId: world.test.id, event, deliveries: [again], version, now: world.now };
    expect(done(await world.store.events.replay(replay))).toMatchObject([FOLLOWS]);
    done(await world.store.deliveries.replayAllDead(now(world)));
    expect(await statusOf(world, must(dead))).toEqual({ status: "retrying", waiting_for: "key" });
    expect(await drain(world)).toEqual([must(first).id, again.id, must(dead).id]);
  });

  it("recovers in the order of the events, behind those of their key", async () => {
    const world = current();
    const [other, to] = [await world.destination(), await ordered(world)];
    const dead = must((await send(world, to, 1))[0]);
    await world.reject(await world.claimOnly(dead.id));
    const missed = await send(world, other, 2);
    await drain(world);
    const first = must((await send(world, to, 1))[0]);
    const events = await Promise.all(
      [dead, ...missed].map(async ({ event_id }) =>
        must(await world.store.events.get(world.test.id, event_id)),
      ),
    );
    const tally = { created: 0, revived: 0, skipped: 0 };
    // The dead one is the last of them here.
    const step = {
      environmentId: world.test.id,
      destinationId: to.id,
      events: [...events.slice(1), must(events[0])].map((event) => ({
        event,
        deliveryId: world.newId("del"),
      })),
      version: await world.versionOf(world.test),
      ...{ now: world.now, tally, dryRun: false },
    };
    expect(done(await world.store.deliveries.recover(step))).toEqual({ created: 2, revived: 1, skipped: 0 });
    const created = step.events.slice(0, 2).map(({ deliveryId }) => deliveryId);
    expect(await drain(world)).toEqual([first.id, ...created, dead.id]);
  });

  it("sends test events beside the others", async () => {
    const world = current();
    const to = await ordered(world);
    const [first] = await send(world, to, 2);
    const { event } = await world.newEvent([to]);
    const delivery = { id: world.newId("del"), destination_id: to.id };
    done(await world.store.events.createTest({ event, trace: null, delivery, now: world.now }));
    expect((await claimed(world)).toSorted()).toEqual([must(first).id, delivery.id].toSorted());
  });
}

function switchingRules({ world: current }: Fixture): void {
  it("releases what waits when the order is switched off", async () => {
    const world = current();
    const to = await ordered(world);
    const sent = [...(await send(world, to, 3)), ...(await send(world, to, 2, { ordering: "b" }))];
    const head = await world.claim();
    world.pass(1000);
    await world.update(to, { ordering: "none" });
    const { deliveries } = await world.claim();
    // A follower had no budget yet.
    expect(new Set(deliveries.map((each) => each.budget_started_at))).toEqual(new Set([world.now]));
    expect(idsOf([...head.deliveries, ...deliveries]).toSorted()).toEqual(idsOf(sent).toSorted());
    await world.succeed(...head.deliveries, ...deliveries);
    expect(await claimed(world)).toEqual([]);
  });

  it("orders only what is sent after the order is switched on, and on again", async () => {
    const world = current();
    const to = await world.destination();
    const before = await send(world, to, 2);
    await world.update(to, { ordering: "key" });
    const [first, second] = await send(world, to, 2);
    expect((await claimed(world)).toSorted()).toEqual(idsOf([...before, must(first)]).toSorted());
    await world.update(to, { ordering: "none" });
    await world.update(to, { ordering: "key" });
    const [third, fourth] = await send(world, to, 2);
    expect((await claimed(world)).toSorted()).toEqual(idsOf([must(second), must(third)]).toSorted());
    expect(await statusOf(world, must(fourth))).toEqual(FOLLOWS);
  });
}
