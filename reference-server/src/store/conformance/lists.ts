import { expect, it } from "vitest";
import type { Delivery } from "../../domain/domain.js";
import type { DeliveryFilter, EventFilter } from "../store.js";
import { done, type EventFields, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOUR, MINUTE, RETENTION, type World } from "./world.js";

export async function allPages(
  world: World,
  filter: Partial<DeliveryFilter>,
  limit = 3,
): Promise<Delivery[]> {
  const items: Delivery[] = [];
  for (let after: string | null = null; ; after = must(items.at(-1)).id) {
    const page = await world.store.deliveries.list(
      world.test.id,
      { notBefore: 0, ...filter },
      { after, limit },
    );
    items.push(...page.items);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    if (!page.more) return items;
    expect(page.items).toHaveLength(limit);
  }
}

/** Deliveries in every state, to two destinations, of two types, a minute apart; one of a replayed event. */
async function variety(world: World): Promise<Delivery[]> {
  const [a, b] = [await world.destination(), await world.destination()];
  const first = await world.newEvent([a, b], { type: "order.created" });
  await world.commit([first]);
  for (let round = 0; round < 4; round += 1) {
    world.pass(MINUTE);
    await world.send([a, b], { type: round % 2 === 0 ? "order.created" : "order.paid" });
    const { deliveries } = await world.claim({ limit: 3 });
    const [x, y, z] = deliveries;
    await world.succeed(must(x));
    await world.fail([must(y)], world.now + DAY);
    if (z !== undefined) await world.reject(z);
  }
  world.pass(MINUTE);
  await world.send([a, b]);
  const again = await world.newEvent([b]);
  done(
    await world.store.events.replay({
      environmentId: world.test.id,
      event: first.event,
      deliveries: again.deliveries,
      version: again.version,
      now: world.now,
    }),
  );
  await world.send([await world.destination({}, world.live)]);
  return allPages(world, {});
}

function matches(filter: Partial<DeliveryFilter>) {
  return (delivery: Delivery) =>
    (filter.event_id === undefined || delivery.event_id === filter.event_id) &&
    (filter.destination_id === undefined || delivery.destination_id === filter.destination_id) &&
    (filter.status === undefined || delivery.status === filter.status) &&
    (filter.event_type === undefined || delivery.event_type === filter.event_type) &&
    (filter.since === undefined || delivery.created_at >= filter.since) &&
    (filter.until === undefined || delivery.created_at < filter.until);
}

