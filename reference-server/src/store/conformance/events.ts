import { expect, it } from "vitest";
import { done, idsOf, must } from "./values.js";
import { type Fixture, MINUTE } from "./world.js";

export function eventRules({ world: current }: Fixture): void {
  it("replays an event as new deliveries, beside the old ones", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    const item = await world.newEvent([a]);
    await world.commit([item]);
    await world.succeed(await world.claimOnly(must(item.deliveries[0]).id));
    world.pass(MINUTE);
    const { deliveries, version } = await world.newEvent([a, b]);
    const created = done(
      await world.store.events.replay({
        environmentId: world.test.id,
        event: item.event,
        deliveries,
        version,
        now: world.now,
      }),
    );
    expect(idsOf(created)).toEqual(idsOf(deliveries));
    for (const delivery of created) {
      expect(delivery).toMatchObject({ event_id: item.event.id, status: "pending", created_at: world.now });
    }
    const { deliveries: claimed } = await world.claim();
    expect(idsOf(claimed).sort()).toEqual(idsOf(created).sort());
    expect(claimed[0]).toMatchObject({ event_id: item.event.id, budget_started_at: world.now });
    const all = await world.store.events.deliveriesOf(world.test.id, item.event.id);
    expect(idsOf(all)).toEqual([...idsOf(item.deliveries), ...idsOf(created)]);
  });

  it("does not replay by an older version", async () => {
    const world = current();
    const to = await world.destination();
    const item = await world.newEvent([to]);
    await world.commit([item]);
    const again = await world.newEvent([to]);
    await world.subscription(to);
    const outcome = await world.store.events.replay({
      environmentId: world.test.id,
      event: item.event,
      deliveries: again.deliveries,
      version: again.version,
      now: world.now,
    });
    expect(outcome).toBe("stale");
    expect(await world.store.events.deliveriesOf(world.test.id, item.event.id)).toHaveLength(1);
  });

  it("sends a test event to its destination, also while that is paused", async () => {
    const world = current();
    const to = await world.destination();
    await world.pause(to);
    const trace = `${"a".repeat(32)}-${"b".repeat(16)}-01 congo=t61`;
    const { event, deliveries } = await world.newEvent([to], { type: "test.event" });
    const input = { event, trace, delivery: must(deliveries[0]), now: world.now };
    const created = done(await world.store.events.createTest(input));
    expect(created).toMatchObject({ id: input.delivery.id, event_id: event.id, status: "pending" });
    expect(await world.store.events.get(world.test.id, event.id)).toEqual(event);
    const held = await world.claimOnly(created.id);
    expect(held).toMatchObject({ trigger: "manual", retry_count: 0, trace, before: { status: "pending" } });
    await world.succeed(held);
    expect(await world.delivery(created.id)).toMatchObject({ status: "succeeded" });
  });

  it("knows a test event and its destination, and lists events without it", async () => {
    const world = current();
    const to = await world.destination();
    const { event, deliveries } = await world.newEvent([to]);
    const input = { event, trace: null, delivery: must(deliveries[0]), now: world.now };
    const test = done(await world.store.events.createTest(input));
    const other = await world.sendOne(to);
    expect(await world.store.events.testOf(world.test.id, test.event_id)).toEqual({ destinationId: to.id });
    expect(await world.store.events.testOf(world.test.id, other.event_id)).toBeNull();
    const list = async (filter: { withoutTests?: true }) => {
      const page = { after: null, limit: 10 };
      return idsOf((await world.store.events.list(world.test.id, { notBefore: 0, ...filter }, page)).items);
    };
    expect(await list({})).toEqual([other.event_id, test.event_id]);
    expect(await list({ withoutTests: true })).toEqual([other.event_id]);
    await world.remove(to);
    expect(await world.store.events.testOf(world.test.id, test.event_id)).toEqual({ destinationId: null });
  });

  it("sends a test event to an active destination like any other", async () => {
    const world = current();
    const to = await world.destination();
    const { event, deliveries } = await world.newEvent([to], { type: "test.event" });
    const input = { event, trace: null, delivery: must(deliveries[0]), now: world.now };
    const created = done(await world.store.events.createTest(input));
    expect(await world.claimOnly(created.id)).toMatchObject({ trigger: "schedule", retry_count: 0 });
  });

  it("sends no test event to a destination of another environment or none", async () => {
    const world = current();
    const to = await world.destination({}, world.live);
    const { event, deliveries } = await world.newEvent([to]);
    const input = { event, trace: null, delivery: must(deliveries[0]), now: world.now };
    expect(await world.store.events.createTest(input)).toBe("destination_not_found");
    expect(await world.store.events.get(world.test.id, event.id)).toBeNull();
  });
}
