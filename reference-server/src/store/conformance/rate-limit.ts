import { expect, it } from "vitest";
import { UNSHARED } from "../../domain/slot-shares.js";
import type { ClaimResult, LeasedDelivery } from "../store.js";
import { created, done, handedOff, idsOf, must } from "./values.js";
import { type Fixture, HOUR, MINUTE, PROBE_INTERVAL, SECOND, type World } from "./world.js";

/** By the clock of a database server time passes by itself: the wall clock of the world passes along. */
function realTime(world: World): { elapsedMs: () => number; claim: () => Promise<ClaimResult> } {
  const [from, startedAt] = [world.now, performance.now()];
  const elapsedMs = () => performance.now() - startedAt;
  const claim = () => {
    world.now = from + Math.floor(elapsedMs());
    return world.claim();
  };
  return { elapsedMs, claim };
}

/** Claims until it has that many deliveries, and returns each with the time at which its claim had ended. */
async function claimInTime(
  world: World,
  count: number,
): Promise<{ delivery: LeasedDelivery; atMs: number }[]> {
  const { elapsedMs, claim } = realTime(world);
  const taken: { delivery: LeasedDelivery; atMs: number }[] = [];
  while (taken.length < count) {
    const { deliveries } = await claim();
    taken.push(...deliveries.map((delivery) => ({ delivery, atMs: elapsedMs() })));
  }
  return taken;
}

async function forceRetry(world: World, id: string): Promise<void> {
  const input = { environmentId: world.test.id, id, now: world.now, retentionMs: 720 * HOUR };
  done(await world.store.deliveries.forceRetry(input));
}

