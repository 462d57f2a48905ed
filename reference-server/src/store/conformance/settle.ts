import { expect, it } from "vitest";
import { must } from "./values.js";
import { type Fixture, MINUTE, SECOND } from "./world.js";

export function settleRules({ world: current, reopen }: Fixture): void {
  it("records a success with its attempt, across a restart", async () => {
    const world = current();
    const to = await world.destination();
    const sent = await world.sendOne(to);
    const held = await world.claimOnly(sent.id);
    world.pass(SECOND);
    const { deliveries, statusChanges } = await world.succeed(held);
    const settled = {
      ...sent,
      status: "succeeded",
      response_code: 200,
      response_body: "ok",
      latency_ms: 12,
      updated_at: world.now,
      completed_at: world.now,
    };
    expect(deliveries).toEqual([settled]);
    expect(statusChanges).toEqual([]);
    await reopen();
    expect(await world.delivery(sent.id)).toEqual({
      ...settled,
      retries: [{ ...world.attempt(held), url: to.url }],
    });
  });

  it("records a failure that is to be tried again, and when", async () => {
    const world = current();
    const to = await world.destination();
    const sent = await world.sendOne(to);
    const held = await world.claimOnly(sent.id);
    const attempt = {
      outcome: "failed",
      response_code: null,
      response_headers: null,
      response_body: null,
      error: "timeout",
    } as const;
    const decision = { status: "retrying", due_at: world.now + MINUTE } as const;
    const { deliveries } = await world.settle(world.settlement(held, decision, attempt));
    expect(deliveries[0]).toEqual({
      ...sent,
      status: "retrying",
      latency_ms: 12,
      error: "timeout",
      next_retry_at: world.now + MINUTE,
    });
    expect(await world.delivery(sent.id)).toEqual({
      ...deliveries[0],
      retries: [{ ...world.attempt(held, attempt), url: to.url }],
    });
  });

  it("records a death and its reason", async () => {
    const world = current();
    const sent = await world.sendOne(await world.destination());
    const { deliveries } = await world.reject(await world.claimOnly(sent.id));
    expect(deliveries[0]).toMatchObject({
      status: "dead",
      dead_reason: "rejected",
      response_code: 422,
      next_retry_at: null,
      completed_at: world.now,
    });
    expect(await world.store.stats.backlog(world.test.id, { now: world.now })).toMatchObject({ dead: 1 });
    expect((await world.claim()).deliveries).toEqual([]);
  });

  it("keeps every attempt in order, shows the last one and counts the scheduled ones", async () => {
    const world = current();
    const { id } = await world.sendOne(await world.destination());
    for (let retry = 0; retry < 3; retry += 1) {
      const held = await world.claimOnly(id);
      expect([held.retry_count, held.attempt_number]).toEqual([retry, retry]);
      const attempt = {
        outcome: "failed",
        response_code: 500 + retry,
        response_body: String(retry),
      } as const;
      const decision = { status: "retrying", due_at: world.now + SECOND } as const;
      await world.settle(world.settlement(held, decision, attempt));
      world.pass(SECOND);
    }
    const shown = await world.delivery(id);
    expect(shown).toMatchObject({ retry_count: 2, response_code: 502, response_body: "2" });
    expect(shown.retries.map((attempt) => [attempt.number, attempt.response_code])).toEqual([
      [0, 500],
      [1, 501],
      [2, 502],
    ]);
    const [listed] = (
      await world.store.deliveries.list(world.test.id, { notBefore: 0 }, { after: null, limit: 1 })
    ).items;
    expect(listed).toMatchObject({ retry_count: 2, response_code: 502, response_body: "2" });
  });

  it("counts no attempt where nothing was sent", async () => {
    const world = current();
    const { id } = await world.sendOne(await world.destination());
    await world.fail([await world.claimOnly(id)], world.now);
    const held = await world.claimOnly(id);
    const decision = { status: "dead", dead_reason: "budget_exhausted" } as const;
    const { deliveries } = await world.settle(world.settlement(held, decision, null));
    expect(deliveries[0]).toMatchObject({
      status: "dead",
      dead_reason: "budget_exhausted",
      retry_count: 0,
      response_code: 503,
      completed_at: world.now,
    });
    expect((await world.delivery(id)).retries).toHaveLength(1);
    expect(await world.inFlight(world.test)).toBe(0);
  });

  it("gives a delivery back unsent, as if it had not been claimed", async () => {
    const world = current();
    const { id, created_at } = await world.sendOne(await world.destination());
    const held = await world.claimOnly(id);
    await world.settle(world.settlement(held, { status: "pending", due_at: created_at }, null));
    expect(await world.delivery(id)).toMatchObject({ status: "pending", retry_count: 0, retries: [] });
    const again = await world.claimOnly(id);
    expect(again).toEqual({ ...held, lease: again.lease });
  });

  it("takes a due time with a fraction", async () => {
    const world = current();
    const { id } = await world.sendOne(await world.destination());
    const { deliveries } = await world.fail([await world.claimOnly(id)], world.now + 100.4);
    expect(deliveries[0]?.next_retry_at).toBe(world.now + 100);
  });

  it("ignores a settlement without the lease, and accepts the rest of the batch", async () => {
    const world = current();
    const to = await world.destination();
    const [first, second] = [await world.sendOne(to), await world.sendOne(to)];
    const { deliveries: held } = await world.claim();
    const [a, b] = [must(held[0]), must(held[1])];
    const forged = { ...a, lease: { ...a.lease, token: b.lease.token } };
    const unknown = { ...a, id: "del_unknown" };
    const elsewhere = { ...a, environment_id: world.live.id };
    const { deliveries } = await world.succeed(forged, unknown, elsewhere, b, b);
    expect(deliveries.map((delivery) => delivery?.id)).toEqual([
      undefined,
      undefined,
      undefined,
      second.id,
      undefined,
    ]);
    expect(await world.delivery(first.id)).toMatchObject({ status: "pending", retries: [] });
    expect((await world.delivery(second.id)).retries).toHaveLength(1);
    expect(await world.inFlight(world.test)).toBe(1);
  });

  it("settles an empty batch", async () => {
    expect(await current().settle()).toEqual({ recorded: [], deliveries: [], statusChanges: [], next: [] });
  });
}
