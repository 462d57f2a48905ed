import { expect, it } from "vitest";
import { created, done, idsOf, must } from "./values.js";
import { DAY, type Fixture, HOUR } from "./world.js";

export function commitRules({ world: current, reopen }: Fixture): void {
  it("stores an event with its bytes as they came, and its deliveries, across a restart", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    const body = '{"n":1.0,"big":12345678901234567890,\t"dup":1,"dup":"\\u00e9é"}';
    const item = await world.newEvent([a, b], { body });
    const occurred = { ...item, event: { ...item.event, occurred_at: world.now - 5 } };
    const { event, deliveries } = created((await world.commit([occurred]))[0]);
    expect(event).toEqual(occurred.event);
    expect(deliveries.map(({ delivery }) => delivery)).toEqual(
      item.deliveries.map(({ id, destination_id }) => ({
        id,
        environment_id: world.test.id,
        tenant: null,
        event_id: event.id,
        event_type: "order.created",
        destination_id,
        status: "pending",
        retry_count: 0,
        response_code: null,
        response_body: null,
        latency_ms: null,
        error: null,
        next_retry_at: null,
        waiting_for: null,
        dead_reason: null,
        created_at: world.now,
        updated_at: world.now,
        completed_at: null,
      })),
    );
    await reopen();
    const stored = must(await world.store.events.get(world.test.id, event.id));
    expect(stored).toEqual(event);
    expect(Buffer.from(must(stored.body)).toString()).toBe(body);
    expect(await world.store.events.deliveriesOf(world.test.id, event.id)).toEqual(
      deliveries.map(({ delivery }) => delivery),
    );
    expect(await world.store.events.get(world.live.id, event.id)).toBeNull();
    expect(await world.store.events.deliveriesOf(world.live.id, event.id)).toEqual([]);
  });

  it("stores an event without a destination, and an empty batch", async () => {
    const world = current();
    const { event, deliveries } = created((await world.commit([await world.newEvent([])]))[0]);
    expect(deliveries).toEqual([]);
    expect(await world.store.events.get(world.test.id, event.id)).toEqual(event);
    expect(await world.commit([])).toEqual([]);
  });

  it("refuses what was routed by an older version, and nothing else of the batch", async () => {
    const world = current();
    const to = await world.destination();
    const stale = await world.newEvent([to], { key: "k" });
    const live = await world.newEvent([], { environment: world.live });
    await world.subscription(to);
    const fresh = await world.newEvent([to]);
    const results = await world.commit([stale, live, fresh]);
    expect(results.map((result) => result.status)).toEqual(["stale", "created", "created"]);
    expect(await world.store.events.get(world.test.id, stale.event.id)).toBeNull();
    created((await world.commit([await world.newEvent([to], { key: "k" })]))[0]);
  });

  it.each([
    ["a new destination", async () => current().destination()],
    ["a pause", async () => current().pause(await current().destination())],
    ["a clock that moved", async () => current().store.advanceClock(current().test.id, 1)],
  ])("is stale after %s", async (_what, change) => {
    const world = current();
    const version = await world.versionOf(world.test);
    await change();
    expect(await world.commit([{ ...(await world.newEvent([])), version }])).toEqual([{ status: "stale" }]);
  });

  it("returns the original for the same request under the same key", async () => {
    const world = current();
    const to = await world.destination();
    const { event, deliveries } = created(
      (await world.commit([await world.newEvent([to], { key: "k" })]))[0],
    );
    const [delivery] = deliveries;
    await world.succeed(await world.claimOnly(must(delivery).delivery.id));
    world.pass(HOUR);
    const [again] = await world.commit([await world.newEvent([to], { key: "k" })]);
    const { retries: _retries, ...now } = await world.delivery(must(delivery).delivery.id);
    expect(again).toEqual({ status: "duplicate", event, deliveries: [now] });
  });

  it.each([
    ["another type", { type: "order.updated" }],
    ["another body", { body: '{"a":1}' }],
  ])("is a conflict with %s under the same key", async (_what, other) => {
    const world = current();
    await world.commit([await world.newEvent([], { key: "k" })]);
    expect(await world.commit([await world.newEvent([], { key: "k", ...other })])).toEqual([
      { status: "conflict" },
    ]);
  });

  it("frees a key when its window ends, and takes it again", async () => {
    const world = current();
    await world.commit([await world.newEvent([], { key: "k" })]);
    world.pass(DAY - 1);
    const [before] = await world.commit([await world.newEvent([], { key: "k" })]);
    expect(before?.status).toBe("duplicate");
    world.pass(1);
    const { event } = created((await world.commit([await world.newEvent([], { key: "k", body: "2" })]))[0]);
    const [after] = await world.commit([await world.newEvent([], { key: "k", body: "2" })]);
    expect(after).toMatchObject({ status: "duplicate", event: { id: event.id } });
  });

  it("keeps the keys of environments apart", async () => {
    const world = current();
    const results = await world.commit([
      await world.newEvent([], { key: "k" }),
      await world.newEvent([], { key: "k", environment: world.live, body: "2" }),
    ]);
    expect(results.map((result) => result.status)).toEqual(["created", "created"]);
  });

  it("sees a key twice in one batch", async () => {
    const world = current();
    const results = await world.commit([
      await world.newEvent([], { key: "k" }),
      await world.newEvent([], { key: "k" }),
      await world.newEvent([], { key: "k", body: "other" }),
    ]);
    expect(results.map((result) => result.status)).toEqual(["created", "duplicate", "conflict"]);
  });

  it("makes one event of a hundred commits at the same moment under one key", async () => {
    const world = current();
    const to = await world.destination();
    const batches = await Promise.all(
      Array.from({ length: 100 }, async () => [await world.newEvent([to], { key: "k" })]),
    );
    const results = (await Promise.all(batches.map((batch) => world.commit(batch)))).flat();
    const created = results.filter((result) => result.status === "created");
    expect(created).toHaveLength(1);
    expect(results.filter((result) => result.status === "duplicate")).toHaveLength(99);
    const ids = results.flatMap((result) => ("event" in result ? [result.event.id] : []));
    expect(new Set(ids).size).toBe(1);
    expect((await world.claim()).deliveries).toHaveLength(1);
  });

  it("stores the response to a whole batch, and returns it to a repetition", async () => {
    const world = current();
    const batch = [await world.newEvent([], { key: "a" }), await world.newEvent([])];
    const results = done(await world.commitRequest(batch, "batch"));
    expect(results.map((result) => result.status)).toEqual(["created", "created"]);
    const stored = Buffer.from(JSON.stringify(results));
    expect(await world.findResponse(world.test, "batch")).toEqual({ stored });
    const again = [await world.newEvent([]), await world.newEvent([])];
    expect(await world.commitRequest(again, "batch")).toEqual({ stored });
    const { items } = await world.store.events.list(
      world.test.id,
      { notBefore: 0 },
      { after: null, limit: 10 },
    );
    expect(idsOf(items)).toEqual(idsOf(batch.map(({ event }) => event)).reverse());
  });

  it("stores nothing of an idempotent batch while any of it is stale", async () => {
    const world = current();
    const stale = await world.newEvent([]);
    await world.destination();
    const fresh = await world.newEvent([]);
    expect(await world.commitRequest([fresh, stale], "batch")).toBe("stale");
    expect(await world.store.events.get(world.test.id, fresh.event.id)).toBeNull();
    expect(await world.findResponse(world.test, "batch")).toBeNull();
  });
}
