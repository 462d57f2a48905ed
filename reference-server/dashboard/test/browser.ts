import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { args, findChromium } from "../../../packages/compatibility/runtimes/chromium.mjs";

/** The machine's Chromium; null where it is missing. */
export async function launchChromium(): Promise<Browser | null> {
  const executablePath = findChromium();
  return executablePath === undefined
    ? null
    : await chromium.launch({ executablePath, args: ["--headless", ...args] });
}

export interface Watched {
  /** Errors, warnings, refused content, requests to other hosts. */
  faults: string[];
  /** The URLs of all requests. */
  requests: string[];
}

/** A page that may use the clipboard and animates nothing. */
export async function newPage(browser: Browser, origin: string): Promise<[Page, Watched]> {
  const permissions = ["clipboard-read", "clipboard-write"];
  const context = await browser.newContext({ permissions, reducedMotion: "reduce" });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  return [page, watch(page, origin)];
}

function watch(page: Page, origin: string): Watched {
  const faults: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => {
    // The browser logs every error response; those that a test provokes are shown by the page.
    const isStatus = message.text().startsWith("Failed to load resource");
    if (["error", "warning"].includes(message.type()) && !isStatus) faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("request", (request) => {
    requests.push(request.url());
    if (!request.url().startsWith(origin)) faults.push(`request to ${request.url()}`);
  });
  return { faults, requests };
}

interface Axe {
  run: (options: {
    iframes: boolean;
  }) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }>;
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The findings of axe, which the debugger runs: the page's policy does not let scripts in. */
export async function axeFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: Axe }).axe.run({ iframes: false });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`),
    );
  });
}
