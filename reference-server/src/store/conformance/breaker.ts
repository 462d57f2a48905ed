import { expect, it } from "vitest";
import type { Attempt, Destination } from "../../domain/domain.js";
import { type Held, must } from "./values.js";
import { type Fixture, MINUTE, PROBE_INTERVAL, type World } from "./world.js";

const FAILED = { outcome: "failed", response_code: 500 } as const;
const REJECTED = { outcome: "rejected", response_code: 400 } as const;
const GONE = { outcome: "rejected", response_code: 410 } as const;
const SUCCEEDED = { outcome: "succeeded", response_code: 200 } as const;

/** One batch of attempts on fresh deliveries, in this order. */
async function attempts(world: World, to: Destination, outcomes: Partial<Attempt>[]) {
  const batch = await Promise.all(outcomes.map(() => world.newEvent([to])));
  await world.commit(batch);
  const { deliveries } = await world.claim();
  return world.settle(
    ...outcomes.map((outcome, index) => settlementOf(world, must(deliveries[index]), outcome)),
  );
}

function settlementOf(world: World, held: Held, attempt: Partial<Attempt>) {
  const decision =
    attempt.outcome === "failed"
      ? ({ status: "retrying", due_at: world.now + 1000 * MINUTE } as const)
      : attempt.outcome === "rejected"
        ? ({ status: "dead", dead_reason: "rejected" } as const)
        : ({ status: "succeeded" } as const);
  return world.settlement(held, decision, attempt);
}

