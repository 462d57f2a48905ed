import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import { killPrograms } from "../server-process.js";
import { seeded } from "../sim/schedule.js";
import { stopTestStores } from "../store-under-test.js";
import { checkJournal, type Findings, isMissing } from "./check-journal.js";
import { type FaultKind, Journal } from "./journal.js";
import { openPostgresDatabase } from "./postgres-store.js";
import { Senders } from "./senders.js";
import { openSqliteFile } from "./sqlite-store.js";
import { type OpenTortureStore, sleep } from "./torture-store.js";
import { LEASE_MS, LIMITS, STEP_SECONDS, TIMEOUT_MS, TortureWorld } from "./torture-world.js";

/** Every kind of fault once. */
const SHORT = { faults: 0, events: 0, lanes: 20, pauseMs: 300, stores: "sqlite,postgres" };
const LONG = { faults: 200, events: 100_000, lanes: 40, pauseMs: 1500, stores: "sqlite,postgres" };
/** `npm run torture` runs the long form. `HARBOR_TORTURE_STORES` (sqlite, postgres or both), `_FAULTS`, `_EVENTS`, `_SEED` and `_LANES` change it. */
const FORM = process.env.HARBOR_TORTURE === "long" ? LONG : SHORT;
const FAULTS = Number(process.env.HARBOR_TORTURE_FAULTS ?? FORM.faults);
const EVENTS = Number(process.env.HARBOR_TORTURE_EVENTS ?? FORM.events);
const SEED = Number(process.env.HARBOR_TORTURE_SEED ?? 1);
const ALL_STORES: [name: string, open: OpenTortureStore][] = [
  ["sqlite", openSqliteFile],
  ["postgres", openPostgresDatabase],
];
const STORES = ALL_STORES.filter(([name]) =>
  (process.env.HARBOR_TORTURE_STORES ?? FORM.stores).includes(name),
);
const LANES = Number(process.env.HARBOR_TORTURE_LANES ?? FORM.lanes);
/** Deliveries that may wait before the senders do: the machine drains them within a minute or two. */
const MAX_BACKLOG = 5000;
/** `HARBOR_TORTURE_KINDS` names the only kinds of faults. */
const KINDS = process.env.HARBOR_TORTURE_KINDS?.split(",");
const PROGRESS_MS = 60_000;
/** Longer than two steps of the clock, leases and retries hold up a delivery. */
const WAIT_MS = 2 * STEP_SECONDS * 1000 + 40_000;

afterEach(killPrograms);

afterAll(stopTestStores);

describe.each(STORES)("on %s", (name, openStore) => {
  test(
    "killed, frozen, cut off, locked out or full: nothing acknowledged is lost, no attempts overlap, each duplicate has a fault",
    { timeout: 120_000 + WAIT_MS + FAULTS * 20_000 + EVENTS * 20 },
    async () => {
      const random = seeded(SEED);
      const journal = new Journal();
      const progress = setInterval(() => process.stdout.write(progressOf(name, journal)), PROGRESS_MS);
      const world = await TortureWorld.start(openStore, { journal, random });
      try {
        await torture(world, { name, journal, random });
      } finally {
        clearInterval(progress);
        await world.stop();
      }
    },
  );
});

async function torture(
  world: TortureWorld,
  { name, journal, random }: { name: string; journal: Journal; random: () => number },
): Promise<void> {
  const { url, apiKey } = world;
  const isBehind = () => journal.backlog(LIMITS.length) > MAX_BACKLOG;
  const senders = new Senders({ url, apiKey, lanes: LANES, pauseMs: 20, isBehind, journal });
  try {
    await causeFaults(world, senders, random);
    await senders.stop();
  } finally {
    await senders.abandon();
  }
  await arrivedOrStill(journal);

  const findings = checkJournal(journal, { limits: LIMITS, leaseMs: LEASE_MS, timeoutMs: TIMEOUT_MS });
  process.stdout.write(report(name, { journal, findings, leftOut: world.leftOut }));
  expect(findings.violations.slice(0, 10)).toEqual([]);
  await expectRightCounts(world, journal);
  await expectFreeSlots(world);
}