export function listRules({ world: current }: Fixture): void {
  it("lists deliveries by any filters, newest first, page by page", async () => {
    const world = current();
    const all = await variety(world);
    expect(idsOf(all)).toEqual(idsOf(all).sort().reverse());
    expect(new Set(all.map(({ status }) => status))).toEqual(
      new Set(["pending", "retrying", "succeeded", "dead"]),
    );
    const oldest = must(all.at(-1));
    const range = { since: oldest.created_at + MINUTE, until: oldest.created_at + 3 * MINUTE };
    const choices: Partial<DeliveryFilter>[][] = [
      [{}, { status: "dead" }, { status: "succeeded" }, { status: "pending" }, { status: "retrying" }],
      [{}, { destination_id: oldest.destination_id }],
      [{}, { event_type: "order.paid" }],
      [{}, range, { since: range.since }, { until: range.until }],
      [{}, { event_id: oldest.event_id }],
    ];
    const filters = choices.reduce(
      (sum, next) => sum.flatMap((a) => next.map((b) => ({ ...a, ...b }))),
      [{}],
    );
    expect(filters).toHaveLength(160);
    for (const filter of filters) {
      expect({ filter, ids: idsOf(await allPages(world, filter)) }).toEqual({
        filter,
        ids: idsOf(all.filter(matches(filter))),
      });
    }
  });

  it("shows in a list what a single delivery shows", async () => {
    const world = current();
    for (const listed of await variety(world)) {
      const { retries: _retries, ...shown } = await world.delivery(listed.id);
      expect(listed).toEqual(shown);
    }
  });

  it("keeps its pages while deliveries and events are being inserted", async () => {
    const world = current();
    const to = await world.destination();
    for (let count = 0; count < 6; count += 1) await world.sendOne(to);
    const before = await allPages(world, {});
    const seen: string[] = [];
    const events: string[] = [];
    for (let page = 0; page < 3; page += 1) {
      const after = { after: seen.at(-1) ?? null, limit: 2 };
      seen.push(...idsOf((await world.store.deliveries.list(world.test.id, { notBefore: 0 }, after)).items));
      const afterEvent = { after: events.at(-1) ?? null, limit: 2 };
      events.push(
        ...idsOf((await world.store.events.list(world.test.id, { notBefore: 0 }, afterEvent)).items),
      );
      await world.sendOne(to);
    }
    expect(seen).toEqual(idsOf(before));
    expect(events).toEqual(before.map((delivery) => delivery.event_id));
  });

  it("ends a page of events before the body that exceeds its bytes, but not before the first", async () => {
    const world = current();
    const sizes = [700, 100, 200, 300, 5000, 10];
    const created = [];
    for (const size of sizes) {
      const body = Buffer.from(JSON.stringify("x".repeat(size - 2)));
      const event = await world.newEvent([]);
      created.unshift({ ...event, event: { ...event.event, body } });
      await world.commit([must(created[0])]);
    }
    const pages: number[][] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = { after, limit: 4, maxBytes: 600 };
      const listed = await world.store.events.list(world.test.id, { notBefore: 0 }, page);
      pages.push(listed.items.map(({ body }) => must(body).length));
      ({ more } = listed);
      after = must(listed.items.at(-1)).id;
    }
    expect(pages).toEqual([[10], [5000], [300, 200, 100], [700]]);
  });

  it("continues behind an item that is gone", async () => {
    const world = current();
    const to = await world.destination();
    const [first, second] = [await world.dead(to), await world.dead(to)];
    await world.store.deliveries.deleteDead(world.test.id, second.id);
    const filter = { status: "dead", notBefore: 0 } as const;
    const { items } = await world.store.deliveries.list(world.test.id, filter, {
      after: second.id,
      limit: 5,
    });
    expect(idsOf(items)).toEqual([first.id]);
  });

  it("hides deliveries whose event is past its retention, however young they are", async () => {
    const world = current();
    const to = await world.destination();
    const old = await world.newEvent([to]);
    await world.commit([old]);
    const createdAt = world.now;
    world.pass(HOUR);
    const again = await world.newEvent([to]);
    const input = { environmentId: world.test.id, event: old.event, version: again.version, now: world.now };
    done(await world.store.events.replay({ ...input, deliveries: again.deliveries }));
    const young = await world.sendOne(to);
    expect(await allPages(world, { notBefore: createdAt })).toHaveLength(3);
    expect(idsOf(await allPages(world, { notBefore: createdAt + 1 }))).toEqual([young.id]);
    expect(idsOf(await allPages(world, { notBefore: createdAt + 1, destination_id: to.id }))).toEqual([
      young.id,
    ]);
  });

  it("lists events by type and time, newest first, page by page", async () => {
    const world = current();
    const created = [];
    for (let count = 0; count < 6; count += 1) {
      created.push(must(await world.newEvent([], { type: count % 2 === 0 ? "a.b" : "a.c" })));
      await world.commit(created.slice(-1));
      world.pass(MINUTE);
    }
    await world.commit([await world.newEvent([], { environment: world.live, type: "a.b" })]);
    const ids = created.map(({ event }) => event.id).reverse();
    const list = async (filter: object, after: string | null = null, limit = 10) => {
      const page = await world.store.events.list(
        world.test.id,
        { notBefore: 0, ...filter },
        { after, limit },
      );
      return [idsOf(page.items), page.more];
    };
    expect(await list({})).toEqual([ids, false]);
    expect(await list({}, null, 4)).toEqual([ids.slice(0, 4), true]);
    expect(await list({}, must(ids[3]), 4)).toEqual([ids.slice(4), false]);
    expect(await list({ type: "a.b" })).toEqual([[ids[1], ids[3], ids[5]], false]);
    const since = must(created[1]).event.created_at;
    const until = must(created[4]).event.created_at;
    expect(await list({ since, until })).toEqual([ids.slice(2, 5), false]);
    expect(await list({ since, until, type: "a.b" })).toEqual([[ids[3]], false]);
    expect(await list({ notBefore: since })).toEqual([ids.slice(0, 5), false]);
    expect(await list({ since: until, until: since })).toEqual([[], false]);
    const [first] = (
      await world.store.events.list(world.test.id, { notBefore: 0 }, { after: null, limit: 1 })
    ).items;
    expect(first).toEqual(must(created[5]).event);
  });

  it("finds the last event of an idempotency key for as long as it is kept", async () => {
    const world = current();
    const send = async (key: string | null, fields: EventFields = {}) => {
      const item = await world.newEvent([], { ...fields, key });
      await world.commit([item]);
      return item.event;
    };
    const list = async (filter: Partial<EventFilter>, after: string | null = null) => {
      const page = { after, limit: 10 };
      const { items, more } = await world.store.events.list(world.test.id, { notBefore: 0, ...filter }, page);
      expect(more).toBe(false);
      return items;
    };
    const first = await send("order 1");
    await send("order 2");
    await send(null);
    await send("order 1", { environment: world.live });
    expect(await list({ idempotency_key: "order 1" })).toEqual([first]);
    expect(await list({ idempotency_key: "order" })).toEqual([]);
    expect(await list({ idempotency_key: "order 1" }, first.id)).toEqual([]);
    expect(await list({ idempotency_key: "order 1", type: "other.type" })).toEqual([]);
    expect(await list({ idempotency_key: "order 1", type: first.type })).toEqual([first]);
    expect(await list({ idempotency_key: "order 1", notBefore: first.created_at + 1 })).toEqual([]);
    world.pass(2 * DAY);
    await world.sweep();
    expect(await list({ idempotency_key: "order 1" })).toEqual([first]);
    const second = await send("order 1");
    expect(await list({ idempotency_key: "order 1" })).toEqual([second]);
    world.pass(RETENTION + 3 * DAY);
    await world.sweep();
    expect(await list({ idempotency_key: "order 1" })).toEqual([]);
  });

  it("compares times of the environment, whose clock has moved between them", async () => {
    const world = current();
    const to = await world.destination();
    const sent = [];
    for (let count = 0; count < 4; count += 1) {
      sent.push(await world.sendOne(to));
      await world.store.advanceClock(world.test.id, 10 * DAY);
    }
    const [, second, third] = sent;
    const range = { since: must(second).created_at, until: must(third).created_at + 1 };
    expect(idsOf(await allPages(world, range))).toEqual([must(third).id, must(second).id]);
    const events = await world.store.events.list(
      world.test.id,
      { notBefore: 0, ...range },
      { after: null, limit: 9 },
    );
    expect(idsOf(events.items)).toEqual([must(third).event_id, must(second).event_id]);
    expect(idsOf(await allPages(world, { notBefore: must(third).created_at }))).toEqual(
      idsOf(sent.slice(2)).reverse(),
    );
  });
}
