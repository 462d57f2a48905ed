// Does a full database cost more than an empty one? Throughput and the latency of lists, with many stored deliveries and with none,
// in turns. Filling goes through the API and takes some minutes.
import { call, drive, subscribe } from "./drive.mjs";
import { median, milliseconds, perSecond, publish, spread } from "./figures.mjs";
import { withProcesses } from "./processes.mjs";

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const EVENTS = Number(process.env.BENCH_EVENTS ?? 10_000);
const LIST_CALLS = 50;
const BATCH = 100;
const SENDERS = 8;

/**
 * BENCH_STORED changes the number of stored deliveries.
 *
 * @param {string} scenario
 * @param {{ stored: number, open: (run: object) => Promise<(name: string) => Promise<object>> }} options
 *   `open` gets what `withProcesses` gives, and returns a function that starts a server on an empty database of that name.
 */
export async function measureGrowth(scenario, { stored: byDefault, open }) {
  const stored = Number(process.env.BENCH_STORED ?? byDefault);
  await withProcesses(async (run) => {
    const { own, receiver, load } = run;
    const startOn = await open(run);
    const start = async (name) => {
      const server = own(await startOn(name));
      const destinationId = await subscribe(server, { url: `${receiver.url}/ok` });
      return { server, destinationId };
    };
    const sides = { full: await start("full"), empty: await start("empty") };
    await fill(sides.full.server, stored);

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

async function fill(server, stored) {
  let left = stored;
  const send = async () => {
    while (left > 0) {
      const size = Math.min(BATCH, left);
      left -= size;
      const events = Array.from({ length: size }, (_, n) => ({
        type: "order.created",
        body: { n, sent_ns: "0", order_id: "ord_123", amount_cents: 4500 },
      }));
      await call(server, "/events/batch", { method: "POST", body: { events } });
      if (left > 0 && left % 100_000 < BATCH) console.error(`${stored - left} of ${stored} stored`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, send));
  for (;;) {
    const { data } = await call(server, "/deliveries?status=pending&limit=1");
    if (data.length === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
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