export function breakerRules({ world: current }: Fixture): void {
  const threshold = (circuit_breaker_threshold: number | null) =>
    current().destination({ retry_policy: { circuit_breaker_threshold } });
  const find = async ({ id }: Destination) =>
    must(await current().store.destinations.get(current().test.id, id));

  it("pauses at the threshold, over several batches, emits it and bumps the version", async () => {
    const world = current();
    const to = await threshold(3);
    expect((await attempts(world, to, [FAILED, FAILED])).statusChanges).toEqual([]);
    const version = await world.versionOf(world.test);
    world.pass(MINUTE);
    const { statusChanges } = await attempts(world, to, [FAILED]);
    const paused = {
      ...to,
      status: "paused",
      paused_reason: "circuit_breaker",
      paused_at: world.now,
      updated_at: world.now,
    };
    expect(statusChanges).toEqual([
      { destination: paused, change: "circuit_breaker", consecutiveFailures: 3 },
    ]);
    expect(await find(to)).toEqual(paused);
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
  });

  it("counts from the last success, within a batch too", async () => {
    const world = current();
    const to = await threshold(3);
    expect((await attempts(world, to, [FAILED, FAILED, SUCCEEDED, FAILED, FAILED])).statusChanges).toEqual(
      [],
    );
    expect((await attempts(world, to, [SUCCEEDED])).statusChanges).toEqual([]);
    expect((await attempts(world, to, [FAILED, FAILED])).statusChanges).toEqual([]);
    expect((await attempts(world, to, [FAILED])).statusChanges).toHaveLength(1);
  });

  it("neither counts nor resets for a final response", async () => {
    const world = current();
    const to = await threshold(2);
    const { statusChanges } = await attempts(world, to, [REJECTED, REJECTED, FAILED, REJECTED]);
    expect(statusChanges).toEqual([]);
    expect((await attempts(world, to, [REJECTED, FAILED])).statusChanges).toHaveLength(1);
  });

  it("keeps destinations apart", async () => {
    const world = current();
    const [a, b] = [await threshold(2), await threshold(2)];
    await attempts(world, a, [FAILED]);
    expect((await attempts(world, b, [FAILED])).statusChanges).toEqual([]);
    expect((await attempts(world, a, [FAILED])).statusChanges).toMatchObject([{ destination: { id: a.id } }]);
  });

  it("never trips without a threshold", async () => {
    const to = await threshold(null);
    const { statusChanges } = await attempts(
      current(),
      to,
      Array.from({ length: 20 }, () => FAILED),
    );
    expect(statusChanges).toEqual([]);
  });

  it("goes by the threshold of now", async () => {
    const world = current();
    const to = await threshold(50);
    await attempts(world, to, [FAILED, FAILED, FAILED]);
    await world.update(to, { retry_policy: { ...to.retry_policy, circuit_breaker_threshold: 4 } });
    expect((await attempts(world, to, [FAILED])).statusChanges).toHaveLength(1);
  });

  it("pauses once, however many failures follow", async () => {
    const world = current();
    const to = await threshold(1);
    const { statusChanges } = await attempts(world, to, [FAILED, FAILED, FAILED]);
    expect(statusChanges).toHaveLength(1);
    expect(statusChanges[0]?.consecutiveFailures).toBe(1);
  });

  it("resumes on a probe's success, emits it and bumps the version", async () => {
    const world = current();
    const to = await threshold(1);
    await attempts(world, to, [FAILED]);
    const held = await world.sendOne(to);
    world.pass(PROBE_INTERVAL);
    const probe = await world.claimOnly(held.id);
    const version = await world.versionOf(world.test);
    const { statusChanges } = await world.succeed(probe);
    const resumed = { ...to, updated_at: world.now };
    expect(statusChanges).toEqual([{ destination: resumed, change: "resumed", consecutiveFailures: 0 }]);
    expect(await find(to)).toEqual(resumed);
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
    expect((await world.delivery(held.id)).retries[0]).toMatchObject({ trigger: "probe" });
  });

  it("stays closed when a probe fails, which counts as the delivery's first attempt", async () => {
    const world = current();
    const to = await threshold(1);
    await attempts(world, to, [FAILED]);
    const held = await world.sendOne(to);
    world.pass(PROBE_INTERVAL);
    const probe = await world.claimOnly(held.id);
    expect((await world.fail([probe], world.now + MINUTE)).statusChanges).toEqual([]);
    expect(await find(to)).toMatchObject({ status: "paused" });
    world.pass(MINUTE);
    expect(await world.claimOnly(held.id)).toMatchObject({ trigger: "schedule", retry_count: 1 });
  });

  it("resumes on the success of any attempt, also one that was in flight when it tripped", async () => {
    const world = current();
    const to = await threshold(1);
    const [first, second] = [await world.sendOne(to), await world.sendOne(to)];
    const { deliveries } = await world.claim();
    const [a, b] = [must(deliveries[0]), must(deliveries[1])];
    expect([a.id, b.id]).toEqual([first.id, second.id]);
    await world.fail([a], world.now + MINUTE);
    const { statusChanges } = await world.succeed(b);
    expect(statusChanges.map(({ change }) => change)).toEqual(["resumed"]);
  });

  it("emits a pause and a resume within one batch, in order", async () => {
    const { statusChanges } = await attempts(current(), await threshold(1), [FAILED, SUCCEEDED, FAILED]);
    expect(statusChanges.map(({ change }) => change)).toEqual([
      "circuit_breaker",
      "resumed",
      "circuit_breaker",
    ]);
  });

  it("leaves a pause by hand alone, and sends no probe for it", async () => {
    const world = current();
    const to = await threshold(1);
    const { id } = await world.sendOne(to);
    const inFlight = await world.claimOnly(id);
    await world.sendOne(to);
    await world.pause(to);
    expect((await world.succeed(inFlight)).statusChanges).toEqual([]);
    expect(await find(to)).toMatchObject({ status: "paused", paused_reason: "manual" });
    world.pass(10 * PROBE_INTERVAL);
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("restarts the count after a resume by hand", async () => {
    const world = current();
    const to = await threshold(2);
    await attempts(world, to, [FAILED, FAILED]);
    await world.resume(to);
    expect((await attempts(world, to, [FAILED])).statusChanges).toEqual([]);
    expect((await attempts(world, to, [FAILED])).statusChanges).toHaveLength(1);
    expect(await world.store.stats.totals(world.now)).toMatchObject({ pausedByBreaker: 1 });
  });

  it("pauses a destination that is gone, sends no probe and is not resumed by a success", async () => {
    const world = current();
    const to = await threshold(3);
    const version = await world.versionOf(world.test);
    const { statusChanges } = await attempts(world, to, [GONE, SUCCEEDED]);
    expect(statusChanges).toMatchObject([{ change: "gone", destination: { paused_reason: "gone" } }]);
    expect(await find(to)).toMatchObject({ status: "paused", paused_reason: "gone", paused_at: world.now });
    expect(await world.versionOf(world.test)).toBeGreaterThan(version);
    await world.sendOne(to);
    world.pass(10 * PROBE_INTERVAL);
    expect((await world.claim()).deliveries).toEqual([]);
    await world.resume(to);
    expect((await world.claim()).deliveries).toHaveLength(1);
  });

  it("ends the probes when one finds the destination gone, and keeps the start of the pause", async () => {
    const world = current();
    const to = await threshold(1);
    await attempts(world, to, [FAILED]);
    const pausedAt = world.now;
    const held = await world.sendOne(to);
    world.pass(PROBE_INTERVAL);
    const probe = await world.claimOnly(held.id);
    await world.settle(settlementOf(world, probe, GONE));
    expect(await find(to)).toMatchObject({ paused_reason: "gone", paused_at: pausedAt });
  });

  it("leaves a pause by hand alone when the destination is gone", async () => {
    const world = current();
    const to = await threshold(3);
    const { id } = await world.sendOne(to);
    const inFlight = await world.claimOnly(id);
    await world.pause(to);
    expect((await world.settle(settlementOf(world, inFlight, GONE))).statusChanges).toEqual([]);
    expect(await find(to)).toMatchObject({ paused_reason: "manual" });
  });

  it("does not wake a destination that was deleted", async () => {
    const world = current();
    const to = await threshold(1);
    const { id } = await world.sendOne(to);
    const held = await world.claimOnly(id);
    await world.store.destinations.delete(world.test.id, to.id, { now: world.now });
    expect((await world.fail([held], world.now + MINUTE)).statusChanges).toEqual([]);
    expect(await world.store.destinations.get(world.test.id, to.id)).toBeNull();
  });
}
