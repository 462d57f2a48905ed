import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launchChromium, newPage, type Watched } from "./browser.js";
import { LOGO_URL, type PortalDemo, startPortalDemo } from "./portal-demo.js";

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="56" height="28"><rect width="56" height="28"/></svg>';

export interface PortalPages {
  demo: PortalDemo;
  /** A new one for each test. */
  page: Page;
  seen: Watched;
  /** The origin whose pages may show the portal in a frame: `?portal=<url>`. */
  application: string;
  /** Faults that the test provokes. */
  expected: RegExp | null;
  /** Opens the link of a new session of acme. */
  enter(capability: "read" | "manage"): Promise<{ id: string; url: string }>;
  goTo(path: string, heading: string | RegExp): Promise<void>;
  heading(name: string | RegExp): Promise<void>;
  button(name: string | RegExp): Locator;
}

/** One browser and one server for the tests of a file, which are skipped where the machine has no Chromium. */
export function usePortal(): PortalPages {
  let browser: Browser | null = null;
  let server: Server | null = null;
  const portal = { expected: null, enter, goTo, heading, button } as PortalPages;

  beforeAll(async () => {
    browser = await launchChromium();
    if (browser === null) return;
    server = await startApplication();
    portal.application = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    portal.demo = await startPortalDemo({
      HARBOR_PORTAL_LOGO_URL: LOGO_URL,
      HARBOR_PORTAL_ORIGINS: portal.application,
    });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
    if (browser !== null) await portal.demo.harbor.stop();
  });
  beforeEach(async ({ skip }) => {
    if (browser === null) {
      skip("Chromium is not installed (HARBOR_TEST_CHROMIUM names another path)");
      return;
    }
    portal.expected = null;
    [portal.page, portal.seen] = await newPage(browser, portal.demo.harbor.url);
    await portal.page.route(LOGO_URL, (route) => route.fulfill({ contentType: "image/svg+xml", body: LOGO }));
  });
  // A violation of the page's policy is an error on its console.
  afterEach(async () => {
    if (browser === null) return;
    const { seen, expected, page } = portal;
    const faults = seen.faults.filter((fault) => fault !== `request to ${LOGO_URL}`);
    expect(faults.filter((fault) => expected?.test(fault) !== true)).toEqual([]);
    await page.context().close();
  });

  async function enter(capability: "read" | "manage"): Promise<{ id: string; url: string }> {
    const session = await portal.demo.link(capability);
    await portal.page.goto(session.url);
    await heading("Overview");
    return session;
  }

  async function goTo(path: string, name: string | RegExp): Promise<void> {
    await portal.page.evaluate((hash) => {
      location.hash = hash;
    }, path);
    await heading(name);
    await portal.page
      .getByText(/^Loading/)
      .first()
      .waitFor({ state: "detached" });
  }

  async function heading(name: string | RegExp): Promise<void> {
    await portal.page.getByRole("heading", { level: 1, name }).waitFor();
  }

  function button(name: string | RegExp): Locator {
    return portal.page.getByRole("button", { name });
  }

  return portal;
}

/** A page of the sender's application, with the portal in a frame. */
async function startApplication(): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://application").searchParams.get("portal") ?? "";
    response.setHeader("content-type", "text/html");
    response.end(
      `<!doctype html><title>App</title><iframe title="Webhooks" width="900" height="600" src="${url}"></iframe>`,
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return server;
}
