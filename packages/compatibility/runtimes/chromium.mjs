import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { bundle } from "./bundle.mjs";
import { runtimePath } from "./runtimes.mjs";

const names = ["chromium", "chromium-browser", "google-chrome"];

export const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The machine's Chromium, or the one that HARBOR_TEST_CHROMIUM names; undefined without one. */
export function findChromium() {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [process.env.HARBOR_TEST_CHROMIUM ?? "", ...onPath].find(isExecutable);
}

/** Runs the bundled program in a page of the server's own origin, as a page that calls the API through its own host is. */
export async function runInChromium(executablePath, { url, apiKey }) {
  const { chromium } = await import(runtimePath("playwright"));
  const script = await bundle("page.mjs", ["browser", "import"]);
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    const address = `${url}/runtimes`;
    await page.route(address, (route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html>" }),
    );
    await page.goto(address);
    await page.addScriptTag({ type: "module", content: script });
    await page.waitForFunction(() => "runChecks" in globalThis);
    return await page.evaluate((server) => globalThis.runChecks(server), { url, apiKey });
  } finally {
    await browser.close();
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return path !== "";
  } catch {
    return false;
  }
}
