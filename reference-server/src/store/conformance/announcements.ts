import { expect, it } from "vitest";
import type { Attempt, Destination } from "../../domain/domain.js";
import type { Announcement } from "../store.js";
import { created, done, must, noticesOf } from "./values.js";
import { DAY, type Fixture, HOUR, type World } from "./world.js";

const FAILED = { outcome: "failed", response_code: 500 } as const;
export const REJECTED = { outcome: "rejected", response_code: 422, response_body: "no" } as const;
const SUCCEEDED = { outcome: "succeeded", response_code: 200 } as const;

/** All that wait, as they will be sent. */
export async function waiting({ store }: World): Promise<Record<string, unknown>[]> {
  return (await store.announcements({ after: 0, limit: 1000 })).map(
    ({ tenant, type, body, occurred_at }) => ({
      ...(JSON.parse(body) as Record<string, unknown>),
      type: type.replace("harbor.", ""),
      tenant,
      occurred_at,
    }),
  );
}

/** Commits the events of all that wait, without deliveries. */
export async function sendAll(world: World) {
  const before = await waiting(world);
  for (const announcement of await world.store.announcements({ after: 0, limit: 1000 })) {
    created((await world.commit([await eventOf(world, announcement)]))[0]);
  }
  expect(await waiting(world)).toEqual([]);
  return before;
}

async function eventOf(world: World, { seq, type, tenant, body }: Announcement) {
  return { ...(await world.newEvent([], { type, tenant, body })), announcement: seq };
}

/** A destination that asks for Harbor's own events, of which it gets none here. */
export async function listener(world: World): Promise<void> {
  await world.subscription(await world.destination(), { event_type: "harbor.**" });
}

/** One batch of attempts on new deliveries, in this order. */
export async function attempts(world: World, to: Destination, outcomes: Partial<Attempt>[]): Promise<void> {
  await world.commit(await world.newEvents([to], outcomes.length));
  const { deliveries } = await world.claim();
  expect(deliveries).toHaveLength(outcomes.length);
  const decisionOf = ({ outcome }: Partial<Attempt>) =>
    outcome === "failed"
      ? ({ status: "retrying", due_at: world.now + 1000 * DAY } as const)
      : outcome === "rejected"
        ? ({ status: "dead", dead_reason: "rejected" } as const)
        : ({ status: "succeeded" } as const);
  await world.settle(
    ...deliveries.map((held, index) => {
      const outcome = must(outcomes[index]);
      return world.settlement(held, decisionOf(outcome), outcome);
    }),
  );
}

export const times = <T>(count: number, item: T): T[] => Array.from({ length: count }, () => item);

export async function rotate(
  world: World,
  { id }: Destination,
  graceMs: number,
  endNow = false,
): Promise<void> {
  const key = world.signingKey(id);
  const rotation = {
    keys: { secret: key, key_pair: key, publicKey: "whpk_" },
    oldKeysExpireAt: (await world.timeIn(world.test)) + graceMs,
    endNow,
  };
  done(await world.store.destinations.rotate({ environmentId: world.test.id, id, rotation, now: world.now }));
}

export function announcementRules(fixture: Fixture): void {
  destinationAnnouncements(fixture);
  attemptAnnouncements(fixture);
  sending(fixture);
}

function destinationAnnouncements({ world: current }: Fixture): void {
  it("announces changes of destinations, with their tenant, to environments that listen", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination({ tenant: "acme", name: "Orders" });
    const about = { destination_id: to.id, name: "Orders", url: to.url, tenant: "acme" };
    const now = new Date(world.now).toISOString();
    await world.pause(to);
    await world.update(to, { name: "Orders" });
    await world.update(to, { status: "paused", paused_reason: "portal" });
    await world.update(to, { status: "paused", paused_reason: "gone" });
    await world.resume(to);
    await rotate(world, to, 7 * DAY);
    await world.remove(to);
    expect(await sendAll(world)).toEqual([
      expect.objectContaining({ ...about, type: "destination.created", created_at: now }),
      expect.objectContaining({
        ...about,
        ...{
          type: "destination.paused",
          paused_reason: "manual",
          paused_at: now,
          consecutive_failures: null,
        },
      }),
      expect.objectContaining({ ...about, type: "destination.paused", paused_reason: "gone" }),
      expect.objectContaining({
        ...about,
        type: "destination.resumed",
        paused_reason: "gone",
        resumed_at: now,
      }),
      expect.objectContaining({
        ...about,
        ...{ type: "signing_key.rotated", signature: "harbor", old_signature: "harbor", rotated_at: now },
        old_key_expires_at: new Date(world.now + 7 * DAY).toISOString(),
      }),
      expect.objectContaining({ ...about, type: "destination.deleted", deleted_at: now }),
    ]);
  });

  it("announces nothing while no active subscription asks for Harbor's own events", async () => {
    const world = current();
    const to = await world.destination({ retry_policy: { circuit_breaker_threshold: 1 } });
    await world.subscription(to, { event_type: "**" });
    await world.subscription(to, { event_type: "harbor.**", status: "paused" });
    await world.subscription(await world.destination({}, world.live), { event_type: "harbor.**" });
    const run = async () => {
      await attempts(world, to, [REJECTED, FAILED]);
      await world.resume(to);
      await rotate(world, to, HOUR);
      await world.sweep();
      await world.remove(to);
    };
    const notices = await noticesOf(world.store, run);
    expect(notices).not.toContainEqual({ kind: "announcement_due" });
    expect(await waiting(world)).toEqual([]);
  });

  it("announces nothing of a change that does not happen", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination();
    await sendAll(world);
    const destination = world.destinationInput();
    const input = { destination, signingKey: world.signingKey(destination.id), limit: 1 };
    expect(await world.store.destinations.create(input)).toBe("over_destination_limit");
    await rotate(world, to, DAY);
    await sendAll(world);
    await expect(rotate(world, to, DAY)).rejects.toThrow("rotation_in_progress");
    expect(await waiting(world)).toEqual([]);
  });
}

