import { describe, expect, test } from "vitest";
import { checkJournal } from "./check-journal.js";
import { type Arrival, type FaultKind, Journal } from "./journal.js";

const EXPECTED = { limits: [2], leaseMs: 2000, timeoutMs: 1000 };

function arrival(fields: Partial<Arrival> = {}): Arrival {
  const at = fields.at ?? 10_000;
  return {
    receiver: 0,
    eventId: "evt_1",
    deliveryId: "del_1",
    key: "key-1",
    at,
    endedAt: at + 10,
    succeeded: true,
    concurrent: 1,
    ...fields,
  };
}

function journalOf(arrivals: Arrival[], fault?: [FaultKind, startedAt: number, endedAt: number]): Journal {
  const journal = new Journal();
  journal.acknowledge("key-1", "evt_1");
  journal.arrivals.push(...arrivals);
  if (fault !== undefined) journal.faults.push({ kind: fault[0], startedAt: fault[1], endedAt: fault[2] });
  return journal;
}

const violations = (journal: Journal) => checkJournal(journal, EXPECTED).violations;

describe("the checker of the torture", () => {
  test("is content with one success, and with a retry after a failure", () => {
    const failed = arrival({ at: 9000, succeeded: false });
    expect(violations(journalOf([arrival()]))).toEqual([]);
    expect(violations(journalOf([failed, arrival()]))).toEqual([]);
  });

  test("finds an acknowledged event that never succeeded, for each receiver", () => {
    const lost = ["key-1: event evt_1 is lost for receiver 0."];
    expect(violations(journalOf([]))).toEqual(lost);
    expect(violations(journalOf([arrival({ succeeded: false })]))).toEqual(lost);
    const second = checkJournal(journalOf([arrival()]), { ...EXPECTED, limits: [2, 2] });
    expect(second.violations).toEqual(["key-1: event evt_1 is lost for receiver 1."]);
  });

  test("finds a key that became two events, also when only receivers saw the second", () => {
    const journal = journalOf([arrival(), arrival({ eventId: "evt_2", deliveryId: "del_2" })]);
    expect(violations(journal)).toEqual(["key-1: became 2 events, evt_1 and evt_2."]);
  });

  test("finds attempts that overlap within the lease, unless the process was interrupted", () => {
    const both = [arrival({ endedAt: 11_500, succeeded: false }), arrival({ at: 10_900 })];
    expect(violations(journalOf(both))).toEqual([
      "del_1: an attempt began 900 ms after one that was still in progress.",
    ]);
    expect(violations(journalOf(both, ["cut_senders", 10_500, 10_600]))).toHaveLength(1);
    expect(violations(journalOf(both, ["kill", 10_500, 10_600]))).toEqual([]);
    const afterLease = [arrival({ endedAt: 13_000, succeeded: false }), arrival({ at: 12_000 })];
    expect(violations(journalOf(afterLease))).toEqual([]);
  });

  test("finds a second request after a success, and names the fault that explains one", () => {
    const twice = [arrival(), arrival({ at: 15_000 })];
    expect(violations(journalOf(twice))).toEqual([
      "del_1: sent again 4990 ms after its success, without a fault.",
    ]);
    expect(violations(journalOf(twice, ["kill", 1000, 2000]))).toHaveLength(1);
    const explained = checkJournal(journalOf(twice, ["kill", 12_000, 13_000]), EXPECTED);
    expect(explained).toMatchObject({ violations: [], duplicates: 1, explained: new Map([["kill", 1]]) });
  });

  test("expects no more than one request only if the response left well within the time limit", () => {
    const late = [arrival({ endedAt: 10_900 }), arrival({ at: 10_902 })];
    expect(violations(journalOf(late))).toEqual([]);
    const early = [arrival({ endedAt: 10_600 }), arrival({ at: 10_902 })];
    expect(violations(journalOf(early))).toHaveLength(1);
  });

  test("finds more requests at once than the destination allows", () => {
    const crowd = [arrival({ concurrent: 3 })];
    expect(violations(journalOf(crowd))).toEqual(["Receiver 0 had 3 requests at once, its limit is 2."]);
    expect(violations(journalOf(crowd, ["kill", 9000, 9500]))).toEqual([]);
  });
});
