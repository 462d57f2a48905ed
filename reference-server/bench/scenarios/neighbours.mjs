// Is a destination felt by its neighbours? 100 destinations; 20 never respond, 10 return 500, 70 are healthy. The healthy ones get
// the same rate of events in each round with and without the others' traffic.
import { join } from "node:path";
import { drive, subscribe } from "../harness/drive.mjs";
import { median, milliseconds, publish, spread } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const PER_DESTINATION = 5;
const groups = { ok: 70, fail: 10, hang: 20 };

await withProcesses(async ({ folder, own, receiver, load }) => {
  const server = own(await startHarbor({ databaseFile: join(folder, "harbor.db") }));
  const types = {};
  for (const [group, count] of Object.entries(groups)) {
    types[group] = Array.from({ length: count }, (_, i) => `${group}.t${i}`);
    for (const type of types[group])
      await subscribe(server, {
        url: `${receiver.url}/${group}/${type}`,
        type,
        retry_policy: { circuit_breaker_threshold: null },
      });
  }
  const measure = async (sent) => {
    const perSecond = sent.length * PER_DESTINATION;
    const count = perSecond * SECONDS;
    return await drive({
      server,
      receiver,
      load,
      count,
      arrivals: (count * groups.ok) / sent.length,
      perSecond,
      types: sent,
    });
  };
  await measure(types.ok);
  const runs = { alone: [], "with neighbours": [] };
  for (let round = 0; round < ROUNDS; round++) {
    runs.alone.push(await measure(types.ok));
    runs["with neighbours"].push(await measure(Object.values(types).flat()));
  }
  report(runs);
});

function report(runs) {
  const of = (name, key) => milliseconds(median(runs[name].map((run) => run[key])));
  const ratios = runs["with neighbours"].map((run, round) => run.p99 / runs.alone[round].p99);
  publish("neighbours", {
    summary: `70 healthy destinations, ${PER_DESTINATION} events/s each; ${ROUNDS} rounds of ${SECONDS} s; medians`,
    columns: ["p50", "p99"],
    rows: Object.keys(runs).map((name) => [name, of(name, "p50"), of(name, "p99")]),
    notes: [`p99 with / alone, median (least to most) of the rounds: ${spread(ratios)}`],
  });
}
