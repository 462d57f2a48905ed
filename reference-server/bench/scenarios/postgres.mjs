// PostgreSQL beside SQLite and the bare relay, in turns: deliveries as fast as possible, CPU and log of the database per event, and the
// time from sending an event to its arrival at steady rates. The database is npm's, with its own defaults.
import { join } from "node:path";
import { drive, subscribe } from "../harness/drive.mjs";
import {
  bytes,
  median,
  microseconds,
  milliseconds,
  percentile,
  perSecond,
  publish,
  spread,
} from "../harness/figures.mjs";
import { startHarborOn, startPostgres } from "../harness/postgres.mjs";
import { startHarbor, startRelay, withProcesses } from "../harness/processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 20_000);
const STEADY_RATES = [200, 1000];
const STEADY_SECONDS = 4;

await withProcesses(async ({ folder, own, receiver, load }) => {
  const database = own(await startPostgres(folder));
  const servers = {
    relay: own(await startRelay(receiver)),
    SQLite: own(await startHarbor({ databaseFile: join(folder, "harbor.db") })),
    PostgreSQL: own(await startHarborOn(await database.create("harbor"))),
  };
  const url = `${receiver.url}/ok`;
  await subscribe(servers.SQLite, { url });
  await subscribe(servers.PostgreSQL, { url });

  const names = Object.keys(servers);
  const runs = Object.fromEntries(
    names.map((name) => [name, { fast: [], steady: STEADY_RATES.map(() => []) }]),
  );
  const ofDatabase = [];
  for (const server of Object.values(servers)) await drive({ server, receiver, load, count: 2000 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const shared = { server: servers[name], receiver, load };
      const before = await database.usage();
      runs[name].fast.push(await drive({ ...shared, count: EVENTS }));
      const after = await database.usage();
      if (name === "PostgreSQL") ofDatabase.push(perEvent(before, after));
      for (const [i, rate] of STEADY_RATES.entries())
        runs[name].steady[i].push(await drive({ ...shared, count: rate * STEADY_SECONDS, perSecond: rate }));
    }
  }
  report(runs, ofDatabase);
});

function perEvent(before, after) {
  return {
    cpuUs: ((after.cpuMs - before.cpuMs) * 1000) / EVENTS,
    walBytes: (after.walBytes - before.walBytes) / EVENTS,
  };
}

function report(runs, ofDatabase) {
  const of = (list, key) => median(list.map((run) => run[key]));
  const ratios = (name) =>
    runs[name].fast.map((run, round) => run.perSecond / runs.relay.fast[round].perSecond);
  publish("postgres", {
    summary: `${ROUNDS} rounds of ${EVENTS} events as fast as possible, then ${STEADY_SECONDS} s at each steady rate; medians`,
    columns: ["delivered", "CPU/event", ...STEADY_RATES.map((rate) => `p95 at ${rate}/s`)],
    rows: Object.entries(runs).map(([name, { fast, steady }]) => [
      name,
      perSecond(of(fast, "perSecond")),
      microseconds(of(fast, "cpuUsPerEvent")),
      ...steady.map((list) => milliseconds(median(list.map((run) => percentile(run.latenciesMs, 95))))),
    ]),
    notes: [
      ...["SQLite", "PostgreSQL"].map(
        (name) => `${name} / relay, delivered, median (least to most) of the rounds: ${spread(ratios(name))}`,
      ),
      `PostgreSQL's own processes, beside the CPU of Harbor above: ${microseconds(of(ofDatabase, "cpuUs"))} of CPU and ${bytes(of(ofDatabase, "walBytes"))} of log for each event`,
    ],
  });
}