function attemptAnnouncements({ world: current }: Fixture): void {
  it("announces the highest percentage of the threshold that is newly reached, again after a success", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination({ retry_policy: { circuit_breaker_threshold: 10 } });
    await sendAll(world);
    const failing = async (outcomes: Partial<Attempt>[]) => {
      await attempts(world, to, outcomes);
      return (await sendAll(world)).map(({ type, percent, consecutive_failures }) => [
        ...[type, percent ?? null, consecutive_failures],
      ]);
    };
    expect(await failing(times(4, FAILED))).toEqual([]);
    expect(await failing([FAILED])).toEqual([["destination.failing", 50, 5]]);
    expect(await failing([FAILED])).toEqual([]);
    expect(await failing(times(3, FAILED))).toEqual([["destination.failing", 90, 9]]);
    expect(await failing([SUCCEEDED, ...times(7, FAILED)])).toEqual([["destination.failing", 70, 7]]);
    expect(await failing(times(3, FAILED))).toEqual([["destination.paused", null, 10]]);
    expect(await failing([])).toEqual([]);
  });

  it("announces that an attempt paused or resumed a destination", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination({ retry_policy: { circuit_breaker_threshold: 1 } });
    await sendAll(world);
    const [held] = await world.send([to]);
    const lease = await world.claimOnly(must(held).id);
    await attempts(world, to, [FAILED]);
    expect(await sendAll(world)).toMatchObject([
      { type: "destination.paused", paused_reason: "circuit_breaker", consecutive_failures: 1 },
    ]);
    await world.succeed(lease);
    expect(await sendAll(world)).toMatchObject([
      { type: "destination.resumed", paused_reason: "circuit_breaker" },
    ]);
    await attempts(world, to, [{ outcome: "rejected", response_code: 410 }]);
    expect(await sendAll(world)).toMatchObject([
      { type: "destination.paused", paused_reason: "gone", consecutive_failures: null },
      { type: "delivery.dead", response_code: 410 },
    ]);
  });
}

function sending({ world: current, reopen }: Fixture): void {
  it("stores the event of an announcement once, and keeps one whose commit is stale over a restart", async () => {
    const world = current();
    await listener(world);
    const to = await world.destination();
    const [announcement] = await world.store.announcements({ after: 0, limit: 1000 });
    const event = await eventOf(world, must(announcement));
    await world.update(to, { name: "changed" });
    expect(await world.commit([event])).toEqual([{ status: "stale" }]);
    await reopen();
    expect(await world.store.announcements({ after: 0, limit: 1000 })).toEqual([announcement]);
    const twice = [await eventOf(world, must(announcement)), await eventOf(world, must(announcement))];
    const results = await world.commit(twice);
    expect(results.map(({ status }) => status)).toEqual(["created", "already_taken"]);
    const again = await eventOf(world, must(announcement));
    expect(await world.commit([again, await world.newEvent([to])])).toMatchObject([
      { status: "already_taken" },
      { status: "created" },
    ]);
    expect(await world.store.events.get(world.test.id, again.event.id)).toBeNull();
    expect(await world.store.announcements({ after: 0, limit: 1000 })).toEqual([]);
  });

  it("lists the oldest first, and gives notice of new ones", async () => {
    const world = current();
    await listener(world);
    const notices = await noticesOf(world.store, () => world.destination({ name: "a" }));
    expect(notices).toContainEqual({ kind: "announcement_due" });
    await world.destination({ name: "b" }, world.live);
    await world.destination({ name: "c" });
    const names = (await world.store.announcements({ after: 0, limit: 1 })).map(({ body }) => body);
    expect(names).toEqual([expect.stringContaining('"name":"a"')]);
    expect((await waiting(world)).map(({ name }) => name)).toEqual(["a", "c"]);
  });

  it("forgets what waits about a tenant that is erased", async () => {
    const world = current();
    await listener(world);
    for (const tenant of ["acme", "globex"]) await world.destination({ tenant });
    await world.store.tenants.erase({ environmentId: world.test.id, tenant: "acme", now: world.now });
    expect((await waiting(world)).map(({ tenant }) => tenant)).toEqual(["globex"]);
  });
}
