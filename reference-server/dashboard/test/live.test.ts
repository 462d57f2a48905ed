import { createServer, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { launchChromium, newPage, type Watched } from "./browser.js";
import { type Demo, startDemo } from "./demo.js";

const PER_SECOND = 3_000;
const SECONDS = 4;
const TOTAL = PER_SECOND * SECONDS;
const TICK_MS = 20;

/** The real server behind a proxy that fills the stream: with changes at a rate that does not depend on the machine's deliveries. */
async function startBusyServer(demo: Demo) {
  const sample = await demo.client.deliveries.get(demo.succeeded);
  const streams = new Set<ServerResponse>();
  const queries: string[] = [];
  const server = createServer((incoming, response) => {
    if (incoming.url?.startsWith("/v1/stream") === true) {
      queries.push(incoming.url);
      response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
      streams.add(response);
      response.on("close", () => streams.delete(response));
      return;
    }
    const { method, url, headers } = incoming;
    const onward = request(new URL(url ?? "/", demo.harbor.url), { method, headers }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  let sent = 0;
  const write = (text: string) => streams.forEach((stream) => stream.write(text));
  const change = (n: number) => {
    const data = { ...sample, retries: undefined, id: `del_${n}`, updated_at: new Date().toISOString() };
    return `id: ${n}\nevent: delivery\ndata: ${JSON.stringify(data)}\n\n`;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries,
    streams,
    gap: () => write(`id: ${sent}\nevent: gap\ndata: {}\n\n`),
    /** `TOTAL` changes, as fast as `PER_SECOND`. Resolves when the last one is written. */
    burst: () =>
      new Promise<void>((resolve) => {
        const from = sent;
        const startedAt = performance.now();
        const timer = setInterval(() => {
          const due = Math.min(TOTAL, Math.floor(((performance.now() - startedAt) / 1000) * PER_SECOND));
          const texts: string[] = [];
          for (; sent < from + due; sent += 1) texts.push(change(sent));
          write(texts.join(""));
          if (due < TOTAL) return;
          clearInterval(timer);
          resolve();
        }, TICK_MS);
      }),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

let browser: Browser | null = null;
let demo: Demo;
let busy: Awaited<ReturnType<typeof startBusyServer>>;
let page: Page;
let seen: Watched;

beforeAll(async () => {
  browser = await launchChromium();
  if (browser === null) return;
  demo = await startDemo();
  busy = await startBusyServer(demo);
  [page, seen] = await newPage(browser, busy.url);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  if (browser === null) return;
  busy.stop();
  await demo.harbor.stop();
});

/** In the page: the longest task, and the times between its frames, until `stopWatching`. */
function startWatching(): void {
  const watched = { frames: [] as number[], tasks: [] as number[], stop: false };
  Object.assign(globalThis, { watched });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watched.tasks.push(duration);
  }).observe({ type: "longtask" });
  let last = performance.now();
  const frame = (now: number) => {
    watched.frames.push(now - last);
    last = now;
    if (!watched.stop) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function stopWatching(): Promise<{ frames: number[]; tasks: number[] }> {
  return await page.evaluate(() => {
    const { watched } = globalThis as unknown as {
      watched: { frames: number[]; tasks: number[]; stop: boolean };
    };
    watched.stop = true;
    return watched;
  });
}

const rows = () => page.getByRole("listitem").filter({ hasText: "order.created" });
const button = (name: string) => page.getByRole("button", { name, exact: true });
const counted = (count: number) => page.getByText(`${count.toLocaleString("en")} changes since`);

it("follows thousands of changes a second, counts each, and stays responsive", async ({ skip }) => {
  if (browser === null) skip("Chromium is not installed (HARBOR_TEST_CHROMIUM names another path)");
  await page.goto(`${busy.url}/dashboard/#key=${demo.harbor.apiKey}`);
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await page.evaluate(() => (location.hash = "/live"));
  await page.getByText("Connected.").waitFor();
  await expect.poll(() => busy.streams.size).toBe(1);

  await page.evaluate(startWatching);
  const first = busy.burst();
  await rows().first().waitFor();
  await button("Pause").click();
  await page.getByText("Paused: changes are counted").waitFor();
  const shown = await rows().first().innerText();
  const countText = async () => await page.getByText(/changes since/).innerText();
  const atPause = await countText();
  await expect.poll(countText).not.toBe(atPause);
  expect(await rows().first().innerText()).toBe(shown);
  await button("Continue").click();
  await expect.poll(() => rows().first().innerText()).not.toBe(shown);
  await first;
  await counted(TOTAL).waitFor();
  const { frames, tasks } = await stopWatching();
  expect(await rows().count()).toBe(200);
  await page.getByText("The newest 200 are shown.").waitFor();
  const sorted = frames.toSorted((a, b) => a - b);
  const figures = {
    frames: frames.length,
    p95: sorted[Math.floor(frames.length * 0.95)],
    longest: sorted.at(-1),
    longestTask: Math.max(0, ...tasks),
  };
  expect(figures.p95).toBeLessThan(400);
  expect(figures.longest).toBeLessThan(1_000);
  expect(figures.longestTask).toBeLessThan(500);

  const second = busy.burst();
  await counted(TOTAL).waitFor({ state: "detached" });
  await page.getByLabel("Destination").selectOption(demo.shop.destination.id);
  await expect.poll(() => busy.queries.at(-1)).toContain(`destination_id=${demo.shop.destination.id}`);
  await expect.poll(() => busy.streams.size).toBe(1);
  await second;
  expect(await rows().count()).toBe(200);

  busy.gap();
  await page.getByText("Some changes are missing here").waitFor();
  await button("Clear the list").click();
  await page.getByText("0 changes since").waitFor();
  expect(await rows().count()).toBe(0);
  expect(await page.getByText("Some changes are missing here").count()).toBe(0);
  expect(seen.faults).toEqual([]);
}, 60_000);