export function rateLimitRules({ world: current, reopen }: Fixture): void {
  it("claims the tokens that are there, then as they come", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 20 });
    for (let count = 0; count < 7; count += 1) await world.sendOne(to);
    const taken = await claimInTime(world, 7);
    expect(new Set(idsOf(taken.map(({ delivery }) => delivery))).size).toBe(7);
    taken.forEach(({ atMs }, index) => {
      expect(index + 1).toBeLessThanOrEqual(2 + (20 * (atMs + 1)) / 1000);
    });
  });

  it("says when the next token comes, and that nothing waits for a slot", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    const [first] = [await world.sendOne(to), await world.sendOne(to), await world.sendOne(to)];
    const { deliveries, waitingIn, nextDueInMs } = await world.claim();
    expect([idsOf(deliveries), waitingIn]).toEqual([[must(first).id], []]);
    expect(nextDueInMs).toBeGreaterThan(9000);
    expect(nextDueInMs).toBeLessThanOrEqual(10_000);
    const again = await world.claim();
    expect([again.deliveries, again.waitingIn]).toEqual([[], []]);
    expect(again.nextDueInMs).toBeGreaterThan(8000);
    expect(again.nextDueInMs).toBeLessThanOrEqual(10_000);
  });

  it("leaves what waits for a slot to the next settlement", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 100, max_concurrent_deliveries: 1 });
    const [first, second] = [await world.sendOne(to), await world.sendOne(to)];
    const { deliveries, waitingIn } = await world.claim();
    expect([idsOf(deliveries), waitingIn]).toEqual([[first.id], [world.test.id]]);
    const room = { limit: 10, shares: UNSHARED, leaseSlackMs: 30 * SECOND, probeIntervalMs: PROBE_INTERVAL };
    const settlement = world.settlement(must(deliveries[0]), { status: "succeeded" });
    expect(idsOf((await world.store.settle([settlement], world.now, room)).next)).toEqual([second.id]);
  });

  it("gives no slot of a settlement to a delivery without a token", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    const held = await world.claimOnly((await world.sendOne(to)).id);
    await world.sendOne(to);
    const room = { limit: 10, shares: UNSHARED, leaseSlackMs: 30 * SECOND, probeIntervalMs: PROBE_INTERVAL };
    const settlement = world.settlement(held, { status: "succeeded" });
    expect((await world.store.settle([settlement], world.now, room)).next).toEqual([]);
  });

  it("hands nothing over at the commit, and leaves other destinations as they are", async () => {
    const world = current();
    const to = [await world.destination({ max_per_second: 10_000 }), await world.destination()];
    const batch = [await world.newEvent(to), await world.newEvent(to)];
    const results = await world.commit(batch, { handOff: 10 });
    expect(handedOff(results).map(({ destination_id }) => destination_id)).toEqual([to[1]?.id, to[1]?.id]);
    expect(must((await world.claim()).deliveries[0]).token).toMatchObject({ waited_ms: 0 });
    expect(created(results[0]).deliveries).toHaveLength(2);
  });

  it("sends by hand without a token, and the others wait for it", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    const { id } = await world.sendOne(to);
    await world.fail([await world.claimOnly(id)], world.now + HOUR);
    await world.sendOne(to);
    expect((await world.claim()).deliveries).toEqual([]);
    await forceRetry(world, id);
    const { deliveries, nextDueInMs } = await world.claim();
    expect(deliveries).toMatchObject([{ id, trigger: "manual", token: null }]);
    expect(nextDueInMs).toBeGreaterThan(18_000);
    expect(nextDueInMs).toBeLessThanOrEqual(20_000);
  });

  it("sends a test event without a token, as a first attempt", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    await world.claimOnly((await world.sendOne(to)).id);
    await world.sendOne(to);
    const { event, deliveries } = await world.newEvent([to]);
    const test = { event, trace: null, delivery: must(deliveries[0]), now: world.now };
    const { id } = done(await world.store.events.createTest(test));
    const held = await world.claimOnly(id);
    expect(held).toMatchObject({ trigger: "schedule", retry_count: 0, token: null });
    await world.fail([held], world.now + MINUTE);
    expect(await world.delivery(id)).toMatchObject({ status: "retrying", next_retry_at: world.now + MINUTE });
  });

  it("takes a token for a probe", async () => {
    const world = current();
    const retry_policy = { circuit_breaker_threshold: 1 };
    const to = await world.destination({ max_per_second: 0.1, retry_policy });
    const { id } = await world.sendOne(to);
    await world.fail([await world.claimOnly(id)], world.now + HOUR);
    await world.sendOne(to);
    const times = { now: world.now + 1, probeIntervalMs: 1 };
    expect((await world.claim(times)).deliveries).toEqual([]);
    await world.update(to, { max_per_second: null });
    expect((await world.claim(times)).deliveries).toMatchObject([{ trigger: "probe" }]);
  });

  it("does not count the wait against the budget, however often the lease is given back", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 20 });
    const { id, created_at } = await world.sendOne(to);
    world.pass(HOUR);
    const { delivery } = must((await claimInTime(world, 1))[0]);
    expect(delivery).toMatchObject({ id, budget_started_at: created_at, token: { waited_ms: HOUR } });
    await world.store.release([delivery.lease.token], world.now);
    world.pass(HOUR);
    const again = must((await claimInTime(world, 1))[0]).delivery;
    const waited = world.now - created_at;
    expect(again).toMatchObject({ id, budget_started_at: created_at, token: { waited_ms: waited } });
    await world.fail([again], world.now + MINUTE);
    world.pass(3 * MINUTE);
    const retry = must((await claimInTime(world, 1))[0]).delivery;
    expect(retry).toMatchObject({ id, budget_started_at: created_at + waited });
    expect(must(retry.token).waited_ms).toBeGreaterThanOrEqual(2 * MINUTE);
    expect(must(retry.token).use_by).toBe(world.now + SECOND);
  });

  it("takes a new token for what was given back", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    const held = await world.claimOnly((await world.sendOne(to)).id);
    await world.store.release([held.lease.token], world.now);
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("keeps the bucket across a restart", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    await world.claimOnly((await world.sendOne(to)).id);
    await world.sendOne(to);
    await reopen();
    const { deliveries, nextDueInMs } = await current().claim();
    expect(deliveries).toEqual([]);
    expect(nextDueInMs).toBeGreaterThan(5000);
  });

  it("takes a new rate at once, without the debt of the one before", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    const ids = [await world.sendOne(to), await world.sendOne(to), await world.sendOne(to)].map(
      ({ id }) => id,
    );
    await world.claimOnly(must(ids[0]));
    await world.update(to, { max_per_second: 20 });
    const [second] = await claimInTime(world, 1);
    expect(must(second).delivery.id).toBe(ids[1]);
    expect(must(second).atMs).toBeLessThan(5000);
    await world.update(to, { max_per_second: 0.1 });
    await world.update(to, { max_per_second: null });
    expect(await world.claimOnly(must(ids[2]))).toMatchObject({ token: null });
  });

  it("is nothing to wait for when the clock of the environment moves", async () => {
    const world = current();
    const to = await world.destination({ max_per_second: 0.1 });
    const other = await world.destination();
    const { id } = await world.sendOne(to);
    expect(await world.upcoming(world.test)).toMatchObject({ waiting: true, nextDueInMs: 0 });
    const held = await world.claimOnly(id);
    expect(await world.upcoming(world.test)).toMatchObject({ waiting: false, inFlight: 1 });
    await world.sendOne(to);
    expect(await world.upcoming(world.test)).toEqual({ waiting: false, inFlight: 0, nextDueInMs: null });
    await world.fail([held], world.now + HOUR);
    expect(await world.upcoming(world.test)).toMatchObject({ waiting: false, nextDueInMs: HOUR });
    await world.sendOne(other);
    expect(await world.upcoming(world.test)).toMatchObject({ waiting: true, nextDueInMs: 0 });
  });
}
