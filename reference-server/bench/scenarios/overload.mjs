// Three times the capacity of the server. Memory stays flat, refusals are 429 or 503 with Retry-After,
// and every event that got its 202 arrives.
import { join } from "node:path";
import { drive, subscribe } from "../harness/drive.mjs";
import { megabytes, microseconds, perSecond, publish } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
const TIMES = 3;
const CONNECTIONS = 1000;
const ARRIVAL_TIMEOUT_MS = 120_000;

await withProcesses(async ({ folder, own, receiver, load }) => {
  const server = own(await startHarbor({ databaseFile: join(folder, "harbor.db") }));
  await subscribe(server, { url: `${receiver.url}/ok` });
  await drive({ server, receiver, load, count: 2000 });
  const capacity = await drive({ server, receiver, load, count: 20_000 });

  await receiver.ask("expecting", { expect: { group: "ok", count: Infinity } });
  const memory = [];
  const sampling = setInterval(() => {
    void server.usage().then(({ residentBytes }) => memory.push(residentBytes));
  }, 1000);
  const offered = Math.round(capacity.perSecond * TIMES);
  const run = { url: server.url, key: server.key, connections: CONNECTIONS, perSecond: offered };
  const before = await server.usage();
  const startedAt = performance.now();
  const sent = await load.ask("done", { run: { ...run, count: offered * SECONDS } });
  const sentAt = performance.now();
  const { distinct } = await receiver.ask("report", { report: "ok" });
  const cpuUsPerEvent = (((await server.usage()).cpuMs - before.cpuMs) * 1000) / distinct.length;
  const arrived = await arrivals(receiver, sent.accepted.length);
  const drainedMs = performance.now() - sentAt;
  clearInterval(sampling);

  const missing = sent.accepted.filter((n) => !arrived.has(n)).length;
  const seconds = (sentAt - startedAt) / 1000;
  publish("overload", {
    summary: `${SECONDS} s at ${TIMES} times the capacity`,
    columns: [""],
    rows: [
      ["capacity, measured before", perSecond(capacity.perSecond)],
      ["offered", perSecond(offered)],
      ["accepted", perSecond(sent.accepted.length / seconds)],
      ["delivered meanwhile", perSecond(distinct.length / seconds)],
      ["delivered / capacity", (distinct.length / seconds / capacity.perSecond).toFixed(2)],
      ["CPU/event at the capacity", microseconds(capacity.cpuUsPerEvent)],
      ["CPU/event in overload, refusals included", microseconds(cpuUsPerEvent)],
      ["refused", JSON.stringify(sent.refused)],
      ["refused without Retry-After", sent.withoutRetryAfter],
      ["not sent, all connections busy", sent.unsent],
      ["memory before", megabytes(capacity.residentBytes)],
      ...[0.25, 0.5, 0.75].map((part) => [
        `memory after ${part * 100} % of the time`,
        megabytes(memory[Math.floor(memory.length * part)]),
      ]),
      ["memory, most", megabytes(Math.max(...memory))],
      ["memory at the end", megabytes(memory.at(-1))],
      ["last arrival after the end of the load", `${(drainedMs / 1000).toFixed(1)} s`],
      ["acknowledged and not arrived", missing],
    ],
  });
  if (missing > 0) process.exitCode = 1;
});

/** The distinct events that arrived, once there are `count` or time is up. */
async function arrivals(receiver, count) {
  const giveUpAt = performance.now() + ARRIVAL_TIMEOUT_MS;
  for (;;) {
    const { distinct } = await receiver.ask("report", { report: "ok" });
    if (distinct.length >= count || performance.now() > giveUpAt) return new Set(distinct);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
