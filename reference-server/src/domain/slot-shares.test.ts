import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { environmentShare, type HeldSlots, type Responsiveness, slotsFor } from "./slot-shares.js";

const SLOTS = 2048;
const NOTHING: HeldSlots = { free: SLOTS, byEnvironment: 0, bySilent: 0, byDestination: 0 };

/** Each party takes one slot after another, in turn, until none may take another. */
function fill(parties: { environment: number; responsiveness: Responsiveness }[], slots = SLOTS): number[] {
  const held = parties.map(() => 0);
  const sum = (of: (party: (typeof parties)[number]) => boolean) =>
    parties.reduce((total, party, i) => total + (of(party) ? (held[i] ?? 0) : 0), 0);
  for (let taken = true; taken;) {
    taken = false;
    parties.forEach(({ environment, responsiveness }, i) => {
      const room = slotsFor(responsiveness, {
        free: slots - sum(() => true),
        byEnvironment: sum((other) => other.environment === environment),
        bySilent: sum((other) => other.environment === environment && other.responsiveness !== "responsive"),
        byDestination: held[i] ?? 0,
      });
      if (room < 1) return;
      held[i] = (held[i] ?? 0) + 1;
      taken = true;
    });
  }
  return held;
}

const total = (held: number[]) => held.reduce((sum, each) => sum + each, 0);

describe("the slots of a process", () => {
  it("go to one responsive destination up to a half, and to one environment up to three quarters", () => {
    expect(fill([{ environment: 1, responsiveness: "responsive" }])).toEqual([1024]);
    const many = Array.from({ length: 10 }, () => ({
      environment: 1,
      responsiveness: "responsive" as const,
    }));
    expect(total(fill(many))).toBe(1536);
  });

  it("leave half to the responsive when 900 destinations of the environment are silent", () => {
    const silent = Array.from({ length: 900 }, () => ({ environment: 1, responsiveness: "silent" as const }));
    const held = fill(silent);
    expect(total(held)).toBe(1024);
    const room = { free: SLOTS - 1024, byEnvironment: 1024, bySilent: 1024, byDestination: 0 };
    expect(slotsFor("responsive", room)).toBe(512);
    expect(slotsFor("silent", room)).toBe(0);
    expect(slotsFor("untried", room)).toBe(1);
    expect(slotsFor("untried", { ...room, byDestination: 1 })).toBe(0);
  });

  it("leave a quarter of the environment's to the responsive when more destinations are untried than there are slots", () => {
    const untried = Array.from({ length: 3000 }, () => ({
      environment: 1,
      responsiveness: "untried" as const,
    }));
    const held = total(fill(untried));
    expect(held).toBe(1365);
    const room = { free: SLOTS - held, byEnvironment: held, bySilent: held, byDestination: 0 };
    expect(slotsFor("untried", room)).toBe(0);
    expect(slotsFor("responsive", room)).toBe(171);
  });

  it("leave as much to a new environment as ten hostile ones hold each", () => {
    const hostile = Array.from({ length: 300 }, (_, i) => ({
      environment: i % 10,
      responsiveness: "silent" as const,
    }));
    const held = total(fill(hostile));
    const { total: room } = environmentShare({ free: SLOTS - held, byEnvironment: 0, bySilent: 0 });
    expect(room).toBeGreaterThan(130);
  });

  it("let everybody without a slot take one while any is free, however few there are", () => {
    for (const responsiveness of ["responsive", "untried", "silent"] as const) {
      expect(slotsFor(responsiveness, { ...NOTHING, free: 1 })).toBe(1);
      expect(slotsFor(responsiveness, { ...NOTHING, free: 0 })).toBe(0);
    }
  });

  it("never promise more than is free", () => {
    const count = fc.nat(3000);
    const responsiveness = fc.constantFrom<Responsiveness>("responsive", "untried", "silent");
    fc.assert(
      fc.property(responsiveness, count, count, count, (which, free, byEnvironment, byDestination) => {
        const held = { free, byEnvironment, bySilent: byEnvironment, byDestination };
        const room = slotsFor(which, held);
        expect(Number.isInteger(room)).toBe(true);
        expect(room).toBeGreaterThanOrEqual(0);
        expect(room).toBeLessThanOrEqual(free);
      }),
    );
  });
});
