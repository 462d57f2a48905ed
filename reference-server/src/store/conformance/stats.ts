import { expect, it } from "vitest";
import { LATENCY_BOUNDS_MS } from "../../stats.js";
import { done } from "./values.js";
import { DAY, type Fixture, HOLD, HOUR, MINUTE } from "./world.js";

export function statsRules({ world: current, reopen }: Fixture): void {
  it("counts by minute, for the environment and for one destination, in every bucket of the range", async () => {
    const world = current();
    const start = world.now;
    const [a, b] = [await world.destination(), await world.destination()];
    await world.send([a, b]);
    await world.succeed(...(await world.claim()).deliveries);
    world.pass(MINUTE);
    await world.send([a]);
    await world.fail((await world.claim()).deliveries, world.now);
    await world.reject(...(await world.claim()).deliveries);
    await world.send([], { environment: world.live });
    world.pass(MINUTE);
    await reopen();
    const counts = async (destination_id?: string, bucketMs = MINUTE) => {
      const range = { since: start, until: start + 3 * MINUTE, bucketMs };
      const filter = destination_id === undefined ? range : { ...range, destination_id };
      const buckets = await world.store.stats.counts(world.test.id, filter);
      return buckets.map(({ latency: _latency, ...bucket }) => bucket);
    };
    const none = { ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0 };
    expect(await counts()).toEqual([
      { at: start, ...none, ingested: 1, succeeded: 2 },
      { at: start + MINUTE, ...none, ingested: 1, failed: 1, rejected: 1, dead: 1 },
      { at: start + 2 * MINUTE, ...none },
    ]);
    expect(await counts(b.id)).toEqual([
      { at: start, ...none, ingested: 1, succeeded: 1 },
      { at: start + MINUTE, ...none },
      { at: start + 2 * MINUTE, ...none },
    ]);
    expect(await counts(a.id, 3 * MINUTE)).toEqual([
      { at: start, ingested: 2, succeeded: 1, failed: 1, rejected: 1, dead: 1 },
    ]);
    expect(await counts("dest_unknown", 3 * MINUTE)).toEqual([{ at: start, ...none }]);
  });

  it("adds up what each existing destination has in a range", async () => {
    const world = current();
    const start = world.now;
    const [a, b, quiet, gone] = [
      await world.destination(),
      await world.destination(),
      await world.destination(),
      await world.destination(),
    ];
    const elsewhere = await world.destination({}, world.live);
    await world.send([a, b, gone]);
    await world.succeed(...(await world.claim()).deliveries);
    world.pass(MINUTE);
    await world.send([a]);
    await world.fail((await world.claim()).deliveries, world.now);
    await world.reject(...(await world.claim()).deliveries);
    await world.send([elsewhere]);
    await world.remove(gone);
    await reopen();
    const sums = async (since: number, until: number, destination_id?: string) => {
      const filter = { since, until, ...(destination_id === undefined ? {} : { destination_id }) };
      const found = await world.store.stats.countsByDestination(world.test.id, filter);
      return found
        .map(({ latency, ...counts }) => ({
          ...counts,
          attempts: latency.reduce((sum, count) => sum + count),
        }))
        .sort((one, other) => (one.destination_id < other.destination_id ? -1 : 1));
    };
    const none = { ingested: 0, succeeded: 0, failed: 0, rejected: 0, dead: 0 };
    const ofA = { destination_id: a.id, dlqDepth: 1 };
    const ofB = { destination_id: b.id, dlqDepth: 0, ...none, ingested: 1, succeeded: 1, attempts: 1 };
    const all = { ingested: 2, succeeded: 1, failed: 1, rejected: 1, dead: 1, attempts: 3 };
    expect(await sums(start, start + DAY)).toEqual([{ ...ofA, ...all }, ofB]);
    expect(await sums(start, start + DAY, b.id)).toEqual([ofB]);
    expect(await sums(start, start + DAY, quiet.id)).toEqual([]);
    expect(await sums(start + 2 * MINUTE, start + DAY)).toEqual([{ ...ofA, ...none, attempts: 0 }]);
    expect(await sums(start, start + MINUTE)).toEqual([
      { ...ofA, ...none, ingested: 1, succeeded: 1, attempts: 1 },
      ofB,
    ]);
  });

  it("adds up more destinations than one step takes", async () => {
    const world = current();
    const to = await Promise.all(Array.from({ length: 5 }, () => world.destination()));
    await world.send(to);
    const range = { since: world.now - 7 * DAY, until: world.now + MINUTE };
    const found = await world.store.stats.countsByDestination(world.test.id, range);
    expect(found.map(({ destination_id, ingested }) => [destination_id, ingested]).sort()).toEqual(
      to.map(({ id }) => [id, 1]).sort(),
    );
  });

  it("sorts latencies into their classes, each bound included", async () => {
    const world = current();
    const to = await world.destination();
    const bounds: readonly number[] = LATENCY_BOUNDS_MS;
    const latencies = [...bounds, ...bounds.map((bound) => bound + 1)];
    for (const latency_ms of latencies) {
      const held = await world.claimOnly((await world.sendOne(to)).id);
      await world.settle(world.settlement(held, { status: "succeeded" }, { latency_ms }));
    }
    const range = { since: world.now, until: world.now + MINUTE, bucketMs: MINUTE };
    const [bucket] = await world.store.stats.counts(world.test.id, range);
    expect(bucket?.latency).toEqual([1, ...bounds.slice(1).map(() => 2), 1]);
  });

  it("counts a death however it came about", async () => {
    const world = current();
    const [a, b] = [await world.destination(), await world.destination()];
    await world.dead(a);
    await world.sendOne(a);
    await world.sendOne(b);
    await world.pause(b);
    await world.store.destinations.delete(world.test.id, a.id, { now: world.now });
    world.pass(HOLD);
    await world.sweep();
    const range = { since: world.now - DAY, until: world.now + DAY, bucketMs: 2 * DAY };
    expect((await world.store.stats.counts(world.test.id, range))[0]?.dead).toBe(3);
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ dead: 3 });
    const ofB = { now: world.now, destination_id: b.id };
    expect(await world.store.stats.backlog(world.test.id, ofB)).toMatchObject({ dead: 1 });
  });

  it("knows what is due now and for how long the oldest has waited", async () => {
    const world = current();
    const [a, b] = [await world.destination({ max_concurrent_deliveries: 1 }), await world.destination()];
    const retrying = await world.sendOne(b);
    await world.fail([await world.claimOnly(retrying.id)], world.now + HOUR);
    await world.sendOne(a);
    await world.claim();
    const first = world.now;
    await world.sendOne(a);
    world.pass(MINUTE);
    await world.sendOne(a);
    const backlog = (destination_id?: string) =>
      world.store.stats.backlog(world.test.id, {
        now: world.now,
        ...(destination_id === undefined ? {} : { destination_id }),
      });
    expect(await backlog()).toEqual({ dead: 0, due: 2, oldestDueAt: first });
    expect(await backlog(b.id)).toEqual({ dead: 0, due: 0, oldestDueAt: null });
    world.pass(HOUR);
    expect(await backlog(b.id)).toEqual({ dead: 0, due: 1, oldestDueAt: first + HOUR });
    expect(await world.store.stats.backlog(world.live.id, { now: world.now })).toMatchObject({ due: 0 });
    expect(await world.store.stats.totals(world.now)).toEqual({
      due: 3,
      inFlight: 1,
      dead: 0,
      pausedByBreaker: 0,
      oldestDueAgeMs: HOUR + MINUTE,
    });
  });

  it("does not count as due what a pause holds", async () => {
    const world = current();
    const to = await world.destination();
    await world.sendOne(to);
    await world.pause(to);
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ due: 0 });
    expect(await world.store.stats.totals(world.now)).toMatchObject({ due: 0, oldestDueAgeMs: 0 });
    expect(await world.inFlight(world.test)).toBe(0);
  });

  it("is in the time of the environment", async () => {
    const world = current();
    const to = await world.destination();
    done(await world.store.advanceClock(world.test.id, DAY));
    await world.dead(to);
    const waiting = await world.sendOne(to);
    const range = { since: world.now + DAY, until: world.now + DAY + MINUTE, bucketMs: MINUTE };
    const [bucket] = await world.store.stats.counts(world.test.id, range);
    expect(bucket).toMatchObject({ ingested: 2, rejected: 1, dead: 1 });
    world.pass(MINUTE);
    const backlog = await world.store.stats.backlog(world.test.id, { now: world.now });
    expect(backlog.oldestDueAt).toBe(waiting.created_at);
    expect((await world.store.stats.totals(world.now)).oldestDueAgeMs).toBe(MINUTE);
  });
}
