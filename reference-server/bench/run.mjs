// `npm run bench`: what does storing every event durably cost against not storing it at all?
//
// Server, receiver and load are processes of their own. Each round measures the bare relay and Harbor one after the other on
// the same machine, so that their ratio holds where absolute figures do not. Two parts a round: as fast as it goes
// (delivered events per second, CPU of the server per event), then at a steady rate well below that (time from sending an event to its
// receipt).
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startHarbor, startLoad, startReceiver, startRelay } from "./processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 20_000);
const CONNECTIONS = 64;
const STEADY_PER_SECOND = 500;
const STEADY_EVENTS = 1500;

async function drive({ server, receiver, load, count, perSecond }) {
  await receiver.ask("expecting", { expect: count });
  const cpuBefore = await server.cpuMs();
  const received = receiver.ask("received");
  const { startedNs } = await load.ask("done", {
    run: { url: server.url, key: server.key, count, connections: CONNECTIONS, perSecond },
  });
  const { latenciesMs, lastNs } = await received;
  const seconds = Number(BigInt(lastNs) - BigInt(startedNs)) / 1e9;
  return {
    perSecond: count / seconds,
    cpuUsPerEvent: (((await server.cpuMs()) - cpuBefore) * 1000) / count,
    p50: percentile(latenciesMs, 50),
    p99: percentile(latenciesMs, 99),
  };
}

function percentile(values, p) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
}

const median = (values) => percentile(values, 50);

async function prepareHarbor(harbor, receiver) {
  const post = async (path, body) => {
    const response = await fetch(`${harbor.url}/v1${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${harbor.key}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return await response.json();
  };
  const { id } = await post("/destinations", { url: receiver.url });
  await post("/subscriptions", { destination_id: id, event_type: "order.created" });
}

async function main() {
  // In the working folder, which is on a disk; a temporary folder may be memory, where an fsync costs nothing.
  mkdirSync(".harbor", { recursive: true });
  const folder = mkdtempSync(join(".harbor", "bench-"));
  const receiver = await startReceiver();
  const relay = await startRelay(receiver.url);
  const harbor = await startHarbor(join(folder, "harbor.db"));
  const load = await startLoad();
  try {
    await prepareHarbor(harbor, receiver);
    const servers = { relay, harbor };
    for (const server of Object.values(servers))
      await drive({ server, receiver, load, count: 2000, perSecond: null });
    const fast = { relay: [], harbor: [] };
    const steady = { relay: [], harbor: [] };
    for (let round = 0; round < ROUNDS; round++) {
      const order = round % 2 === 0 ? ["relay", "harbor"] : ["harbor", "relay"];
      for (const name of order) {
        const server = servers[name];
        fast[name].push(await drive({ server, receiver, load, count: EVENTS, perSecond: null }));
        steady[name].push(
          await drive({ server, receiver, load, count: STEADY_EVENTS, perSecond: STEADY_PER_SECOND }),
        );
      }
    }
    report(fast, steady);
  } finally {
    for (const process of [load, harbor, relay, receiver]) await process.stop();
    rmSync(folder, { recursive: true });
  }
}

function report(fast, steady) {
  const line = (name) => {
    const of = (runs, key) => median(runs[name].map((run) => run[key]));
    return [
      name.padEnd(8),
      `${Math.round(of(fast, "perSecond"))}/s`.padStart(12),
      `${of(fast, "cpuUsPerEvent").toFixed(1)} us`.padStart(12),
      `${of(steady, "p50").toFixed(2)} ms`.padStart(12),
      `${of(steady, "p99").toFixed(2)} ms`.padStart(12),
    ].join("");
  };
  const ratios = fast.harbor.map((run, round) => run.perSecond / fast.relay[round].perSecond);
  console.log(
    `${ROUNDS} rounds of ${EVENTS} events as fast as it goes, then ${STEADY_EVENTS} at ${STEADY_PER_SECOND}/s; medians`,
  );
  console.log(
    ["".padEnd(8), "delivered", "CPU/event", "p50", "p99"]
      .map((text, i) => (i === 0 ? text : text.padStart(12)))
      .join(""),
  );
  console.log(line("relay"));
  console.log(line("harbor"));
  const sorted = [...ratios].sort((a, b) => a - b);
  console.log(
    `harbor delivers ${median(ratios).toFixed(2)} of what the relay does (rounds from ${sorted[0].toFixed(2)} to ${sorted.at(-1).toFixed(2)}), each event stored with an fsync before its 202`,
  );
}

await main();
