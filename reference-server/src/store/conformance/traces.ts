import { expect, it } from "vitest";
import { created, done, must } from "./values.js";
import { type Fixture, RETENTION, SECOND } from "./world.js";

const TRACE = `${"a".repeat(32)}-${"b".repeat(16)}-01`;

export function traceRules({ world: current, reopen }: Fixture): void {
  it("keeps the trace of an event for every attempt, across a restart", async () => {
    const world = current();
    const to = await world.destination();
    const trace = `${TRACE} congo=t61rcWkgMzE,rojo=00f067aa0ba902b7`;
    const delivery = await world.sendOne(to, { trace });
    const first = await world.claimOnly(delivery.id);
    expect(first.trace).toBe(trace);
    await world.fail([first], world.now + SECOND);
    await reopen();
    world.pass(SECOND);
    const retry = await world.claimOnly(delivery.id);
    expect(retry).toMatchObject({ trigger: "schedule", retry_count: 1, trace });
    await world.settle(world.settlement(retry, { status: "dead", dead_reason: "retries_exhausted" }));
    const byHand = { environmentId: world.test.id, id: delivery.id, now: world.now, retentionMs: RETENTION };
    done(await world.store.deliveries.replayDead(byHand));
    expect(await world.claimOnly(delivery.id)).toMatchObject({ retry_count: 0, trace });
  });

  it("keeps it for a replay, and none for an event that has none", async () => {
    const world = current();
    const to = await world.destination();
    const batch = [await world.newEvent([to], { trace: TRACE }), await world.newEvent([to])];
    const [traced] = (await world.commit(batch)).map(created);
    const { deliveries } = await world.claim();
    expect(deliveries.map(({ trace }) => trace)).toEqual([TRACE, null]);
    const replay = { environmentId: world.test.id, event: must(traced).event, now: world.now };
    const again = { id: world.newId("del"), destination_id: to.id };
    const version = await world.versionOf(world.test);
    done(await world.store.events.replay({ ...replay, deliveries: [again], version }));
    expect(await world.claimOnly(again.id)).toMatchObject({ trace: TRACE });
  });

  it("keeps the first one under an idempotency key", async () => {
    const world = current();
    const to = await world.destination();
    const delivery = await world.sendOne(to, { key: "k", trace: TRACE });
    const repeat = await world.newEvent([to], { key: "k", trace: TRACE.replaceAll("a", "c") });
    expect(await world.commit([repeat])).toMatchObject([{ status: "duplicate" }]);
    expect((await world.claimOnly(delivery.id)).trace).toBe(TRACE);
  });
}
