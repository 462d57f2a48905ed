// The cost of storing every event durably, compared with not storing it at all.
//
// Server, receiver and load are processes of their own. Each round measures the bare relay and Harbor one after the other on
// the same machine, so that their ratio holds where absolute figures do not. Two parts a round: as fast as possible (delivered
// events per second, CPU of the server per event), then at steady rates below that (time from sending an event to its arrival).
// BENCH_BASELINE names the dist/main.js of another checkout, which then takes its turn in each round.
import { join } from "node:path";
import { drive, subscribe } from "../harness/drive.mjs";
import { median, microseconds, milliseconds, perSecond, publish, spread } from "../harness/figures.mjs";
import { startHarbor, startRelay, withProcesses } from "../harness/processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 20_000);
const STEADY_RATES = [500, 1000];
const STEADY_SECONDS = 3;
const BASELINE = process.env.BENCH_BASELINE;

await withProcesses(async ({ folder, own, receiver, load }) => {
  const servers = { relay: own(await startRelay(receiver)) };
  const url = `${receiver.url}/ok`;
  servers.harbor = own(await startHarbor({ databaseFile: join(folder, "harbor.db") }));
  await subscribe(servers.harbor, { url });
  if (BASELINE !== undefined) {
    servers.baseline = own(await startHarbor({ databaseFile: join(folder, "baseline.db"), main: BASELINE }));
    await subscribe(servers.baseline, { url });
  }

  const names = Object.keys(servers);
  const runs = Object.fromEntries(
    names.map((name) => [name, { fast: [], steady: STEADY_RATES.map(() => []) }]),
  );
  for (const server of Object.values(servers)) await drive({ server, receiver, load, count: 2000 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const shared = { server: servers[name], receiver, load };
      runs[name].fast.push(await drive({ ...shared, count: EVENTS }));
      for (const [i, rate] of STEADY_RATES.entries())
        runs[name].steady[i].push(await drive({ ...shared, count: rate * STEADY_SECONDS, perSecond: rate }));
    }
  }
  report(runs);
});

function report(runs) {
  const of = (list, key) => median(list.map((run) => run[key]));
  const ratios = (name, to) =>
    runs[name].fast.map((run, round) => run.perSecond / runs[to].fast[round].perSecond);
  const compared = { "harbor / relay": ratios("harbor", "relay") };
  if (runs.baseline !== undefined) {
    compared["baseline / relay"] = ratios("baseline", "relay");
    compared["harbor / baseline"] = ratios("harbor", "baseline");
  }
  publish("throughput", {
    summary: `${ROUNDS} rounds of ${EVENTS} events as fast as possible, then ${STEADY_SECONDS} s at each steady rate; medians`,
    columns: [
      "delivered",
      "CPU/event",
      ...STEADY_RATES.flatMap((rate) => [`p50 at ${rate}/s`, `p99 at ${rate}/s`]),
    ],
    rows: Object.entries(runs).map(([name, { fast, steady }]) => [
      name,
      perSecond(of(fast, "perSecond")),
      microseconds(of(fast, "cpuUsPerEvent")),
      ...steady.flatMap((list) => [milliseconds(of(list, "p50")), milliseconds(of(list, "p99"))]),
    ]),
    notes: Object.entries(compared).map(
      ([name, values]) => `${name}, delivered, median (least to most) of the rounds: ${spread(values)}`,
    ),
    rounds: Object.fromEntries(
      Object.entries(runs).map(([name, { fast }]) => [name, fast.map((run) => Math.round(run.perSecond))]),
    ),
  });
}
