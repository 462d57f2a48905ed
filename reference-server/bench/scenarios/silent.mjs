// Is a healthy destination felt by many silent ones of its own account? 900 destinations accept every request and never respond, as when
// a host that many share is down; they get 540 events/s. A healthy one of the same account gets 50 events/s, first alone, then beside them.
import { join } from "node:path";
import { drive, subscribe } from "../harness/drive.mjs";
import { milliseconds, publish } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 20);
const SILENT = { destinations: 900, perSecond: 540 };
const HEALTHY_PER_SECOND = 50;
const IN_TIME_MS = 2000;
const REGISTERED_AT_ONCE = 20;
/** Enough that a pause of the server does not hold up the next event. */
const CONNECTIONS = 2000;

await withProcesses(async ({ folder, own, receiver, load }) => {
  const env = { HARBOR_SHUTDOWN_SECONDS: "1" };
  const server = own(await startHarbor({ databaseFile: join(folder, "harbor.db"), env }));
  const silent = Array.from({ length: SILENT.destinations }, (_, i) => `hang.t${i}`);
  const left = [...silent];
  const register = async () => {
    for (let type = left.pop(); type !== undefined; type = left.pop())
      await subscribe(server, {
        url: `${receiver.url}/hang/${type}`,
        type,
        timeout_seconds: 120,
        retry_policy: { circuit_breaker_threshold: null },
      });
  };
  await Promise.all(Array.from({ length: REGISTERED_AT_ONCE }, register));
  await subscribe(server, { url: `${receiver.url}/ok`, type: "ok.t" });

  const arrivals = HEALTHY_PER_SECOND * SECONDS;
  const shared = { server, receiver, load, arrivals, connections: CONNECTIONS };
  const runs = {
    alone: await drive({ ...shared, count: arrivals, perSecond: HEALTHY_PER_SECOND, types: ["ok.t"] }),
    "beside 900 silent ones": await drive({ ...shared, ...mixed(silent) }),
  };
  report(runs);
});

/** A healthy event after each so many silent ones, until `SECONDS` of healthy ones are sent. */
function mixed(silent) {
  const total = HEALTHY_PER_SECOND + SILENT.perSecond;
  const count = total * SECONDS;
  let healthy = 0;
  let sent = 0;
  const types = Array.from({ length: count }, (_, n) => {
    if (healthy >= ((n + 1) * HEALTHY_PER_SECOND) / total) return silent[sent++ % silent.length];
    healthy += 1;
    return "ok.t";
  });
  return { count, perSecond: total, types };
}

function report(runs) {
  publish("silent", {
    summary: `${HEALTHY_PER_SECOND} events/s for ${SECONDS} s to a healthy destination`,
    columns: ["p50", "p99", `within ${IN_TIME_MS / 1000} s`],
    rows: Object.entries(runs).map(([name, { p50, p99, latenciesMs }]) => {
      const inTime = latenciesMs.filter((ms) => ms <= IN_TIME_MS).length / latenciesMs.length;
      return [name, milliseconds(p50), milliseconds(p99), `${(inTime * 100).toFixed(1)} %`];
    }),
  });
}
