// How the shape of the traffic changes the cost: many destinations, fan-out, large bodies.
//
// Each shape runs once a round on one server, so the ratios to the first shape (one destination, 200-byte bodies) hold where the
// absolute figures do not.
import { join } from "node:path";
import { drive, subscribe } from "../harness/drive.mjs";
import { median, microseconds, milliseconds, perSecond, publish, spread } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 3);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 10_000);

/** `count` events of `types`; each reaches `fanOut` destinations. */
const shapes = [
  { name: "1 destination, 200 B", types: types("one", 1) },
  { name: "10 destinations", types: types("ten", 10) },
  { name: "100 destinations", types: types("hundred", 100) },
  { name: "1 event to 100 destinations", types: ["fan.out"], fanOut: 100 },
  { name: "1 KB bodies", types: types("one", 1), bodyBytes: 1024 },
  { name: "16 KB bodies", types: types("one", 1), bodyBytes: 16 * 1024, share: 0.5 },
  { name: "200 KB bodies", types: types("one", 1), bodyBytes: 200 * 1024, share: 0.05 },
];

function types(group, count) {
  return Array.from({ length: count }, (_, i) => `${group}.t${i}`);
}

await withProcesses(async ({ folder, own, receiver, load }) => {
  const server = own(await startHarbor({ databaseFile: join(folder, "harbor.db") }));
  for (const type of [...types("one", 1), ...types("ten", 10), ...types("hundred", 100)])
    await subscribe(server, { url: `${receiver.url}/ok/${type}`, type });
  for (let i = 0; i < 100; i++)
    await subscribe(server, { url: `${receiver.url}/ok/fan${i}`, type: "fan.out" });

  const shared = { server, receiver, load };
  await drive({ ...shared, count: 2000, types: shapes[0].types });
  const runs = shapes.map(() => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const [i, { types, bodyBytes, fanOut = 1, share = 1 }] of shapes.entries()) {
      const count = Math.ceil((EVENTS * share) / fanOut);
      runs[i].push(
        await drive({ ...shared, count, arrivals: count * fanOut, types, ...(bodyBytes && { bodyBytes }) }),
      );
    }
  report(runs);
});

function report(runs) {
  const of = (list, key) => median(list.map((run) => run[key]));
  publish("shapes", {
    summary: `${ROUNDS} rounds; medians; a delivery is one POST that arrived`,
    columns: ["deliveries", "CPU/delivery", "p99", "of the first shape"],
    rows: shapes.map(({ name }, i) => [
      name,
      perSecond(of(runs[i], "perSecond")),
      microseconds(of(runs[i], "cpuUsPerEvent")),
      milliseconds(of(runs[i], "p99")),
      spread(runs[i].map((run, round) => run.perSecond / runs[0][round].perSecond)),
    ]),
  });
}
