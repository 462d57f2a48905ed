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

it("saves the parts of the retry policy that were changed, and keeps the others", async () => {
  const { page } = dashboard;
  const { field, stored, changeElsewhere, save } = await openNew("Retried");
  await field("Retries").fill("2");
  await changeElsewhere({ retry_policy: { jitter: 0.5, circuit_breaker_threshold: 7 } });
  await save("Save the policy");
  await page.getByText("The retry policy is saved").waitFor();
  expect((await stored()).retry_policy).toMatchObject({
    max_retries: 2,
    jitter: 0.5,
    circuit_breaker_threshold: 7,
  });
  await expect.poll(() => field("Circuit breaker").inputValue()).toBe("7");
});

it.each(["1,000", "5O", "1e999"])(
  "turns no circuit breaker off for %s, which is not a number",
  async (text) => {
    const { page } = dashboard;
    const { field, stored, save } = await openNew(`Breaker ${text}`);
    await field("Circuit breaker").fill(text);
    await save("Save the policy");
    await page
      .locator(".field", { has: field("Circuit breaker") })
      .locator(".field-error")
      .waitFor();
    expect((await stored()).retry_policy.circuit_breaker_threshold).toBe(50);
  },
);
