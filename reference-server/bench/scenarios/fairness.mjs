// Is an account felt by another? A normal account has 10 healthy destinations. A hostile one has 100 destinations that accept every
// request and never respond, with as many open requests allowed as the API takes, and sends 500 events/s to them. The normal account
// gets the same rate of events with and without the hostile one, each time on a server and a database of its own: what a hostile account
// leaves behind would slow down the next measurement. A round is alone, beside, beside, alone, so that a drift of the machine meets both
// sides. It has 2,000 events a side at the default size, of which the p99 leaves 20 out.
import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { call, drive, subscribe } from "../harness/drive.mjs";
import { median, milliseconds, percentile, publish, spread } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
/** A new server compiles its code first. */
const WARM_UP_EVENTS = 3000;
const NORMAL = { destinations: 10, perSecond: 100 };
const HOSTILE = { destinations: 100, batch: 100, everyMs: 200, headStartMs: 2000 };
const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

await withProcesses(async (processes) => {
  const runs = { alone: [], "beside a hostile account": [] };
  for (let round = 0; round < ROUNDS; round++) {
    const [alone, beside] = [() => measure(processes), () => measure(processes, flood)];
    const order = [await alone(), await beside(), await beside(), await alone()];
    runs.alone.push(pooled(order[0], order[3]));
    runs["beside a hostile account"].push(pooled(order[1], order[2]));
  }
  report(runs);
});

/** The normal account on a new server, while `disturb` runs if it is given. */
async function measure({ folder, receiver, load }, disturb) {
  const databaseFile = join(folder, `${randomUUID()}.db`);
  const server = await startHarbor({ databaseFile, env: { HARBOR_SHUTDOWN_SECONDS: "1" } });
  try {
    const types = Array.from({ length: NORMAL.destinations }, (_, i) => `ok.t${i}`);
    for (const type of types) await subscribe(server, { url: `${receiver.url}/ok/${type}`, type });
    const events = { server, receiver, load, types };
    await drive({ ...events, count: WARM_UP_EVENTS });
    const stop = await disturb?.({ ...server, key: await otherAccount(databaseFile) }, receiver);
    const count = NORMAL.perSecond * SECONDS;
    const run = await drive({ ...events, count, perSecond: NORMAL.perSecond });
    await stop?.();
    return run;
  } finally {
    await server.stop();
  }
}

function pooled(...parts) {
  const latenciesMs = parts.flatMap((part) => part.latenciesMs);
  return { p50: percentile(latenciesMs, 50), p99: percentile(latenciesMs, 99) };
}

async function otherAccount(databaseFile) {
  const env = { ...process.env, HARBOR_DATABASE_URL: `sqlite:${databaseFile}` };
  const args = [main, "keys", "create", "--project", "hostile", "--environment", "test"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  return stdout.trim();
}

/** Sends batches until the returned function is called. Refusals are what a hostile sender gets. */
async function flood(server, receiver) {
  for (let i = 0; i < HOSTILE.destinations; i++) {
    const limits = { timeout_seconds: 120, max_concurrent_deliveries: 1000 };
    await subscribe(server, { url: `${receiver.url}/hang/t${i}`, type: `hang.t${i}`, ...limits });
  }
  let sent = 0;
  const one = () => {
    const events = Array.from({ length: HOSTILE.batch }, () => ({
      type: `hang.t${sent++ % HOSTILE.destinations}`,
      body: { n: sent, sent_ns: String(process.hrtime.bigint()) },
    }));
    return call(server, "/events/batch", { method: "POST", body: { events } }).catch(() => undefined);
  };
  const open = new Set();
  const timer = setInterval(() => {
    const batch = one().finally(() => open.delete(batch));
    open.add(batch);
  }, HOSTILE.everyMs);
  await new Promise((resolve) => setTimeout(resolve, HOSTILE.headStartMs));
  return async () => {
    clearInterval(timer);
    await Promise.all(open);
  };
}

function report(runs) {
  const of = (name, key) => milliseconds(median(runs[name].map((run) => run[key])));
  const ratios = runs["beside a hostile account"].map((run, round) => run.p99 / runs.alone[round].p99);
  publish("fairness", {
    summary: `${NORMAL.perSecond} events/s to ${NORMAL.destinations} destinations; ${ROUNDS} rounds of four times ${SECONDS} s; medians`,
    columns: ["p50", "p99"],
    rows: Object.keys(runs).map((name) => [name, of(name, "p50"), of(name, "p99")]),
    notes: [`p99 beside / alone, median (least to most) of the rounds: ${spread(ratios)}`],
  });
}
