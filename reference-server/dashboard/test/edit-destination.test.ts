import { expect, it } from "vitest";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();

/** The page of a new destination with its forms loaded. */
async function openNew(name: string) {
  const { page, demo, open } = dashboard;
  const { destination } = await demo.harbor.receiver({ events: [], destination: { name } });
  await open(`/destinations/${destination.id}`, name);
  const field = (label: string) => page.getByLabel(label, { exact: true });
  await field("Timeout in seconds").waitFor();
  return {
    field,
    stored: async () => await demo.client.destinations.get(destination.id),
    changeElsewhere: async (patch: Parameters<typeof demo.client.destinations.update>[1]) =>
      await demo.client.destinations.update(destination.id, patch),
    save: (button: string) => page.getByRole("button", { name: button, exact: true }).click(),
  };
}

it("saves the settings that were changed, and keeps those that someone else changed meanwhile", async () => {
  const { page } = dashboard;
  const { field, stored, changeElsewhere, save } = await openNew("Shared");
  await field("Name").fill("Renamed");
  await changeElsewhere({ timeout_seconds: 17, max_per_second: 3, ordering: "key" });
  await save("Save");
  await page.getByRole("heading", { level: 1, name: "Renamed" }).waitFor();
  expect(await stored()).toMatchObject({
    name: "Renamed",
    timeout_seconds: 17,
    max_per_second: 3,
    ordering: "key",
  });
  await expect.poll(() => field("Timeout in seconds").inputValue()).toBe("17");
  expect(await field("Order").inputValue()).toBe("key");

  // A saved text is no longer an edit.
  await changeElsewhere({ name: "Renamed again" });
  await field("Timeout in seconds").fill("18");
  await save("Save");
  await page.getByRole("heading", { level: 1, name: "Renamed again" }).waitFor();
  expect(await stored()).toMatchObject({ name: "Renamed again", timeout_seconds: 18 });
});
