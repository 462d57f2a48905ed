import type { Arrival, Fault, FaultKind, Journal } from "./journal.js";

export interface Expectations {
  /** Maximum number of concurrent requests of each receiver. */
  limits: readonly number[];
  /** From the start of an attempt, in ms. */
  leaseMs: number;
  /** Of an attempt, in ms. */
  timeoutMs: number;
}

/** The result of a check. Each violation is a sentence; `explained` counts duplicates by the fault that explains them. */
export interface Findings {
  violations: string[];
  events: number;
  arrivals: number;
  duplicates: number;
  explained: Map<FaultKind, number>;
}

/** Between what happens and what the journal sees, in ms. */
const SLACK_MS = 300;

/** A crash or a stop, after which what was recorded last may be lost, or a lease taken over. */
const INTERRUPTIONS: readonly FaultKind[] = ["kill", "restart", "freeze", "step_clock", "stall"];

/** Between a response and its record. */
const UNRECORDED: readonly FaultKind[] = [
  ...INTERRUPTIONS,
  "cut_receivers",
  "receiver_down",
  "lock_database",
  "fill_disk",
  "terminate_connections",
  "freeze_database",
  "restart_database",
  "kill_database",
  "kill_backend",
  "cut_database",
  "delay_database",
];

/** Compares what senders were given with what receivers saw. */
export function checkJournal(journal: Journal, expected: Expectations): Findings {
  const findings: Findings = {
    violations: [],
    events: journal.acknowledged.size,
    arrivals: journal.arrivals.length,
    duplicates: 0,
    explained: new Map(),
  };
  const { violations } = findings;
  const deliveries = groupBy(journal.arrivals, ({ deliveryId }) => deliveryId);
  const add = (found: Iterable<string>) => {
    for (const violation of found) violations.push(violation);
  };
  add(lost(journal, expected.limits.length));
  add(identities(journal));
  for (const arrivals of deliveries.values()) {
    add(overlaps(arrivals, journal.faults, expected.leaseMs));
    countDuplicates(arrivals, { faults: journal.faults, timeoutMs: expected.timeoutMs }, findings);
  }
  add(crowds(journal, expected));
  return findings;
}

/** Whether an acknowledged event has not succeeded yet at one of the receivers. */
export const isMissing = (journal: Journal, receivers: number): boolean =>
  lost(journal, receivers).next().done !== true;

/** Every acknowledged event succeeded at every receiver. */
function* lost({ acknowledged, arrivals }: Journal, receivers: number): Generator<string, undefined> {
  const succeeded = new Set(
    arrivals.filter(({ succeeded }) => succeeded).map(({ eventId, receiver }) => `${eventId} ${receiver}`),
  );
  for (const [key, ids] of acknowledged) {
    for (const id of ids) {
      for (let receiver = 0; receiver < receivers; receiver += 1) {
        if (!succeeded.has(`${id} ${receiver}`))
          yield `${key}: event ${id} is lost for receiver ${receiver}.`;
      }
    }
  }
}

/** One event per key, acknowledged to its sender or not. */
function* identities({ acknowledged, arrivals }: Journal): Iterable<string> {
  const ids = new Map([...acknowledged].map(([key, events]) => [key, new Set(events)]));
  for (const { key, eventId } of arrivals) ids.set(key, (ids.get(key) ?? new Set()).add(eventId));
  for (const [key, events] of ids) {
    if (events.size > 1) yield `${key}: became ${events.size} events, ${[...events].join(" and ")}.`;
  }
}

/** A second attempt starts after the first has ended, after its lease, or after the process that sent it has died. */
function* overlaps(arrivals: Arrival[], faults: readonly Fault[], leaseMs: number): Iterable<string> {
  for (const [index, later] of arrivals.entries()) {
    const earlier = arrivals[index - 1];
    if (earlier === undefined || later.at >= earlier.endedAt - SLACK_MS) continue;
    if (later.at - earlier.at >= leaseMs - SLACK_MS) continue;
    if (faultWithin(faults, INTERRUPTIONS, [earlier.at, later.at]) !== undefined) continue;
    const apart = Math.round(later.at - earlier.at);
    yield `${later.deliveryId}: an attempt began ${apart} ms after one that was still in progress.`;
  }
}

/**
 * After a success another attempt needs an explanation: a fault that kept the success from being recorded. A response that left at
 * the end of the time limit may have come too late.
 */
function countDuplicates(
  arrivals: Arrival[],
  { faults, timeoutMs }: { faults: readonly Fault[]; timeoutMs: number },
  findings: Findings,
): void {
  const inTime = ({ at, endedAt }: Arrival) => endedAt - at < timeoutMs - SLACK_MS;
  const first = arrivals.find((arrival) => arrival.succeeded && inTime(arrival));
  if (first === undefined) return;
  for (const again of arrivals.filter(({ at }) => at > first.endedAt)) {
    findings.duplicates += 1;
    const fault = faultWithin(faults, UNRECORDED, [first.endedAt, again.at]);
    if (fault === undefined) {
      const later = Math.round(again.at - first.endedAt);
      findings.violations.push(
        `${again.deliveryId}: sent again ${later} ms after its success, without a fault.`,
      );
    } else findings.explained.set(fault.kind, (findings.explained.get(fault.kind) ?? 0) + 1);
  }
}

/** More requests at once than allowed need an interruption: the receiver still works on those of the process that died. */
function* crowds({ arrivals, faults }: Journal, { limits, leaseMs }: Expectations): Iterable<string> {
  for (const { receiver, concurrent, at } of arrivals) {
    const limit = limits[receiver] ?? 0;
    if (concurrent <= limit || faultWithin(faults, INTERRUPTIONS, [at - leaseMs, at]) !== undefined) continue;
    yield `Receiver ${receiver} had ${concurrent} requests at once, its limit is ${limit}.`;
  }
}

function faultWithin(
  faults: readonly Fault[],
  kinds: readonly FaultKind[],
  [from, to]: [number, number],
): Fault | undefined {
  return faults.findLast(
    ({ kind, startedAt, endedAt }) =>
      kinds.includes(kind) && startedAt <= to + SLACK_MS && endedAt >= from - SLACK_MS,
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return groups;
}
