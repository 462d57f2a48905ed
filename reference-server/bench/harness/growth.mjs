// Does a full database cost more than an empty one? Throughput and the latency of lists, with many stored deliveries and with none,
// in turns. Filling takes some minutes for each million.
import { call, drive, subscribe } from "./drive.mjs";
import { fill } from "./filled.mjs";
import { median, milliseconds, perSecond, publish, spread } from "./figures.mjs";
import { withProcesses } from "./processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 10_000);
const LIST_CALLS = 50;

/**
 * BENCH_STORED changes the number of stored deliveries.
 *
 * @param {string} scenario
 * @param {{ stored: number, open: (run: object) => Promise<{ create: Function, start: Function }> }} options
 *   `open` gets what `withProcesses` gives. `create` makes an empty database of a name, and `start` a server on what it returned.
 */
export async function measureGrowth(scenario, { stored: byDefault, open }) {
  const stored = Number(process.env.BENCH_STORED ?? byDefault);
  await withProcesses(async (run) => {
    const { own, receiver, load } = run;
    const { create, start } = await open(run);
    const databases = { full: await create("full"), empty: await create("empty") };
    await fill(databases.full, stored);
    const startOn = async (database) => {
      const server = own(await start(database));
      const destinationId = await subscribe(server, { url: `${receiver.url}/ok` });
      return { server, destinationId };
    };
    const sides = { full: await startOn(databases.full), empty: await startOn(databases.empty) };

    const runs = { full: [], empty: [] };
    const lists = { full: {}, empty: {} };
    for (const name of Object.keys(sides))
      await drive({ server: sides[name].server, receiver, load, count: 2000 });
    for (let round = 0; round < ROUNDS; round++)
      for (const name of round % 2 === 0 ? ["full", "empty"] : ["empty", "full"]) {
        runs[name].push(await drive({ server: sides[name].server, receiver, load, count: EVENTS }));
        await timeLists(sides[name], lists[name]);
      }
    report({ scenario, stored, runs, lists });
  });
}

/** Each list by its first page, and the unfiltered one also by a page far behind it. */
async function timeLists({ server, destinationId }, timesMs) {
  const paths = {
    "/deliveries": "/deliveries?limit=100",
    "status=succeeded": "/deliveries?status=succeeded&limit=100",
    "status=pending": "/deliveries?status=pending&limit=100",
    "status=dead": "/deliveries?status=dead&limit=100",
    "destination, pending": `/deliveries?destination_id=${destinationId}&status=pending&limit=100`,
    "destination, retrying": `/deliveries?destination_id=${destinationId}&status=retrying&limit=100`,
    "event_type, none": "/deliveries?event_type=order.deleted&limit=100",
    "/events": "/events?limit=100",
    "/dlq": "/dlq?limit=100",
    "/deliveries, page 50": await deepCursor(server),
  };
  for (const [name, path] of Object.entries(paths))
    for (let i = 0; i < LIST_CALLS; i++) {
      const startedAt = performance.now();
      await call(server, path);
      (timesMs[name] ??= []).push(performance.now() - startedAt);
    }
}

async function deepCursor(server) {
  let path = "/deliveries?limit=100";
  for (let page = 1; page < 50; page++) {
    const { next_cursor } = await call(server, path);
    if (next_cursor === null) break;
    path = `/deliveries?limit=100&cursor=${encodeURIComponent(next_cursor)}`;
  }
  return path;
}

function report({ scenario, stored, runs, lists }) {
  const delivered = (name) => median(runs[name].map((run) => run.perSecond));
  const ratios = runs.full.map((run, round) => run.perSecond / runs.empty[round].perSecond);
  publish(scenario, {
    summary: `${stored} stored deliveries against none; ${ROUNDS} rounds; medians`,
    columns: ["full", "empty", "full / empty"],
    rows: [
      ["delivered", perSecond(delivered("full")), perSecond(delivered("empty")), spread(ratios)],
      ...Object.keys(lists.full).map((name) => {
        const [full, empty] = [median(lists.full[name]), median(lists.empty[name])];
        return [name, milliseconds(full), milliseconds(empty), (full / empty).toFixed(2)];
      }),
    ],
  });
}
