import { expect, it } from "vitest";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();
const { open } = dashboard;

// Last: the clock of the page stays replaced.
it("reckons from the present time after a while on a page without times", async () => {
  const { page } = dashboard;
  await open("/", "Overview");
  await page.clock.install();
  await open("/live", "Live");
  await page.clock.fastForward("30:00");
  await open("/deliveries", "Deliveries");
  const time = page.getByRole("row").locator("time").first();
  await time.waitFor();
  expect(await time.innerText()).toMatch(/^(29|30) min\. ago$/);
});
