// Does another program's long transaction on the same PostgreSQL slow Harbor down? While it is open, the database keeps every row version
// that it could see, so that what Harbor updates or deletes piles up. A steady rate of events, one in twenty of them to a
// destination that returns 500, minute by minute, alone and then with the transaction open.
import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { drive, subscribe } from "../harness/drive.mjs";
import { median, microseconds, milliseconds, perSecond, publish } from "../harness/figures.mjs";
import { startHarborOn, startPostgres } from "../harness/postgres.mjs";
import { withProcesses } from "../harness/processes.mjs";

const RATE = 1000;
const MINUTES_ALONE = 3;
const MINUTES_HELD = Number(process.env.BENCH_ROUNDS ?? 10);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 60);
/** One in this many events goes to the failing destination. */
const FAILING = 20;
/** Harbor's tables that grow with each event. */
const BIG = ["events", "deliveries", "attempts"];

await withProcesses(async ({ folder, own, receiver, load }) => {
  const database = own(await startPostgres(folder));
  const url = await database.create("harbor");
  const server = own(await startHarborOn(url));
  const types = Array.from({ length: FAILING }, (_, n) => (n === 0 ? "order.failing" : "order.created"));
  await subscribe(server, { url: `${receiver.url}/ok` });
  await subscribe(server, {
    url: `${receiver.url}/fail`,
    type: "order.failing",
    retry_policy: { max_retries: 2, base_delay_seconds: 1, circuit_breaker_threshold: null },
  });
  const minute = async () => {
    const count = RATE * SECONDS;
    const before = await database.usage();
    const arrivals = count - Math.ceil(count / FAILING);
    const run = await drive({ server, receiver, load, count, arrivals, perSecond: RATE, types });
    const after = await database.usage();
    return { ...run, databaseUsPerEvent: ((after.cpuMs - before.cpuMs) * 1000) / count };
  };
  await minute();
  const alone = await repeat(minute, MINUTES_ALONE);
  own(await holdSnapshot(url));
  const held = await repeat(minute, MINUTES_HELD);
  const dead = await deadRows(url);
  report({ alone, held, dead });
});

async function repeat(minute, times) {
  const runs = [];
  while (runs.length < times) {
    const run = await minute();
    runs.push(run);
    console.error(
      `${runs.length} of ${times}: p99 ${milliseconds(run.p99)}, CPU ${microseconds(run.cpuUsPerEvent)} and ${microseconds(run.databaseUsPerEvent)}`,
    );
  }
  return runs;
}

/** Reads in a transaction that stays open, as a forgotten session or a long dump does. */
async function holdSnapshot(connectionString) {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
  await client.query("SELECT count(*) FROM events");
  return { stop: async () => await client.end() };
}

/** By table, the largest first; as the database's statistics have them, which follow within seconds. */
async function deadRows(connectionString) {
  await pause(2000);
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query(
    "SELECT relname AS name, n_dead_tup::int AS dead FROM pg_stat_user_tables WHERE n_dead_tup > 0 OR relname = ANY($1) ORDER BY 2 DESC",
    [BIG],
  );
  await client.end();
  return rows;
}

function report({ alone, held, dead }) {
  const of = (runs, key) => median(runs.map((run) => run[key]));
  const row = (name, runs) => [
    name,
    perSecond(of(runs, "perSecond")),
    milliseconds(of(runs, "p50")),
    milliseconds(of(runs, "p99")),
    microseconds(of(runs, "cpuUsPerEvent")),
    microseconds(of(runs, "databaseUsPerEvent")),
  ];
  publish("long-transaction", {
    summary: `${RATE} events/s, one in ${FAILING} to a destination that fails; ${MINUTES_ALONE} times ${SECONDS} s alone, ${MINUTES_HELD} times with another session's transaction open; medians`,
    columns: ["delivered", "p50", "p99", "CPU/event", "database's CPU/event"],
    rows: [row("alone", alone), row("transaction open", held), row("its last minute", held.slice(-1))],
    notes: [
      `Dead rows at the end: ${dead.map((table) => `${table.name} ${table.dead}`).join(", ")}`,
      `delivered is of the ${perSecond((RATE * (FAILING - 1)) / FAILING)} that go to the healthy destination`,
    ],
  });
}
