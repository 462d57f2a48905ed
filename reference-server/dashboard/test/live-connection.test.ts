import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { startTcpProxy, type TcpProxy } from "../../test/tcp-proxy.js";
import { launchChromium, newPage, type Watched } from "./browser.js";
import { type Demo, sendAll, startDemo } from "./demo.js";

let browser: Browser | null = null;
let demo: Demo;
let proxy: TcpProxy;
let page: Page;
let seen: Watched;

beforeAll(async () => {
  browser = await launchChromium();
  if (browser === null) return;
  demo = await startDemo();
  proxy = await startTcpProxy();
  [page, seen] = await newPage(browser, `http://127.0.0.1:${proxy.port}`);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  if (browser === null) return;
  proxy.close();
  await demo.harbor.stop();
});
beforeEach(async ({ skip }) => {
  if (browser === null) skip("Chromium is not installed (HARBOR_TEST_CHROMIUM names another path)");
  restore();
  await page.goto("about:blank");
  await page.goto(`http://127.0.0.1:${proxy.port}/dashboard/#key=${demo.harbor.apiKey}`);
  await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  await page.evaluate(() => (location.hash = "/live"));
  await page.getByText("Connected.").waitFor();
});
afterEach(() => {
  if (browser !== null) expect(seen.faults.splice(0)).toEqual([]);
});

function cut(): void {
  proxy.targets = [];
  proxy.cut();
}

function restore(): void {
  proxy.targets = [Number(new URL(demo.harbor.url).port)];
}

const row = (type: string) => page.getByRole("listitem").filter({ hasText: type });
const connected = () => page.getByText("Connected.");
const broken = () => page.getByText("The connection broke.");
const missing = () => page.getByText("Some changes are missing here");
const button = (name: string) => page.getByRole("button", { name, exact: true });

async function filterByType(type: string): Promise<void> {
  await page.getByLabel("Event type").fill(type);
  await button("Apply").click();
}

it("says when the connection breaks, and afterwards if changes may be missing", async () => {
  cut();
  await broken().waitFor();
  expect(await connected().count()).toBe(0);
  await sendAll(demo.harbor, "order.unseen", ["1"]);
  restore();
  await connected().waitFor();
  expect(await broken().count()).toBe(0);
  // Nothing had arrived that the stream could continue after.
  await missing().waitFor();
  await button("Clear the list").click();
  expect(await missing().count()).toBe(0);

  await sendAll(demo.harbor, "order.first", ["1"]);
  await row("order.first").first().waitFor();
  cut();
  await broken().waitFor();
  await sendAll(demo.harbor, "order.second", ["1"]);
  restore();
  await row("order.second").first().waitFor();
  expect(await broken().count()).toBe(0);
  expect(await missing().count()).toBe(0);
});

it("shows changes and errors of the present filter only", async () => {
  await sendAll(demo.harbor, "order.unfiltered", ["1"]);
  await row("order.unfiltered").first().waitFor();
  await page.route("**/v1/stream?event_type=order.unreachable", (route) => route.abort());
  await filterByType("order.unreachable");
  await page.getByRole("alert").waitFor();
  expect(await row("order.unfiltered").count()).toBe(0);
  expect(await connected().count()).toBe(0);
  await filterByType("order.filtered");
  await connected().waitFor();
  expect(await page.getByRole("alert").count()).toBe(0);
  await page.getByText("0 changes since").waitFor();
  await sendAll(demo.harbor, "order.filtered", ["1"]);
  await row("order.filtered").first().waitFor();
});

it("shows the changes of a pause when it ends, except those that were cleared", async () => {
  await button("Pause").click();
  await sendAll(demo.harbor, "order.cleared", ["1"]);
  await page.getByText(/^Paused.* [1-9]\d* changes? since/).waitFor();
  await button("Clear the list").click();
  await page.getByText("0 changes since").waitFor();
  await sendAll(demo.harbor, "order.meanwhile", ["1"]);
  await page.getByText(/ [1-9]\d* changes? since/).waitFor();
  expect(await row("order.meanwhile").count()).toBe(0);
  await button("Continue").click();
  await row("order.meanwhile").first().waitFor();
  expect(await row("order.cleared").count()).toBe(0);
});
