// Is the dashboard quick with 1,000,000 stored deliveries, a tenth of them dead? The time of the server for everything that the first view
// asks, for the lists with each filter, and the frames of a real Chromium while it scrolls through 100,000 rows. BENCH_STORED
// changes the size; BENCH_DATABASE=<file> keeps the filled file, and uses it if it is there.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { args, findChromium } from "../../../packages/compatibility/runtimes/chromium.mjs";
import { call } from "../harness/drive.mjs";
import { fill, FILLED_ENV } from "../harness/filled.mjs";
import { median, milliseconds, percentile, publish } from "../harness/figures.mjs";
import { startHarbor, withProcesses } from "../harness/processes.mjs";

const STORED = Number(process.env.BENCH_STORED ?? 1_000_000);
const CALLS = Number(process.env.BENCH_ROUNDS ?? 20);
const SCROLLED_ROWS = Math.min(100_000, STORED);
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FRAME_MS = 1000 / 60;

await withProcesses(async ({ folder, own }) => {
  const databaseFile = process.env.BENCH_DATABASE ?? join(folder, "million.db");
  if (!existsSync(databaseFile)) await fill(databaseFile, STORED);
  const server = own(await startHarbor({ databaseFile, env: { ...FILLED_ENV, HARBOR_DASHBOARD: "on" } }));
  // The first call after a start finds nothing in memory, so it is a figure of its own.
  const cold = await timeTogether(server, firstView());
  const first = [];
  for (let n = 0; n < CALLS; n += 1) first.push(await timeTogether(server, firstView()));
  const lists = await timeLists(server);
  const frames = await scroll(server);
  report({ cold, first, lists, frames });
});

function ago(ms) {
  return encodeURIComponent(new Date(Date.now() - ms).toISOString());
}

/** The requests that the overview makes at once. Those for the shapes of the destinations follow. */
function firstView() {
  return [
    "/caller",
    "/destinations?limit=100",
    "/destinations?status=paused&limit=50",
    "/dlq/groups",
    `/stats?bucket=minute&since=${ago(HOUR_MS)}&group_by=destination`,
    `/stats?bucket=hour&since=${ago(DAY_MS)}`,
  ];
}

/** From the first request to the last response. */
async function timeTogether(server, paths) {
  const startedAt = performance.now();
  await Promise.all(paths.map((path) => call(server, path)));
  return performance.now() - startedAt;
}

async function timeLists(server) {
  const { data: destinations } = await call(server, "/destinations?limit=100");
  const destination = `destination_id=${destinations[0].id}`;
  const { data: events } = await call(server, "/events?limit=1");
  const [type, tenant] = ["event_type=order.type_3", "tenant=tenant-3"];
  const paths = [
    "/deliveries",
    ...["pending", "retrying", "succeeded", "dead"].map((status) => `/deliveries?status=${status}`),
    `/deliveries?${destination}`,
    `/deliveries?${destination}&status=dead`,
    `/deliveries?${type}`,
    `/deliveries?${type}&status=succeeded`,
    `/deliveries?${tenant}`,
    `/deliveries?${tenant}&status=succeeded`,
    `/deliveries?event_id=${events[0].id}`,
    `/deliveries?since=${ago(HOUR_MS)}`,
    `/deliveries?status=dead&${type}`,
    `/deliveries?${tenant}&event_type=order.type_1`,
    "/dlq",
    `/dlq?${destination}`,
    "/dlq/groups",
    `/dlq/groups?${destination}`,
    "/events",
    "/events?type=order.type_3",
    `/events?${tenant}`,
    "/events?idempotency_key=order-7",
    `/events?${tenant}&type=order.type_3`,
    "/tenants",
  ];
  const times = {};
  for (const path of paths) {
    const [base, query = ""] = path.split("?");
    const name = path
      .replace(destination, "destination")
      .replace(/event_id=\w+/, "event_id")
      .replace(/since=.*/, "the last hour");
    // Groups have no pages.
    const limit = base === "/dlq/groups" ? "" : "&limit=100";
    for (let n = 0; n < CALLS; n += 1)
      (times[name] ??= []).push(await timeTogether(server, [`${base}?${query}${limit}`]));
  }
  return times;
}

/**
 * Scrolls from the first to the last row. The rows are copies of a page of the API: only the scrolling is measured.
 */
async function scroll(server) {
  const executablePath = findChromium();
  if (executablePath === undefined) return null;
  const browser = await chromium.launch({ executablePath, args: ["--headless", ...args] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    const { data } = await call(server, "/deliveries?limit=100");
    await page.route("**/v1/deliveries?*", (route) =>
      route.fulfill({ json: { data: copies(data, SCROLLED_ROWS), next_cursor: null } }),
    );
    await page.goto(`${server.url}/dashboard/#key=${server.key}`);
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await page.evaluate(() => {
      globalThis.location.hash = "/deliveries";
    });
    await page.getByText(`${SCROLLED_ROWS} deliveries`).waitFor({ timeout: 60_000 });
    return await page.evaluate(scrollThrough);
  } finally {
    await browser.close();
  }
}

function copies(rows, count) {
  return Array.from({ length: count }, (_, n) => ({ ...rows[n % rows.length], id: `del_copy_${n}` }));
}

/** In the page: the times between frames, first in steps as of a wheel, then in leaps to the end. */
async function scrollThrough() {
  const scroller = globalThis.document.querySelector(".row-scroll");
  const nextFrame = () => new Promise((resolve) => globalThis.requestAnimationFrame(resolve));
  const measure = async (distance, frames) => {
    scroller.scrollTop = 0;
    let last = await nextFrame();
    const times = [];
    for (let n = 0; n < frames; n += 1) {
      scroller.scrollTop += distance;
      const now = await nextFrame();
      times.push(now - last);
      last = now;
    }
    return times;
  };
  const height = scroller.scrollHeight;
  const idle = await measure(0, 120);
  const wheel = await measure(120, 600);
  const leaps = await measure(height / 600, 600);
  return { idle, wheel, leaps, rowsInDocument: globalThis.document.querySelectorAll(".link-row").length };
}

function report({ cold, first, lists, frames }) {
  const row = (name, times, bound) => [
    name,
    milliseconds(median(times)),
    milliseconds(percentile(times, 95)),
    bound,
  ];
  const late = (times) => `${times.filter((ms) => ms > 2 * FRAME_MS).length} of ${times.length}`;
  publish("dashboard", {
    summary: `${STORED} stored deliveries, a tenth of them dead; ${CALLS} calls of each`,
    columns: ["median", "p95", "bound"],
    rows: [
      ["first view, just after a start", milliseconds(cold), "", ""],
      row("first view, all its requests at once", first, "300 ms"),
      ...Object.entries(lists).map(([name, times]) => row(name, times, "50 ms")),
    ],
    notes:
      frames === null
        ? []
        : [
            `Scrolling ${SCROLLED_ROWS} rows in Chromium without a GPU, ${frames.rowsInDocument} of them in the document: frames later than 33 ms were ${late(frames.idle)} while nothing moved, ${late(frames.wheel)} in steps of a wheel, and ${late(frames.leaps)} in leaps through all rows. Median time between frames ${[frames.idle, frames.wheel, frames.leaps].map((times) => milliseconds(median(times))).join(", ")}; the longest ${[frames.idle, frames.wheel, frames.leaps].map((times) => milliseconds(percentile(times, 100))).join(", ")}.`,
          ],
  });
}
