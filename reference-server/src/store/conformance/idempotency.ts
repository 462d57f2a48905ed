import { expect, it } from "vitest";
import type { Destination } from "../../domain/domain.js";
import type { IdempotentOutcome } from "../idempotency.js";
import type { IdempotentRequest } from "../store.js";
import { newRotation } from "./destinations.js";
import { done, idsOf, must } from "./values.js";
import { DAY, type Fixture, type World } from "./world.js";

/** Every call that takes a key: what it needs, and how to make it. */
const CALLS: Record<
  string,
  (world: World, to: Destination, request: IdempotentRequest<never>) => Promise<IdempotentOutcome<unknown>>
> = {
  "destinations.create": (world, _to, request) => createDestination(world, request),
  "destinations.update": (world, { id }, request) =>
    world.store.destinations.update(
      { environmentId: world.test.id, id, patch: { name: "new" }, now: world.now },
      request,
    ),
  "destinations.rotate": (world, { id }, request) =>
    world.store.destinations.rotate(
      { environmentId: world.test.id, id, rotation: newRotation(world, id), now: world.now },
      request,
    ),
  "subscriptions.create": (world, to, request) =>
    world.store.subscriptions.create(world.subscriptionInput(to), request),
  "events.createTest": async (world, to, request) => {
    const { event, deliveries } = await world.newEvent([to]);
    const test = { event, trace: null, delivery: must(deliveries[0]), now: world.now };
    return world.store.events.createTest(test, request);
  },
  "events.replay": async (world, to, request) => {
    const { event, deliveries, version } = await world.newEvent([to]);
    await world.commit([{ ...(await world.newEvent([])), event }]);
    return world.store.events.replay(
      { environmentId: world.test.id, event, deliveries, version, now: world.now },
      request,
    );
  },
  "deliveries.recover": async (world, { id }, request) =>
    world.store.deliveries.recover(
      {
        environmentId: world.test.id,
        destinationId: id,
        events: [],
        version: await world.versionOf(world.test),
        now: world.now,
        tally: { created: 0, revived: 0, skipped: 0 },
        dryRun: false,
      },
      request,
    ),
  "deliveries.forceRetry": async (world, to, request) =>
    world.store.deliveries.forceRetry({ ...byHand(world), id: (await world.sendOne(to)).id }, request),
  "deliveries.replayDead": async (world, to, request) =>
    world.store.deliveries.replayDead({ ...byHand(world), id: (await world.dead(to)).id }, request),
  "deliveries.replayAllDead": (world, _to, request) =>
    world.store.deliveries.replayAllDead(byHand(world), request),
  advanceClock: (world, _to, request) => world.store.advanceClock(world.test.id, 5, request),
};

function byHand(world: World) {
  return { environmentId: world.test.id, now: world.now, retentionMs: 30 * DAY };
}

function createDestination(world: World, request?: IdempotentRequest<never>) {
  const destination = world.destinationInput();
  const signingKey = world.signingKey(destination.id);
  return world.store.destinations.create({ destination, signingKey, limit: 100 }, request);
}

export function idempotencyRules({ world: current, reopen }: Fixture): void {
  it.each(Object.entries(CALLS))("%s stores its response in the same transaction", async (_name, call) => {
    const world = current();
    const to = await world.destination();
    const result = done(await call(world, to, world.request<never>("k")));
    await reopen();
    const stored = Buffer.from(JSON.stringify(result));
    expect(await world.findResponse(world.test, "k")).toEqual({ stored });
    expect(await call(world, to, world.request<never>("k"))).toEqual({ stored });
    const other = world.request<never>("k", { fingerprint: Buffer.from("other") });
    expect(await call(world, to, other)).toBe("idempotency_key_conflict");
    expect(await world.store.findResponse(world.test.id, other)).toBe("idempotency_key_conflict");
  });

  it.each(Object.entries(CALLS))(
    "%s changes nothing when the response cannot be sealed",
    async (_name, call) => {
      const world = current();
      const to = await world.destination();
      const before = await world.store.snapshot(world.test.id);
      const broken = world.request<never>("k", {
        responseTo: () => {
          throw new Error("no sealing key");
        },
      });
      await expect(call(world, to, broken)).rejects.toThrow("no sealing key");
      expect(await world.store.snapshot(world.test.id)).toEqual(before);
      expect(await world.findResponse(world.test, "k")).toBeNull();
    },
  );

  it("makes one change of a hundred calls at the same moment", async () => {
    const world = current();
    const calls = Array.from({ length: 100 }, () => createDestination(world, world.request<never>("k")));
    const outcomes = await Promise.all(calls);
    const created = outcomes.flatMap((outcome) =>
      typeof outcome === "object" && "result" in outcome ? [outcome.result] : [],
    );
    expect(created).toHaveLength(1);
    const { items } = await world.store.destinations.list(world.test.id, {}, { after: null, limit: 100 });
    expect(idsOf(items)).toEqual(idsOf(created));
    for (const outcome of outcomes.filter((each) => typeof each === "object" && "stored" in each)) {
      expect(outcome).toEqual({ stored: Buffer.from(JSON.stringify(created[0])) });
    }
  });

  it("forgets when the window ends, on the environment's clock", async () => {
    const world = current();
    await createDestination(world, world.request<never>("k"));
    const find = (at: number) => world.findResponse(world.test, "k", at);
    expect(await find(world.now + DAY - 1)).not.toBeNull();
    expect(await find(world.now + DAY)).toBeNull();
    await world.store.advanceClock(world.test.id, DAY);
    expect(await find(world.now)).toBeNull();
    done(await createDestination(world, world.request<never>("k", { expiresAt: world.now + 2 * DAY })));
    expect(await find(world.now)).not.toBeNull();
  });

  it("keeps environments apart", async () => {
    const world = current();
    await createDestination(world, world.request<never>("k"));
    expect(await world.findResponse(world.live, "k")).toBeNull();
    done(await world.store.advanceClock(world.live.id, 0, world.request("k")));
  });

  it("keeps the keys of a tenant apart from those of other tenants, of the environment and of events", async () => {
    const world = current();
    await world.commit([await world.newEvent([], { key: "k" })]);
    const request = (owner: string) => ({ ...world.request<never>("k"), owner });
    const [acme, globex] = [
      done(await createDestination(world, request("acme"))),
      done(await createDestination(world, request("globex"))),
    ];
    expect(acme).not.toEqual(globex);
    expect(await createDestination(world, request("acme"))).toHaveProperty("stored");
    const other = { ...request("acme"), fingerprint: Buffer.from("another") };
    expect(await createDestination(world, other)).toBe("idempotency_key_conflict");
    await createDestination(world, { ...request("acme"), key: "acme only" });
    expect(await world.findResponse(world.test, "acme only")).toBeNull();
    done(await createDestination(world, world.request<never>("acme only")));
  });

  it("refuses a key that an event has", async () => {
    const world = current();
    await world.commit([await world.newEvent([], { key: "k" })]);
    expect(await world.findResponse(world.test, "k")).toBe("idempotency_key_conflict");
    expect(await createDestination(world, world.request<never>("k"))).toBe("idempotency_key_conflict");
    expect(await world.commitRequest([await world.newEvent([])], "k")).toBe("idempotency_key_conflict");
  });

  it("does not store a refusal", async () => {
    const world = current();
    const input = world.subscriptionInput(await world.destination());
    const create = (destination_id: string) =>
      world.store.subscriptions.create({ ...input, destination_id }, world.request("k"));
    expect(await create("dest_unknown")).toBe("destination_not_found");
    done(await create(input.destination_id));
  });
}
