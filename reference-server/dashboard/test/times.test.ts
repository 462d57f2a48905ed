import type { CDPSession } from "playwright-core";
import { expect, it } from "vitest";
import { sendAll } from "./demo.js";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();
const { open } = dashboard;

let session: CDPSession | null = null;

/** Loads the page in another time zone of its browser. */
async function openIn(timezoneId: string, path: string, heading: string): Promise<void> {
  const { page } = dashboard;
  await page.goto("about:blank");
  session ??= await page.context().newCDPSession(page);
  await session.send("Emulation.setTimezoneOverride", { timezoneId });
  await open(path, heading);
}

it("shows the times of changes in the zone of the browser", async () => {
  const { page, demo } = dashboard;
  await openIn("Asia/Kolkata", "/live", "Live");
  await page.getByText("Connected.").waitFor();
  await sendAll(demo.harbor, "order.live", ["1"]);
  const time = page.getByRole("listitem").locator("time").first();
  const at = Date.parse((await time.getAttribute("datetime"))!);
  const inIndia = new Date(at + 5.5 * 3_600_000);
  expect(await time.innerText()).toBe(inIndia.toISOString().slice(11, 23));
});

it("keeps a time in the address that its field cannot hold exactly", async () => {
  const { page } = dashboard;
  // The second 02:30 of this night in Berlin.
  const since = "2026-10-25T01:30:15.500Z";
  await openIn("Europe/Berlin", `/deliveries?since=${encodeURIComponent(since)}`, "Deliveries");
  expect(await page.getByLabel("From (Europe/Berlin)").inputValue()).toBe("2026-10-25T02:30:15");
  await page.getByLabel("Event type").fill("order.created");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/event_type=order\.created/);
  expect(decodeURIComponent(page.url())).toContain(since);
});

it("does not apply a year of five digits", async () => {
  const { page } = dashboard;
  await openIn("Europe/Berlin", "/deliveries?since=2026-03-29T00%3A30%3A00.000Z", "Deliveries");
  const from = page.getByLabel("From (Europe/Berlin)");
  await from.evaluate((field: HTMLInputElement) => (field.value = "12026-03-29T03:30:00"));
  await page.getByRole("button", { name: "Apply" }).click();
  expect(await from.evaluate((field: HTMLInputElement) => field.validity.valid)).toBe(false);
});

// Last: the clock of the page stays replaced.
it("reckons from the present time after a while on a page without times", async () => {
  const { page } = dashboard;
  await openIn("Europe/Berlin", "/", "Overview");
  await page.clock.install();
  await open("/live", "Live");
  await page.clock.fastForward("30:00");
  await open("/deliveries", "Deliveries");
  const time = page.getByRole("row").locator("time").first();
  await time.waitFor();
  expect(await time.innerText()).toMatch(/^(29|30) min\. ago$/);
});
