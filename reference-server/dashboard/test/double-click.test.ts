import { expect, it } from "vitest";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();

it("sends an event once for a double click", async () => {
  const { page, demo, open } = dashboard;
  await open("/events", "Events");
  await page.getByRole("button", { name: "Send an event" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Type").fill("order.once");
  // Both clicks in one task: the page cannot draw between them.
  await dialog.getByRole("button", { name: "Send" }).evaluate((button: HTMLButtonElement) => {
    button.click();
    button.click();
  });
  await page.getByRole("heading", { level: 1, name: "order.once" }).waitFor();
  await page.getByText("Accepted").first().waitFor();
  const events = async () => (await demo.client.events.list({ type: "order.once" })).data.length;
  expect(await events()).toBe(1);
});
