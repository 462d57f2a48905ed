import { expect, test } from "vitest";
import { type SlotHolder, Slots } from "./slots.js";

const MIB = 1024 * 1024;
const holderOf = (environment_id: number, destination_id: string): SlotHolder => ({
  environment_id,
  destination_id,
});
const A = holderOf(1, "dest_a");

/** Of these, one slot is in use: the destination has responded, and may hold no more slots. */
function busySlots(total: number, holder = A): Slots {
  const slots = new Slots(total, () => 0);
  respond(slots, holder);
  expect(slots.reserve(holder, { bytes: 1, limit: 1 })).toBe(true);
  expect(slots.start(holder, { bytes: 1, limit: 1 })).toBe("started");
  return slots;
}

function respond(slots: Slots, holder: SlotHolder): void {
  slots.sent(holder);
  slots.ended(holder, { responded: true, tookMs: 0 });
}

function reserveAll(slots: Slots, holder: SlotHolder, { bytes }: { bytes: number }): number {
  let count = 0;
  while (count < 10_000 && slots.reserve(holder, { bytes, limit: 1 })) count += 1;
  return count;
}

test("as many deliveries wait for a destination as places are left, and its environment leaves a quarter", () => {
  const slots = busySlots(64);
  expect(reserveAll(slots, A, { bytes: 1 })).toBe(32);
  let ofEnvironment = 32;
  for (let count = 0; count < 50; count += 1) {
    const next = holderOf(1, `dest_${count}`);
    respond(slots, next);
    slots.take(next, 0);
    ofEnvironment += reserveAll(slots, next, { bytes: 1 });
  }
  expect(ofEnvironment).toBe(48);
  const other = holderOf(2, "dest_other");
  respond(slots, other);
  slots.take(other, 0);
  expect(reserveAll(slots, other, { bytes: 1 })).toBe(8);
});

test("large bodies fill the memory before the places", () => {
  const slots = busySlots(4096);
  expect(reserveAll(slots, A, { bytes: MIB })).toBe(16);
});

test("nothing waits in memory for a destination that has not responded yet, or is silent", () => {
  const slots = new Slots(64, () => 0);
  expect(reserveAll(slots, A, { bytes: 1 })).toBe(1);
});

test("a place that is given up is free again, and so is a slot", () => {
  const slots = busySlots(64);
  expect(reserveAll(slots, A, { bytes: MIB })).toBe(16);
  for (let count = 0; count < 16; count += 1) slots.cancel(A, MIB);
  slots.release(A);
  expect(slots.free).toBe(64);
  expect(reserveAll(slots, A, { bytes: MIB })).toBe(16);
});

test("a slot that is free goes to a delivery that has only a place", () => {
  const slots = busySlots(64);
  slots.reserve(A, { bytes: 1, limit: 1 });
  expect(slots.start(A, { bytes: 1, limit: 1 })).toBe("at_limit");
  slots.release(A);
  expect(slots.start(A, { bytes: 1, limit: 1 })).toBe("started");
  slots.release(A);
  expect(slots.free).toBe(64);
});

/** One destination whose requests take a given time. */
function timedSlots() {
  const time = { ms: 0 };
  const slots = new Slots(100, () => time.ms);
  return {
    slots,
    request(tookMs: number) {
      slots.sent(A);
      time.ms += tookMs;
      slots.ended(A, { responded: true, tookMs });
    },
    pass: (ms: number) => (time.ms += ms),
  };
}

test("a destination that responds quickly does not keep its deliveries waiting", () => {
  const { slots, request } = timedSlots();
  expect(slots.waitsForReceiver(A.destination_id)).toBe(false);
  request(100);
  expect(slots.waitsForReceiver(A.destination_id)).toBe(false);
});

test("one that responds slowly does, until it is quick again", () => {
  const { slots, request } = timedSlots();
  request(900);
  expect(slots.waitsForReceiver(A.destination_id)).toBe(true);
  request(100);
  expect(slots.waitsForReceiver(A.destination_id)).toBe(false);
});

test("one that is silent does, while its requests are open and after they failed", () => {
  const { slots, request, pass } = timedSlots();
  request(10);
  slots.sent(A);
  pass(1100);
  expect(slots.waitsForReceiver(A.destination_id)).toBe(true);
  slots.ended(A, { responded: false, tookMs: 1100 });
  expect(slots.waitsForReceiver(A.destination_id)).toBe(true);
});
