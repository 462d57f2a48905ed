import fc from "fast-check";
import { expect, it } from "vitest";
import type { Destination, DeliveryStatus } from "../../domain/domain.js";
import { type Held, handedOff, idsOf } from "./values.js";
import { type Fixture, HOLD, MINUTE, RETENTION, type World } from "./world.js";

const STEPS = {
  send: 6,
  handOff: 6,
  claim: 8,
  release: 2,
  succeed: 8,
  fail: 6,
  reject: 3,
  pass: 3,
  loseLeases: 1,
  pause: 1,
  resume: 2,
  retry: 3,
  replay: 2,
  replayAll: 1,
  sweep: 2,
};
type Step = keyof typeof STEPS;

/** The walk's knowledge of the store: its responses only. */
class Walk {
  held: Held[] = [];
  readonly created = new Set<string>();

  constructor(
    readonly world: World,
    readonly destinations: Destination[],
  ) {}

  async take(step: Step, pick: number): Promise<void> {
    const { world } = this;
    const to = at(this.destinations, pick);
    switch (step) {
      case "send":
      case "handOff": {
        const batch = [await world.newEvent(this.destinations), await world.newEvent([to])];
        for (const { id } of batch.flatMap(({ deliveries }) => deliveries)) this.created.add(id);
        this.held.push(...handedOff(await world.commit(batch, { handOff: step === "send" ? 0 : pick % 4 })));
        return;
      }
      case "claim":
        return this.#claim(1 + (pick % 5));
      case "release": {
        const [held] = this.held.splice(pick % Math.max(1, this.held.length), 1);
        if (held !== undefined) await world.store.release([held.lease.token], world.now);
        return;
      }
      case "succeed":
        return this.#settle(pick, (held) => world.succeed(held));
      case "fail":
        return this.#settle(pick, (held) => world.fail([held], world.now + pick));
      case "reject":
        return this.#settle(pick, (held) => world.reject(held));
      case "pass":
        world.pass(pick * 10);
        return;
      case "loseLeases":
        world.pass(10 * MINUTE);
        await world.claim({ limit: 0 });
        this.held = [];
        return;
      case "pause":
        return world.pause(to);
      case "resume":
        return world.resume(to);
      case "retry":
      case "replay": {
        const id = at([...this.created, "del_unknown"], pick);
        const input = { environmentId: world.test.id, id, now: world.now, retentionMs: RETENTION };
        await world.store.deliveries[step === "retry" ? "forceRetry" : "replayDead"](input);
        return;
      }
      case "replayAll":
        await world.store.deliveries.replayAllDead({
          environmentId: world.test.id,
          now: world.now,
          retentionMs: RETENTION,
        });
        return;
      case "sweep":
        await world.sweep({ holdMs: HOLD / 10 });
    }
  }

  /** A claim gives no more than a destination has slots; a hand-off is bounded by its caller. */
  async #claim(limit: number): Promise<void> {
    const { deliveries } = await this.world.claim({ limit });
    this.held.push(...deliveries);
    for (const { id, max_concurrent_deliveries } of this.destinations) {
      if (!deliveries.some(({ destination_id }) => destination_id === id)) continue;
      expect(this.#leased(id).length).toBeLessThanOrEqual(max_concurrent_deliveries);
    }
  }

  #leased(destinationId?: string): Held[] {
    return this.held.filter(
      ({ lease, destination_id }) =>
        lease.expires_at > this.world.now && (destinationId ?? destination_id) === destination_id,
    );
  }

  /** Leases of the walk are never out of date but through `loseLeases`, so every settlement is taken. */
  async #settle(pick: number, settle: (held: Held) => Promise<{ deliveries: unknown[] }>): Promise<void> {
    const [held] = this.held.splice(pick % Math.max(1, this.held.length), 1);
    if (held === undefined || held.lease.expires_at <= this.world.now) return;
    const { deliveries } = await settle(held);
    expect(deliveries).not.toContain(null);
  }

  async check(): Promise<void> {
    const { world } = this;
    const leased = this.#leased();
    expect(new Set(idsOf(leased)).size).toBe(leased.length);
    const count = async (status?: DeliveryStatus) => {
      const filter = status === undefined ? { notBefore: 0 } : { notBefore: 0, status };
      const page = await world.store.deliveries.list(world.test.id, filter, { after: null, limit: 10_000 });
      return page.items.length;
    };
    expect(await count()).toBe(this.created.size);
    const byStatus = [
      await count("pending"),
      await count("retrying"),
      await count("succeeded"),
      await count("dead"),
    ];
    expect(byStatus.reduce((sum, each) => sum + each)).toBe(this.created.size);
    const { dead } = await world.store.stats.backlog(world.test.id, { now: world.now });
    expect(dead).toBe(byStatus[3]);
  }

  /** After any history: with time and a healthy destination every delivery ends, and no slot is lost. */
  async finish(): Promise<void> {
    const { world } = this;
    for (const to of this.destinations) await world.resume(to);
    world.pass(60 * MINUTE);
    for (;;) {
      const { deliveries } = await world.claim();
      if (deliveries.length === 0) break;
      await world.succeed(...deliveries);
    }
    expect(await world.store.stats.totals(world.now)).toMatchObject({ inFlight: 0, due: 0 });
    expect(await world.inFlight(world.test)).toBe(0);
  }
}

function at<T>(items: readonly T[], pick: number): T {
  return items[pick % items.length] as T;
}

export function randomWalkRules({ world: current }: Fixture): void {
  const step = fc.oneof(
    ...Object.entries(STEPS).map(([name, weight]) => ({
      weight,
      arbitrary: fc.tuple(fc.constant(name as Step), fc.nat(1000)),
    })),
  );

  it("keeps its counts and bounds, and loses nothing, for any calls in any order", async () => {
    const world = current();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 60 }), async (steps) => {
        const destinations = [
          await world.destination({
            max_concurrent_deliveries: 2,
            retry_policy: { circuit_breaker_threshold: 4 },
          }),
          await world.destination({ max_concurrent_deliveries: 5 }),
        ];
        const walk = new Walk(world, destinations);
        for (const [name, pick] of steps) await walk.take(name, pick);
        await walk.check();
        await walk.finish();
        for (const { id } of destinations)
          await world.store.destinations.delete(world.test.id, id, { now: world.now });
        world.pass(2 * RETENTION);
        await world.sweep({ limit: 10_000 });
      }),
      { numRuns: 25 },
    );
  });
}
