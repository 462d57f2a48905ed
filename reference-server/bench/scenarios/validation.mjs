// The cost of checking each body against the schema of its type.
//
// The modes take turns on one server, so the ratios to `off` hold where the absolute figures do not.
import { join } from "node:path";
import { call, drive, subscribe } from "../harness/drive.mjs";
import { median, microseconds, milliseconds, perSecond, publish, spread } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 10_000);

const MODES = ["off", "warn", "enforce"];

/** Of the bodies that the load sends: 5 properties, 200 bytes. */
const SCHEMA = {
  type: "object",
  required: ["n", "sent_ns", "order_id", "amount_cents"],
  properties: {
    n: { type: "integer", minimum: 0 },
    sent_ns: { type: "string", pattern: "^[0-9]+$" },
    order_id: { type: "string", minLength: 1, maxLength: 64 },
    amount_cents: { type: "integer", minimum: 0, maximum: 100_000_000 },
    note: { type: "string", maxLength: 1000 },
  },
  additionalProperties: false,
};

await withProcesses(async ({ folder, own, receiver, load }) => {
  const server = own(await startHarbor({ databaseFile: join(folder, "harbor.db") }));
  for (const mode of MODES) {
    await call(server, `/event-types/${mode}`, { method: "PUT", body: { schema: SCHEMA, validation: mode } });
    await subscribe(server, { url: `${receiver.url}/ok/${mode}`, type: mode });
  }
  const shared = { server, receiver, load };
  await drive({ ...shared, count: 3000, types: MODES });
  const runs = MODES.map(() => []);
  for (let round = 0; round < ROUNDS; round++)
    // The order turns, so that no mode is always the one after a pause.
    for (const offset of MODES.keys()) {
      const i = (round + offset) % MODES.length;
      runs[i].push(await drive({ ...shared, count: EVENTS, types: [MODES[i]] }));
    }
  report(runs);
});

function report(runs) {
  const of = (list, key) => median(list.map((run) => run[key]));
  const ratios = (list, key) => spread(list.map((run, round) => run[key] / runs[0][round][key]));
  publish("validation", {
    summary: `${ROUNDS} rounds of ${EVENTS} events as fast as possible in each mode; medians`,
    columns: ["delivered", "CPU/event", "p99", "delivered, of off", "CPU, of off"],
    rows: MODES.map((mode, i) => [
      mode,
      perSecond(of(runs[i], "perSecond")),
      microseconds(of(runs[i], "cpuUsPerEvent")),
      milliseconds(of(runs[i], "p99")),
      ratios(runs[i], "perSecond"),
      ratios(runs[i], "cpuUsPerEvent"),
    ]),
  });
}
