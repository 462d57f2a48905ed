import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { axeFindings, launchChromium, newPage, type Watched } from "./browser.js";
import { type Demo, startDemo } from "./demo.js";

export interface Dashboard {
  /** The only page. */
  page: Page;
  demo: Demo;
  seen: Watched;
  /** The address of the dashboard. */
  home: string;
  /** Goes to a page, signed in with the test key. */
  open(path: string, heading?: string | RegExp): Promise<void>;
  clipboard(): Promise<string>;
  /** The page passes axe in both themes, and fits 320 pixels. */
  expectAccessible(): Promise<void>;
}

/** One browser, one server and one page for the tests of a file, which are skipped where the machine has no Chromium. */
export function useDashboard(): Dashboard {
  let browser: Browser | null = null;
  const dashboard = { open, clipboard, expectAccessible } as Dashboard;

  beforeAll(async () => {
    browser = await launchChromium();
    if (browser === null) return;
    const demo = await startDemo();
    const [page, seen] = await newPage(browser, demo.harbor.url);
    Object.assign(dashboard, { demo, page, seen, home: `${demo.harbor.url}/dashboard/` });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    if (browser !== null) await dashboard.demo.harbor.stop();
  });
  beforeEach(({ skip }) => {
    if (browser === null) skip("Chromium is not installed (HARBOR_TEST_CHROMIUM names another path)");
  });
  // A violation of the page's policy is an error on its console.
  afterEach(() => {
    if (browser !== null) expect(dashboard.seen.faults.splice(0)).toEqual([]);
  });

  async function open(path: string, heading: string | RegExp = /./): Promise<void> {
    const { page, home, demo } = dashboard;
    if (!page.url().startsWith(home)) await page.goto(`${home}#key=${demo.harbor.apiKey}`);
    await page.getByRole("navigation", { name: "Pages" }).waitFor();
    await page.evaluate((hash) => {
      location.hash = hash;
    }, path);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  }

  function clipboard(): Promise<string> {
    return dashboard.page.evaluate(() => navigator.clipboard.readText());
  }

  async function expectAccessible(): Promise<void> {
    const { page } = dashboard;
    await page
      .getByText(/^Loading/)
      .first()
      .waitFor({ state: "detached" });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await axeFindings(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    await page.setViewportSize({ width: 1280, height: 720 });
  }

  return dashboard;
}