async function causeFaults(world: TortureWorld, senders: Senders, random: () => number): Promise<void> {
  const kinds = world.faults.filter(([kind]) => KINDS === undefined || KINDS.includes(kind));
  const faults = Math.max(FAULTS, kinds.length);
  for (let count = 0; count < faults; count += 1) {
    // Every kind in turn, then at random.
    const fault = kinds[count < kinds.length ? count : Math.floor(random() * kinds.length)];
    if (fault !== undefined) await world.cause(fault);
    await sleep(100 + random() * FORM.pauseMs);
    // As many events for each fault.
    await senders.begun((count * EVENTS) / faults, WAIT_MS);
  }
  await senders.begun(EVENTS, WAIT_MS);
}

/** Resolves when nothing is missing any more, or when nothing has arrived for `WAIT_MS`. */
async function arrivedOrStill(journal: Journal): Promise<void> {
  const { arrivals } = journal;
  let count = arrivals.length;
  let since = performance.now();
  const isOpen = () => journal.backlog(LIMITS.length) > 0 || isMissing(journal, LIMITS.length);
  while (isOpen() && performance.now() - since < WAIT_MS) {
    await sleep(2000);
    if (arrivals.length > count) since = performance.now();
    count = arrivals.length;
  }
}

/** Harbor's own counts agree with what the receivers saw, and nothing waits or is dead. */
async function expectRightCounts({ api }: TortureWorld, { arrivals }: Journal): Promise<void> {
  const events = new Set(arrivals.map(({ eventId }) => eventId)).size;
  const stats = async () => (await api.get("/stats?bucket=hour")).body;
  await vi
    .waitUntil(async () => (await stats()).totals.delivered >= events * LIMITS.length, {
      timeout: 20_000,
      interval: 500,
    })
    .catch(() => undefined);
  const unfinished: unknown[] = [];
  for (const status of ["pending", "retrying", "dead"]) {
    unfinished.push(...(await api.get(`/deliveries?status=${status}`)).body.data);
  }
  expect({ ...(await stats()), unfinished }).toMatchObject({
    totals: { ingested: events, delivered: events * LIMITS.length, dead: 0 },
    dlq_depth: 0,
    backlog: { due: 0 },
    unfinished: [],
  });
}

/** As many requests at once as each destination allows: no slot is lost. */
async function expectFreeSlots({ api, receivers }: TortureWorld): Promise<void> {
  let release = (): void => undefined;
  const hold = new Promise<void>((resolve) => (release = resolve));
  for (const receiver of receivers) receiver.hold = hold;
  await Promise.all(
    Array.from({ length: Math.max(...LIMITS) * 2 }, (_, n) =>
      api.post("/events", { type: "torture.end", body: { key: `end-${n}` } }),
    ),
  );
  const open = () => receivers.map((receiver) => receiver.open);
  await vi
    .waitUntil(() => open().join() === LIMITS.join(), { timeout: 15_000, interval: 10 })
    .catch(() => undefined);
  const reached = open();
  release();
  expect(reached).toEqual(LIMITS);
}

function progressOf(name: string, journal: Journal): string {
  const { acknowledged, faults } = journal;
  return `torture on ${name}: ${faults.length} faults, ${acknowledged.size} events, ${journal.backlog(LIMITS.length)} deliveries wait\n`;
}

interface Reported {
  journal: Journal;
  findings: Findings;
  leftOut: string[];
}

function report(name: string, { journal: { faults, refusals }, findings, leftOut }: Reported): string {
  const kinds = new Map<FaultKind, number>();
  for (const { kind } of faults) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const stalls = kinds.get("stall") ?? 0;
  kinds.delete("stall");
  const list = (counts: Map<unknown, number>) =>
    [...counts].map(([name, count]) => `${String(name)} ${count}`).join(", ") || "none";
  return [
    `torture on ${name}: seed ${SEED}, ${faults.length - stalls} faults (${list(kinds)})`,
    ...leftOut.map((reason) => `  left out: ${reason}`),
    `  ${findings.events} events acknowledged; other responses to senders: ${list(refusals)}`,
    `  ${findings.arrivals} requests to ${LIMITS.length} receivers, ${findings.duplicates} duplicates explained by ${list(findings.explained)}`,
    `  the receivers stood still ${stalls} times`,
    `  ${findings.violations.length} violations\n`,
  ].join("\n");
}
