import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { createRequire } from "node:module";
import { extname, join } from "node:path";
import { chromium } from "playwright-core";
import { args, findChromium } from "../../packages/compatibility/runtimes/chromium.mjs";

/** One page of each kind. */
const PAGES = [
  "index",
  "quickstart",
  "api/destinations",
  "contract",
  "receive/express",
  "concepts/delivery",
  "compare",
  "reference/@harbor/receiver",
];
const VIEWS = ["light", "dark"].flatMap((colorScheme) =>
  [1280, 375].map((width) => ({ colorScheme, viewport: { width, height: 900 } })),
);
const TYPES = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml" };

/**
 * Opens pages of the built site in Chromium, light and dark, wide and narrow.
 *
 * @param {string} dist the folder of the built site
 * @returns {Promise<string[] | undefined>} violations of axe's rules, errors, requests to other hosts, pages wider than the window;
 *   undefined without Chromium
 */
export async function inspectSite(dist) {
  const executablePath = findChromium();
  if (executablePath === undefined) return undefined;
  const server = await serve(dist);
  const origin = `http://127.0.0.1:${server.address().port}`;
  const browser = await chromium.launch({ executablePath, args: ["--headless", ...args] });
  try {
    const faults = [];
    for (const view of VIEWS) faults.push(...(await inspectView(browser, view, origin)));
    return [...faults, ...(await trySearch(browser, origin))];
  } finally {
    await browser.close();
    server.closeAllConnections();
    server.close();
  }
}

async function serve(dist) {
  const server = createServer((request, response) => {
    const path = join(dist, decodeURIComponent(new URL(request.url, "http://site").pathname));
    const found = existsSync(path) && extname(path) !== "";
    response.writeHead(found ? 200 : 404, {
      "content-type": TYPES[extname(path)] ?? "application/octet-stream",
    });
    if (found) createReadStream(path).pipe(response);
    else response.end();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return server;
}

async function inspectView(browser, view, origin) {
  const context = await browser.newContext({ ...view, reducedMotion: "reduce" });
  const page = await context.newPage();
  const faults = [];
  const report = (text) => faults.push(`${page.url()} ${view.colorScheme} ${view.viewport.width}: ${text}`);
  page.on("pageerror", (error) => report(String(error)));
  page.on(
    "response",
    (response) => response.status() >= 400 && report(`${response.status()} ${response.url()}`),
  );
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
      report(`request to ${request.url()}`);
  });
  for (const name of PAGES) {
    await page.goto(`${origin}/${name}.html`, { waitUntil: "networkidle" });
    for (const violation of await violationsOn(page)) report(violation);
    const { scrollWidth, innerWidth } = await page.evaluate(() => ({
      scrollWidth: globalThis.document.documentElement.scrollWidth,
      innerWidth: globalThis.innerWidth,
    }));
    if (scrollWidth > innerWidth) report(`${scrollWidth} pixels wide`);
  }
  await context.close();
  return faults;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function violationsOn(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations
    .filter(({ impact }) => impact !== "minor")
    .map(
      ({ id, nodes }) => `${id} ${nodes.length} ${nodes[0].html.slice(0, 120)} ${nodes[0].failureSummary}`,
    );
}

/** The search works from the site's own files. */
async function trySearch(browser, origin) {
  const page = await browser.newPage();
  await page.goto(`${origin}/quickstart.html`, { waitUntil: "networkidle" });
  await page.keyboard.press("Control+k");
  await page.locator("#localsearch-input").fill("signature mismatch");
  const result = page.locator(".VPLocalSearchBox .result").first();
  const found = await result.waitFor({ timeout: 10_000 }).then(
    () => true,
    () => false,
  );
  return found ? [] : ["The search for a signature mismatch has no result."];
}
