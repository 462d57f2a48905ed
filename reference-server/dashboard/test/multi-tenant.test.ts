import { execFile } from "node:child_process";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { verifySignature } from "@harbor/signing";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  exampleFolder,
  type ExampleProcess,
  runExample,
} from "../../../packages/receiver/test/examples/run-example.js";
import { freePort } from "../../../packages/receiver/test/free-port.js";
import { axeFindings, launchChromium, newPage, type Watched } from "./browser.js";

interface Request {
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** The example as its users run it, in one browser, which is skipped where the machine has no Chromium. */
describe("examples/multi-tenant, in a browser", () => {
  let browser: Browser | null = null;
  let harbor: TestHarbor;
  let app: ExampleProcess;
  let receiver: Server;
  let page: Page;
  let seen: Watched;
  const received: Request[] = [];

  beforeAll(async () => {
    browser = await launchChromium();
    if (browser === null) return;
    receiver = await startReceiver(received);
    const port = await freePort();
    const env = { HARBOR_PORTAL_ORIGINS: `http://127.0.0.1:${port}` };
    harbor = await startHarbor({ env });
    app = await runExample("multi-tenant", "server.ts", {
      PORT: String(port),
      HARBOR_API_KEY: harbor.apiKey,
      HARBOR_BASE_URL: harbor.url,
    });
  });
  afterAll(async () => {
    if (browser === null) return;
    await browser.close();
    expect(await app.stop()).toBe(0);
    await harbor.stop();
    receiver.close();
  });
  beforeEach(async ({ skip }) => {
    if (browser === null) {
      skip("Chromium is not installed (HARBOR_TEST_CHROMIUM names another path)");
      return;
    }
    [page, seen] = await newPage(browser, app.url);
    return async () => {
      expect(seen.faults.filter((fault) => !fault.startsWith(`request to ${harbor.url}/`))).toEqual([]);
      await page.context().close();
    };
  });

  async function logIn(name: string): Promise<void> {
    await page.goto(app.url);
    await page.getByRole("button", { name }).click();
    await page.getByRole("heading", { level: 1, name: "Invoices" }).waitFor();
  }

  async function openWebhooks(): Promise<FrameLocator> {
    await page.getByRole("link", { name: "Webhooks" }).click();
    const frame = page.frameLocator("iframe");
    await frame.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await frame.getByRole("navigation").getByRole("link", { name: "Destinations" }).click();
    await frame.getByRole("heading", { level: 1, name: "Destinations" }).waitFor();
    return frame;
  }

  it("shows each company its own portal, in which it registers where its events go", async () => {
    const globex = await harbor.receiver({
      events: ["**"],
      destination: { tenant: "globex", name: "Globex ERP" },
    });
    const { id } = await harbor.client.destinations.putByUid("acme-crm", {
      url: "http://127.0.0.1:9/",
      tenant: "acme",
      name: "Acme CRM",
    });

    await logIn("Ada, Acme");
    const frame = await openWebhooks();
    await frame.getByText("Acme CRM").waitFor();
    expect(await frame.getByText("Globex").count()).toBe(0);

    const secret = await register(frame, receiver);
    await page.getByRole("link", { name: "Invoices" }).click();
    const invoice = page.getByRole("row", { name: "Initech" });
    await invoice.getByRole("button", { name: "Mark as paid" }).click();
    await invoice.getByText("Paid", { exact: true }).waitFor();
    await expect.poll(() => received.length).toBe(1);
    const [{ headers, body }] = received as [Request];
    expect(verifySignature({ headers, body, secret })).toMatchObject({ eventType: "invoice.paid" });
    expect(JSON.parse(body.toString())).toMatchObject({ amount_cents: 12_000 });

    await page.getByRole("link", { name: "Webhooks" }).click();
    const link = await page.locator("iframe").getAttribute("src");
    await page.getByRole("button", { name: "Log out" }).click();
    await logIn("Grace, Globex");
    const other = await openWebhooks();
    await other.getByText("Globex ERP").waitFor();
    expect(await other.getByText("Acme").count()).toBe(0);
    expect(globex.received).toEqual([]);

    const [, portal] = page.frames();
    await portal!.evaluate((hash) => {
      location.hash = hash;
    }, `/destinations/${id}`);
    await other.getByText("Destination not found in this environment.").waitFor();
    await page.goto(link ?? "");
    await page.getByRole("heading", { name: "This page is closed" }).waitFor();
  });

  it("links to the portal, which leads back", async () => {
    await logIn("Alan, Acme");
    await page.getByRole("link", { name: "Webhooks" }).click();
    const [tab] = await Promise.all([
      page.waitForEvent("popup"),
      page.getByRole("link", { name: "Open in a new tab" }).click(),
    ]);
    await tab.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await tab.getByRole("link", { name: /^Back to/ }).click();
    await tab.waitForURL(`${app.url}/webhooks`);
  });

  it("has no findings of axe, in both themes", async () => {
    await page.goto(app.url);
    const check = async () => {
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await axeFindings(page)).toEqual([]);
      }
    };
    await check();
    await page.getByRole("button", { name: "Ada, Acme" }).click();
    for (const name of ["Invoices", "Webhooks", "Company"]) {
      await page.getByRole("link", { name, exact: true }).click();
      await page.getByRole("heading", { level: 1, name }).waitFor();
      await check();
    }
  });
});

it("examples/multi-tenant passes its own tests", async () => {
  const vitest = fileURLToPath(new URL("../vitest.mjs", import.meta.resolve("vitest")));
  const env = { PATH: process.env.PATH, NO_COLOR: "1" };
  const cwd = exampleFolder("multi-tenant");
  const { stdout } = await promisify(execFile)(process.execPath, [vitest, "run"], { cwd, env });
  expect(stdout).toMatch(/Tests +8 passed/);
});

/** Registers the receiver in the portal and returns the secret that it shows. */
async function register(frame: FrameLocator, receiver: Server): Promise<string> {
  const button = (name: string) => frame.getByRole("button", { name });
  await button("New destination").click();
  await frame.getByLabel("URL").fill(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks`);
  await frame.getByLabel("Event types").fill("invoice.*");
  await button("Register").click();
  await frame.getByText("Save this secret now").waitFor();
  await button("Show").click();
  const secret = await frame.getByText(/^whsec_/).textContent();
  await button("I have saved it").click();
  return secret ?? "";
}

async function startReceiver(received: Request[]): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}
