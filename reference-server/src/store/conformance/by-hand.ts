import { expect, it } from "vitest";
import { done } from "./values.js";
import { type Fixture, MINUTE, RETENTION, SECOND, type World } from "./world.js";

function callsOf(world: World) {
  const input = (id: string) => ({
    environmentId: world.test.id,
    id,
    now: world.now,
    retentionMs: RETENTION,
  });
  return {
    retry: (id: string) => world.store.deliveries.forceRetry(input(id)),
    replay: (id: string) => world.store.deliveries.replayDead(input(id)),
  };
}

export function byHandRules({ world: current }: Fixture): void {
  it("retries a pending one that a pause holds; a failure puts it back on hold", async () => {
    const world = current();
    const to = await world.destination();
    const { id, created_at } = await world.sendOne(to);
    await world.pause(to);
    world.pass(SECOND);
    const delivery = done(await callsOf(world).retry(id));
    expect(delivery).toMatchObject({ status: "retrying", next_retry_at: world.now, updated_at: world.now });
    const held = await world.claimOnly(id);
    const before = { status: "pending", due_at: created_at, dead_reason: null } as const;
    expect(held).toMatchObject({ trigger: "manual", retry_count: 0, attempt_number: 0, before });
    const attempt = { outcome: "failed", response_code: 500 } as const;
    await world.settle(world.settlement(held, { status: "pending", due_at: created_at }, attempt));
    expect(await world.delivery(id)).toMatchObject({
      status: "pending",
      retry_count: 0,
      next_retry_at: null,
    });
    expect((await world.claim()).deliveries).toEqual([]);
    await world.resume(to);
    expect(await world.claimOnly(id)).toMatchObject({
      trigger: "schedule",
      retry_count: 0,
      attempt_number: 1,
    });
  });

  it("retries a scheduled one outside its count; a failure keeps its schedule", async () => {
    const world = current();
    const { id } = await world.sendOne(await world.destination());
    await world.fail([await world.claimOnly(id)], world.now);
    const dueAt = world.now + MINUTE;
    await world.fail([await world.claimOnly(id)], dueAt);
    expect(done(await callsOf(world).retry(id))).toMatchObject({
      status: "retrying",
      next_retry_at: world.now,
    });
    const held = await world.claimOnly(id);
    const before = { status: "retrying", due_at: dueAt, dead_reason: null } as const;
    expect(held).toMatchObject({ trigger: "manual", retry_count: 1, attempt_number: 2, before });
    await world.fail([held], dueAt);
    expect(await world.delivery(id)).toMatchObject({ retry_count: 1, next_retry_at: dueAt });
    world.pass(MINUTE);
    expect(await world.claimOnly(id)).toMatchObject({
      trigger: "schedule",
      retry_count: 2,
      attempt_number: 3,
    });
  });

  it("retries a dead one; a failure makes it dead again for its old reason", async () => {
    const world = current();
    const { id } = await world.dead(await world.destination());
    const delivery = done(await callsOf(world).retry(id));
    expect(delivery).toMatchObject({ status: "retrying", dead_reason: null, completed_at: null });
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({
      dead: 0,
      due: 1,
    });
    const held = await world.claimOnly(id);
    const before = { status: "dead", due_at: null, dead_reason: "rejected" } as const;
    expect(held).toMatchObject({ trigger: "manual", retry_count: 0, attempt_number: 1, before });
    await world.reject(held);
    expect(await world.delivery(id)).toMatchObject({ status: "dead", dead_reason: "rejected" });
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ dead: 1 });
    done(await callsOf(world).retry(id));
    await world.succeed(await world.claimOnly(id));
    expect(await world.delivery(id)).toMatchObject({ status: "succeeded", dead_reason: null });
  });

  it("goes out also when paused, but within the destination's concurrency", async () => {
    const world = current();
    const to = await world.destination({ max_concurrent_deliveries: 1 });
    const [first, second] = [await world.dead(to), await world.dead(to)];
    await world.pause(to);
    done(await callsOf(world).retry(first.id));
    done(await callsOf(world).retry(second.id));
    const held = await world.claimOnly(first.id);
    expect((await world.claim()).deliveries).toEqual([]);
    await world.succeed(held);
    await world.claimOnly(second.id);
  });

  it("wants one attempt, however often it is asked", async () => {
    const world = current();
    const { id } = await world.dead(await world.destination());
    const first = done(await callsOf(world).retry(id));
    expect(done(await callsOf(world).retry(id))).toEqual(first);
    await world.reject(await world.claimOnly(id));
    expect(await world.delivery(id)).toMatchObject({ status: "dead", dead_reason: "rejected" });
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("is still by hand after a lost lease", async () => {
    const world = current();
    const { id } = await world.dead(await world.destination());
    done(await callsOf(world).retry(id));
    await world.claimOnly(id);
    world.pass(5 * MINUTE);
    const before = { status: "dead", due_at: null, dead_reason: "rejected" } as const;
    expect(await world.claimOnly(id)).toMatchObject({ trigger: "manual", before });
  });

  it("refuses what is in flight, has succeeded, is unknown or another environment's", async () => {
    const world = current();
    const { id } = await world.sendOne(await world.destination());
    const held = await world.claimOnly(id);
    expect(await callsOf(world).retry(id)).toBe("delivery_not_retryable");
    expect(await callsOf(world).replay(id)).toBe("delivery_not_retryable");
    await world.succeed(held);
    expect(await callsOf(world).retry(id)).toBe("delivery_not_retryable");
    expect(await callsOf(world).replay(id)).toBe("delivery_not_retryable");
    expect(await callsOf(world).retry("del_unknown")).toBe("delivery_not_found");
    expect(await callsOf(world).replay("del_unknown")).toBe("delivery_not_found");
    const elsewhere = { environmentId: world.live.id, id, now: world.now, retentionMs: RETENTION };
    expect(await world.store.deliveries.forceRetry(elsewhere)).toBe("delivery_not_found");
    expect(await world.store.deliveries.replayDead(elsewhere)).toBe("delivery_not_found");
  });

  it("refuses when the destination is deleted or the event too old", async () => {
    const world = current();
    const to = await world.destination();
    const { id } = await world.dead(to);
    world.pass(RETENTION - 1);
    const young = await world.dead(to);
    world.pass(1);
    expect(await callsOf(world).retry(id)).toBe("delivery_too_old");
    expect(await callsOf(world).replay(id)).toBe("delivery_too_old");
    await world.store.destinations.delete(world.test.id, to.id, { now: world.now });
    expect(await callsOf(world).retry(young.id)).toBe("destination_deleted");
    expect(await callsOf(world).replay(young.id)).toBe("destination_deleted");
  });

  it("replays from the DLQ: due at once, with a new count and budget", async () => {
    const world = current();
    const { id } = await world.sendOne(await world.destination());
    await world.fail([await world.claimOnly(id)], world.now);
    await world.reject(await world.claimOnly(id));
    world.pass(MINUTE);
    expect(done(await callsOf(world).replay(id))).toMatchObject({
      status: "retrying",
      next_retry_at: world.now,
      retry_count: 0,
      dead_reason: null,
      completed_at: null,
      updated_at: world.now,
    });
    const held = await world.claimOnly(id);
    expect(held).toMatchObject({
      trigger: "schedule",
      retry_count: 0,
      attempt_number: 2,
      budget_started_at: world.now,
      before: { status: "retrying", due_at: world.now, dead_reason: null },
    });
    await world.fail([held], world.now);
    expect(await world.claimOnly(id)).toMatchObject({ retry_count: 1, attempt_number: 3 });
    expect((await world.delivery(id)).retries).toHaveLength(3);
  });

  it("replays dead ones only, and not while paused", async () => {
    const world = current();
    const to = await world.destination();
    const { id } = await world.dead(to);
    await world.pause(to);
    expect(await callsOf(world).replay(id)).toBe("destination_paused");
    expect(await world.delivery(id)).toMatchObject({ status: "dead" });
    await world.resume(to);
    done(await callsOf(world).replay(id));
    expect(await callsOf(world).replay(id)).toBe("delivery_not_retryable");
  });

  it("removes a dead one for good, with its attempts, and nothing else", async () => {
    const world = current();
    const to = await world.destination();
    const { id } = await world.dead(to);
    const pending = await world.sendOne(to);
    const { deliveries } = world.store;
    expect(await deliveries.deleteDead(world.live.id, id)).toBe(false);
    expect(await deliveries.deleteDead(world.test.id, pending.id)).toBe(false);
    expect(await deliveries.deleteDead(world.test.id, id)).toBe(true);
    expect(await deliveries.deleteDead(world.test.id, id)).toBe(false);
    expect(await deliveries.get(world.test.id, id)).toBeNull();
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ dead: 0 });
  });

  it("frees the slot of a dead one that is removed while its last attempt is in flight", async () => {
    const world = current();
    const to = await world.destination();
    const held = await world.claimOnly((await world.sendOne(to)).id);
    await world.store.destinations.delete(world.test.id, to.id, { now: world.now });
    expect(await world.store.deliveries.deleteDead(world.test.id, held.id)).toBe(true);
    expect((await world.succeed(held)).deliveries).toEqual([null]);
    expect(await world.inFlight(world.test)).toBe(0);
  });
}
