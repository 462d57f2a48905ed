import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import { type Shares, UNSHARED } from "../../domain/slot-shares.js";
import { done, idsOf, must } from "./values.js";
import { type Fixture, HOLD, MINUTE, PROBE_INTERVAL, SECOND } from "./world.js";

/** Shares that bound only this destination. */
function sharesOf(to: Destination, most: number): Shares {
  return { ...UNSHARED, destinations: new Map([[to.id, { responsiveness: "responsive", most }]]) };
}

export function claimRules({ world: current }: Fixture): void {
  it("gives all that sending takes", async () => {
    const world = current();
    const to = await world.destination({ timeout_seconds: 10 });
    const delivery = await world.sendOne(to, { body: '{"a":1.0}', type: "a.b" });
    world.pass(SECOND);
    const claimed = await world.claimOnly(delivery.id);
    expect({ ...claimed, body: Buffer.from(must(claimed.body)).toString() }).toEqual({
      id: delivery.id,
      environment_id: world.test.id,
      version: await world.versionOf(world.test),
      tenant: null,
      event_id: delivery.event_id,
      event_type: "a.b",
      destination_id: to.id,
      body: '{"a":1.0}',
      trace: null,
      lease: { token: claimed.lease.token, expires_at: world.now + 40 * SECOND },
      trigger: "schedule",
      retry_count: 0,
      attempt_number: 0,
      budget_started_at: delivery.created_at,
      lane: 1,
      token: null,
      starts_budget: false,
      before: { status: "pending", due_at: delivery.created_at, dead_reason: null },
    });
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("gives a retry when it is due, not before, counting on from the last", async () => {
    const world = current();
    const to = await world.destination();
    const { id, created_at } = await world.sendOne(to);
    const dueAt = world.now + MINUTE;
    await world.fail([await world.claimOnly(id)], dueAt);
    world.pass(MINUTE - 1);
    expect(await world.claim()).toEqual({ deliveries: [], waitingIn: [], nextDueInMs: 1 });
    world.pass(1);
    const second = await world.claimOnly(id);
    expect(second).toMatchObject({
      retry_count: 1,
      attempt_number: 1,
      budget_started_at: created_at,
      before: { status: "retrying", due_at: dueAt, dead_reason: null },
    });
    await world.fail([second], world.now);
    expect(await world.claimOnly(id)).toMatchObject({ retry_count: 2, attempt_number: 2 });
  });

  it("returns when the next retry falls due after those that it returns", async () => {
    const world = current();
    const to = await world.destination();
    const [now, soon, later] = [await world.sendOne(to), await world.sendOne(to), await world.sendOne(to)];
    const { deliveries } = await world.claim();
    const held = (delivery: { id: string }) => must(deliveries.find(({ id }) => id === delivery.id));
    await world.fail([held(now)], world.now + SECOND);
    await world.fail([held(soon)], world.now + SECOND + 5);
    await world.fail([held(later)], world.now + MINUTE);
    world.pass(SECOND);
    const first = await world.claim();
    expect([idsOf(first.deliveries), first.waitingIn, first.nextDueInMs]).toEqual([[now.id], [], 5]);
    await world.succeed(must(first.deliveries[0]));
    world.pass(5);
    const second = await world.claim({ limit: 1 });
    expect(idsOf(second.deliveries)).toEqual([soon.id]);
    await world.succeed(must(second.deliveries[0]));
    expect((await world.claim()).nextDueInMs).toBe(MINUTE - SECOND - 5);
  });

  it("gives the longest due first, no more than asked for, and says when there is more", async () => {
    const world = current();
    const to = await world.destination();
    const sent = [];
    for (let count = 0; count < 3; count += 1) {
      sent.push(await world.sendOne(to));
      world.pass(SECOND);
    }
    const first = await world.claim({ limit: 2 });
    expect([idsOf(first.deliveries), first.nextDueInMs]).toEqual([idsOf(sent.slice(0, 2)), 0]);
    expect(idsOf((await world.claim({ limit: 2 })).deliveries)).toEqual(idsOf(sent.slice(2)));
  });

  it("never exceeds a destination's concurrency nor its share at the caller", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 4 });
    for (let count = 0; count < 8; count += 1) await world.sendOne(to);
    const first = (await world.claim({ shares: sharesOf(to, 2) })).deliveries;
    expect(first).toHaveLength(2);
    const waits = { deliveries: [], waitingIn: [world.test.id] };
    expect(await world.claim({ shares: sharesOf(to, 0) })).toMatchObject(waits);
    expect((await world.claim()).deliveries).toHaveLength(2);
    expect(await world.claim()).toMatchObject(waits);
    await world.succeed(must(first[0]));
    expect((await world.claim()).deliveries).toHaveLength(1);
  });

  it("sees a lower or higher bound at once", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 1 });
    for (let count = 0; count < 4; count += 1) await world.sendOne(to);
    const set = (max_concurrent_deliveries: number) => world.update(to, { max_concurrent_deliveries });
    expect((await world.claim()).deliveries).toHaveLength(1);
    await set(3);
    expect((await world.claim()).deliveries).toHaveLength(2);
    await set(1);
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("never gives one delivery to two of a hundred claims at the same moment", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 20 });
    for (let count = 0; count < 30; count += 1) await world.sendOne(to);
    const claims = await Promise.all(Array.from({ length: 100 }, () => world.claim({ limit: 3 })));
    const ids = claims.flatMap((claimed) => idsOf(claimed.deliveries));
    ids.push(...idsOf((await world.claim()).deliveries));
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it("shows what is upcoming in one environment, and takes nothing", async () => {
    const world = current();
    const { id } = await world.sendOne(await world.destination());
    expect(await world.upcoming(world.live)).toEqual({ inFlight: 0, waiting: false, nextDueInMs: null });
    expect(await world.upcoming(world.test)).toEqual({ inFlight: 0, waiting: true, nextDueInMs: 0 });
    const claimed = await world.claimOnly(id);
    expect(await world.upcoming(world.test)).toEqual({ inFlight: 1, waiting: false, nextDueInMs: null });
    await world.fail([claimed], world.now + MINUTE);
    expect(await world.upcoming(world.test)).toEqual({ inFlight: 0, waiting: false, nextDueInMs: MINUTE });
  });

  it("holds first attempts while a destination is paused, not retries", async () => {
    const world = current();
    const to = await world.destination();
    const retrying = await world.sendOne(to);
    await world.fail([await world.claimOnly(retrying.id)], world.now + MINUTE);
    const pending = await world.sendOne(to);
    await world.pause(to);
    world.pass(MINUTE);
    expect(await world.claimOnly(retrying.id)).toMatchObject({ trigger: "schedule", retry_count: 1 });
    await world.resume(to);
    await world.claimOnly(pending.id);
  });

  it("takes back a lease that ran out, slot included", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 1, timeout_seconds: 5 });
    const { id } = await world.sendOne(to);
    const first = await world.claimOnly(id);
    expect((await world.claim()).nextDueInMs).toBe(35 * SECOND);
    expect((await world.upcoming(world.test)).nextDueInMs).toBeNull();
    world.pass(35 * SECOND - 1);
    expect((await world.claim()).deliveries).toEqual([]);
    world.pass(1);
    const second = await world.claimOnly(id);
    expect(second.lease.token).not.toBe(first.lease.token);
    expect(await world.settle(world.settlement(first, { status: "succeeded" }))).toMatchObject({
      recorded: [false],
      deliveries: [null],
    });
    expect(await world.inFlight(world.test)).toBe(1);
    await world.succeed(second);
    expect(await world.inFlight(world.test)).toBe(0);
  });

  it("knows nothing to come when there is nothing", async () => {
    const world = current();
    const to = await world.destination();
    expect(await world.claim()).toEqual({ deliveries: [], waitingIn: [], nextDueInMs: null });
    await world.succeed(await world.claimOnly((await world.sendOne(to)).id));
    expect(await world.claim()).toEqual({ deliveries: [], waitingIn: [], nextDueInMs: null });
  });

  it("knows when the next hold ends: an hour from the later of creation and pause", async () => {
    const world = current();
    const to = await world.destination();
    await world.sendOne(to);
    world.pass(10 * MINUTE);
    await world.pause(to);
    world.pass(MINUTE);
    expect(await world.claim()).toEqual({ deliveries: [], waitingIn: [], nextDueInMs: HOLD - MINUTE });
  });

  it("knows when the next probe may go, and sends one at a time", async () => {
    const world = current();
    const to = await world.destination({
      timeout_seconds: 120,
      retry_policy: { circuit_breaker_threshold: 1 },
    });
    const failing = await world.sendOne(to);
    await world.fail([await world.claimOnly(failing.id)], world.now + 100 * MINUTE);
    const [first, second] = [await world.sendOne(to), await world.sendOne(to)];
    expect(await world.claim()).toEqual({ deliveries: [], waitingIn: [], nextDueInMs: PROBE_INTERVAL });
    world.pass(PROBE_INTERVAL);
    const probe = await world.claimOnly(first.id);
    expect(probe).toMatchObject({ trigger: "probe", retry_count: 0, before: { status: "pending" } });
    world.pass(PROBE_INTERVAL - 1);
    expect((await world.claim()).deliveries).toEqual([]);
    world.pass(1);
    expect(await world.claimOnly(second.id)).toMatchObject({ trigger: "probe" });
  });

  it("converts what is due in an environment with a moved clock into wall time", async () => {
    const world = current();
    const to = await world.destination();
    await world.store.advanceClock(world.test.id, 5 * MINUTE);
    const { id, created_at } = await world.sendOne(to);
    expect(created_at).toBe(world.now + 5 * MINUTE);
    await world.fail([await world.claimOnly(id)], created_at + MINUTE);
    expect((await world.claim()).nextDueInMs).toBe(MINUTE);
    done(await world.store.advanceClock(world.test.id, MINUTE));
    await world.claimOnly(id);
  });
}
