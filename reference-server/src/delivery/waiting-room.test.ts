import { expect, test } from "vitest";
import { newDestination } from "../domain/domain.js";
import type { EnvironmentCache, EnvironmentView } from "../environments/environment-cache.js";
import type { LeasedDelivery } from "../store/store.js";
import { Slots } from "./slots.js";
import { WaitingRoom } from "./waiting-room.js";

const HOLDER = { environment_id: 1, destination_id: "dest_a" };
const MAX_WAIT_MS = 500;

/** A destination with one slot, and what the room does with its deliveries. */
function createRoom(slotsInAll = 10) {
  const time = { ms: 0 };
  const destination = {
    ...newDestination({ id: "dest_a", environmentId: 1, url: "http://receiver.example/", now: 0 }),
    max_concurrent_deliveries: 1,
  };
  const view = { destination: () => destination } as unknown as EnvironmentView;
  const environments: Pick<EnvironmentCache, "get" | "peek"> = { get: async () => view, peek: () => view };
  const slots = new Slots(slotsInAll, () => time.ms);
  slots.sent(HOLDER);
  slots.ended(HOLDER, { responded: true, tookMs: 0 });
  const started: string[] = [];
  const given: string[] = [];
  const reviews: number[] = [];
  const room = new WaitingRoom({
    slots,
    environments,
    clock: { elapsed: () => time.ms },
    maxWaitMs: MAX_WAIT_MS,
    start: ({ id }) => started.push(id),
    giveBack: (deliveries) => given.push(...deliveries.map(({ id }) => id)),
    reviewIn: (delayMs) => reviews.push(delayMs),
  });
  const lease = (id: string): boolean => {
    if (!room.reserve(HOLDER, 2)) return false;
    room.add({ ...HOLDER, id, body: Buffer.from("{}") } as LeasedDelivery);
    return true;
  };
  const respond = () => {
    slots.release(HOLDER);
    room.freed("dest_a");
  };
  return { time, slots, destination, room, lease, respond, started, given, reviews };
}

test("a freed slot goes to the delivery that came first", () => {
  const { lease, respond, started, slots } = createRoom();
  expect(["a", "b", "c"].map(lease)).toEqual([true, true, true]);
  expect(started).toEqual(["a"]);
  respond();
  respond();
  expect(started).toEqual(["a", "b", "c"]);
  respond();
  expect(slots.free).toBe(10);
});

test("what has waited for long is given back, with all that waits behind it, and not before", () => {
  const { time, room, lease, given, reviews, slots, respond } = createRoom();
  for (const id of ["a", "b"]) lease(id);
  expect(reviews.at(-1)).toBe(MAX_WAIT_MS);
  time.ms = MAX_WAIT_MS - 1;
  lease("c");
  room.review();
  expect(given).toEqual([]);
  expect(reviews.at(-1)).toBe(1);
  time.ms = MAX_WAIT_MS;
  room.review();
  expect(given).toEqual(["b", "c"]);
  expect(room.count()).toEqual({ count: 0, oldestMs: 0 });
  respond();
  expect(slots.free).toBe(10);
});

test("a reservation that is given up keeps no slot", () => {
  const { room, lease, started, respond, slots } = createRoom();
  expect(room.reserve(HOLDER, 2)).toBe(true);
  for (const id of ["a", "b"]) lease(id);
  expect(started).toEqual(["a"]);
  respond();
  expect(started).toEqual(["a", "b"]);
  room.cancel(HOLDER, 2);
  respond();
  expect(slots.free).toBe(10);
  expect(room.count().count).toBe(0);
});

test("of deliveries that were leased for more slots than there are, only as many start at once", () => {
  const { room, slots, destination, respond, started } = createRoom(2);
  destination.max_concurrent_deliveries = 10;
  for (const [id, destination_id] of Object.entries({ a: "dest_a", b: "dest_a", c: "dest_a", d: "dest_b" })) {
    const delivery = { ...HOLDER, destination_id, id, body: Buffer.from("{}") } as LeasedDelivery;
    slots.take(delivery, 2);
    room.add(delivery);
  }
  expect(started).toEqual(["a", "b"]);
  respond();
  expect(started).toEqual(["a", "b", "c"]);
  respond();
  expect(started).toEqual(["a", "b", "c", "d"]);
});

test("a room that is closed gives back what comes", () => {
  const { room, lease, given, started } = createRoom();
  for (const id of ["a", "b"]) lease(id);
  room.close();
  lease("c");
  expect(started).toEqual(["a"]);
  expect(given).toEqual(["b", "c"]);
});
