import { expect, it } from "vitest";
import { sendAll } from "./demo.js";
import { useDashboard } from "./harness.js";

// In a file of its own: the clock of its page stays replaced.
const dashboard = useDashboard();
const { open } = dashboard;

it("deletes the counted dead letters after a time for Undo, which leaving the page is too", async () => {
  const { page, demo } = dashboard;
  await sendAll(demo.harbor, "invoice.sent", ["1"]);
  await page.clock.install();
  const startDeleting = async () => {
    await open("/dead-letters", "Dead letters");
    await page.getByRole("button", { name: "Delete all", exact: true }).press("Enter");
    await page.getByRole("alertdialog").getByRole("button", { name: "Delete 2" }).press("Enter");
    await page
      .getByRole("status")
      .filter({ hasText: "2 dead deliveries to Billing will be deleted" })
      .waitFor();
  };
  const dead = async () => (await demo.client.dlq.list()).data.length;

  await startDeleting();
  const undo = page.getByRole("button", { name: "Undo" });
  await expect.poll(() => undo.evaluate((button) => button === document.activeElement)).toBe(true);
  await dashboard.expectAccessible();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Delete all", exact: true }).waitFor();

  await startDeleting();
  await open("/", "Overview");
  await page.clock.runFor(20_000);
  await open("/dead-letters", "Dead letters");
  await page.getByRole("button", { name: "Delete all", exact: true }).waitFor();
  expect(await dead()).toBe(2);

  await startDeleting();
  const [later] = await sendAll(demo.harbor, "invoice.sent", ["2"]);
  // Dies again while it can be undone.
  await demo.client.dlq.replay(demo.dead);
  await expect.poll(async () => (await demo.client.deliveries.get(demo.dead)).retries.length).toBe(2);
  await page.clock.runFor(10_000);
  await page.getByText("1 dead delivery is deleted.").waitFor();
  const left = (await demo.client.dlq.list()).data.map(({ id }) => id);
  expect(left).toEqual([later, demo.dead]);
  await demo.client.dlq.delete(demo.dead);

  await page.getByRole("button", { name: "Dismiss" }).click();
  await page.getByRole("button", { name: "Delete all", exact: true }).press("Enter");
  await page.getByRole("heading", { name: "Delete 1 dead delivery to Billing?" }).waitFor();
  await dashboard.expectAccessible();
  await page.getByRole("button", { name: "Delete 1" }).press("Enter");
  await page.getByRole("button", { name: "Undo" }).waitFor();
  await page.clock.runFor(10_000);
  await page.getByText("No delivery is dead").waitFor();
  expect(await dead()).toBe(0);
});

it("deletes after Try again, when the look for changes failed", async () => {
  const { page, demo } = dashboard;
  await sendAll(demo.harbor, "invoice.sent", ["3"]);
  // The list that was loaded before is then too old to be shown again.
  await open("/", "Overview");
  await page.clock.runFor(10_000);
  await open("/dead-letters", "Dead letters");
  await page.getByRole("button", { name: "Delete all", exact: true }).press("Enter");
  await page.getByRole("button", { name: "Delete 1" }).press("Enter");
  await page.getByRole("button", { name: "Undo" }).waitFor();
  await page.route("**/v1/dlq?*", (route) => route.abort());
  await page.clock.runFor(20_000);
  const retry = page.getByRole("button", { name: "Try again" });
  await retry.waitFor();
  await page.unroute("**/v1/dlq?*");
  await retry.press("Enter");
  await expect.poll(async () => (await demo.client.dlq.list()).data.length).toBe(0);
});
