// Harbor beside what people build themselves: a queue library behind a small endpoint, on the same durability. Redis is the one that
// is installed; PostgreSQL is npm's, with its own defaults. The libraries run on the Node.js that the runtime matrix fetches.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { runtimePath } from "../../../packages/compatibility/runtimes/runtimes.mjs";
import { drive, subscribe } from "../harness/drive.mjs";
import { median, microseconds, milliseconds, perSecond, publish, spread } from "../harness/figures.mjs";
import { startHarborOn, startPostgres } from "../harness/postgres.mjs";
import { startHarbor, startProcess, startRelay, withProcesses } from "../harness/processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 5000);
const STEADY_RATE = 200;
const STEADY_SECONDS = 3;
const HERE = fileURLToPath(new URL("../alternatives/", import.meta.url));
const NODE = runtimePath("node-22");
const FIRST_REDIS_PORT = 16_379;

install();

await withProcesses(async ({ folder, own, receiver, load }) => {
  const database = own(await startPostgres(folder, { connections: 250 }));
  const target = `${receiver.url}/ok`;
  const alternative = async (module, databaseUrl) => {
    const args = [module, target, databaseUrl];
    const started = own(startProcess(join(HERE, "endpoint.mjs"), { args, execPath: NODE }));
    return { ...started, url: await started.ask("url"), key: "" };
  };
  const onPostgres = async (module) =>
    await alternative(module, await database.create(module.replaceAll("-", "_")));
  const onRedis = async (fsync, port) =>
    await alternative("bullmq", await startRedis({ folder, own, fsync, port }));

  const servers = {
    relay: own(await startRelay(receiver)),
    "Harbor, SQLite": own(await startHarbor({ databaseFile: join(folder, "harbor.db") })),
    "Harbor, PostgreSQL": own(await startHarborOn(await database.create("harbor"))),
    "BullMQ, Redis fsync always": await onRedis("always", FIRST_REDIS_PORT),
    "BullMQ, Redis fsync every second": await onRedis("everysec", FIRST_REDIS_PORT + 1),
    "graphile-worker": await onPostgres("graphile-worker"),
    "graphile-worker, tuned": await onPostgres("graphile-worker-tuned"),
    "pg-boss": await onPostgres("pg-boss"),
  };
  await subscribe(servers["Harbor, SQLite"], { url: target });
  await subscribe(servers["Harbor, PostgreSQL"], { url: target });

  const names = Object.keys(servers);
  const runs = Object.fromEntries(names.map((name) => [name, { fast: [], steady: [] }]));
  for (const server of Object.values(servers)) await drive({ server, receiver, load, count: 1000 });
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const shared = { server: servers[name], receiver, load };
      runs[name].fast.push(await drive({ ...shared, count: EVENTS }));
      const steady = { count: STEADY_RATE * STEADY_SECONDS, perSecond: STEADY_RATE };
      runs[name].steady.push(await drive({ ...shared, ...steady }));
    }
  }
  report(runs);
});

/** The libraries, as the lock file beside them says, and the Node.js that they need. */
function install() {
  if (!existsSync(NODE)) throw new Error("Node.js 22 is missing: run `npm run fetch:runtimes` first.");
  const args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
  const { status } = spawnSync("npm", args, { cwd: HERE, stdio: ["ignore", "ignore", "inherit"] });
  if (status !== 0) throw new Error("The libraries to compare with could not be installed.");
}

async function startRedis({ folder, own, fsync, port }) {
  const data = resolve(folder, `redis-${fsync}`);
  mkdirSync(data);
  const args = ["--port", port, "--bind", "127.0.0.1", "--dir", data];
  const durable = ["--save", "", "--appendonly", "yes", "--appendfsync", fsync];
  const child = spawn("redis-server", [...args, ...durable].map(String), {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((done) => child.once("exit", done));
  own({
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  });
  for await (const line of child.stdout) if (String(line).includes("Ready to accept connections")) break;
  return `redis://127.0.0.1:${port}`;
}

/** The library and its version, as installed. */
function versionOf(library) {
  const { version } = JSON.parse(readFileSync(join(HERE, "node_modules", library, "package.json"), "utf8"));
  return `${library} ${version}`;
}

function report(runs) {
  const of = (list, key) => median(list.map((run) => run[key]));
  const ratio = (name, to) => {
    const ratios = runs[name].fast.map((run, round) => run.perSecond / runs[to].fast[round].perSecond);
    return `${name} / ${to}: ${spread(ratios)}`;
  };
  const others = Object.keys(runs).filter((name) => name !== "relay" && !name.startsWith("Harbor"));
  const versions = ["bullmq", "graphile-worker", "pg-boss"].map(versionOf).join(", ");
  const redis = /v=(\S+)/.exec(spawnSync("redis-server", ["--version"], { encoding: "utf8" }).stdout)?.[1];
  publish("alternatives", {
    summary: `${ROUNDS} rounds of ${EVENTS} events as fast as possible, then ${STEADY_SECONDS} s at ${STEADY_RATE}/s; medians. ${versions}, Redis ${redis}`,
    columns: ["delivered", "CPU/event", `p50 at ${STEADY_RATE}/s`, `p99 at ${STEADY_RATE}/s`],
    rows: Object.entries(runs).map(([name, { fast, steady }]) => [
      name,
      perSecond(of(fast, "perSecond")),
      microseconds(of(fast, "cpuUsPerEvent")),
      milliseconds(of(steady, "p50")),
      milliseconds(of(steady, "p99")),
    ]),
    notes: [
      "Delivered, median (least to most) of the ratios of each round:",
      ...["Harbor, SQLite", "Harbor, PostgreSQL"].flatMap((harbor) =>
        others.map((other) => ratio(harbor, other)),
      ),
      "CPU/event is that of the process that accepts and sends, without the database.",
    ],
  });
}
