// `npm run screenshots -w @harbor/dashboard`: the pictures in docs/images. With a folder, every page in both themes and three widths,
// to look at after a change: `npm run screenshots -w @harbor/dashboard -- <folder> [name,…]`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "./browser.js";
import { addCatalogue, type Demo, sendAll, startDemo } from "./demo.js";
import { startPortalDemo } from "./portal-demo.js";

const images = join(import.meta.dirname, "../../../docs/images");
/** Time for requests and charts; the page of the stream is never idle. */
const SETTLE_MS = 900;

const pages: Record<string, (demo: Demo) => string> = {
  overview: () => "/",
  live: () => "/live",
  deliveries: () => "/deliveries",
  "no-match": () => "/deliveries?status=pending",
  succeeded: ({ succeeded }) => `/deliveries/${succeeded}`,
  retrying: ({ retrying }) => `/deliveries/${retrying}`,
  dead: ({ dead }) => `/deliveries/${dead}`,
  events: () => "/events",
  event: ({ event }) => `/events/${event}`,
  "event-types": () => "/event-types",
  "event-type": () => "/event-types/order.created",
  tenants: () => "/tenants",
  tenant: () => "/tenants/acme",
  destinations: () => "/destinations",
  destination: ({ shop }) => `/destinations/${shop.destination.id}`,
  subscriptions: () => "/subscriptions",
  "dead-letters": () => "/dead-letters",
  settings: () => "/settings",
};

async function show(page: Page, path: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, path);
  await page.waitForTimeout(SETTLE_MS);
}

/** The page of a destination, as a session that manages sees it. */
async function shootPortal(browser: Browser): Promise<void> {
  const portal = await startPortalDemo({ HARBOR_PORTAL_COLOR: "#0f766e" });
  try {
    const page = await browser.newPage({ viewport: { width: 1120, height: 700 }, reducedMotion: "reduce" });
    await page.goto((await portal.link("manage")).url);
    await show(page, "/");
    await page.screenshot({ path: join(images, "portal-overview.png") });
  } finally {
    await portal.harbor.stop();
  }
}

const [folder, names] = process.argv.slice(2);
const demo = await startDemo();
const numbers = (count: number) => Array.from({ length: count }, (_, n) => `{"order_id":"ord_${n}"}`);
await sendAll(demo.harbor, "order.paid", numbers(40));
await sendAll(demo.harbor, "invoice.sent", numbers(6));
if (folder !== undefined) await addCatalogue(demo);
const browser = await launchChromium();
if (browser === null) throw new Error("Chromium is not installed.");
try {
  const home = `${demo.harbor.url}/dashboard/`;
  if (folder === undefined) {
    mkdirSync(images, { recursive: true });
    const page = await browser.newPage({ viewport: { width: 1120, height: 700 }, reducedMotion: "reduce" });
    await page.goto(`${home}#key=${demo.harbor.apiKey}`);
    for (const [name, pathOf] of Object.entries(pages)) {
      if (!["overview", "deliveries", "retrying"].includes(name)) continue;
      await show(page, pathOf(demo));
      await page.screenshot({ path: join(images, `dashboard-${name}.png`) });
    }
    await shootPortal(browser);
  } else {
    mkdirSync(folder, { recursive: true });
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [375, 1280, 1920]) {
        const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
        await page.goto(home);
        await page.getByLabel("API key").waitFor();
        await page.screenshot({ path: join(folder, `sign-in-${colorScheme}-${width}.png`) });
        await page.goto(`${home}#key=${demo.harbor.apiKey}`);
        for (const [name, pathOf] of Object.entries(pages)) {
          if (names !== undefined && !names.split(",").includes(name)) continue;
          await show(page, pathOf(demo));
          if (name === "live") {
            await sendAll(demo.harbor, "order.paid", numbers(8));
            await page.waitForTimeout(SETTLE_MS);
          }
          await page.screenshot({
            path: join(folder, `${name}-${colorScheme}-${width}.png`),
            fullPage: true,
          });
        }
        await page.close();
      }
  }
} finally {
  await browser.close();
  await demo.harbor.stop();
}
