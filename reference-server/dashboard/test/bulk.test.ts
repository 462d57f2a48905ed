import { describe, expect, it } from "vitest";
import { sendAll } from "./demo.js";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();
const { open } = dashboard;
const button = (name: string | RegExp) => dashboard.page.getByRole("button", { name, exact: true });
const dialog = () => dashboard.page.getByRole("dialog");

const MANY = 10_100;

describe("deliveries", () => {
  it("are picked with the keyboard, counted by what happens to them, and sent again", async () => {
    const { page, demo } = dashboard;
    await open("/deliveries", "Deliveries");
    await page.getByRole("link", { name: "order.created" }).waitFor();
    // The newest first: dead, retrying, succeeded.
    for (const key of ["j", "x", "j", "x", "j", "x"]) await page.keyboard.press(key);
    await dashboard.expectAccessible();
    demo.billing.reply(200);
    demo.crm.reply(200);
    const received = [demo.billing, demo.crm, demo.shop].map((receiver) => receiver.received.length);

    await button("Send 3 again…").press("Enter");
    await dialog().getByText("1 unfinished delivery: one attempt now.").waitFor();
    await dialog().getByText("1 dead delivery: replayed").waitFor();
    await dialog().getByRole("button", { name: "Send 2 again" }).waitFor();
    await dialog().getByLabel("1 delivery that succeeded: send it too").press("Space");
    await dashboard.expectAccessible();
    await dialog().getByRole("button", { name: "Send 3 again" }).press("Enter");
    await page.getByText("3 deliveries are sent again.").waitFor();
    await expect
      .poll(() => [demo.billing, demo.crm, demo.shop].map((receiver) => receiver.received.length))
      .toEqual(received.map((count) => count + 1));
    expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
  });

  it("are picked as a range with Shift, and all at once", async () => {
    const { page, demo } = dashboard;
    demo.billing.always(422);
    await sendAll(demo.harbor, "invoice.sent", ["1", "2", "3", "4", "5"]);
    await open("/deliveries?event_type=invoice.sent", "Deliveries");
    const boxes = page.getByRole("checkbox", { name: /^Pick delivery/ });
    await expect.poll(() => boxes.count()).toBe(5);
    await boxes.nth(1).click();
    await boxes.nth(3).click({ modifiers: ["Shift"] });
    await button("Send 3 again…").waitFor();
    await page.getByLabel("Pick all rows that are loaded").click();
    await button("Send 5 again…").waitFor();
    await button("Clear the selection").click();
    await boxes.first().click();
    // Rows of another list are not sent unseen.
    await page.getByLabel("Status").selectOption("dead");
    await button("Send all that match again…").waitFor();
    // Nor does a range begin at a row of another list.
    await expect.poll(() => boxes.count()).toBe(5);
    await boxes.nth(2).click({ modifiers: ["Shift"] });
    await button("Send 1 again…").waitFor();
    // The row where a range begins moves as the list is refreshed.
    await sendAll(demo.harbor, "invoice.sent", ["6"]);
    await button("Refresh").click();
    await expect.poll(() => boxes.count()).toBe(6);
    await boxes.nth(4).click({ modifiers: ["Shift"] });
    await button("Send 2 again…").waitFor();
    expect([await boxes.nth(3).isChecked(), await boxes.nth(4).isChecked()]).toEqual([true, true]);
    await button("Clear the selection").click();
  });

  it("that match the filter are counted first; what fails is listed, and the rest can be stopped", async () => {
    const { page, demo } = dashboard;
    await open("/deliveries?event_type=invoice.sent&status=dead", "Deliveries");
    await button("Send all that match again…").click();
    await dialog().getByText("6 dead deliveries: replayed").waitFor();
    // Deleted while the user reads.
    const [gone] = (await demo.client.deliveries.list({ event_type: "invoice.sent" })).data;
    await demo.client.dlq.delete(gone!.id);
    await dialog().getByRole("button", { name: "Send 6 again" }).click();
    await page.getByText("5 deliveries are sent again, 1 failed.").waitFor();
    await page.getByRole("list", { name: "Failed" }).getByRole("link", { name: gone!.id }).waitFor();
    await dashboard.expectAccessible();
    await button("Dismiss").click();
    expect(await page.getByRole("list", { name: "Failed" }).count()).toBe(0);
  });

  it("are sent until Stop is pressed, or the page is left", async () => {
    const { page, demo } = dashboard;
    await sendAll(
      demo.harbor,
      "invoice.bulk",
      Array.from({ length: 60 }, (_, n) => String(n)),
    );
    const dead = async () => {
      const list = demo.client.deliveries.list({ event_type: "invoice.bulk", status: "dead" });
      return (await list.toArray({ limit: 100 })).length;
    };
    await expect.poll(dead).toBe(60);
    demo.billing.always(200);
    // As a slow server, so that there is time to stop it.
    await page.route("**/replay", async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      await route.continue();
    });
    const start = async () => {
      await open("/deliveries?event_type=invoice.bulk&status=dead", "Deliveries");
      await button("Send all that match again…").click();
      await dialog()
        .getByRole("button", { name: /^Send \d+ again$/ })
        .click();
      await page.getByRole("progressbar").waitFor();
    };
    await start();
    await button("Stop").click();
    await page.getByText(/Stopped after \d+/).waitFor();
    const left = await dead();
    expect(left).toBeGreaterThan(20);

    await start();
    await open("/", "Overview");
    await page.unrouteAll({ behavior: "ignoreErrors" });
    const atLeave = await dead();
    await open("/deliveries?event_type=invoice.bulk", "Deliveries");
    await page.getByRole("link", { name: "invoice.bulk" }).first().waitFor();
    // Those that were under way may still arrive.
    expect(atLeave - (await dead())).toBeLessThanOrEqual(4);
    expect(await dead()).toBeGreaterThan(10);
  });

  it("that a paused destination holds are sent if the user says so, those that wait for their key are not", async () => {
    const { page, demo } = dashboard;
    const { id } = demo.shop.destination;
    await demo.client.destinations.update(id, { status: "paused", ordering: "key" });
    const send = (ordering_key?: string) =>
      demo.client.events.send({ type: "order.held", body: {}, ...(ordering_key && { ordering_key }) });
    for (const key of [undefined, undefined, "a", "a"]) await send(key);
    const waits = async () => {
      const { data } = await demo.client.deliveries.list({ event_type: "order.held" });
      return data.map(({ waiting_for }) => waiting_for);
    };
    expect(await waits()).toEqual(["key", "resume", "resume", "resume"]);
    const received = demo.shop.received.length;

    await open("/deliveries?event_type=order.held", "Deliveries");
    await expect.poll(() => page.getByRole("cell", { name: "held by the pause" }).count()).toBe(3);
    expect(await page.getByRole("cell", { name: "waits for its key" }).count()).toBe(1);
    await button("Send all that match again…").click();
    await dialog().getByText("1 delivery waits for an earlier one with the same ordering key").waitFor();
    expect(await dialog().getByRole("button", { name: "Send 0 again" }).isDisabled()).toBe(true);
    await dialog().getByLabel("3 deliveries held while the destination is paused").click();
    await dashboard.expectAccessible();
    await dialog().getByRole("button", { name: "Send 3 again" }).click();
    await page.getByText("3 deliveries are sent again.").waitFor();
    await expect.poll(() => demo.shop.received.length).toBe(received + 3);
  });

  it("are all counted and sent, however many", async () => {
    const { page, demo } = dashboard;
    await demo.client.destinations.update(demo.crm.destination.id, { status: "paused" });
    for (let sent = 0; sent < MANY; sent += 100)
      await fetch(`${demo.harbor.url}/v1/events/batch`, {
        method: "POST",
        headers: { authorization: `Bearer ${demo.harbor.apiKey}`, "content-type": "application/json" },
        body: JSON.stringify({
          events: Array.from({ length: 100 }, () => ({ type: "customer.many", body: 1 })),
        }),
      });
    await open("/deliveries?event_type=customer.many", "Deliveries");
    await button("Send all that match again…").click();
    await dialog()
      .getByLabel("10,100 deliveries held while the destination is paused")
      .click({ timeout: 30_000 });
    await dialog().getByRole("button", { name: "Send 10,100 again" }).click();
    await page.getByText(/^Sending again: \d+ of 10,100$/).waitFor();
    await button("Stop").click();
    await page.getByText(/Stopped after \d+/).waitFor();
    await button("Dismiss").click();
  }, 60_000);

  it("are asked about for one list: Back closes the question", async () => {
    const { page } = dashboard;
    await open("/deliveries?event_type=invoice.sent", "Deliveries");
    await open("/deliveries?event_type=invoice.bulk", "Deliveries");
    await button("Send all that match again…").click();
    await dialog().getByRole("button", { name: "Send" }).waitFor();
    await page.goBack();
    await dialog().waitFor({ state: "detached" });
    await button("Send all that match again…").click();
    await dialog().getByText("5 dead deliveries: replayed").waitFor();
  });
});
