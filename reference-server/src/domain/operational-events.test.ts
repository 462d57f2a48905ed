import { describe, expect, it } from "vitest";
import { changeStatus, patchDestination, rotateKey } from "./change-destination.js";
import { newDestination } from "./domain.js";
import {
  creationEvent,
  deathEvent,
  excludedDestination,
  furtherDeathsEvent,
  isDeathReported,
  rotationEvents,
  singleDeaths,
  statusEvents,
} from "./operational-events.js";

const active = {
  ...newDestination({ id: "dest_1", environmentId: 7, url: "https://a.example/", now: 1000 }),
  tenant: "acme",
};
const bodyOf = ({ body }: { body: string }) => JSON.parse(body) as Record<string, unknown>;

describe("events of a destination", () => {
  it("have its environment and its tenant, and say which it is", () => {
    const event = creationEvent(active);
    expect(event).toMatchObject({ environment_id: 7, tenant: "acme", type: "harbor.destination.created" });
    expect(bodyOf(event)).toMatchObject({ destination_id: "dest_1", name: null, url: "https://a.example/" });
  });
});

describe("statusEvents", () => {
  const types = (...args: Parameters<typeof statusEvents>) => statusEvents(...args).map(({ type }) => type);

  it("has none without a change", () => {
    expect(types(active, patchDestination(active, { name: "x" }, 2000))).toEqual([]);
    const paused = patchDestination(active, { status: "paused" }, 2000);
    expect(types(paused, patchDestination(paused, { status: "paused" }, 3000))).toEqual([]);
  });

  it("has a pause for each reason, with the failures only of the breaker", () => {
    const held = changeStatus(active, "circuit_breaker", 2000);
    const [byBreaker] = statusEvents(active, held, 50).map(bodyOf);
    expect(byBreaker).toMatchObject({ paused_reason: "circuit_breaker", consecutive_failures: 50 });
    const gone = changeStatus(held, "gone", 3000);
    const [byGone] = statusEvents(held, gone, 50).map(bodyOf);
    expect(byGone).toMatchObject({ paused_reason: "gone", consecutive_failures: null });
    const manual = patchDestination(gone, { status: "paused", paused_reason: "manual" }, 4000);
    expect(types(gone, manual)).toEqual(["harbor.destination.paused"]);
  });

  it("has the reason of the pause that ends", () => {
    const gone = changeStatus(active, "gone", 2000);
    const [resumed] = statusEvents(gone, patchDestination(gone, { status: "active" }, 3000));
    expect(resumed).toMatchObject({ type: "harbor.destination.resumed", occurred_at: 3000 });
    expect(resumed && bodyOf(resumed)).toMatchObject({ paused_reason: "gone" });
  });
});

describe("rotationEvents", () => {
  const terms = { now: 2000, endNow: false, oldKeysExpireAt: 9000, publicKey: "whpk_" };

  it("has the end of the old key, and null when it has ended", () => {
    const rotated = rotateKey(active, terms);
    const leaked = rotateKey(active, { ...terms, endNow: true });
    if (typeof rotated === "string" || typeof leaked === "string") throw new Error("Expected a rotation.");
    expect(rotationEvents(active, rotated).map(bodyOf)).toMatchObject([
      { signature: "harbor", old_signature: "harbor", old_key_expires_at: new Date(9000).toISOString() },
    ]);
    expect(rotationEvents(active, leaked).map(bodyOf)).toMatchObject([{ old_key_expires_at: null }]);
  });

  it("has none when the signature stays", () => {
    expect(rotationEvents(active, { destination: active, newKey: null, earlierKeys: "expire" })).toEqual([]);
  });
});

describe("dead deliveries", () => {
  const dead = {
    id: "del_1",
    event_id: "evt_1",
    event_type: "order.created",
    dead_reason: "rejected",
    response_code: 422,
    completed_at: 5000,
  } as const;

  it("are reported unless the destination or the event is gone, or the event is Harbor's own", () => {
    expect(isDeathReported(dead)).toBe(true);
    expect(isDeathReported({ ...dead, event_type: "harborage.left" })).toBe(true);
    for (const event_type of ["harbor.test", "harbor.delivery.dead"])
      expect(isDeathReported({ ...dead, event_type })).toBe(false);
    for (const dead_reason of ["destination_deleted", "event_erased"] as const)
      expect(isDeathReported({ ...dead, dead_reason })).toBe(false);
  });

  it.each([
    [{ added: 1, total: 1 }, 1],
    [{ added: 60, total: 60 }, 60],
    [{ added: 61, total: 61 }, 60],
    [{ added: 10, total: 65 }, 5],
    [{ added: 10, total: 200 }, 0],
  ])("have events of their own up to 60: %o", (deaths, expected) => {
    expect(singleDeaths(deaths)).toBe(expected);
  });

  it("have an event each, or one for the rest", () => {
    expect(bodyOf(deathEvent(active, dead))).toMatchObject({ delivery_id: "del_1", count: 1 });
    const rest = bodyOf(furtherDeathsEvent(active, { total: 75, at: 60_000 }));
    expect(rest).toMatchObject({ delivery_id: null, event_id: null, response_code: null, count: 15 });
  });
});

describe("excludedDestination", () => {
  const body = Buffer.from('{"destination_id":"dest_1"}');

  it("is the one that fails or is paused", () => {
    for (const type of ["harbor.destination.failing", "harbor.destination.paused"])
      expect(excludedDestination({ type, body })).toBe("dest_1");
    for (const type of ["harbor.destination.resumed", "harbor.delivery.dead", "order.created"])
      expect(excludedDestination({ type, body })).toBeNull();
  });
});
